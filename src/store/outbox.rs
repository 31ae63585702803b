//! The outbox's tables. Lines are numbered and positioned in the transaction that commits them, and kept until they are
//! on disk elsewhere.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use super::convert::{from_micros, signed, to_micros, unsigned};
use super::error::InvalidRequest;
use crate::work::QueueError;
use crate::work::outbox::{Frame, Line, Position, Progress, Stream};

/// The compression level of zstd (its default: about 300 MB/s on one core).
const ZSTD_LEVEL: i32 = 3;

/// Registers every configured stream. One whose compression has changed continues in a new file.
pub(super) fn register(db: &Connection, streams: &[Stream]) -> rusqlite::Result<()> {
    for stream in streams {
        if let Some(former) = &stream.former_name {
            db.execute("UPDATE OR IGNORE stream SET name = ?1 WHERE name = ?2", [&stream.name, former])?;
        }
        db.execute(
            "INSERT INTO stream (name, zstd) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET zstd = ?2, generation = generation + 1, offset = 0, began = NULL
             WHERE zstd <> ?2",
            params![stream.name, stream.zstd],
        )?;
    }
    Ok(())
}

/// Returns the frames that are committed and not yet trimmed, in the order of the commits.
///
/// Frames of streams that are not configured are left in the table.
pub(super) fn pending(db: &Connection, streams: &[Stream]) -> rusqlite::Result<Vec<Frame>> {
    let mut ask = db.prepare(&format!(
        "SELECT {FRAME}, name FROM frame JOIN stream ON stream.id = frame.stream WHERE safe = 0 ORDER BY frame.id"
    ))?;
    let mut rows = ask.query([])?;
    let mut frames = Vec::new();
    while let Some(row) = rows.next()? {
        let name: String = row.get("name")?;
        if let Some(stream) = streams.iter().position(|stream| stream.name == name) {
            frames.push(frame(row, stream)?);
        }
    }
    Ok(frames)
}

/// The columns of a frame, as [`frame`] reads them.
pub(super) const FRAME: &str = "first_seq, last_seq, frame.generation, frame.offset, frame.began, bytes";

/// Reads a frame of the stream of this index from a row that begins with [`FRAME`].
pub(super) fn frame(row: &Row<'_>, stream: usize) -> rusqlite::Result<Frame> {
    Ok(Frame {
        stream,
        first_seq: unsigned(row.get(0)?),
        last_seq: unsigned(row.get(1)?),
        generation: unsigned(row.get(2)?),
        offset: unsigned(row.get(3)?),
        began: row.get::<_, Option<i64>>(4)?.map(from_micros),
        bytes: row.get(5)?,
    })
}

/// The row of a stream.
pub(super) struct StreamRow {
    pub(super) id: i64,
    pub(super) seq: u64,
    pub(super) next: Position,
    /// The time at which the file got its first byte.
    pub(super) began: Option<Timestamp>,
}

impl StreamRow {
    pub(super) fn read(db: &Connection, name: &str) -> rusqlite::Result<Self> {
        db.prepare_cached("SELECT id, seq, generation, offset, began FROM stream WHERE name = ?1")?.query_row(
            [name],
            |row| {
                Ok(Self {
                    id: row.get(0)?,
                    seq: unsigned(row.get(1)?),
                    next: Position { generation: unsigned(row.get(2)?), offset: unsigned(row.get(3)?) },
                    began: row.get::<_, Option<i64>>(4)?.map(from_micros),
                })
            },
        )
    }

    pub(super) fn save(&self, db: &Connection) -> rusqlite::Result<()> {
        db.prepare_cached("UPDATE stream SET seq = ?2, generation = ?3, offset = ?4, began = ?5 WHERE id = ?1")?
            .execute(params![
                self.id,
                signed(self.seq),
                signed(self.next.generation),
                signed(self.next.offset),
                self.began.map(to_micros)
            ])
            .map(|_| ())
    }

    /// Returns whether the file takes no further line: it is old enough, or of another partition.
    fn is_over(&self, stream: &Stream, now: Timestamp) -> bool {
        let Some(began) = self.began.filter(|_| self.next.offset > 0) else { return false };
        let open_for = Duration::try_from(now.duration_since(began)).ok();
        stream.rotate_age.is_some_and(|age| open_for.is_some_and(|open_for| open_for >= age))
            || stream.partition.folder(began) != stream.partition.folder(now)
    }

    /// Returns where so many bytes will stand, and when their file began; moves on behind them.
    pub(super) fn place(&mut self, stream: &Stream, bytes: u64, now: Timestamp) -> (Position, Timestamp) {
        let is_full = stream.rotate_size.is_some_and(|size| self.next.offset + bytes > size);
        if self.next.offset > 0 && is_full || self.is_over(stream, now) {
            self.rotate();
        }
        let place = self.next;
        self.next.offset += bytes;
        (place, *self.began.get_or_insert(now))
    }

    fn rotate(&mut self) {
        self.next = Position { generation: self.next.generation + 1, offset: 0 };
        self.began = None;
    }
}

/// Numbers the lines of one settled batch, and writes each stream's share as a frame.
pub(super) fn write(
    db: &Connection,
    streams: &[Stream],
    now: Timestamp,
    lines: &[&Line],
) -> Result<Vec<Frame>, QueueError> {
    if let Some(stray) = lines.iter().find(|line| line.stream >= streams.len()) {
        return Err(InvalidRequest::NoStream(stray.stream).into());
    }
    let mut frames = Vec::new();
    for (index, stream) in streams.iter().enumerate() {
        let mut own = lines.iter().filter(|line| line.stream == index).peekable();
        if own.peek().is_none() {
            continue;
        }
        let mut row = StreamRow::read(db, &stream.name)?;
        let first_seq = row.seq + 1;
        let mut bytes = Vec::new();
        for line in own {
            row.seq += 1;
            bytes.extend_from_slice(&line.before);
            bytes.extend_from_slice(row.seq.to_string().as_bytes());
            bytes.extend_from_slice(&line.after);
        }
        if stream.zstd {
            bytes = compress(&bytes).map_err(|e| QueueError::Engine(Box::new(e)))?;
        }
        let (Position { generation, offset }, began) = row.place(stream, bytes.len() as u64, now);
        row.save(db)?;
        let frame =
            Frame { stream: index, first_seq, last_seq: row.seq, generation, offset, began: Some(began), bytes };
        insert(db, row.id, &frame, now)?;
        frames.push(frame);
    }
    Ok(frames)
}

/// Adds a frame of a stream to the outbox.
pub(super) fn insert(db: &Connection, stream: i64, frame: &Frame, at: Timestamp) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO frame (stream, first_seq, last_seq, generation, offset, bytes, at, began)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        stream,
        signed(frame.first_seq),
        signed(frame.last_seq),
        signed(frame.generation),
        signed(frame.offset),
        frame.bytes,
        to_micros(at),
        frame.began.map(to_micros)
    ])
    .map(drop)
}

/// Compresses bytes into one zstd frame with size and checksum, so that a reader can tell whether it is complete.
pub(super) fn compress(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut compressor = zstd::bulk::Compressor::new(ZSTD_LEVEL)?;
    compressor.include_checksum(true)?;
    compressor.compress(bytes)
}

/// Moves streams whose file is old to their next file, and returns `(stream, generation)` of each.
pub(super) fn rotate_due(db: &Connection, streams: &[Stream], now: Timestamp) -> rusqlite::Result<Vec<(usize, u64)>> {
    let mut moved = Vec::new();
    for (index, stream) in streams.iter().enumerate() {
        let mut row = StreamRow::read(db, &stream.name)?;
        if row.is_over(stream, now) {
            row.rotate();
            row.save(db)?;
            moved.push((index, row.next.generation));
        }
    }
    Ok(moved)
}

/// Moves streams to their next file, unless they are at its beginning, and returns `(stream, generation)` of each.
pub(super) fn rotate(db: &Connection, streams: &[Stream], which: &[usize]) -> rusqlite::Result<Vec<(usize, u64)>> {
    let mut moved = Vec::new();
    for (index, stream) in which.iter().filter_map(|index| Some((*index, streams.get(*index)?))) {
        let mut row = StreamRow::read(db, &stream.name)?;
        if row.next.offset > 0 && stream.rotate_size.is_some() {
            row.rotate();
            row.save(db)?;
        }
        moved.push((index, row.next.generation));
    }
    Ok(moved)
}

/// Returns the progress of each stream.
pub(super) fn progress(db: &Connection, streams: &[Stream]) -> rusqlite::Result<Vec<Progress>> {
    streams.iter().map(|stream| Ok(progress_of(db, &stream.name)?.0)).collect()
}

/// Returns the progress of a stream, and its last `seq` that is known to be on disk.
pub(super) fn progress_of(db: &Connection, name: &str) -> rusqlite::Result<(Progress, u64)> {
    let row = StreamRow::read(db, name)?;
    let mut first = db.prepare_cached(
        "SELECT generation, offset, first_seq FROM frame WHERE stream = ?1 AND safe = 0 ORDER BY last_seq LIMIT 1",
    )?;
    let mut rows = first.query([row.id])?;
    let (synced, safe_seq) = match rows.next()? {
        Some(row) => {
            let first_pending = Position { generation: unsigned(row.get(0)?), offset: unsigned(row.get(1)?) };
            (first_pending, unsigned(row.get(2)?).saturating_sub(1))
        }
        None => (row.next, row.seq),
    };
    Ok((Progress { seq: row.seq, synced, next: row.next }, safe_seq))
}
