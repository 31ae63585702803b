//! `pressline find`: the feeds and sitemaps of a site.

use anyhow::{Context, bail};
use serde::Serialize;
use url::Url;

use super::content::Content;
use super::exit_code::SUCCESS;
use super::output::LineWriter;
use super::remote;
use crate::feed::{self, FeedLink, ParseError, Source, discover, sitemaps_in_robots};
use crate::fetch::Limits;
use crate::model::Feed;
use crate::model::feed::Format;

/// The addresses under which sites keep a feed or a sitemap of news without naming it, likelier ones first.
const USUAL_PATHS: [&str; 10] = [
    "/feed",
    "/rss",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/feeds/posts/default",
    "/index.xml",
    "/news-sitemap.xml",
    "/sitemap-news.xml",
    "/sitemap.xml",
];

/// Finds the feeds and sitemaps of a site, and prints a line for each, best first.
///
/// Named are those that the page links to and the sitemaps of its robots.txt. Where there are none, the addresses under
/// which sites usually keep them are tried.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Address of the site; without a scheme, https.
    #[arg(value_name = "URL")]
    url: String,
    /// Print one JSON object for each.
    #[arg(long)]
    json: bool,
}

/// A feed or sitemap that was found.
#[derive(Debug, Serialize)]
struct Found {
    url: Url,
    kind: Kind,
    title: Option<String>,
    named_by: NamedBy,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Feed,
    Sitemap,
}

/// What led to an address.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum NamedBy {
    /// The address that was given is itself one.
    Itself,
    Page,
    Robots,
    /// Nothing; it was tried.
    Guess,
}

pub(super) fn run(args: &Args) -> anyhow::Result<u8> {
    let site = address(&args.url)?;
    let found = find(&site)?;
    if found.is_empty() {
        bail!("{site} names no feed and no sitemap, and none is where sites usually keep them");
    }
    let mut lines = LineWriter::new();
    for one in &found {
        if args.json {
            lines.answer(one)?;
        } else {
            lines.text(&line(one))?;
        }
    }
    Ok(SUCCESS)
}

fn address(given: &str) -> anyhow::Result<Url> {
    let with_scheme = if given.contains("://") { given.to_owned() } else { format!("https://{given}") };
    let url = Url::parse(&with_scheme).with_context(|| format!("`{given}` is no address"))?;
    if !matches!(url.scheme(), "http" | "https") {
        bail!("`{given}` is no address of the web");
    }
    Ok(url)
}

fn line(found: &Found) -> String {
    let kind = match found.kind {
        Kind::Feed => "feed",
        Kind::Sitemap => "sitemap",
    };
    let title = found.title.as_ref().map(|title| format!("  {title}")).unwrap_or_default();
    format!("{kind:<9}{}{title}\n", found.url)
}

/// Returns the feeds and sitemaps of a site, best first.
///
/// # Errors
/// A site that does not answer.
fn find(site: &Url) -> anyhow::Result<Vec<Found>> {
    let content = remote::read(site, Limits::default().page_bytes)?;
    let page = content.url.clone().unwrap_or_else(|| site.clone());
    let mut found = match parse(&content) {
        Ok(feed) => vec![found(page.clone(), &feed, NamedBy::Itself)],
        Err(ParseError::SitemapIndex { sitemaps }) => sitemaps
            .into_iter()
            .map(|url| Found { url, kind: Kind::Sitemap, title: None, named_by: NamedBy::Page })
            .collect(),
        Err(_) => {
            let html = String::from_utf8_lossy(&content.bytes);
            let named = |FeedLink { url, title }| Found { url, kind: Kind::Feed, title, named_by: NamedBy::Page };
            discover(&html, &page).into_iter().map(named).collect()
        }
    };
    found.extend(in_robots(&page));
    if found.is_empty() {
        found = USUAL_PATHS.iter().filter_map(|path| guess(&page.join(path).ok()?)).collect();
    }
    Ok(found)
}

fn parse(content: &Content) -> Result<Feed, ParseError> {
    feed::parse(&content.bytes, Source { url: content.url.as_ref(), content_type: content.content_type.as_deref() })
}

/// Returns the sitemaps that the site's `robots.txt` names, none when it has none.
fn in_robots(page: &Url) -> Vec<Found> {
    let answer = page.join("/robots.txt").ok().and_then(|url| remote::read(&url, Limits::default().page_bytes).ok());
    let Some(answer) = answer else { return Vec::new() };
    let sitemaps = sitemaps_in_robots(&String::from_utf8_lossy(&answer.bytes), page).into_iter();
    sitemaps.map(|url| Found { url, kind: Kind::Sitemap, title: None, named_by: NamedBy::Robots }).collect()
}

/// Returns what stands at an address that nobody named, when it is a feed, a sitemap or an index of sitemaps.
fn guess(url: &Url) -> Option<Found> {
    let content = remote::read(url, Limits::default().feed_bytes).ok()?;
    let url = content.url.clone()?;
    match parse(&content) {
        Ok(feed) => Some(found(url, &feed, NamedBy::Guess)),
        Err(ParseError::SitemapIndex { .. }) => {
            Some(Found { url, kind: Kind::Sitemap, title: None, named_by: NamedBy::Guess })
        }
        Err(_) => None,
    }
}

fn found(url: Url, feed: &Feed, named_by: NamedBy) -> Found {
    let kind = if feed.format == Format::Sitemap { Kind::Sitemap } else { Kind::Feed };
    Found { url, kind, title: feed.title.clone(), named_by }
}
