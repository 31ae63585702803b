//! The outcomes of jobs that succeeded.

use jiff::Timestamp;
use url::Url;

use super::entries::EntryIdentity;
use crate::fetch::ResponseMeta;
use crate::model::{Annotations, Article, Feed};
use crate::text::sketch::Sketch;

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
