//! The newspaper of `pressline demo`: four feeds and twelve articles, served on loopback over HTTP.
//!
//! Everything in `pages/` is invented. The articles have the markup of typical papers: a large paper's content system,
//! machine-named `<div>`s with JSON-LD, semantic markup, and the tables of 1999. `pages/expected.toml` lists what a careful
//! reader finds in them.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio_util::task::AbortOnDropHandle;
use url::Url;

/// The placeholder in the files for the newspaper's address.
const BASE: &str = "{{base}}";

/// The name and the path of each feed.
const FEEDS: [(&str, &str); 4] = [
    // RSS 2.0; one of its stories answers 404, one is an index page.
    ("world", "/feeds/world.rss"),
    // Atom; its first entry is a story of `world` again, under a tracking link.
    ("regions", "/feeds/regions.atom"),
    // RSS that can be repaired: no version, a bare `&`, HTML entities and tags, and the end is missing.
    ("county", "/feeds/county.rss"),
    // Beyond help: an HTML page where the feed was.
    ("sports", "/feeds/sports.rss"),
];

const RSS: &str = "application/rss+xml; charset=utf-8";
const ATOM: &str = "application/atom+xml; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";

/// The path, media type and content of all pages and feeds.
const PAGES: [(&str, &str, &str); 18] = [
    ("/robots.txt", "text/plain", "User-agent: *\nDisallow: /search\n"),
    ("/feeds/world.rss", RSS, include_str!("pages/world.rss")),
    ("/feeds/regions.atom", ATOM, include_str!("pages/regions.atom")),
    ("/feeds/county.rss", RSS, include_str!("pages/county.rss")),
    ("/feeds/sports.rss", RSS, include_str!("pages/sports.rss")),
    ("/topics/coasts-and-rivers", HTML, include_str!("pages/coast-topic.html")),
    // The Meridian Post: a large paper's content system.
    ("/world/2026/11/18/constanta-grain-ships.html", HTML, include_str!("pages/constanta-grain-ships.html")),
    ("/us/2026/11/19/lindow-dam-inquiry.html", HTML, include_str!("pages/lindow-dam-inquiry.html")),
    ("/science/2026/11/17/listening-to-skardbreen.html", HTML, include_str!("pages/listening-to-skardbreen.html")),
    // Northlight: machine-named `<div>`s and JSON-LD.
    ("/n/orrin-robotics-leeds-7f3a21", HTML, include_str!("pages/orrin-robotics-leeds.html")),
    ("/n/quillo-essays-leak-c90b44", HTML, include_str!("pages/quillo-essays-leak.html")),
    ("/n/tonnmara-wind-farm-51e8d0", HTML, include_str!("pages/tonnmara-wind-farm.html")),
    // The Kelderby Courier and the Brennauer Tagblatt: semantic markup.
    ("/kelderby/harbour-wall-vote/", HTML, include_str!("pages/harbour-wall-vote.html")),
    ("/kelderby/crossing-keeper-retires/", HTML, include_str!("pages/crossing-keeper-retires.html")),
    ("/brennau/strassenbahn-beschluss/", HTML, include_str!("pages/strassenbahn-beschluss.html")),
    // The Tolliver County Record: tables, plain `<div>`s, and paragraphs that nobody closed.
    ("/tolliver/news/2026-11-11-budget.htm", HTML, include_str!("pages/tolliver-budget.htm")),
    ("/tolliver/news/2026-11-09-barn-fire.htm", HTML, include_str!("pages/tolliver-barn-fire.htm")),
    ("/tolliver/news/2026-11-08-ferry.htm", HTML, include_str!("pages/tolliver-ferry.htm")),
];

const NOT_FOUND: &str = include_str!("pages/not-found.html");

/// A running newspaper. It stops when this is dropped.
#[derive(Debug)]
pub(crate) struct Newspaper {
    /// The address, with a trailing slash.
    pub(crate) base: Url,
    _server: AbortOnDropHandle<io::Result<()>>,
}

impl Newspaper {
    /// Returns the name and address of each feed.
    pub(crate) fn feeds(&self) -> impl Iterator<Item = (&'static str, Url)> + '_ {
        FEEDS.into_iter().map(|(name, path)| {
            let mut url = self.base.clone();
            url.set_path(path);
            (name, url)
        })
    }
}

/// Serves the newspaper on a free port of 127.0.0.1. Must be called within a tokio runtime.
///
/// # Errors
/// When no port can be bound.
pub(crate) async fn serve() -> io::Result<Newspaper> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let base = Url::parse(&format!("http://{}/", listener.local_addr()?)).map_err(io::Error::other)?;
    let origin: Arc<str> = base.as_str().trim_end_matches('/').into();
    let site = Router::new().fallback(answer).with_state(origin);
    let server = tokio::spawn(async move { axum::serve(listener, site).await });
    Ok(Newspaper { base, _server: AbortOnDropHandle::new(server) })
}

/// Answers one request. Queries are ignored, like the tracking parameters that feeds add to their links.
async fn answer(State(origin): State<Arc<str>>, uri: Uri, asked: HeaderMap) -> Response {
    let Some((path, kind, content)) = PAGES.into_iter().find(|(path, ..)| *path == uri.path()) else {
        return (StatusCode::NOT_FOUND, [(CONTENT_TYPE, HTML)], NOT_FOUND).into_response();
    };
    let body = content.replace(BASE, &origin);
    if !path.starts_with("/feeds/") {
        return ([(CONTENT_TYPE, kind)], body).into_response();
    }
    let tag = format!("\"{}\"", blake3::hash(body.as_bytes()).to_hex());
    if asked.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, [(ETAG, tag)]).into_response();
    }
    ([(CONTENT_TYPE, kind.to_owned()), (ETAG, tag)], body).into_response()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use reqwest::StatusCode;
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Expected {
        article: Vec<Article>,
    }

    #[derive(Deserialize)]
    struct Article {
        path: String,
        file: String,
        title: String,
        authors: Vec<String>,
        first: String,
        last: String,
        captions: Vec<Caption>,
        absent: Vec<String>,
        not_quotes: Vec<String>,
        quotes: Vec<Quote>,
    }

    #[derive(Deserialize)]
    struct Caption {
        text: String,
        credit: String,
    }

    #[derive(Deserialize)]
    struct Quote {
        words: Vec<String>,
        speaker: String,
    }

    fn expected() -> Vec<Article> {
        toml::from_str::<Expected>(include_str!("pages/expected.toml")).unwrap().article
    }

    fn content(path: &str) -> &'static str {
        PAGES.into_iter().find(|(p, ..)| *p == path).unwrap_or_else(|| panic!("{path} is not served")).2
    }

    /// The page's characters with single spaces.
    fn words(html: &str) -> String {
        let text: String = scraper::Html::parse_document(html).root_element().text().collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Paths that a feed's entries link to, without queries.
    fn linked(feed: &str) -> BTreeSet<&str> {
        let links = feed.match_indices("{{base}}").filter_map(|(at, _)| feed.get(at + BASE.len()..));
        let ends = ['<', '"', '?'];
        let paths = links.filter_map(|rest| rest.split(ends).next());
        paths.filter(|path| !path.starts_with("/feeds") && !path.starts_with("/assets")).collect()
    }

    #[test]
    fn every_expectation_stands_in_its_page() {
        let articles = expected();
        assert_eq!(articles.len(), 12);
        for article in &articles {
            let page = words(content(&article.path));
            let said = article.quotes.iter().flat_map(|q| q.words.iter().chain([&q.speaker]));
            let below = article.captions.iter().flat_map(|c| [&c.text, &c.credit]);
            let rest = [&article.title, &article.first, &article.last].into_iter();
            for part in rest.chain(said).chain(below).chain(&article.absent).chain(&article.not_quotes) {
                assert!(page.contains(part.as_str()), "{} does not hold {part:?}", article.file);
            }
            for author in &article.authors {
                assert!(page.to_lowercase().contains(&author.to_lowercase()), "{} names no {author}", article.file);
            }
            assert!(article.quotes.len() >= 4, "{} has few quotes", article.file);
        }
    }

    #[test]
    fn every_article_stands_in_a_feed() {
        let links: BTreeSet<_> = FEEDS.iter().flat_map(|(_, path)| linked(content(path))).collect();
        for article in expected() {
            assert!(links.contains(article.path.as_str()), "{} is in no feed", article.path);
        }
        let missing: Vec<_> = links.iter().filter(|link| !PAGES.iter().any(|(path, ..)| path == *link)).collect();
        assert_eq!(missing, [&"/", &"/regions", &"/tolliver/", &"/world/2026/11/13/lighthouse-archive.html"]);
    }

    #[tokio::test]
    async fn feeds_answer_not_modified() {
        let paper = serve().await.unwrap();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        for (_, url) in paper.feeds() {
            let first = client.get(url.clone()).send().await.unwrap();
            assert_eq!(first.status(), StatusCode::OK);
            let again = client.get(url).header("if-none-match", &first.headers()["etag"]).send().await.unwrap();
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        }
        let gone = client.get(paper.base.join("withdrawn").unwrap()).send().await.unwrap();
        assert_eq!(gone.status(), StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn pages_name_the_address_they_are_served_at() {
        let paper = serve().await.unwrap();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let (_, url) = paper.feeds().next().unwrap();
        let mut answer = client.get(url).send().await.unwrap();
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.unwrap() {
            body.extend_from_slice(&chunk);
        }
        let body = String::from_utf8(body).unwrap();
        assert!(body.contains(paper.base.join("topics/coasts-and-rivers").unwrap().as_str()));
        assert!(!body.contains(BASE));
    }
}
