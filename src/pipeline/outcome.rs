//! The outcomes of jobs that succeeded.

use jiff::Timestamp;
use url::Url;

use super::entries::EntryIdentity;
use crate::fetch::ResponseMeta;
use crate::model::feed::Entry;
use crate::model::{Annotations, Article, Feed};
use crate::text::sketch::Sketch;

/// About the bytes of a paragraph's or a mention's place in a record (seen in records of news).
const PLACE_BYTES: usize = 60;
/// About the bytes of a quote in a record, without its text (seen in records of news).
const QUOTE_BYTES: usize = 400;
/// About the bytes of the job for an entry, without its content (seen in states).
const ENTRY_BYTES: usize = 500;

/// How many polls in a row must see a permanent redirect before its target replaces the feed's address (chosen).
pub(super) const MIN_MOVED_SIGHTINGS: u32 = 3;

/// The outcome of a job that succeeded.
pub(super) enum Outcome {
    /// A feed was polled.
    Polled(Box<PolledFeed>),
    /// An article was found.
    Found(Box<ArticleFound>),
    /// The feed is no longer configured; its poll ends.
    Unsubscribed,
}

impl Outcome {
    /// Returns about the bytes of what is committed for it: texts, and places in them.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Polled(polled) => polled.feed.iter().flat_map(|feed| &feed.entries).map(entry_bytes).sum(),
            Self::Found(found) => {
                let ArticleFound { article, annotations, .. } = &**found;
                let mentions: usize = annotations.entities.iter().map(|entity| entity.mentions.len()).sum();
                article.text.len()
                    + article.paragraphs.len() * PLACE_BYTES
                    + (mentions + annotations.entities.len()) * PLACE_BYTES
                    + annotations.quotes.len() * QUOTE_BYTES
            }
            Self::Unsubscribed => 0,
        }
    }
}

/// Returns about the bytes of the job for an entry.
fn entry_bytes(entry: &Entry) -> usize {
    ENTRY_BYTES + entry.content.as_ref().map_or(0, String::len)
}

/// A feed that was polled.
pub(super) struct PolledFeed {
    /// The time of the request.
    pub at: Timestamp,
    /// The feed; `None` when it has not changed.
    pub feed: Option<Feed>,
    /// What its entries are known by.
    pub identities: Vec<EntryIdentity>,
    /// The status and the headers.
    pub meta: ResponseMeta,
    /// The BLAKE3 of the body, in hex; `None` when there was none, or when it was cut short.
    pub body_hash: Option<String>,
    /// The address that was asked.
    pub requested: Url,
    /// The same, where it is the feed that the configured site names.
    pub found: Option<Url>,
}

/// An article with its annotations.
pub(super) struct ArticleFound {
    pub article: Article,
    pub annotations: Annotations,
    /// The time at which the page was requested.
    pub fetched: Timestamp,
    /// The status and the address of the page; `None` when the feed's own content was used.
    pub page: Option<(u16, Url)>,
    /// The sketch of its text; `None` for a short one.
    pub sketch: Option<Sketch>,
}
