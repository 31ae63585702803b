//! A feed as `feed::parse` reads it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use super::Moment;

/// A feed and its entries, in the order they stand in the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// What the document is.
    pub format: Format,
    /// The feed's name, as plain text.
    pub title: Option<String>,
    /// The site the feed belongs to.
    pub link: Option<Url>,
    /// BCP 47, as declared.
    pub language: Option<String>,
    /// The entries.
    pub entries: Vec<Entry>,
    /// What had to be mended before it could be read; empty for a clean feed.
    pub recovered: Vec<Recovery>,
    /// What the publisher says about when to come back.
    pub hints: PollHints,
}

/// The document's format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Any RSS of the 0.9x and 2.0 family.
    #[default]
    Rss,
    /// RSS 0.90 and 1.0, over RDF.
    Rdf,
    /// Atom 0.3 and 1.0.
    Atom,
    /// JSON Feed.
    Json,
}

/// One entry of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Stable from poll to poll: guid, else link, else a hash of the content.
    pub id: String,
    /// Headline, as plain text.
    pub title: Option<String>,
    /// The article's page.
    pub link: Option<Url>,
    /// First published.
    pub published: Option<Moment>,
    /// Last changed.
    pub updated: Option<Moment>,
    /// Names as given.
    pub authors: Vec<String>,
    /// The entry's short text; HTML or plain.
    pub summary: Option<String>,
    /// The entry's own full content as HTML, at most 1 MiB.
    pub content: Option<String>,
    /// Categories as given.
    pub tags: Vec<String>,
}

/// What the publisher says about polling.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PollHints {
    /// Seconds between polls by `ttl`, `sy:updatePeriod` and the like.
    pub interval: Option<u64>,
    /// Hours of the day (UTC, 0–23) to leave out.
    pub skip_hours: Vec<u8>,
    /// Days of the week to leave out; 0 is Monday.
    pub skip_days: Vec<u8>,
    /// A WebSub hub.
    pub hub: Option<Url>,
    /// The feed's own address, as it gives it.
    pub self_link: Option<Url>,
    /// The next, older page of the feed.
    pub next_page: Option<Url>,
}

/// One kind of repair that was needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Recovery {
    /// The bytes were not in the encoding they were labelled with.
    Encoding,
    /// Characters that XML forbids were taken out.
    ControlCharacters,
    /// Something stood before the document.
    LeadingJunk,
    /// Entities that XML does not know, or a bare `&` or `<`.
    Entities,
    /// Markup inside an element that holds plain text.
    InlineMarkup,
    /// Tags that were not closed, or closed in the wrong order.
    Tags,
    /// A root element that had to be brought to a known form.
    Root,
    /// The document broke off; the entries before that were kept.
    Truncated,
    /// Entries were read one by one, since the whole could not be.
    Salvaged,
    /// More entries or longer fields than the limits allow.
    Limits,
}
