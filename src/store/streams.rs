//! The streams of a state that no process works with: what an operator does about outputs that were changed or moved.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::convert::signed;
use super::directory::DirectoryLock;
use super::error::StoreError;
use super::frame_lines::{self, NumberedLine};
use super::outbox::{self, FRAME, StreamRow};
use super::{STATE, directory, schema};
use crate::work::SeqSet;
use crate::work::outbox::{Frame, Position, Progress, Stream};

/// The position of a stream's first byte.
const START: Position = Position { generation: 1, offset: 0 };

/// The streams of a state, under its lock: no worker runs as long as this lives.
pub struct Streams {
    db: Connection,
    path: PathBuf,
    _lock: DirectoryLock,
}

/// What is known of a stream's files from the files themselves.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The records that are known to be on disk.
    pub on_disk: SeqSet,
    /// The last number of a file that was ever used.
    pub last_generation: u64,
    /// The last `seq` that was ever used.
    pub last_seq: u64,
}

/// What a stream goes on with after its restart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restarted {
    /// The number of the file that comes next.
    pub generation: u64,
    /// The records that are written to it from the outbox.
    pub rewritten: SeqSet,
}

impl Streams {
    /// Opens the state, creates it if there is none, and enters the configured streams.
    ///
    /// # Errors
    /// When the state cannot be used, or a worker uses it.
    pub fn open(dir: &Path, streams: &[Stream]) -> Result<Self, StoreError> {
        let lock = directory::lock(dir)?;
        let path = dir.join(STATE);
        let db = schema::open(&path)?;
        let streams = Self { db, path, _lock: lock }.register(streams)?;
        directory::sync(dir).map_err(|source| StoreError::Directory { dir: dir.to_owned(), source })?;
        Ok(streams)
    }

    fn register(mut self, streams: &[Stream]) -> Result<Self, StoreError> {
        self.commit(|db| outbox::register(db, streams))?;
        Ok(self)
    }

    /// Returns the names of all streams that were ever written to.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn names(&self) -> Result<Vec<String>, StoreError> {
        let read = || {
            self.db
                .prepare("SELECT name FROM stream WHERE seq > 0 ORDER BY name")?
                .query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()
        };
        read().map_err(|fault| StoreError::from_sqlite(&self.path, fault))
    }

    /// Returns the progress of a stream, and its last `seq` that is known to be on disk. An unknown stream is at its start.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn progress(&self, name: &str) -> Result<(Progress, u64), StoreError> {
        let known = outbox::progress_of(&self.db, name).optional();
        let start = (Progress { seq: 0, synced: START, next: START }, 0);
        Ok(known.map_err(|fault| StoreError::from_sqlite(&self.path, fault))?.unwrap_or(start))
    }

    /// Has a stream go on in a new file, with the records of the outbox that are not on disk. Commits.
    ///
    /// # Errors
    /// When the state cannot be read or written.
    pub fn restart(&mut self, stream: &Stream, evidence: &Evidence, now: Timestamp) -> Result<Restarted, StoreError> {
        self.commit(|db| restart(db, stream, evidence, now))
    }

    /// Gives streams other names, in pairs of the former and the new one. What the state knows by the new one goes.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn rename(&mut self, names: &[(String, String)]) -> Result<(), StoreError> {
        self.commit(|db| {
            for (former, new) in names {
                db.execute("DELETE FROM frame WHERE stream = (SELECT id FROM stream WHERE name = ?1)", [new])?;
                db.execute("DELETE FROM stream WHERE name = ?1", [new])?;
                db.execute("UPDATE stream SET name = ?2 WHERE name = ?1", [former, new])?;
            }
            Ok(())
        })
    }

    fn commit<T>(&mut self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        let run = || {
            let tx = self.db.transaction()?;
            let done = work(&tx)?;
            tx.commit()?;
            Ok(done)
        };
        run().map_err(|fault| StoreError::from_sqlite(&self.path, fault))
    }
}

fn restart(db: &Connection, stream: &Stream, evidence: &Evidence, now: Timestamp) -> rusqlite::Result<Restarted> {
    let (Progress { synced, .. }, _) = outbox::progress_of(db, &stream.name)?;
    let mut row = StreamRow::read(db, &stream.name)?;
    let frames = frames_from(db, row.id, synced.generation)?;
    row.seq = row.seq.max(evidence.last_seq);
    // Also where nothing of the next file is known: its name may have been used and carried away.
    let used = if row.next.offset > 0 { row.next.generation } else { row.next.generation - 1 };
    row.next = Position { generation: used.max(evidence.last_generation) + 1, offset: 0 };
    row.began = None;
    let generation = row.next.generation;
    let mut rewritten = SeqSet::default();
    for (id, frame) in frames {
        let lines = frame_lines::lines(&frame).map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))?;
        if lines.iter().all(|(seq, _)| evidence.on_disk.contains(*seq)) {
            db.execute("UPDATE frame SET safe = 1 WHERE id = ?1", [id])?;
            continue;
        }
        db.execute("DELETE FROM frame WHERE id = ?1", [id])?;
        let missing = lines.into_iter().filter(|(seq, _)| !evidence.on_disk.contains(*seq)).collect::<Vec<_>>();
        // Records of one frame have numbers without gaps.
        for run in missing.chunk_by(|(a, _), (b, _)| a + 1 == *b) {
            for (seq, _) in run {
                rewritten.insert(*seq);
            }
            write(db, stream, &mut row, run, now)?;
        }
    }
    row.save(db)?;
    Ok(Restarted { generation, rewritten })
}

/// Returns the frames in a file and later ones, in their order, with their rows.
fn frames_from(db: &Connection, stream: i64, generation: u64) -> rusqlite::Result<Vec<(i64, Frame)>> {
    let mut ask =
        db.prepare(&format!("SELECT {FRAME}, id FROM frame WHERE stream = ?1 AND generation >= ?2 ORDER BY last_seq"))?;
    let rows =
        ask.query_map(params![stream, signed(generation)], |row| Ok((row.get("id")?, outbox::frame(row, 0)?)))?;
    rows.collect()
}

/// Writes lines as one frame of the outbox.
fn write(
    db: &Connection,
    stream: &Stream,
    row: &mut StreamRow,
    run: &[NumberedLine],
    now: Timestamp,
) -> rusqlite::Result<()> {
    let (Some((first_seq, _)), Some((last_seq, _))) = (run.first(), run.last()) else { return Ok(()) };
    let mut bytes: Vec<u8> = run.iter().flat_map(|(_, line)| line).copied().collect();
    if stream.zstd {
        bytes = outbox::compress(&bytes).map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))?;
    }
    let (Position { generation, offset }, began) = row.place(stream, bytes.len() as u64, now);
    let frame =
        Frame { stream: 0, first_seq: *first_seq, last_seq: *last_seq, generation, offset, began: Some(began), bytes };
    outbox::insert(db, row.id, &frame, now)
}
