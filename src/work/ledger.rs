//! The ledger: what is known of feeds, entries and articles from one run to the next.
//!
//! The trait only reads. What a job learns is committed with the job, as [`LedgerUpdate`]s of its settlement.

use std::future::Future;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use super::error::QueueError;
use super::poll_reason::PollReason;
use super::rhythm::Rhythm;

/// A memory that outlives the process.
///
/// Promises: a read sees every settlement that returned before it; an unknown key is an answer, not an error.
pub trait Ledger: Clone + Send + Sync + 'static {
    /// Returns what is known of a feed; the default for one that was never polled.
    fn feed(&self, name: &str) -> impl Future<Output = Result<FeedState, QueueError>> + Send;

    /// Returns what is known of each entry, in the order of `entries`.
    fn entry_statuses(
        &self,
        feed: &str,
        entries: Vec<EntryKey>,
    ) -> impl Future<Output = Result<Vec<EntryStatus>, QueueError>> + Send;

    /// Returns what is known of an article; `None` when no revision of it was emitted.
    fn article(&self, id: &str) -> impl Future<Output = Result<Option<ArticleState>, QueueError>> + Send;
}

/// The state of a feed. Unknown fields of a newer version are ignored, missing ones take their default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedState {
    /// The `ETag` of the last full response, byte-exact.
    pub etag: Option<String>,
    /// The `Last-Modified` of the last full response, byte-exact.
    pub last_modified: Option<String>,
    /// The time of the last poll.
    pub polled: Option<Timestamp>,
    /// The time of the last successful poll.
    pub succeeded: Option<Timestamp>,
    /// The time of the next poll.
    pub next_poll: Option<Timestamp>,
    /// The adaptive polling interval, in seconds.
    pub interval: u64,
    /// The number of polls.
    pub polls: u64,
    /// The number of polls that found nothing changed.
    pub unchanged: u64,
    /// The number of entries seen so far.
    pub entries: u64,
    /// The number of failures in a row.
    pub failures: u32,
    /// The time of the first of these failures.
    pub failing_since: Option<Timestamp>,
    /// The last failure's message.
    pub last_error: Option<String>,
    /// The BLAKE3 of the last body, in hex. It detects an unchanged body whatever the validators say.
    pub body_hash: Option<String>,
    /// Whether the last body could be read only after repairs.
    pub recovered: bool,
    /// The target of a permanent redirect, and the number of polls in a row that saw it.
    pub moved: Option<(Url, u32)>,
    /// What decided the time of the next poll.
    pub reason: PollReason,
    /// The publisher's hints about polling. They hold until a response brings others.
    pub hints: FeedHints,
    /// What is remembered of the times at which the feed publishes.
    pub rhythm: Rhythm,
    /// The failures in a row that say that there is no feed at this address.
    pub refusals: u32,
    /// Whether a record says that the feed fails, and none that it is back.
    pub is_failure_recorded: bool,
    /// Whether an event says that the feed fails, and none that it is back.
    pub is_failing: bool,
    /// The time of the last response that was not "not modified".
    pub audited: Option<Timestamp>,
    /// The number of "not modified" responses since.
    pub not_modified: u32,
    /// Whether the validators are those of an older body, to find out whether the server compares them.
    pub is_on_trial: bool,
    /// Whether the server says "not modified" although it was. Its validators are not sent any more.
    pub validators_lie: bool,
    /// The number of entries that the feed always shows, in hundredths; it rises slowly and falls at once.
    pub volume: Option<u32>,
    /// Whether even the oldest entry was new when entries were last found.
    pub is_gap: bool,
}

/// The publisher's hints about polling, as far as they outlive the response that brought them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedHints {
    /// The seconds between polls by `ttl`, `sy:updatePeriod` and the like.
    pub interval: Option<u64>,
    /// The seconds for which a response stays fresh.
    pub max_age: Option<u64>,
    /// The hours of the day (UTC, 0–23) without polls.
    pub skip_hours: Vec<u8>,
    /// The days of the week without polls; 0 is Monday.
    pub skip_days: Vec<u8>,
}

/// The identity of a feed's entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryKey {
    /// The entry's id in its feed.
    pub id: String,
    /// A hash of the fields whose change makes the page worth another visit.
    pub fingerprint: String,
    /// The page's address without tracking parameters. A page is fetched once, whichever feeds link to it.
    pub page: String,
}

/// The ledger's answer about an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryStatus {
    /// Neither the entry nor its page was ever seen.
    New,
    /// The entry is new to this feed, but its page is known from another entry or feed.
    PageKnown,
    /// The entry was seen and has the same fingerprint.
    Known,
    /// The entry was seen with another fingerprint.
    Changed,
}

/// The state of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleState {
    /// The last revision emitted.
    pub rev: u32,
    /// The hash of its text.
    pub text_hash: String,
}

/// A change of the ledger. It is committed together with the job that caused it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LedgerUpdate {
    /// A feed's new state.
    Feed {
        /// The feed's name.
        name: String,
        /// Its new state.
        state: Box<FeedState>,
    },
    /// An entry and its page were seen.
    Entry {
        /// The feed's name.
        feed: String,
        /// The entry's identity.
        key: EntryKey,
    },
    /// A revision of an article is emitted.
    Article {
        /// The article's id.
        id: String,
        /// Its new state.
        state: ArticleState,
    },
}
