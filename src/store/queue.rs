//! The queue's tables: jobs that wait, are held, or are dead letters.
//!
//! The table `host`, in memory, holds the turns of hosts: how many of a host's jobs are held, when its first waiting one
//! is due (`head`), and the same if it may have one more (`ready`). A lease thus costs the same however many jobs wait.
//! Jobs whose process died ("suspects") are not in it; they are few.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, named_params, params};

use super::convert::{LossyText, count, from_micros, to_micros};
use super::error::InvalidRequest;
use crate::work::job::PollJob;
use crate::work::queue::{JobFate, Lease, LeaseBatch, NewJob, Postponement, Settlement, UnreadableJob};
use crate::work::{Job, QueueError};

/// The time between two polls that are spread (chosen).
const SPREAD_GAP: Duration = Duration::from_secs(1);

/// The spread of polls whose time has passed, or was set by a clock that was wrong.
#[derive(Clone, Copy, Debug)]
pub struct PollSpread {
    /// The time from which on they are due.
    pub now: Timestamp,
    /// The time before which a poll is overdue.
    pub overdue_before: Timestamp,
    /// The latest time for which a poll can be due.
    pub latest: Timestamp,
    /// The time within which all of them are due.
    pub within: Duration,
}

/// The most dead letters that are kept (chosen). A job that is buried again counts twice.
const MAX_DEAD_LETTERS: i64 = 10_000;

/// The hosts whose jobs have changed. Their turns are updated once, at the end of a request.
pub(super) type ChangedHosts = BTreeSet<String>;

/// Releases the jobs that a dead process held, and computes all hosts' turns.
pub(super) fn recover(db: &Connection) -> rusqlite::Result<()> {
    name_unreadable(db)?;
    db.execute_batch(
        "CREATE TEMP TABLE host (
             name TEXT PRIMARY KEY, held INTEGER NOT NULL, head INTEGER, ready INTEGER
         ) STRICT, WITHOUT ROWID;
         CREATE INDEX temp.host_head ON host (head);
         CREATE INDEX temp.host_ready ON host (ready);
         UPDATE job SET held = 0, deaths = deaths + 1 WHERE held = 1;
         UPDATE job SET held = 0 WHERE held <> 0;
         UPDATE job SET deaths = 0 WHERE deaths < 0;
         INSERT INTO host SELECT host, 0, min(due), min(due) FROM job WHERE held = 0 AND deaths = 0 GROUP BY host;",
    )
}

/// Gives jobs whose key or host is no text new ones, by which they can be leased, found unreadable and buried.
fn name_unreadable(db: &Connection) -> rusqlite::Result<()> {
    let mut ask = db.prepare("SELECT id, key, host FROM job")?;
    let mut rows = ask.query([])?;
    let mut unreadable = Vec::new();
    while let Some(row) = rows.next()? {
        if row.get_ref(1)?.as_str().is_err() || row.get_ref(2)?.as_str().is_err() {
            unreadable.push(row.get::<_, i64>(0)?);
        }
    }
    let mut rename = db.prepare("UPDATE job SET key = 'unreadable:' || id, host = '', job = '' WHERE id = ?1")?;
    unreadable.into_iter().try_for_each(|id| rename.execute([id]).map(drop))
}

/// Turns a row of another table that cannot be read into a job that cannot be read: it is buried with a record.
pub(super) fn push_unreadable(db: &Connection, key: &str, text: &str) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR IGNORE INTO job (key, host, due, job) VALUES (?1, '', 0, ?2)")?
        .execute([key, text])
        .map(drop)
}

/// Returns held jobs to the queue when the process ends in order, so that nothing of them is suspected.
pub(super) fn release(db: &Connection) -> rusqlite::Result<()> {
    db.execute("UPDATE job SET held = 0 WHERE held = 1", []).map(|_| ())
}

/// Inserts jobs and returns how many were new.
pub(super) fn push(db: &Connection, jobs: &[NewJob], hosts: &mut ChangedHosts) -> Result<usize, QueueError> {
    let mut insert = db
        .prepare_cached("INSERT INTO job (key, host, due, job) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (key) DO NOTHING")?;
    let mut added = 0;
    for NewJob { job, due } in jobs {
        let text = serde_json::to_string(job).map_err(|e| QueueError::Engine(Box::new(e)))?;
        let is_new = insert.execute(params![job.key(), job.host(), to_micros(*due), text])? > 0;
        if is_new {
            added += 1;
            hosts.insert(job.host().to_owned());
        } else if job.has_text() {
            hosts.extend(replace_waiting(db, job, &text, *due)?);
        }
    }
    Ok(added)
}

/// Puts an article that carries its own text in the place of a waiting one of the same page that has none.
///
/// The job that waits may have waited long for a page that does not come. What is known of its attempts stays. Returns the
/// hosts concerned.
fn replace_waiting(db: &Connection, job: &Job, text: &str, due: Timestamp) -> Result<Vec<String>, QueueError> {
    let mut replace = db.prepare_cached(
        "UPDATE job SET due = min(due, ?3), host = ?4,
                job = json_set(?2, '$.first_seen', json_extract(job, '$.first_seen'))
         WHERE key = ?1 AND held <> 1 AND json_valid(job) AND json_extract(job, '$.entry.content') IS NULL RETURNING host",
    )?;
    let host = db
        .prepare_cached("SELECT host FROM job WHERE key = ?1")?
        .query_row([job.key()], |row| row.get::<_, String>(0))?;
    let new = replace.query_row(params![job.key(), text, to_micros(due), job.host()], |row| row.get(0)).optional()?;
    Ok(new.into_iter().chain([host]).collect())
}

/// Leases up to `limit` jobs that are due, earliest first.
pub(super) fn lease(db: &Connection, max_held: i64, now: Timestamp, limit: usize) -> Result<LeaseBatch, QueueError> {
    let now = to_micros(now);
    let mut batch = LeaseBatch::default();
    while batch.jobs.len() + batch.unreadable.len() < limit {
        let (turn, suspect) = (next_turn(db, now)?, next_suspect(db, max_held, now)?);
        let first = turn.into_iter().chain(suspect).min_by_key(|(due, _)| *due);
        let Some((_, id)) = first else { break };
        let (host, row) = hold(db, id)?;
        match row {
            Ok(lease) => batch.jobs.push(lease),
            Err(unreadable) => batch.unreadable.push(unreadable),
        }
        update_turns(db, max_held, &BTreeSet::from([host]))?;
    }
    let next_due = db.prepare_cached(NEXT_DUE)?.query_row([], |row| row.get::<_, Option<i64>>(0))?;
    batch.next_due = next_due.map(from_micros);
    Ok(batch)
}

/// The query for the time at which the next waiting job is due.
pub(super) const NEXT_DUE: &str = "SELECT min(due) FROM
     (SELECT min(head) AS due FROM host UNION ALL SELECT min(due) FROM job WHERE held = 0 AND deaths > 0)";

/// The `(due, id)` of a job.
type Turn = Option<(i64, i64)>;

/// The query for the next job of a host that may have one more.
pub(super) const NEXT_TURN: &str =
    "SELECT ready, (SELECT id FROM job WHERE job.host = host.name AND held = 0 AND deaths = 0 ORDER BY due, id LIMIT 1)
     FROM host WHERE ready <= ?1 ORDER BY ready LIMIT 1";

fn next_turn(db: &Connection, now: i64) -> rusqlite::Result<Turn> {
    let mut ask = db.prepare_cached(NEXT_TURN)?;
    ask.query_row([now], |row| Ok((row.get(0)?, row.get(1)?))).optional()
}

/// The query for the next suspect: a job whose process died. The least suspected come first.
pub(super) const NEXT_SUSPECT: &str = "SELECT due, id FROM job
     WHERE held = 0 AND deaths > 0 AND due <= ?1 AND coalesce((SELECT held FROM host WHERE name = job.host), 0) < ?2
     ORDER BY deaths, due LIMIT 1";

fn next_suspect(db: &Connection, max_held: i64, now: i64) -> rusqlite::Result<Turn> {
    let mut ask = db.prepare_cached(NEXT_SUSPECT)?;
    ask.query_row([now, max_held], |row| Ok((row.get(0)?, row.get(1)?))).optional()
}

/// Holds a job, and returns its host with what its row says.
fn hold(db: &Connection, id: i64) -> rusqlite::Result<(String, Result<Lease, UnreadableJob>)> {
    db.prepare_cached(
        "UPDATE job SET held = 1 WHERE id = ?1 RETURNING host, key, attempt, deaths, failing_since, failure, job",
    )?
    .query_row([id], |row| Ok((row.get::<_, LossyText>("host")?.0, read(row)?)))
}

fn read(row: &Row<'_>) -> rusqlite::Result<Result<Lease, UnreadableJob>> {
    let key = row.get::<_, LossyText>("key")?.0;
    let text = row.get::<_, LossyText>("job")?.0;
    Ok(match serde_json::from_str(&text) {
        Ok(job) => Ok(Lease {
            key,
            job,
            attempt: count(row.get("attempt")?).saturating_add(1),
            deaths: count(row.get("deaths")?),
            failing_since: row.get::<_, Option<i64>>("failing_since")?.map(from_micros),
            // A failure that cannot be read is no reason to lose the job.
            last_failure: row
                .get::<_, Option<LossyText>>("failure")?
                .and_then(|text| serde_json::from_str(&text.0).ok()),
        }),
        Err(error) => Err(unreadable(key, &text, &error)),
    })
}

/// Returns what can be said of a row that is no job.
fn unreadable(key: String, text: &str, error: &serde_json::Error) -> UnreadableJob {
    let value: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let field = |name: &str| value.get(name).and_then(serde_json::Value::as_str);
    let url = field("url").and_then(|url| url.parse().ok());
    UnreadableJob { key, detail: error.to_string(), feed: field("feed").map(str::to_owned), url }
}

/// Applies a settlement to its job, then adds the jobs that follow. A job may so follow itself.
pub(super) fn finish(
    db: &Connection,
    now: Timestamp,
    settlement: &Settlement,
    hosts: &mut ChangedHosts,
) -> Result<(), QueueError> {
    let held = db
        .prepare_cached("SELECT id, host FROM job WHERE key = ?1 AND held = 1")?
        .query_row([&settlement.key], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))
        .optional()?;
    let (id, host) = held.ok_or_else(|| InvalidRequest::NotHeld(settlement.key.clone()))?;
    hosts.insert(host);
    match &settlement.fate {
        JobFate::Done => delete(db, id)?,
        JobFate::Reschedule(due) => {
            db.prepare_cached(
                "UPDATE job SET held = 0, attempt = 0, deaths = 0, failing_since = NULL, failure = NULL,
                        postponed = NULL, due = ?2 WHERE id = ?1",
            )?
            .execute([id, to_micros(*due)])?;
        }
        JobFate::Retry(due, failure) => {
            let failure = serde_json::to_string(failure).map_err(|e| QueueError::Engine(Box::new(e)))?;
            db.prepare_cached(
                "UPDATE job SET held = 0, attempt = attempt + 1, failing_since = coalesce(failing_since, ?3), failure = ?4,
                        postponed = NULL, due = ?2 WHERE id = ?1",
            )?
            .execute(params![id, to_micros(*due), to_micros(now), failure])?;
        }
        JobFate::Postpone(due, reason) => {
            db.prepare_cached("UPDATE job SET held = 0, due = ?2, postponed = ?3 WHERE id = ?1")?.execute(params![
                id,
                to_micros(*due),
                postponement_code(*reason)
            ])?;
        }
        JobFate::DeadLetter(failure) => {
            let failure = serde_json::to_string(failure).map_err(|e| QueueError::Engine(Box::new(e)))?;
            bury(db, now, id, &failure)?;
        }
    }
    push(db, &settlement.new_jobs, hosts)?;
    Ok(())
}

/// The column `postponed` of a job that the operator's pause holds back.
pub(super) const POSTPONED_BY_OPERATOR: &str = "operator";
/// The same for a pause that a server asked for.
pub(super) const POSTPONED_BY_SERVER: &str = "server";

const fn postponement_code(reason: Postponement) -> Option<&'static str> {
    match reason {
        Postponement::Interrupted => None,
        Postponement::Server => Some(POSTPONED_BY_SERVER),
        Postponement::Operator => Some(POSTPONED_BY_OPERATOR),
    }
}

fn delete(db: &Connection, id: i64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM job WHERE id = ?1")?.execute([id]).map(|_| ())
}

fn bury(db: &Connection, now: Timestamp, id: i64, failure: &str) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT OR REPLACE INTO buried (key, at, attempt, deaths, failing_since, failure, job)
         SELECT key, ?2, attempt + 1, deaths, coalesce(failing_since, ?2), ?3, job FROM job
         WHERE id = ?1",
    )?
    .execute(params![id, to_micros(now), failure])?;
    db.prepare_cached("DELETE FROM buried WHERE id <= (SELECT max(id) FROM buried) - ?1")?
        .execute([MAX_DEAD_LETTERS])?;
    delete(db, id)
}

/// Deletes the waiting polls of feeds that are no longer configured, or under another address.
pub(super) fn retain_polls(
    db: &Connection,
    configured: &[PollJob],
    hosts: &mut ChangedHosts,
) -> Result<usize, QueueError> {
    let mut waiting =
        db.prepare_cached("SELECT id, host, job FROM job WHERE key >= 'poll:' AND key < 'poll;' AND held <> 1")?;
    let keep: BTreeSet<String> = configured
        .iter()
        .map(|poll| serde_json::to_string(&crate::work::Job::Poll(poll.clone())))
        .collect::<Result<_, _>>()
        .map_err(|e| QueueError::Engine(Box::new(e)))?;
    let mut dropped = 0;
    let mut rows = waiting.query([])?;
    while let Some(row) = rows.next()? {
        if !keep.contains(&row.get::<_, LossyText>(2)?.0) {
            delete(db, row.get(0)?)?;
            hosts.insert(row.get(1)?);
            dropped += 1;
        }
    }
    Ok(dropped)
}

/// Gives waiting polls that are long overdue, or due later than any can be, new times from `now` on, in their order.
///
/// They are a second apart, or less where they would not fit into `within`. Returns how many there were.
pub(super) fn spread_polls(
    db: &Connection,
    spread: &PollSpread,
    hosts: &mut ChangedHosts,
) -> Result<usize, QueueError> {
    let mut misplaced = db.prepare_cached(
        "SELECT id, host FROM job WHERE key >= 'poll:' AND key < 'poll;' AND held = 0 AND deaths = 0
         AND (due < ?1 OR due > ?2) ORDER BY due, id",
    )?;
    let jobs: Vec<(i64, String)> = misplaced
        .query_map([to_micros(spread.overdue_before), to_micros(spread.latest)], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let gap = SPREAD_GAP.min(spread.within / u32::try_from(jobs.len().max(1)).unwrap_or(u32::MAX));
    let mut update = db.prepare_cached("UPDATE job SET due = ?2 WHERE id = ?1")?;
    for (place, (id, host)) in (0_u32..).zip(&jobs) {
        let due = spread.now.checked_add(gap.saturating_mul(place)).unwrap_or(Timestamp::MAX);
        update.execute([*id, to_micros(due)])?;
        hosts.insert(host.clone());
    }
    Ok(jobs.len())
}

/// The statement that updates the turn of a host.
pub(super) const UPDATE_TURN: &str =
    "INSERT OR REPLACE INTO host SELECT :host, held, head, iif(held < :max_held, head, NULL) FROM (SELECT
       (SELECT count(*) FROM job WHERE host = :host AND held = 1) AS held,
       (SELECT min(due) FROM job WHERE host = :host AND held = 0 AND deaths = 0) AS head)";

/// Updates the turns of these hosts, each of which may have `max_held` jobs held.
pub(super) fn update_turns(db: &Connection, max_held: i64, hosts: &ChangedHosts) -> rusqlite::Result<()> {
    let mut update = db.prepare_cached(UPDATE_TURN)?;
    let mut delete = db.prepare_cached("DELETE FROM host WHERE name = :host AND held = 0 AND head IS NULL")?;
    for host in hosts {
        update.execute(named_params! { ":host": host, ":max_held": max_held })?;
        delete.execute(named_params! { ":host": host })?;
    }
    Ok(())
}
