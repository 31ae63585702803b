//! The records of the outbox, to be read again beside a process that writes it.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, params};

use super::convert::signed;
use super::error::StoreError;
use super::frame_lines::{self, NumberedLine};
use super::outbox::{self, FRAME, StreamRow};
use super::{directory, schema};

/// The outbox of a state, to be read beside a process that writes it.
pub struct Kept {
    db: Connection,
    path: PathBuf,
}

impl Kept {
    /// Opens the state in a directory for reading.
    ///
    /// # Errors
    /// When there is no state, or it cannot be read.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        let path = directory::state_file(dir)?;
        Ok(Self { db: schema::open_to_read(&path)?, path })
    }

    /// Returns the last `seq` of a stream; 0 where it has none.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn last_seq(&self, stream: &str) -> Result<u64, StoreError> {
        let row = StreamRow::read(&self.db, stream).optional();
        row.map(|row| row.map_or(0, |row| row.seq)).map_err(|fault| StoreError::from_sqlite(&self.path, fault))
    }

    /// Returns the lines from a `seq` on of the first frame that has any; none where no later one is kept.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn lines_from(&self, stream: &str, seq: u64) -> Result<Vec<NumberedLine>, StoreError> {
        let read = || {
            let mut ask = self.db.prepare_cached(&format!(
                "SELECT {FRAME} FROM frame JOIN stream ON stream.id = frame.stream
                 WHERE name = ?1 AND last_seq >= ?2 ORDER BY last_seq LIMIT 1"
            ))?;
            ask.query_row(params![stream, signed(seq)], |row| outbox::frame(row, 0)).optional()
        };
        let fault = |fault| StoreError::from_sqlite(&self.path, fault);
        let Some(frame) = read().map_err(fault)? else { return Ok(Vec::new()) };
        let lines = frame_lines::lines(&frame).map_err(|e| {
            fault(rusqlite::Error::FromSqlConversionFailure(2, rusqlite::types::Type::Blob, Box::new(e)))
        })?;
        Ok(lines.into_iter().filter(|(line, _)| *line >= seq).collect())
    }
}
