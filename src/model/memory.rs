//! What is remembered of feeds, entries and articles from one run to the next.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

/// What is known of a feed. Unknown fields of a newer version are ignored, missing ones take their default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedState {
    /// `ETag` of the last full answer, byte-exact.
    pub etag: Option<String>,
    /// `Last-Modified` of the last full answer, byte-exact.
    pub last_modified: Option<String>,
    /// When it was last asked.
    pub polled: Option<Timestamp>,
    /// When it last answered well.
    pub succeeded: Option<Timestamp>,
    /// When it is asked again.
    pub next_poll: Option<Timestamp>,
    /// Seconds between polls that fit how often it changes.
    pub interval: u64,
    /// Polls made.
    pub polls: u64,
    /// Polls answered with "not modified".
    pub unchanged: u64,
    /// Entries seen so far.
    pub entries: u64,
    /// Failures in a row.
    pub failures: u32,
    /// When the first of them was.
    pub failing_since: Option<Timestamp>,
    /// The last failure in words.
    pub last_error: Option<String>,
    /// BLAKE3 of the last body, in hex: tells a lying validator and an unchanged body.
    pub body_hash: Option<String>,
    /// Whether the last body could be read only after repairs.
    pub recovered: bool,
    /// Where a permanent redirect points, and how often in a row it was seen.
    pub moved: Option<(Url, u32)>,
}

/// What identifies an entry of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryKey {
    /// The entry's id in its feed.
    pub id: String,
    /// A hash of what would make it worth another visit.
    pub fingerprint: String,
    /// The page's address without tracking parameters; one page is fetched once, whatever feeds name it.
    pub page: String,
}

/// What the ledger knows of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recall {
    /// Neither the entry nor its page was ever seen.
    New,
    /// The entry is new to this feed, but its page is known from another entry or feed.
    PageKnown,
    /// Seen, and as it was.
    Known,
    /// Seen, and its fingerprint has changed since.
    Changed,
}

/// What is known of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleState {
    /// The last revision emitted.
    pub rev: u32,
    /// Its text's hash.
    pub text_hash: String,
}

/// One thing to remember. Committed together with the job that taught it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A feed's new state.
    Feed {
        /// Its name.
        name: String,
        /// What is known now.
        state: Box<FeedState>,
    },
    /// An entry and its page were seen.
    Entry {
        /// The feed's name.
        feed: String,
        /// What identifies it.
        key: EntryKey,
    },
    /// A revision of an article is emitted.
    Article {
        /// The article's id.
        id: String,
        /// What is known now.
        state: ArticleState,
    },
}
