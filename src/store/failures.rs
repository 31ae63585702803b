//! The jobs that fail, waiting for another attempt or buried, and what makes them be tried again.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::convert::{LossyText, count, from_micros, to_micros};
use super::error::StoreError;
use super::queue::ChangedHosts;
use super::steering::JOBS_PER_REQUEST;
use super::{Store, directory, schema, with_turns};
use crate::work::queue::Failed;
use crate::work::{Job, QueueError};

/// A job that failed, as far as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedJob {
    /// The job's key.
    pub key: String,
    /// The name of its feed, where that can be read.
    pub feed: Option<String>,
    /// The address, secrets included, where it can be read.
    pub url: Option<String>,
    /// The headline that its feed gives.
    pub title: Option<String>,
    /// The time of the first failure.
    pub since: Timestamp,
    /// The attempts that failed.
    pub attempts: u32,
    /// How often the process ended while it held the job.
    pub deaths: u32,
    /// The last failure, where that can be read.
    pub failure: Option<Failed>,
    /// What becomes of it.
    pub next: NextTry,
}

/// What becomes of a job that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextTry {
    /// It is tried again at that time.
    Due(Timestamp),
    /// It is being tried.
    Running,
    /// It was given up at that time.
    Buried(Timestamp),
}

/// What became of a job that is to be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retried {
    /// It is due now.
    Due,
    /// It was buried and is in the queue again, due now.
    PutBack,
    /// It is being tried already.
    Running,
    /// It cannot be read, and stays buried.
    Unreadable,
    /// It is no longer there: it was had, or given up.
    Gone,
}

/// The columns of both tables that a list shows. What a job carries besides, such as an article's text, is not read.
const COLUMNS: &str = "key, attempt, deaths, failing_since, failure,
    iif(json_valid(job), json_extract(job, '$.feed'), NULL), iif(json_valid(job), json_extract(job, '$.url'), NULL),
    iif(json_valid(job), json_extract(job, '$.entry.title'), NULL)";

impl Store {
    /// Returns the jobs of a directory that failed, whether or not a process is working with it. Changes nothing.
    ///
    /// Those that wait come first, then those buried. Costs a walk over all jobs.
    ///
    /// # Errors
    /// When there is no state, or it cannot be read.
    pub fn failed_jobs(dir: &Path) -> Result<Vec<FailedJob>, StoreError> {
        let path = directory::state_file(dir)?;
        let db = schema::open_to_read(&path)?;
        list(&db).map_err(|fault| StoreError::from_sqlite(&path, fault))
    }

    /// Makes jobs due now, waiting or buried, and returns what became of each, in their order.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn retry(&self, keys: Vec<String>, now: Timestamp) -> Result<Vec<Retried>, QueueError> {
        let max_held = self.max_held();
        let mut retried = Vec::with_capacity(keys.len());
        for keys in keys.chunks(JOBS_PER_REQUEST) {
            let keys = keys.to_vec();
            let task = move |db: &Connection| {
                with_turns(db, max_held, |hosts| keys.iter().map(|key| retry(db, key, now, hosts)).collect())
            };
            retried.extend(self.run::<Vec<_>, _>(task).await?);
        }
        Ok(retried)
    }
}

fn list(db: &Connection) -> rusqlite::Result<Vec<FailedJob>> {
    let mut jobs = Vec::new();
    // Nothing has yet failed in an empty file, and former formats say too little.
    if !db.table_exists(None, "pause")? {
        return Ok(jobs);
    }
    let waiting = format!("SELECT {COLUMNS}, held, due FROM job WHERE failure IS NOT NULL ORDER BY failing_since, id");
    let buried = format!("SELECT {COLUMNS}, at FROM buried ORDER BY at, id");
    let mut ask = db.prepare(&waiting)?;
    let mut rows = ask.query([])?;
    while let Some(row) = rows.next()? {
        let next = if row.get::<_, i64>(8)? == 1 { NextTry::Running } else { NextTry::Due(from_micros(row.get(9)?)) };
        jobs.push(failed_job(row, next)?);
    }
    let mut ask = db.prepare(&buried)?;
    let mut rows = ask.query([])?;
    while let Some(row) = rows.next()? {
        jobs.push(failed_job(row, NextTry::Buried(from_micros(row.get(8)?)))?);
    }
    Ok(jobs)
}

fn failed_job(row: &Row<'_>, next: NextTry) -> rusqlite::Result<FailedJob> {
    let text = |column| {
        Ok::<_, rusqlite::Error>(row.get::<_, Option<LossyText>>(column).unwrap_or_default().map(|text| text.0))
    };
    let since = row.get::<_, Option<i64>>(3)?.map(from_micros);
    let at = match next {
        NextTry::Due(at) | NextTry::Buried(at) => at,
        NextTry::Running => Timestamp::UNIX_EPOCH,
    };
    Ok(FailedJob {
        key: row.get::<_, LossyText>(0)?.0,
        feed: text(5)?,
        url: text(6)?,
        title: text(7)?,
        since: since.unwrap_or(at),
        attempts: count(row.get(1)?),
        deaths: count(row.get(2)?),
        failure: text(4)?.and_then(|text| serde_json::from_str(&text).ok()),
        next,
    })
}

fn retry(db: &Connection, key: &str, now: Timestamp, hosts: &mut ChangedHosts) -> Result<Retried, QueueError> {
    let put_back = put_back(db, key, now, hosts)?;
    if put_back != Retried::Gone {
        return Ok(put_back);
    }
    let waiting = db
        .prepare_cached("SELECT held, host FROM job WHERE key = ?1")?
        .query_row([key], |row| Ok((row.get::<_, i64>(0)? == 1, row.get::<_, LossyText>(1)?.0)))
        .optional()?;
    match waiting {
        None => Ok(Retried::Gone),
        Some((true, _)) => Ok(Retried::Running),
        Some((false, host)) => {
            hosts.insert(host);
            db.prepare_cached("UPDATE job SET due = min(due, ?2), postponed = NULL WHERE key = ?1")?
                .execute(params![key, to_micros(now)])?;
            Ok(Retried::Due)
        }
    }
}

/// Puts a buried job into the queue again, with what is known of its attempts: its next record is of the same failure.
fn put_back(db: &Connection, key: &str, now: Timestamp, hosts: &mut ChangedHosts) -> Result<Retried, QueueError> {
    let text = db
        .prepare_cached("SELECT job FROM buried WHERE key = ?1")?
        .query_row([key], |row| row.get::<_, LossyText>(0))
        .optional()?;
    let Some(LossyText(text)) = text else { return Ok(Retried::Gone) };
    let Ok(job) = serde_json::from_str::<Job>(&text) else { return Ok(Retried::Unreadable) };
    // Another feed may have brought the same page meanwhile.
    db.prepare_cached(
        "INSERT INTO job (key, host, due, attempt, deaths, failing_since, failure, job)
         SELECT key, ?2, ?3, attempt, deaths, failing_since, failure, job FROM buried WHERE key = ?1
         ON CONFLICT (key) DO UPDATE SET due = iif(held = 1, due, min(due, excluded.due))",
    )?
    .execute(params![key, job.host(), to_micros(now)])?;
    db.prepare_cached("DELETE FROM buried WHERE key = ?1")?.execute([key])?;
    let host = db.prepare_cached("SELECT host FROM job WHERE key = ?1")?.query_row([key], |row| row.get(0))?;
    hosts.insert(host);
    Ok(Retried::PutBack)
}
