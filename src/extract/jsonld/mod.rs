//! What JSON-LD says of the article.

mod article;
mod authors;
mod graph;
mod repair;
pub(super) mod types;
pub(super) mod values;

use serde_json::{Map, Value};
use url::Url;

use article::{addresses, describe, is_own, is_page, posts, rank, trail};
use authors::signed;
use graph::{Found, is, types};
use types::Linked;
use values::{date, flag, text};

/// The type of a page of dated posts.
const LIVE: &str = "LiveBlogPosting";

/// Reads the scripts of the page found at `page`. O(n); what is not JSON is passed over.
pub(crate) fn read(scripts: &[String], page: &Url) -> Linked {
    let values: Vec<Value> = scripts.iter().flat_map(|s| repair::read(s)).collect();
    let mut found = Found::default();
    for value in &values {
        found.walk(value, 0, false);
    }
    let best = found.articles.iter().enumerate().max_by_key(|(i, o)| (rank(o, page), std::cmp::Reverse(*i)));
    let article = best.map(|(_, object)| describe(object, &found));
    let live = best.map(|(_, o)| *o).filter(|o| is(o, LIVE)).or_else(|| {
        // Beside an article of the same page.
        let other = |o: &&&Map<String, Value>| addresses(o).next().is_none() || is_own(o, page);
        found.articles.iter().filter(|o| is(o, LIVE)).find(other).copied()
    });
    let own = |o: &&&Map<String, Value>| addresses(o).next().is_none() || is_own(o, page);
    let pages = || found.objects.iter().filter(|o| types(o).any(is_page)).filter(own);
    let dated = pages().find(|o| o.contains_key("datePublished"));
    let date = |key: &str| dated.and_then(|o| date(o.get(key)?));
    let mut writers = article.as_ref().map(|a| a.authors.clone()).unwrap_or_default();
    if writers.is_empty() {
        writers = pages().map(|o| signed(o, &found)).find(|w| !w.is_empty()).unwrap_or_default();
    }
    let named = |kind: &str| found.objects.iter().find(|o| is(o, kind)).and_then(|o| text(o.get("name")?));
    Linked {
        article,
        page_dates: ["datePublished", "dateModified"].map(date),
        page_free: pages().find_map(|o| flag(o.get("isAccessibleForFree")?)),
        writers,
        types: found.objects.iter().flat_map(|o| types(o)).map(str::to_ascii_lowercase).collect(),
        site: named("WebSite").or_else(|| named("NewsMediaOrganization")),
        trail: found.objects.iter().find(|o| is(o, "BreadcrumbList")).map(|list| trail(list)).unwrap_or_default(),
        live_blog: live.is_some(),
        posts: live.map(posts).unwrap_or_default(),
    }
}
