//! Repairs a damaged state file: what can be read of it is copied to a new one.

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags};

use super::error::StoreError;
use super::salvage::{Salvaged, copy};
use super::{STATE, check, directory, schema, sketches};

/// The files that SQLite keeps beside a state file.
const SIDES: [&str; 2] = ["-wal", "-shm"];
/// The bytes of a database's header (SQLite's file format, 1.3).
const HEADER_BYTES: usize = 100;
/// Where the header counts changes, and free pages: both are made anew.
const CHANGE_COUNTER: std::ops::Range<usize> = 24..28;
const FREE_PAGES: std::ops::Range<usize> = 32..40;

/// What a repair did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repair {
    /// The file was not damaged; nothing was changed.
    NotNeeded,
    /// The rows that could be read are in a new file.
    Done {
        /// Where the damaged file is now.
        damaged: PathBuf,
        /// What became of each table.
        tables: Vec<Salvaged>,
    },
}

/// Repairs the state in a directory, if it is damaged. The damaged file is kept under another name.
///
/// # Errors
/// When the directory is in use or cannot be written, or nothing of the file can be read.
pub fn repair(dir: &Path, now: Timestamp) -> Result<Repair, StoreError> {
    let path = directory::state_file(dir)?;
    let unusable = |source| StoreError::Directory { dir: dir.to_owned(), source };
    let _lock = directory::lock(dir)?;
    match check::check(dir) {
        Ok(report) if report.damage.is_empty() => return Ok(Repair::NotNeeded),
        Ok(_) => {}
        Err(error) => return Err(error),
    }
    let new = dir.join(format!("{STATE}.new"));
    remove_all(&new).map_err(unusable)?;
    let to = schema::open(&new)?;
    let old = readable_copy(&path, &new).map_err(unusable)?;
    let tables = salvage(&old, &to).map_err(|fault| StoreError::from_sqlite(&path, fault))?;
    remove_all(&old).map_err(unusable)?;
    let is_worthless = tables.iter().all(|table| table.rows == 0);
    to.close().map_err(|(_, fault)| StoreError::from_sqlite(&new, fault))?;
    if is_worthless {
        remove_all(&new).map_err(unusable)?;
        return Err(StoreError::Lost { path });
    }
    let damaged = dir.join(format!("{STATE}.damaged-{}", now.as_second()));
    for side in SIDES.into_iter().chain([""]) {
        let from = with_side(&path, side);
        if from.exists() {
            fs::rename(&from, with_side(&damaged, side)).map_err(unusable)?;
        }
    }
    fs::rename(&new, &path).and_then(|()| directory::sync(dir)).map_err(unusable)?;
    Ok(Repair::Done { damaged, tables })
}

/// Copies the file and its log to a place of their own, with a header that can be read.
fn readable_copy(path: &Path, template: &Path) -> std::io::Result<PathBuf> {
    let copy = with_side(path, ".read");
    remove_all(&copy)?;
    fs::copy(path, &copy)?;
    let log = with_side(path, "-wal");
    if log.exists() {
        fs::copy(&log, with_side(&copy, "-wal"))?;
    }
    let is_readable = Connection::open(&copy)
        .is_ok_and(|db| db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0)).is_ok());
    if !is_readable {
        let mut header: Vec<u8> = fs::read(template)?.into_iter().take(HEADER_BYTES).collect();
        if header.len() == HEADER_BYTES {
            // Another count of changes than the one that the size is valid for: the size is then that of the file.
            header[CHANGE_COUNTER].fill(u8::MAX);
            header[FREE_PAGES].fill(0);
            let mut file = fs::File::options().write(true).open(&copy)?;
            file.seek(SeekFrom::Start(0))?;
            file.write_all(&header)?;
        }
    }
    Ok(copy)
}

fn salvage(old: &Path, to: &Connection) -> rusqlite::Result<Vec<Salvaged>> {
    let from = Connection::open_with_flags(old, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let tx = to.unchecked_transaction()?;
    let tables = copy(&from, &tx)?;
    sketches::index_all(&tx)?;
    tx.commit()?;
    to.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(tables)
}

fn with_side(path: &Path, side: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(side);
    name.into()
}

fn remove_all(path: &Path) -> std::io::Result<()> {
    for side in SIDES.into_iter().chain([""]) {
        match fs::remove_file(with_side(path, side)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
