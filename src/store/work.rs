//! Jobs: waiting, held, done, buried.
//!
//! Whose turn it is, is asked of `host`: a table in memory with, for each host, how many of its jobs are held, when its
//! first waiting one falls due (`head`), and the same if it may have one more (`ready`). A lease thus costs the same
//! however many jobs wait. Jobs whose process died ("suspects") stand apart from it; they are few.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, named_params, params};

use super::error::Misuse;
use super::{at, micros};
use crate::model::job::PollJob;
use crate::model::outbox::{Fate, Lease, Push, Settlement};
use crate::queue::{Leased, QueueError};

/// How many buried jobs are kept; one that is buried again counts twice.
const GRAVES: i64 = 10_000;

/// Hosts whose jobs have changed; their turns are worked out again once, at the end of a request.
pub(super) type Hosts = BTreeSet<String>;

/// Gives back what a dead process held, and works out all hosts' turns.
pub(super) fn recover(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(
        "CREATE TEMP TABLE host (
             name TEXT PRIMARY KEY, held INTEGER NOT NULL, head INTEGER, ready INTEGER
         ) STRICT, WITHOUT ROWID;
         CREATE INDEX temp.host_head ON host (head);
         CREATE INDEX temp.host_ready ON host (ready);
         UPDATE job SET held = 0, deaths = deaths + 1 WHERE held = 1;
         INSERT INTO host SELECT host, 0, min(due), min(due) FROM job WHERE held = 0 AND deaths = 0 GROUP BY host;",
    )
}

pub(super) fn push(db: &Connection, jobs: &[Push], hosts: &mut Hosts) -> Result<usize, QueueError> {
    let mut insert = db
        .prepare_cached("INSERT INTO job (key, host, due, job) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (key) DO NOTHING")?;
    let mut added = 0;
    for Push { job, due } in jobs {
        let text = serde_json::to_string(job).map_err(|e| QueueError::Engine(Box::new(e)))?;
        added += insert.execute(params![job.key(), job.host(), micros(*due), text])?;
        hosts.insert(job.host().to_owned());
    }
    Ok(added)
}

pub(super) fn lease(db: &Connection, cap: i64, now: Timestamp, most: usize) -> Result<Leased, QueueError> {
    let now = micros(now);
    let mut jobs = Vec::new();
    while jobs.len() < most {
        let (turn, suspect) = (next_turn(db, now)?, next_suspect(db, cap, now)?);
        let first = turn.into_iter().chain(suspect).min_by_key(|(due, _)| *due);
        let Some((_, id)) = first else { break };
        jobs.push(hold(db, cap, id)?);
    }
    let next_due = db.prepare_cached(NEXT_DUE)?.query_row([], |row| row.get::<_, Option<i64>>(0))?;
    Ok(Leased { jobs, next_due: next_due.map(at) })
}

pub(super) const NEXT_DUE: &str = "SELECT min(due) FROM
     (SELECT min(head) AS due FROM host UNION ALL SELECT min(due) FROM job WHERE held = 0 AND deaths > 0)";

/// `(due, id)` of a job.
type Turn = Option<(i64, i64)>;

pub(super) const NEXT_TURN: &str =
    "SELECT ready, (SELECT id FROM job WHERE job.host = host.name AND held = 0 AND deaths = 0 ORDER BY due, id LIMIT 1)
     FROM host WHERE ready <= ?1 ORDER BY ready LIMIT 1";

fn next_turn(db: &Connection, now: i64) -> rusqlite::Result<Turn> {
    let mut ask = db.prepare_cached(NEXT_TURN)?;
    ask.query_row([now], |row| Ok((row.get(0)?, row.get(1)?))).optional()
}

/// Of the jobs that may have killed a process, one is held at a time, so that the next death tells more.
pub(super) const NEXT_SUSPECT: &str = "SELECT due, id FROM job
     WHERE held = 0 AND deaths > 0 AND due <= ?1 AND coalesce((SELECT held FROM host WHERE name = job.host), 0) < ?2
       AND NOT EXISTS (SELECT 1 FROM job WHERE held = 1 AND deaths > 0)
     ORDER BY deaths, due LIMIT 1";

fn next_suspect(db: &Connection, cap: i64, now: i64) -> rusqlite::Result<Turn> {
    let mut ask = db.prepare_cached(NEXT_SUSPECT)?;
    ask.query_row([now, cap], |row| Ok((row.get(0)?, row.get(1)?))).optional()
}

fn hold(db: &Connection, cap: i64, id: i64) -> Result<Lease, QueueError> {
    let (host, lease) = db
        .prepare_cached(
            "UPDATE job SET held = 1, attempt = attempt + 1 WHERE id = ?1
             RETURNING host, key, attempt, deaths, failing_since, job",
        )?
        .query_row([id], |row| Ok((row.get::<_, String>(0)?, read(row))))?;
    count(db, cap, &BTreeSet::from([host]))?;
    lease
}

fn read(row: &Row<'_>) -> Result<Lease, QueueError> {
    let key: String = row.get("key")?;
    match serde_json::from_str(row.get_ref("job")?.as_str().map_err(rusqlite::Error::from)?) {
        Ok(job) => Ok(Lease {
            key,
            job,
            attempt: row.get("attempt")?,
            deaths: row.get("deaths")?,
            failing_since: row.get::<_, Option<i64>>("failing_since")?.map(at),
        }),
        Err(source) => Err(QueueError::Decode { key, source }),
    }
}

/// Does to a held job what its settlement says, then adds the work that follows: a job may so follow itself.
pub(super) fn finish(db: &Connection, now: Timestamp, of: &Settlement, hosts: &mut Hosts) -> Result<(), QueueError> {
    let held = db
        .prepare_cached("SELECT id, host FROM job WHERE key = ?1 AND held = 1")?
        .query_row([&of.key], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))
        .optional()?;
    let (id, host) = held.ok_or_else(|| Misuse::NotHeld(of.key.clone()))?;
    hosts.insert(host);
    match of.fate {
        Fate::Done => delete(db, id)?,
        Fate::Again(due) => {
            db.prepare_cached(
                "UPDATE job SET held = 0, attempt = 0, deaths = 0, failing_since = NULL, due = ?2 WHERE id = ?1",
            )?
            .execute([id, micros(due)])?;
        }
        Fate::Retry(due) => {
            db.prepare_cached(
                "UPDATE job SET held = 0, failing_since = coalesce(failing_since, ?3), due = ?2 WHERE id = ?1",
            )?
            .execute([id, micros(due), micros(now)])?;
        }
        Fate::Bury => bury(db, now, id)?,
    }
    push(db, &of.push, hosts)?;
    Ok(())
}

fn delete(db: &Connection, id: i64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM job WHERE id = ?1")?.execute([id]).map(|_| ())
}

fn bury(db: &Connection, now: Timestamp, id: i64) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT OR REPLACE INTO buried (key, at, attempt, deaths, failing_since, job)
         SELECT key, ?2, attempt, deaths, coalesce(failing_since, ?2), job FROM job WHERE id = ?1",
    )?
    .execute([id, micros(now)])?;
    db.prepare_cached("DELETE FROM buried WHERE id <= (SELECT max(id) FROM buried) - ?1")?.execute([GRAVES])?;
    delete(db, id)
}

/// Drops the waiting polls of feeds that are configured no longer, or under another address.
pub(super) fn retain_polls(db: &Connection, configured: &[PollJob], hosts: &mut Hosts) -> Result<usize, QueueError> {
    let mut waiting =
        db.prepare_cached("SELECT id, host, job FROM job WHERE key >= 'poll:' AND key < 'poll;' AND held = 0")?;
    let keep: BTreeSet<String> = configured
        .iter()
        .map(|poll| serde_json::to_string(&crate::model::Job::Poll(poll.clone())))
        .collect::<Result<_, _>>()
        .map_err(|e| QueueError::Engine(Box::new(e)))?;
    let mut dropped = 0;
    let mut rows = waiting.query([])?;
    while let Some(row) = rows.next()? {
        if !keep.contains(&row.get::<_, String>(2)?) {
            delete(db, row.get(0)?)?;
            hosts.insert(row.get(1)?);
            dropped += 1;
        }
    }
    Ok(dropped)
}

pub(super) const COUNT: &str =
    "INSERT OR REPLACE INTO host SELECT :host, held, head, iif(held < :cap, head, NULL) FROM (SELECT
       (SELECT count(*) FROM job WHERE host = :host AND held = 1) AS held,
       (SELECT min(due) FROM job WHERE host = :host AND held = 0 AND deaths = 0) AS head)";

/// Works out the turns of these hosts again, of which each may have `cap` jobs held.
pub(super) fn count(db: &Connection, cap: i64, hosts: &Hosts) -> rusqlite::Result<()> {
    let mut count = db.prepare_cached(COUNT)?;
    let mut forget = db.prepare_cached("DELETE FROM host WHERE name = :host AND held = 0 AND head IS NULL")?;
    for host in hosts {
        count.execute(named_params! { ":host": host, ":cap": cap })?;
        forget.execute(named_params! { ":host": host })?;
    }
    Ok(())
}
