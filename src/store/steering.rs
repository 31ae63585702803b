//! What an operator does to the state: polls that are due now, pauses, failed jobs that are tried again.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::convert::{LossyText, from_micros, to_micros};
use super::queue::{self, ChangedHosts, POSTPONED_BY_OPERATOR};
use super::{Store, ledger, pauses, with_turns};
use crate::work::job::PollJob;
use crate::work::ledger::FeedState;
use crate::work::pause::{OperatorPause, PauseTarget};
use crate::work::queue::NewJob;
use crate::work::{Job, QueueError};

/// The jobs of one request to the engine (chosen: some milliseconds, between which the worker is served).
pub(super) const JOBS_PER_REQUEST: usize = 500;

/// What became of a request to poll a feed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlannedPoll {
    /// The poll is due now; before, it was due at that time.
    Due(Option<Timestamp>),
    /// The feed is being polled.
    Held,
}

/// What the end of pauses has brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resumed {
    /// The pauses that were ended.
    pub ended: Vec<OperatorPause>,
    /// The number of jobs that were held back and are due now. Some may be held back by another pause again.
    pub jobs: usize,
}

impl Store {
    /// Makes the polls of feeds due now, and returns what became of each, in their order.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn poll_now(&self, polls: Vec<PollJob>, now: Timestamp) -> Result<Vec<PlannedPoll>, QueueError> {
        let max_held = self.max_held();
        let mut planned = Vec::with_capacity(polls.len());
        for polls in polls.chunks(JOBS_PER_REQUEST) {
            let polls = polls.to_vec();
            let task = move |db: &Connection| {
                with_turns(db, max_held, |hosts| polls.iter().map(|poll| poll_now(db, poll, now, hosts)).collect())
            };
            planned.extend(self.run::<Vec<_>, _>(task).await?);
        }
        Ok(planned)
    }

    /// Returns the states of feeds, in the order of their names.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn feeds(&self, names: Vec<String>) -> Result<Vec<FeedState>, QueueError> {
        let mut states = Vec::with_capacity(names.len());
        for names in names.chunks(JOBS_PER_REQUEST) {
            let names = names.to_vec();
            let task = move |db: &Connection| names.iter().map(|name| ledger::feed(db, name)).collect();
            states.extend(self.run::<Vec<_>, _>(task).await?);
        }
        Ok(states)
    }

    /// Returns the pauses of the operator that last beyond a time, and forgets the others.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn operator_pauses(&self, now: Timestamp) -> Result<Vec<OperatorPause>, QueueError> {
        self.run(move |db| {
            db.execute("DELETE FROM pause WHERE until <= ?1", [to_micros(now)])?;
            Ok(pauses::in_force(db, now)?)
        })
        .await
    }

    /// Notes pauses. Those of what is paused already keep their beginning.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn pause(&self, pauses: Vec<OperatorPause>) -> Result<(), QueueError> {
        self.run(move |db| pauses.iter().try_for_each(|pause| Ok(pauses::note(db, pause)?))).await
    }

    /// Ends pauses, and makes all jobs due now that the operator's pauses hold back.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn resume(&self, targets: Vec<PauseTarget>, now: Timestamp) -> Result<Resumed, QueueError> {
        let max_held = self.max_held();
        self.run(move |db| with_turns(db, max_held, |hosts| Ok(resume(db, &targets, now, hosts)?))).await
    }
}

fn poll_now(
    db: &Connection,
    poll: &PollJob,
    now: Timestamp,
    hosts: &mut ChangedHosts,
) -> Result<PlannedPoll, QueueError> {
    let job = Job::Poll(poll.clone());
    let waiting = db
        .prepare_cached("SELECT held, due, host FROM job WHERE key = ?1")?
        .query_row([job.key()], |row| {
            Ok((row.get::<_, i64>(0)? == 1, from_micros(row.get(1)?), row.get::<_, LossyText>(2)?.0))
        })
        .optional()?;
    let Some((is_held, before, host)) = waiting else {
        queue::push(db, &[NewJob { job, due: now }], hosts)?;
        return Ok(PlannedPoll::Due(None));
    };
    if is_held {
        return Ok(PlannedPoll::Held);
    }
    hosts.insert(host);
    db.prepare_cached("UPDATE job SET due = min(due, ?2), postponed = NULL WHERE key = ?1")?
        .execute(params![job.key(), to_micros(now)])?;
    // What is planned is read from here where polls are planned anew, and by `status`.
    db.prepare_cached(
        "UPDATE feed SET state = json_set(state, '$.next_poll', ?2) WHERE name = ?1 AND json_valid(state)",
    )?
    .execute([&poll.feed, &now.min(before).to_string()])?;
    Ok(PlannedPoll::Due(Some(before)))
}

fn resume(
    db: &Connection,
    targets: &[PauseTarget],
    now: Timestamp,
    hosts: &mut ChangedHosts,
) -> rusqlite::Result<Resumed> {
    let mut resumed = Resumed::default();
    let in_force = pauses::in_force(db, now)?;
    for pause in in_force.into_iter().filter(|pause| targets.contains(&pause.target)) {
        pauses::end(db, &pause.target)?;
        resumed.ended.push(pause);
    }
    if resumed.ended.is_empty() {
        return Ok(resumed);
    }
    let mut release = db.prepare_cached(
        "UPDATE job SET due = min(due, ?1), postponed = NULL WHERE held = 0 AND postponed = ?2 RETURNING host",
    )?;
    let mut rows = release.query(params![to_micros(now), POSTPONED_BY_OPERATOR])?;
    while let Some(row) = rows.next()? {
        hosts.insert(row.get::<_, LossyText>(0)?.0);
        resumed.jobs += 1;
    }
    Ok(resumed)
}
