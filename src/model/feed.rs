//! Feeds, as `feed::parse` returns them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use super::Moment;

/// A feed and its entries, in document order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// The format of a feed document.
    pub format: Format,
    /// The feed's title, as plain text.
    pub title: Option<String>,
    /// The address of the feed's site.
    pub link: Option<Url>,
    /// The language as declared (BCP 47).
    pub language: Option<String>,
    /// The entries.
    pub entries: Vec<Entry>,
    /// The repairs that were needed to read it; empty for a valid feed.
    pub recovered: Vec<Recovery>,
    /// The publisher's hints about polling.
    pub hints: PollHints,
}

/// The format of a feed document.
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
    /// A sitemap, of news or of pages with the times of their changes.
    Sitemap,
}

/// One entry of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The id, stable from poll to poll: guid, else link, else a hash of the content.
    pub id: String,
    /// The headline, as plain text.
    pub title: Option<String>,
    /// The address of the article's page.
    pub link: Option<Url>,
    /// The time of first publication.
    pub published: Option<Moment>,
    /// The time of the last change.
    pub updated: Option<Moment>,
    /// The authors' names as given.
    pub authors: Vec<String>,
    /// The summary, as HTML or plain text.
    pub summary: Option<String>,
    /// The entry's own full content as HTML, at most 1 MiB.
    pub content: Option<String>,
    /// The categories as given.
    pub tags: Vec<String>,
}

/// The publisher's hints about polling.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PollHints {
    /// The seconds between polls by `ttl`, `sy:updatePeriod` and the like.
    pub interval: Option<u64>,
    /// The hours of the day (UTC, 0–23) without polls.
    pub skip_hours: Vec<u8>,
    /// The days of the week without polls; 0 is Monday.
    pub skip_days: Vec<u8>,
    /// The address of a WebSub hub.
    pub hub: Option<Url>,
    /// The feed's own address, as declared.
    pub self_link: Option<Url>,
    /// The address of the next, older page of the feed.
    pub next_page: Option<Url>,
}

/// A kind of repair that a feed needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Recovery {
    /// The bytes were not in the declared encoding.
    Encoding,
    /// Characters that XML forbids were removed.
    ControlCharacters,
    /// Bytes before the document were removed.
    LeadingJunk,
    /// What stands behind the end of the document was left out.
    TrailingJunk,
    /// JSON that is not valid was repaired.
    Json,
    /// Character references that XML does not know, or a bare `&` or `<`, were repaired.
    Entities,
    /// Markup inside an element of plain text was removed.
    InlineMarkup,
    /// Tags that were not closed, or closed in the wrong order, were repaired.
    Tags,
    /// The root element was normalised.
    Root,
    /// The document was truncated; the complete entries were kept.
    Truncated,
    /// Entries were read one by one, since the document could not be parsed as a whole.
    Salvaged,
    /// Entries or fields beyond the limits were cut.
    Limits,
}
