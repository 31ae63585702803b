//! Feed bytes in, entries out. Pure.
//!
//! ```text
//! bytes ─decode─► text ─sniff─► rewrite ──clean document──► feed-rs ──► convert ──► Feed
//!                                  └────── FeedExtras (what feed-rs drops) ──┘
//! ```
//!
//! feed-rs is strict and drops much, so it never reads what a publisher sent. A tolerant pass rewrites every feed into a
//! small, flat, well-formed one, and keeps beside it what feed-rs has no place for.

mod authors;
mod base64;
mod clean_document;
mod convert;
mod decode;
mod discover;
mod error;
mod extras;
mod feed_rs_parser;
mod internal_entities;
mod json_feed;
mod json_repair;
mod json_string;
mod link_spelling;
mod newest;
mod opml;
mod poll_hints;
mod rewrite;
mod robots;
mod sitemap;
mod sniff;
#[cfg(test)]
mod tests;
mod urls;
mod wrapper_links;
mod xml;

use url::Url;

use crate::model::Feed;
use crate::model::feed::Recovery;
use decode::{FeedText, decode_feed};
use sniff::DocumentKind;

pub use discover::{FeedLink, discover};
pub use error::ParseError;
pub use opml::{Subscription, opml, opml_document};
pub use robots::sitemaps_in_robots;

/// The facts about a feed's bytes that are known besides the bytes.
///
/// ```
/// use pressline::feed::{Source, parse};
///
/// let url = "https://post.example/news/rss.xml".parse()?;
/// let source = Source { url: Some(&url), content_type: Some("application/rss+xml; charset=windows-1252") };
/// let feed = parse(b"<rss><channel><item><title>Caf\xe9</title><link>cafe.html</link></item></channel></rss>", source)?;
/// assert_eq!(feed.entries[0].title.as_deref(), Some("Café"));
/// assert_eq!(feed.entries[0].link, Some("https://post.example/news/cafe.html".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Source<'a> {
    /// The address it was fetched from, against which relative links are resolved.
    pub url: Option<&'a Url>,
    /// The HTTP `Content-Type`, as sent.
    pub content_type: Option<&'a str>,
}

/// Reads a feed in any format: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed, sitemaps, in any encoding, well-formed or not.
///
/// Reads 1 MiB of each field, and of more than 10,000 entries the newest. What was repaired or cut is listed in [`Feed::recovered`]. An entry's
/// id is the publisher's where there is one, else the link, else a hash of the content. Never panics, and never recurses with
/// the document's depth. O(n) in time and memory.
///
/// ```
/// use pressline::feed::{Source, parse};
///
/// let rss = b"<rss version='2.0'><channel><item><title>Ferry & quay</title></item></channel></rss>";
/// let feed = parse(rss, Source::default()).unwrap();
/// assert_eq!(feed.entries[0].title.as_deref(), Some("Ferry & quay"));
/// ```
///
/// # Errors
/// [`ParseError`], whose variants name what the bytes are instead. A site, an index of sitemaps and a list of feeds are no feed
/// and name some: [`ParseError::sources`].
pub fn parse(bytes: &[u8], source: Source<'_>) -> Result<Feed, ParseError> {
    let FeedText { text, is_mislabelled, had_forbidden_chars } = decode_feed(bytes, source.content_type);
    let (read, mut extras) = match sniff::sniff(&text)? {
        DocumentKind::Json => json_feed::parse_json_feed(&text, source.url)?,
        DocumentKind::XmlFeed { format, root_at } => {
            let text = internal_entities::resolve_entities(&text, root_at).unwrap_or(text);
            let (clean, mut extras) = rewrite::rewrite(&text, root_at, format, source.url);
            drop(text); // two copies of a large feed are enough
            let parsed = feed_rs_parser::parse_clean(&clean)?;
            if parsed.is_salvaged {
                extras.recovered.insert(Recovery::Salvaged);
            }
            (parsed.feed, extras)
        }
        DocumentKind::Sitemap => return sitemap::parse_sitemap(&text, source.url),
        DocumentKind::SitemapIndex => {
            return Err(ParseError::SitemapIndex { sitemaps: sitemap::sitemaps_of_index(&text, source.url) });
        }
        DocumentKind::Opml => return Err(ParseError::OpmlList { feeds: opml::addresses(&text) }),
        DocumentKind::Html => {
            let feeds = discover::discover_from(&text, source.url).into_iter().map(|link| link.url);
            return Err(ParseError::HtmlPage { feeds: feeds.collect() });
        }
    };
    let repairs = [(is_mislabelled, Recovery::Encoding), (had_forbidden_chars, Recovery::ControlCharacters)];
    extras.recovered.extend(repairs.into_iter().filter(|(happened, _)| *happened).map(|(_, repair)| repair));
    Ok(convert::convert(read, extras))
}
