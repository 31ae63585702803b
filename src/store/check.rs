//! Checks a state file: whether SQLite can read all of it, and whether each row says what it should.

use std::path::Path;

use rusqlite::Connection;

use super::convert::LossyText;
use super::error::StoreError;
use super::{directory, schema};
use crate::work::Job;
use crate::work::ledger::FeedState;

/// The most findings of SQLite's own check that are told (chosen).
const MAX_FINDINGS: usize = 20;

/// What is wrong with a state file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// What SQLite says of the file: where it is damaged.
    pub damage: Vec<String>,
    /// The keys of the rows that cannot be read. Each is buried with an error record when the service reads it.
    pub unreadable: Vec<String>,
}

/// Checks the state in a directory, whether or not a process is working with it. Reads the whole file; changes nothing.
///
/// # Errors
/// When there is no state, or it is another program's.
pub fn check(dir: &Path) -> Result<CheckReport, StoreError> {
    let path = directory::state_file(dir)?;
    let db = match schema::open_to_read(&path) {
        Err(StoreError::Damaged { cause, .. }) => {
            return Ok(CheckReport { damage: vec![cause.to_string()], unreadable: Vec::new() });
        }
        db => db?,
    };
    let damage = damage(&db);
    let unreadable = if damage.is_empty() { unreadable(&db) } else { Ok(Vec::new()) };
    Ok(CheckReport { damage, unreadable: unreadable.map_err(|fault| StoreError::from_sqlite(&path, fault))? })
}

/// Returns what SQLite's own check says; nothing where all is well.
pub(super) fn damage(db: &Connection) -> Vec<String> {
    let ask = || {
        let mut ask = db.prepare(&format!("PRAGMA integrity_check({MAX_FINDINGS})"))?;
        ask.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()
    };
    match ask() {
        Ok(lines) => {
            lines.iter().flat_map(|text| text.lines()).filter(|line| *line != "ok").map(str::to_owned).collect()
        }
        Err(fault) => vec![fault.to_string()],
    }
}

/// Returns the keys of jobs and feeds that cannot be read.
fn unreadable(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut found = Vec::new();
    // An empty file is the state of nothing yet.
    if !db.table_exists(None, "job")? {
        return Ok(found);
    }
    let mut collect = |sql: &str, is_readable: fn(&str) -> bool| -> rusqlite::Result<()> {
        let mut ask = db.prepare(sql)?;
        let mut rows = ask.query([])?;
        while let Some(row) = rows.next()? {
            let is_key_text = row.get_ref(0)?.as_str().is_ok();
            if !is_key_text || !is_readable(&row.get::<_, LossyText>(1)?.0) {
                found.push(row.get::<_, LossyText>(0)?.0);
            }
        }
        Ok(())
    };
    collect("SELECT key, job FROM job ORDER BY id", |text| serde_json::from_str::<Job>(text).is_ok())?;
    collect("SELECT 'feed:' || name, state FROM feed", |text| serde_json::from_str::<FeedState>(text).is_ok())?;
    Ok(found)
}
