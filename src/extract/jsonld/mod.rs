//! What JSON-LD says of the article.

mod article;
mod authors;
mod graph;
mod repair;
pub(super) mod types;
pub(super) mod values;

use serde_json::{Map, Value};
use url::Url;

use article::{addresses, breadcrumbs, describe, is_own, is_page, posts, rank};
use authors::read_authors;
use graph::{Graph, has_type, schema_types};
use types::JsonLd;
use values::{date, flag, text};

/// The type of a page of dated posts.
const LIVE: &str = "LiveBlogPosting";

/// Reads the scripts of the page found at `page`. O(n); what is not JSON is passed over.
pub(crate) fn read(scripts: &[String], page: &Url) -> JsonLd {
    let values: Vec<Value> = scripts.iter().flat_map(|s| repair::read(s)).collect();
    let mut graph = Graph::default();
    for value in &values {
        graph.walk(value, 0, false);
    }
    let best = graph.articles.iter().enumerate().max_by_key(|(i, o)| (rank(o, page), std::cmp::Reverse(*i)));
    let article = best.map(|(_, object)| describe(object, &graph));
    let live = best.map(|(_, o)| *o).filter(|o| has_type(o, LIVE)).or_else(|| {
        // Beside an article of the same page.
        let other = |o: &&&Map<String, Value>| addresses(o).next().is_none() || is_own(o, page);
        graph.articles.iter().filter(|o| has_type(o, LIVE)).find(other).copied()
    });
    let own = |o: &&&Map<String, Value>| addresses(o).next().is_none() || is_own(o, page);
    let pages = || graph.objects.iter().filter(|o| schema_types(o).any(is_page)).filter(own);
    let dated = pages().find(|o| o.contains_key("datePublished"));
    let date = |key: &str| dated.and_then(|o| date(o.get(key)?));
    let mut authors = article.as_ref().map(|a| a.authors.clone()).unwrap_or_default();
    if authors.is_empty() {
        authors = pages().map(|o| read_authors(o, &graph)).find(|w| !w.is_empty()).unwrap_or_default();
    }
    let named = |kind: &str| graph.objects.iter().find(|o| has_type(o, kind)).and_then(|o| text(o.get("name")?));
    JsonLd {
        article,
        page_dates: ["datePublished", "dateModified"].map(date),
        page_free: pages().find_map(|o| flag(o.get("isAccessibleForFree")?)),
        authors,
        types: graph.objects.iter().flat_map(|o| schema_types(o)).map(str::to_ascii_lowercase).collect(),
        site: named("WebSite").or_else(|| named("NewsMediaOrganization")),
        breadcrumbs: graph
            .objects
            .iter()
            .find(|o| has_type(o, "BreadcrumbList"))
            .map(|list| breadcrumbs(list))
            .unwrap_or_default(),
        live_blog: live.is_some(),
        posts: live.map(posts).unwrap_or_default(),
    }
}
