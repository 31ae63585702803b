//! Why bytes are not read as a feed.

use std::fmt;

use url::Url;

/// The reason why bytes could not be read as a feed or as a list of feeds.
///
/// Each variant is one cause, and its message is a whole sentence part that can be shown to a person. A document that is no
/// feed and names some carries their addresses: see [`ParseError::sources`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// The body has no characters but white space.
    #[error("not a feed: the body is empty")]
    Empty,
    /// The body is an HTML page.
    #[error("not a feed: an HTML page{}", Naming(.feeds, "that names no feed"))]
    HtmlPage {
        /// The feeds that it names, best first, at most 50.
        feeds: Vec<Url>,
    },
    /// The body is a sitemap without news and without times of changes, so that nothing tells a new page from an old one.
    #[error("not a feed: a sitemap without news and without dates")]
    Sitemap,
    /// The body is an index of sitemaps.
    #[error("not a feed: an index of sitemaps{}", Naming(.sitemaps, "that names none"))]
    SitemapIndex {
        /// The sitemaps that it names: those of news first, then the newest; at most 50.
        sitemaps: Vec<Url>,
    },
    /// The body is an OPML list of feeds, which [`opml`](super::opml) reads.
    #[error("not a feed: an OPML list of feeds; write them as [[feeds]] with `pressline opml import`")]
    OpmlList {
        /// The feeds that it names, in the list's order, at most 50.
        feeds: Vec<Url>,
    },
    /// The body is XML of another vocabulary.
    #[error("not a feed: XML whose root is <{root}>")]
    OtherXml {
        /// The root element's name, at most 40 characters.
        root: String,
    },
    /// The body has markup, but no element of a feed.
    #[error("not a feed: markup without a feed in it")]
    OtherMarkup,
    /// The body has no markup.
    #[error("not a feed: plain text")]
    PlainText,
    /// The body is JSON without the members of a JSON Feed.
    #[error("not a feed: JSON, but no JSON Feed")]
    OtherJson,
    /// The body begins like JSON and is not valid JSON.
    #[error("not a feed: JSON that cannot be read: {detail}")]
    InvalidJson {
        /// The JSON parser's message, with line and column.
        detail: String,
    },
    /// The feed parser refused even the rewritten document without its entries.
    #[error("not a feed: {detail}")]
    Rejected {
        /// The feed parser's message.
        detail: String,
    },
    /// The document has no `<opml>` element.
    #[error("not a feed: no OPML list")]
    NoOpml,
}

/// The addresses that a document's kind of error keeps (chosen).
pub(super) const MAX_SOURCES: usize = 50;

impl ParseError {
    /// Returns the feeds and sitemaps that the document names, best first; none for most errors.
    ///
    /// ```
    /// use pressline::feed::{Source, parse};
    ///
    /// let site = b"<html><head><link rel=alternate type=application/rss+xml href=/rss></head></html>";
    /// let url = "https://post.example/".parse()?;
    /// let error = parse(site, Source { url: Some(&url), content_type: None }).unwrap_err();
    /// assert_eq!(error.sources(), ["https://post.example/rss".parse()?]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sources(&self) -> &[Url] {
        match self {
            Self::HtmlPage { feeds } | Self::OpmlList { feeds } => feeds,
            Self::SitemapIndex { sitemaps } => sitemaps,
            _ => &[],
        }
    }
}

/// The addresses that a message spells out (chosen).
const MAX_SPELLED: usize = 3;

/// The end of a message that says which feeds a document names, and what is said when there are none.
struct Naming<'a>(&'a [Url], &'static str);

impl fmt::Display for Naming<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(sources, none) = self;
        let Some((first, others)) = sources.split_first() else { return write!(f, " {none}") };
        write!(f, "; for `url`, take {first}")?;
        for other in others.iter().take(MAX_SPELLED - 1) {
            write!(f, " or {other}")?;
        }
        match sources.len().saturating_sub(MAX_SPELLED) {
            0 => Ok(()),
            more => write!(f, " or one of {more} more"),
        }
    }
}
