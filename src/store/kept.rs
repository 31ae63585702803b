//! Frames that are kept for a replay though their bytes are safe at their destination.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};

use super::convert::{signed, unsigned};
use super::error::StoreError;
use super::frame_lines;
use super::outbox::{self, StreamRow};
use crate::work::outbox::{Frame, Stream};

/// Declares the frames up to `up_to_seq` safe, and deletes of the safe ones the oldest, until so many bytes are left.
pub(super) fn trim(db: &Connection, stream: &Stream, up_to_seq: u64, keep_bytes: u64) -> rusqlite::Result<()> {
    let of_stream = "stream = (SELECT id FROM stream WHERE name = ?1)";
    if keep_bytes == 0 {
        let sql = format!("DELETE FROM frame WHERE {of_stream} AND last_seq <= ?2");
        return db.prepare_cached(&sql)?.execute(params![stream.name, signed(up_to_seq)]).map(drop);
    }
    let sql = format!("UPDATE frame SET safe = 1 WHERE {of_stream} AND safe = 0 AND last_seq <= ?2");
    db.prepare_cached(&sql)?.execute(params![stream.name, signed(up_to_seq)])?;
    let sql = format!(
        "DELETE FROM frame WHERE {of_stream} AND safe = 1 AND last_seq <= (
             SELECT max(last_seq) FROM (
                 SELECT last_seq, sum(length(bytes)) OVER (ORDER BY last_seq DESC) AS bytes
                 FROM frame WHERE {of_stream} AND safe = 1
             ) WHERE bytes > ?2
         )"
    );
    db.prepare_cached(&sql)?.execute(params![stream.name, signed(keep_bytes)]).map(drop)
}

/// Makes the frames after a `seq` pending again, since the reader of the stream has the others; returns all pending ones.
///
/// A reader may know more than a state that was restored from a backup: the stream then goes on behind what it knows.
pub(super) fn resume(
    db: &mut Connection,
    path: &Path,
    streams: &[Stream],
    (index, seq): (usize, u64),
    keep_bytes: u64,
) -> Result<Vec<Frame>, StoreError> {
    let fault = |fault| StoreError::from_sqlite(path, fault);
    let Some(stream) = streams.get(index) else { return outbox::pending(db, streams).map_err(fault) };
    let tx = db.transaction().map_err(fault)?;
    let mut row = StreamRow::read(&tx, &stream.name).map_err(fault)?;
    if seq > row.seq {
        tracing::warn!(
            from = row.seq + 1,
            to = seq,
            "written after this state was saved: these articles may come again, under new numbers"
        );
        row.seq = seq;
        row.save(&tx).map_err(fault)?;
    }
    let first = first_after(&tx, row.id, seq).map_err(fault)?;
    if first.unwrap_or(row.seq + 1) > seq + 1 {
        return Err(StoreError::NotKept { seq, first: first.unwrap_or(row.seq + 1) });
    }
    let again = "UPDATE frame SET safe = 0 WHERE stream = ?1 AND last_seq > ?2";
    tx.execute(again, params![row.id, signed(seq)]).map_err(fault)?;
    trim(&tx, stream, seq, keep_bytes).map_err(fault)?;
    let mut frames = outbox::pending(&tx, streams).map_err(fault)?;
    for frame in frames.iter_mut().filter(|frame| frame.stream == index && frame.first_seq <= seq) {
        let lines = frame_lines::lines(frame).unwrap_or_default();
        frame.bytes = lines.into_iter().filter(|(line, _)| *line > seq).flat_map(|(_, line)| line).collect();
        frame.first_seq = seq + 1;
    }
    tx.commit().map_err(fault)?;
    Ok(frames)
}

/// Returns the first `seq` of the first frame that ends after a `seq`.
fn first_after(db: &Connection, stream: i64, seq: u64) -> rusqlite::Result<Option<u64>> {
    db.query_row(
        "SELECT first_seq FROM frame WHERE stream = ?1 AND last_seq > ?2 ORDER BY last_seq LIMIT 1",
        params![stream, signed(seq)],
        |row| Ok(unsigned(row.get(0)?)),
    )
    .optional()
}
