//! What waits in the queue, and why.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::Connection;

use super::convert::{LossyText, from_micros, to_micros, unsigned};
use super::error::StoreError;
use super::queue::{POSTPONED_BY_OPERATOR, POSTPONED_BY_SERVER};
use super::{Store, directory, schema};

/// What waits in the queue, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// The waiting jobs, by kind and reason.
    pub parts: Vec<BacklogPart>,
    /// The pages that wait for another attempt, by feed and error.
    pub failing_pages: Vec<FailingPages>,
}

/// The waiting jobs of one kind that wait for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BacklogPart {
    /// Whether they are polls; otherwise visits of pages.
    pub are_polls: bool,
    /// Why they wait.
    pub reason: WaitReason,
    /// How many they are.
    pub jobs: u64,
    /// How many of them are due.
    pub due: u64,
    /// When the first is due.
    pub next_due: Timestamp,
}

/// Why a job waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WaitReason {
    /// For its time, or for its turn.
    Planned,
    /// For another attempt after a failure.
    Retry,
    /// For its turn, after the process died with it.
    Suspect,
    /// For the end of a pause that a server asked for, or of hours that a publisher skips.
    ServerPause,
    /// For the end of a pause of the operator's.
    OperatorPause,
}

/// The pages of one feed that fail with one error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailingPages {
    /// The feed's name.
    pub feed: String,
    /// The error's code.
    pub code: String,
    /// How many they are.
    pub pages: u64,
    /// The time of the first failure.
    pub since: Timestamp,
    /// When the next of them is tried again.
    pub next_try: Timestamp,
}

impl Store {
    /// Returns what waits in the state of a directory, whether or not a process is working with it. Changes nothing.
    ///
    /// # Errors
    /// When there is no state, or it cannot be read.
    pub fn backlog(dir: &Path, now: Timestamp) -> Result<Backlog, StoreError> {
        let path = directory::state_file(dir)?;
        let db = schema::open_to_read(&path)?;
        collect(&db, now).map_err(|fault| StoreError::from_sqlite(&path, fault))
    }
}

fn collect(db: &Connection, now: Timestamp) -> rusqlite::Result<Backlog> {
    // Former formats do not say why a job waits.
    if !db.table_exists(None, "pause")? {
        return Ok(Backlog::default());
    }
    Ok(Backlog { parts: parts(db, now)?, failing_pages: failing_pages(db)? })
}

fn parts(db: &Connection, now: Timestamp) -> rusqlite::Result<Vec<BacklogPart>> {
    let mut ask = db.prepare(
        "SELECT key >= 'poll:' AND key < 'poll;' AS is_poll, coalesce(postponed, '') AS postponed,
                postponed IS NULL AND deaths > 0 AS is_suspect, postponed IS NULL AND failure IS NOT NULL AS is_retry,
                count(*), count(*) FILTER (WHERE due <= ?1), min(due)
         FROM job WHERE held <> 1 GROUP BY 1, 2, 3, 4",
    )?;
    let rows = ask.query_map([to_micros(now)], |row| {
        let postponed = row.get::<_, LossyText>(1)?.0;
        let reason = match postponed.as_str() {
            POSTPONED_BY_SERVER => WaitReason::ServerPause,
            POSTPONED_BY_OPERATOR => WaitReason::OperatorPause,
            _ if row.get(2)? => WaitReason::Suspect,
            _ if row.get(3)? => WaitReason::Retry,
            _ => WaitReason::Planned,
        };
        Ok(BacklogPart {
            are_polls: row.get(0)?,
            reason,
            jobs: unsigned(row.get(4)?),
            due: unsigned(row.get(5)?),
            next_due: from_micros(row.get(6)?),
        })
    })?;
    let mut parts: Vec<BacklogPart> = Vec::new();
    for part in rows {
        let part = part?;
        match parts.iter_mut().find(|other| (other.are_polls, other.reason) == (part.are_polls, part.reason)) {
            Some(other) => {
                other.jobs += part.jobs;
                other.due += part.due;
                other.next_due = other.next_due.min(part.next_due);
            }
            None => parts.push(part),
        }
    }
    parts.sort_by_key(|part| (!part.are_polls, part.reason));
    Ok(parts)
}

fn failing_pages(db: &Connection) -> rusqlite::Result<Vec<FailingPages>> {
    let mut ask = db.prepare(
        "SELECT iif(json_valid(job), json_extract(job, '$.feed'), NULL) AS feed,
                iif(json_valid(failure), json_extract(failure, '$.code'), NULL) AS code,
                count(*), min(coalesce(failing_since, due)), min(due)
         FROM job WHERE failure IS NOT NULL AND NOT (key >= 'poll:' AND key < 'poll;') GROUP BY 1, 2 ORDER BY 1, 2",
    )?;
    let rows = ask.query_map([], |row| {
        let text = |column| row.get::<_, Option<LossyText>>(column).unwrap_or_default().map(|text| text.0);
        Ok(FailingPages {
            feed: text(0).unwrap_or_default(),
            code: text(1).unwrap_or_default(),
            pages: unsigned(row.get(2)?),
            since: from_micros(row.get(3)?),
            next_try: from_micros(row.get(4)?),
        })
    })?;
    rows.collect()
}
