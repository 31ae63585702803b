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
use crate::text::sketch::Sketch;

/// The seconds of a day.
const SECONDS_OF_DAY: i64 = 24 * 60 * 60;

/// A memory that outlives the process.
///
/// Promises: a read sees every settlement that returned before it; an unknown key is an answer, not an error.
pub trait Ledger: Clone + Send + Sync + 'static {
    /// Returns what is known of a feed; the default for one that was never polled.
    fn feed(&self, name: &str) -> impl Future<Output = Result<FeedState, QueueError>> + Send;

    /// Returns what is known of each entry, in the order of `entries`.
    fn entries(
        &self,
        feed: &str,
        entries: Vec<EntryKey>,
    ) -> impl Future<Output = Result<Vec<Knowledge>, QueueError>> + Send;

    /// Returns what is known of an article; `None` when no revision of it was emitted.
    fn article(&self, id: &str) -> impl Future<Output = Result<Option<ArticleState>, QueueError>> + Send;

    /// Returns the id of the article that was had from the first of these pages that is known; `None` for none.
    fn article_of_page(&self, pages: Vec<String>) -> impl Future<Output = Result<Option<String>, QueueError>> + Send;

    /// Returns the earliest article, other than `article`, of whose text a sketch shows a copy; `None` for an original.
    fn original_of(
        &self,
        article: &str,
        sketch: Sketch,
    ) -> impl Future<Output = Result<Option<String>, QueueError>> + Send;
}

/// The state of a feed. Unknown fields of a newer version are ignored, missing ones take their default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and the state file names it")]
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
    /// A hash of the configured address that this state belongs to.
    pub address: Option<String>,
    /// A hash of the address that the validators and the body's hash came from.
    pub validated_at: Option<String>,
    /// The feed that the configured address, a site, names.
    pub found: Option<Url>,
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
    /// The time of the last poll whose entries were read.
    pub listed: Option<Timestamp>,
}

impl FeedState {
    /// Returns the state without times to come, which a clock that was wrong has left: they count as now.
    pub fn up_to(mut self, now: Timestamp) -> Self {
        for time in
            [&mut self.polled, &mut self.succeeded, &mut self.failing_since, &mut self.audited, &mut self.listed]
        {
            *time = time.map(|time| time.min(now));
        }
        self.rhythm.day = self.rhythm.day.min(now.as_second().div_euclid(SECONDS_OF_DAY));
        self
    }
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

/// The identity of a feed's entry, and what it says now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryKey {
    /// The entry's id, unique in its feed.
    pub id: String,
    /// The id as format 1 of the state knew it; empty where that was not unique.
    pub old_id: String,
    /// A hash of the words whose change makes the page worth another visit.
    pub fingerprint: String,
    /// The same as format 1 of the state knew it.
    pub old_fingerprint: String,
    /// The page's key, the same for all twins of its address; empty where there is no page.
    pub page: String,
    /// The page as format 1 of the state knew it.
    pub old_page: String,
}

/// The ledger's answer about an entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Knowledge {
    /// What is known of the entry in this feed; `None` when it was never seen there.
    pub entry: Option<KnownEntry>,
    /// Whether the page was had, from whichever entry or feed.
    pub is_page_had: bool,
}

/// What is known of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownEntry {
    /// Whether it has the same fingerprint as before.
    pub is_same: bool,
    /// What it was when it was last noted.
    pub state: EntryState,
}

/// The state of an entry besides its fingerprint. The default is that of an entry which format 1 of the state knew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EntryState {
    /// The time of its last change, as its feed gives it.
    pub updated: Option<Timestamp>,
    /// The number of visits in a row because of a change that yielded no new revision.
    pub revisits: u32,
    /// The time of the last of these visits.
    pub revisited: Option<Timestamp>,
    /// The time at which it was last noted in its feed.
    pub last_seen: Option<Timestamp>,
}

/// The state of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleState {
    /// The last revision emitted.
    pub rev: u32,
    /// The hash of its text.
    pub text_hash: String,
    /// The hash of its headline and authors; `None` where format 1 of the state knew the article.
    pub head_hash: Option<String>,
    /// The id of the article, seen earlier, whose text its own repeats.
    pub duplicate_of: Option<String>,
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
    /// An entry was seen.
    Entry {
        /// The feed's name.
        feed: String,
        /// The entry's identity.
        key: EntryKey,
        /// Its new state.
        state: EntryState,
    },
    /// A visit because of an entry's change yielded a new revision.
    EntryRevised {
        /// The feed's name.
        feed: String,
        /// The entry's id in the ledger.
        id: String,
    },
    /// A page was had.
    Page {
        /// The page's key.
        key: String,
        /// The id of its article; `None` when it holds none.
        article: Option<String>,
        /// The time of the visit.
        seen: Timestamp,
    },
    /// A revision of an article is emitted.
    Article {
        /// The article's id.
        id: String,
        /// Its new state.
        state: ArticleState,
    },
    /// An article's text has this sketch.
    Sketch {
        /// The article's id.
        id: String,
        /// The sketch.
        sketch: Sketch,
    },
    /// A domain may not be asked before a time.
    Pause(DomainPause),
}

/// A pause that a domain asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainPause {
    /// The registrable domain, or host and port where there is none.
    pub domain: String,
    /// The time at which it may be asked again.
    pub until: Timestamp,
    /// The code of the reason (`retry_after`).
    pub reason: String,
}
