//! Work, memory and outbox in one SQLite file: what follows from a job is committed whole, or not at all.
//!
//! ```text
//! STATE/lock            held by the one process that may write; the system lets go of it when that dies
//! STATE/state.sqlite3   WAL, synchronous = FULL: what was answered survives a kill and a power cut
//!     job host* buried     work: whose turn it is (*in memory)
//!     feed entry page article    what is known
//!     stream frame         how far each output has come, and bytes not yet known to be on disk in their files
//! ```

mod error;
mod memory;
mod outbox;
mod schema;
mod stats;
#[cfg(test)]
mod tests;
mod work;
mod writer;

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Connection;

pub use error::StoreError;
pub use stats::{Stats, StreamStats};

use crate::ledger::Ledger;
use crate::model::job::PollJob;
use crate::model::memory::{ArticleState, EntryKey, FeedState, Recall};
use crate::model::outbox::{Frame, Line, Progress, Push, Settlement, Stream};
use crate::queue::{Leased, Outbox, Queue, QueueError};
use work::Hosts;
use writer::Writer;

const STATE: &str = "state.sqlite3";
const LOCK: &str = "lock";

/// What the store must know of its surroundings.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where lines may go; [`Line::stream`] is an index into this list.
    pub streams: Vec<Stream>,
    /// How many jobs of one host may be held at a time.
    pub per_host: usize,
}

/// The state of one worker, and the right to write it. Clones share it; dropping the last one closes it.
#[derive(Clone)]
pub struct Store {
    writer: Arc<Writer>,
    options: Arc<Options>,
}

impl Store {
    /// Opens the state directory, making it when there is none, and takes back what a dead process held.
    ///
    /// Also answers the frames that are committed but not known to be on disk in their files, in order: they are written
    /// again, each at its own place, before any other.
    ///
    /// # Errors
    /// When the directory cannot be used, is in use, or holds something that is not ours to write.
    pub fn open(dir: &Path, options: Options) -> Result<(Self, Vec<Frame>), StoreError> {
        let mut names = BTreeSet::new();
        if let Some(twice) = options.streams.iter().find(|stream| !names.insert(&stream.name)) {
            return Err(StoreError::SameName { name: twice.name.clone() });
        }
        let unusable = |source| StoreError::Directory { dir: dir.to_owned(), source };
        let lock = lock(dir)?;
        let path = dir.join(STATE);
        let db = schema::open(&path)?;
        let frames = recover(&db, &options.streams).map_err(|fault| StoreError::of(&path, fault))?;
        sync_dir(dir).map_err(unusable)?;
        let writer = Arc::new(Writer::start(db, lock).map_err(unusable)?);
        Ok((Self { writer, options: Arc::new(options) }, frames))
    }

    /// The state of a directory, whether or not a process is working with it. Changes nothing.
    ///
    /// # Errors
    /// When there is no state, or it cannot be read.
    pub fn inspect(dir: &Path, now: Timestamp) -> Result<Stats, StoreError> {
        let path = dir.join(STATE);
        if !path.exists() {
            return Err(StoreError::Missing { dir: dir.to_owned() });
        }
        let db = schema::open_to_read(&path)?;
        stats::collect(&db, now).map_err(|source| StoreError::Unreadable { path, source })
    }

    /// The state in figures. Costs a walk over the waiting jobs: for every few seconds, not for every job.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn stats(&self, now: Timestamp) -> Result<Stats, QueueError> {
        self.writer.run(move |db| stats::collect(db, now)).await
    }

    /// How far each stream has come, in the order of [`Options::streams`].
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn progress(&self) -> Result<Vec<Progress>, QueueError> {
        let options = Arc::clone(&self.options);
        self.writer.run(move |db| Ok(outbox::progress(db, &options.streams)?)).await
    }

    /// Drops the waiting polls of feeds that are configured no longer, or under another address; answers how many.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn retain_polls(&self, configured: Vec<PollJob>) -> Result<usize, QueueError> {
        let cap = self.cap();
        self.writer.run(move |db| counted(db, cap, |hosts| work::retain_polls(db, &configured, hosts))).await
    }

    fn cap(&self) -> i64 {
        i64::try_from(self.options.per_host).unwrap_or(i64::MAX)
    }
}

impl Queue for Store {
    async fn push(&self, jobs: Vec<Push>) -> Result<usize, QueueError> {
        let cap = self.cap();
        self.writer.run(move |db| counted(db, cap, |hosts| work::push(db, &jobs, hosts))).await
    }

    async fn lease(&self, now: Timestamp, most: usize) -> Result<Leased, QueueError> {
        let cap = self.cap();
        self.writer.run(move |db| work::lease(db, cap, now, most)).await
    }

    async fn settle(&self, now: Timestamp, batch: Vec<Settlement>) -> Result<Vec<Frame>, QueueError> {
        let (options, cap) = (Arc::clone(&self.options), self.cap());
        let settled = move |db: &Connection| counted(db, cap, |hosts| settle(db, &options.streams, now, batch, hosts));
        self.writer.run(settled).await
    }
}

impl Ledger for Store {
    async fn feed(&self, name: &str) -> Result<FeedState, QueueError> {
        let name = name.to_owned();
        self.writer.run(move |db| memory::feed(db, &name)).await
    }

    async fn recall(&self, feed: &str, entries: Vec<EntryKey>) -> Result<Vec<Recall>, QueueError> {
        let feed = feed.to_owned();
        self.writer.run(move |db| memory::recall(db, &feed, &entries)).await
    }

    async fn article(&self, id: &str) -> Result<Option<ArticleState>, QueueError> {
        let id = id.to_owned();
        self.writer.run(move |db| memory::article(db, &id)).await
    }
}

fn lock(dir: &Path) -> Result<File, StoreError> {
    let unusable = |source| StoreError::Directory { dir: dir.to_owned(), source };
    if !dir.is_dir() {
        fs::create_dir_all(dir).map_err(unusable)?;
        let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        sync_dir(parent).map_err(unusable)?;
    }
    let open = File::options().create(true).truncate(false).write(true).open(dir.join(LOCK));
    let file = open.map_err(unusable)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked { dir: dir.to_owned() }),
        Err(TryLockError::Error(source)) => Err(unusable(source)),
    }
}

/// A new file is safe from a power cut once its name in the directory is.
fn sync_dir(dir: &Path) -> std::io::Result<()> {
    File::open(dir).and_then(|dir| dir.sync_all())
}

fn recover(db: &Connection, streams: &[Stream]) -> rusqlite::Result<Vec<Frame>> {
    let tx = db.unchecked_transaction()?;
    work::recover(db)?;
    outbox::register(db, streams)?;
    let frames = outbox::pending(db, streams)?;
    tx.commit()?;
    Ok(frames)
}

fn settle(
    db: &Connection,
    streams: &[Stream],
    now: Timestamp,
    batch: Vec<Settlement>,
    hosts: &mut Hosts,
) -> Result<Vec<Frame>, QueueError> {
    for settlement in &batch {
        work::finish(db, now, settlement, hosts)?;
        for change in &settlement.changes {
            memory::remember(db, change)?;
        }
    }
    let lines: Vec<Line> = batch.into_iter().flat_map(|settlement| settlement.lines).collect();
    outbox::place(db, streams, now, &lines)
}

/// Does something to jobs, then works out again whose turn it is on the hosts concerned.
fn counted<T>(
    db: &Connection,
    cap: i64,
    task: impl FnOnce(&mut Hosts) -> Result<T, QueueError>,
) -> Result<T, QueueError> {
    let mut hosts = Hosts::new();
    let done = task(&mut hosts)?;
    work::count(db, cap, &hosts)?;
    Ok(done)
}

/// A time as the file holds it: microseconds since 1970, rounded down.
fn micros(time: Timestamp) -> i64 {
    time.as_microsecond()
}

/// The time that [`micros`] wrote.
fn at(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::MAX)
}

/// SQLite counts in signed numbers; ours stay far below their end.
fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn unsigned(n: i64) -> u64 {
    u64::try_from(n).unwrap_or_default()
}

impl Outbox for Store {
    async fn trim(&self, stream: usize, seq: u64) -> Result<(), QueueError> {
        let options = Arc::clone(&self.options);
        self.writer
            .run(move |db| {
                let stream = options.streams.get(stream).ok_or(error::Misuse::NoStream(stream))?;
                Ok(outbox::trim(db, stream, seq)?)
            })
            .await
    }

    async fn rotate_due(&self, now: Timestamp) -> Result<Vec<(usize, u64)>, QueueError> {
        let options = Arc::clone(&self.options);
        self.writer.run(move |db| Ok(outbox::rotate_due(db, &options.streams, now)?)).await
    }
}
