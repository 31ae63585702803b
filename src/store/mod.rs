//! The engine behind queue, ledger and outbox: one SQLite file, in which a settlement is committed whole or not at all.
//!
//! ```text
//! STATE, STATE/lock     locked by the one process that may write; the system unlocks them when that dies
//! STATE/state.sqlite3   WAL, synchronous = FULL: what was committed survives a kill and a power cut
//!     job host* buried     the queue (*in memory)
//!     feed entry page article sketch band domain    the ledger
//!     meta                 facts about the whole state
//!     pause                what the operator has paused
//!     stream frame         the outbox: the progress of each output, bytes that may not be on disk in their files yet, and
//!                          those that are kept for a replay
//! ```

mod backlog;
mod check;
mod clock;
mod convert;
mod directory;
mod disk_fault;
mod error;
mod failures;
mod frame_lines;
mod kept;
mod ledger;
mod outbox;
mod pauses;
mod prune;
mod queue;
mod repair;
mod replay;
mod salvage;
mod schema;
mod sketches;
mod stats;
mod steering;
mod streams;
#[cfg(test)]
mod tests;
mod upkeep;
mod writer;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use directory::{FileIdentity, STATE};
use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;
use tokio::sync::watch;
use tokio::time::Instant;

pub use backlog::{Backlog, BacklogPart, FailingPages, WaitReason};
pub use check::{CheckReport, check};
use error::InvalidRequest;
pub use error::StoreError;
pub use failures::{FailedJob, NextTry, Retried};
pub use frame_lines::NumberedLine;
pub use prune::Pruned;
pub use queue::PollSpread;
pub use repair::{Repair, repair};
pub use replay::Kept;
pub use salvage::Salvaged;
pub use stats::{Stats, StreamStats};
pub use steering::{PlannedPoll, Resumed};
pub use streams::{Evidence, Restarted, Streams};

use crate::text::sketch::Sketch;
use crate::work::Ledger;
use crate::work::job::PollJob;
use crate::work::ledger::{ArticleState, DomainPause, EntryKey, FeedState, Knowledge};
use crate::work::outbox::{Frame, Line, Progress, Stream};
use crate::work::queue::LeaseBatch;
use crate::work::queue::{NewJob, Settlement};
use crate::work::{Outbox, Queue, QueueError};
use queue::ChangedHosts;
use writer::Writer;

/// The options of a store.
#[derive(Clone, Debug)]
pub struct Options {
    /// The streams of lines. [`Line::stream`] is an index into this list.
    pub streams: Vec<Stream>,
    /// The most jobs of one host that are held at a time.
    pub max_held_per_host: usize,
    /// Whether a disk that is full or fails for now is waited for; otherwise requests fail.
    pub waits_for_disk: bool,
    /// The bytes of frames of each stream that are kept for a replay when they are safe at their destination.
    pub keep_bytes: u64,
    /// A stream and the last `seq` that its reader has: what is kept behind it is pending again.
    pub resume_after: Option<(usize, u64)>,
}

/// The state of one worker, and the right to write it. Clones share it; dropping the last one closes it.
#[derive(Clone)]
pub struct Store {
    writer: Arc<Writer>,
    options: Arc<Options>,
    /// What the last lease knew of the clock; `None` when nobody has asked to watch it.
    clock: Arc<Mutex<Option<ClockReading>>>,
}

/// What a lease knows of the clock.
#[derive(Clone, Copy, Debug)]
struct ClockReading {
    time: Timestamp,
    at: Instant,
    longest_wait: Duration,
}

impl Store {
    /// Opens the state directory, creates it if there is none, and recovers the jobs that a dead process held.
    ///
    /// Also returns the frames that are committed but not known to be on disk in their files, in order. They must be
    /// written again, each at its own position, before any other.
    ///
    /// # Errors
    /// When the directory cannot be used, is in use, or holds a file of another program or version.
    pub fn open(dir: &Path, options: Options) -> Result<(Self, Vec<Frame>), StoreError> {
        let mut names = BTreeSet::new();
        if let Some(twice) = options.streams.iter().find(|stream| !names.insert(&stream.name)) {
            return Err(StoreError::SameName { name: twice.name.clone() });
        }
        let unusable = |source| StoreError::Directory { dir: dir.to_owned(), source };
        let lock = directory::lock(dir)?;
        let path = dir.join(STATE);
        let mut db = schema::open(&path)?;
        let mut frames = recover(&db, &options).map_err(|fault| StoreError::from_sqlite(&path, fault))?;
        if let Some(resume) = options.resume_after {
            frames = kept::resume(&mut db, &path, &options.streams, resume, options.keep_bytes)?;
        }
        directory::sync(dir).map_err(unusable)?;
        let file = FileIdentity::of(&path).map_err(unusable)?;
        let writer = Arc::new(Writer::start(db, file, lock, options.waits_for_disk).map_err(unusable)?);
        Ok((Self { writer, options: Arc::new(options), clock: Arc::default() }, frames))
    }

    /// Returns what the state waits for, in words, while its disk takes nothing.
    pub fn stalled(&self) -> watch::Receiver<Option<String>> {
        self.writer.stalled()
    }

    /// Returns the statistics of a directory, whether or not a process is working with it. Changes nothing.
    ///
    /// # Errors
    /// When there is no state, or it cannot be read.
    pub fn inspect(dir: &Path, now: Timestamp) -> Result<Stats, StoreError> {
        let path = directory::state_file(dir)?;
        let db = schema::open_to_read(&path)?;
        stats::collect(&db, now).map_err(|source| StoreError::Unreadable { path, source })
    }

    /// Returns the statistics. Costs a walk over the waiting jobs: for every few seconds, not for every job.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn stats(&self, now: Timestamp) -> Result<Stats, QueueError> {
        self.writer.run(move |db| stats::collect(db, now)).await
    }

    /// Returns the progress of each stream, in the order of [`Options::streams`].
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn progress(&self) -> Result<Vec<Progress>, QueueError> {
        let options = Arc::clone(&self.options);
        self.writer.run(move |db| Ok(outbox::progress(db, &options.streams)?)).await
    }

    /// Deletes the waiting polls of feeds that are no longer configured, or under another address; returns how many.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn retain_polls(&self, configured: Vec<PollJob>) -> Result<usize, QueueError> {
        let max_held = self.max_held();
        self.writer.run(move |db| with_turns(db, max_held, |hosts| queue::retain_polls(db, &configured, hosts))).await
    }

    /// Returns the pauses of domains that last beyond a time.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn pauses(&self, now: Timestamp) -> Result<Vec<DomainPause>, QueueError> {
        self.writer.run(move |db| ledger::pauses(db, now)).await
    }

    /// Spreads the polls whose time has passed, or was set by a clock that was wrong; returns how many there were.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn spread_polls(&self, spread: PollSpread) -> Result<usize, QueueError> {
        let max_held = self.max_held();
        self.writer.run(move |db| with_turns(db, max_held, |hosts| queue::spread_polls(db, &spread, hosts))).await
    }

    /// Runs a request on the thread of the state.
    async fn run<T, F>(&self, task: F) -> Result<T, QueueError>
    where
        T: Send + 'static,
        F: FnMut(&Connection) -> Result<T, QueueError> + Send + 'static,
    {
        self.writer.run(task).await
    }

    /// Begins to watch the clock at each lease.
    fn watch_clock(&self, now: Timestamp, longest_wait: Duration) {
        let reading = ClockReading { time: now, at: Instant::now(), longest_wait };
        *self.clock.lock().unwrap_or_else(PoisonError::into_inner) = Some(reading);
    }

    /// Returns how the clock has moved since the last lease beyond the time that has passed.
    fn clock_step(&self, now: Timestamp) -> Option<(SignedDuration, Duration)> {
        let mut clock = self.clock.lock().unwrap_or_else(PoisonError::into_inner);
        let last = clock.as_mut()?;
        let before = std::mem::replace(last, ClockReading { time: now, at: Instant::now(), ..*last });
        // A single pass leases at one time from its beginning to its end.
        let passed = if before.time == now { Duration::ZERO } else { last.at - before.at };
        Some((clock::step_beyond(before.time, now, passed)?, before.longest_wait))
    }

    fn max_held(&self) -> i64 {
        i64::try_from(self.options.max_held_per_host).unwrap_or(i64::MAX)
    }
}

impl Queue for Store {
    async fn push(&self, jobs: Vec<NewJob>) -> Result<usize, QueueError> {
        let max_held = self.max_held();
        self.writer.run(move |db| with_turns(db, max_held, |hosts| queue::push(db, &jobs, hosts))).await
    }

    async fn lease(&self, now: Timestamp, limit: usize) -> Result<LeaseBatch, QueueError> {
        let max_held = self.max_held();
        if let Some((step, longest_wait)) = self.clock_step(now) {
            tracing::warn!(?step, "the clock has moved; what it put off moves with it");
            self.writer
                .run(move |db| {
                    with_turns(db, max_held, |hosts| Ok(clock::put_right(db, now, Some(step), longest_wait, hosts)?))
                })
                .await?;
        }
        self.writer.run(move |db| queue::lease(db, max_held, now, limit)).await
    }

    async fn settle(&self, now: Timestamp, batch: Vec<Settlement>) -> Result<Vec<Frame>, QueueError> {
        let (options, max_held) = (Arc::clone(&self.options), self.max_held());
        let settled =
            move |db: &Connection| with_turns(db, max_held, |hosts| settle(db, &options.streams, now, &batch, hosts));
        self.writer.run(settled).await
    }

    async fn release(&self) -> Result<(), QueueError> {
        self.writer.run(move |db| Ok(queue::release(db)?)).await
    }
}

impl Ledger for Store {
    async fn feed(&self, name: &str) -> Result<FeedState, QueueError> {
        let name = name.to_owned();
        self.writer.run(move |db| ledger::feed(db, &name)).await
    }

    async fn entries(&self, feed: &str, entries: Vec<EntryKey>) -> Result<Vec<Knowledge>, QueueError> {
        let feed = feed.to_owned();
        self.writer.run(move |db| ledger::entries(db, &feed, &entries)).await
    }

    async fn article(&self, id: &str) -> Result<Option<ArticleState>, QueueError> {
        let id = id.to_owned();
        self.writer.run(move |db| ledger::article(db, &id)).await
    }

    async fn article_of_page(&self, pages: Vec<String>) -> Result<Option<String>, QueueError> {
        self.writer.run(move |db| ledger::article_of_page(db, &pages)).await
    }

    async fn original_of(&self, article: &str, sketch: Sketch) -> Result<Option<String>, QueueError> {
        let article = article.to_owned();
        self.writer.run(move |db| sketches::original_of(db, &article, &sketch)).await
    }
}

impl Outbox for Store {
    async fn trim(&self, stream: usize, seq: u64) -> Result<(), QueueError> {
        let options = Arc::clone(&self.options);
        self.writer
            .run(move |db| {
                let stream = options.streams.get(stream).ok_or(InvalidRequest::NoStream(stream))?;
                Ok(kept::trim(db, stream, seq, options.keep_bytes)?)
            })
            .await
    }

    async fn rotate_due(&self, now: Timestamp) -> Result<Vec<(usize, u64)>, QueueError> {
        let options = Arc::clone(&self.options);
        self.writer.run(move |db| Ok(outbox::rotate_due(db, &options.streams, now)?)).await
    }

    async fn rotate(&self, streams: Vec<usize>) -> Result<Vec<(usize, u64)>, QueueError> {
        let options = Arc::clone(&self.options);
        self.writer.run(move |db| Ok(outbox::rotate(db, &options.streams, &streams)?)).await
    }
}

fn recover(db: &Connection, options: &Options) -> rusqlite::Result<Vec<Frame>> {
    let streams = &options.streams;
    let tx = db.unchecked_transaction()?;
    ledger::bury_unreadable_feeds(db)?;
    queue::recover(db)?;
    outbox::register(db, streams)?;
    // What is kept may have become less with the configuration.
    streams.iter().try_for_each(|stream| kept::trim(db, stream, 0, options.keep_bytes.max(1)))?;
    let frames = outbox::pending(db, streams)?;
    tx.commit()?;
    Ok(frames)
}

fn settle(
    db: &Connection,
    streams: &[Stream],
    now: Timestamp,
    batch: &[Settlement],
    hosts: &mut ChangedHosts,
) -> Result<Vec<Frame>, QueueError> {
    for settlement in batch {
        queue::finish(db, now, settlement, hosts)?;
        for update in &settlement.updates {
            ledger::apply(db, now, update)?;
        }
    }
    clock::note(db, now)?;
    let lines: Vec<&Line> = batch.iter().flat_map(|settlement| &settlement.lines).collect();
    outbox::write(db, streams, now, &lines)
}

/// Runs a task that changes jobs, then updates the turns of the hosts concerned.
fn with_turns<T>(
    db: &Connection,
    max_held: i64,
    task: impl FnOnce(&mut ChangedHosts) -> Result<T, QueueError>,
) -> Result<T, QueueError> {
    let mut hosts = ChangedHosts::new();
    let result = task(&mut hosts)?;
    queue::update_turns(db, max_held, &hosts)?;
    Ok(result)
}
