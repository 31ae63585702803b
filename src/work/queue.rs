//! The queue: jobs that wait, jobs that are leased, and what follows from a job.

use std::future::Future;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use super::error::QueueError;
use super::job::Job;
use super::ledger::LedgerUpdate;
use super::outbox::{Frame, Line};
use crate::model::record::Stage;

/// A durable queue of jobs with leases, whose settlement carries everything that follows from a job.
///
/// Promises, kept by every engine (`tests/contract/engines.rs` holds them to it):
/// 1. an enqueued job is durable when `push` returns; pushing a key that is waiting or held adds nothing, though an article
///    that carries its own text replaces a waiting one that has none;
/// 2. a leased job is handed out to nobody else until it is settled; when its process ends without settling it, it is
///    handed out again with `deaths` one higher;
/// 3. no more than `max_held_per_host` jobs of one host are held at a time;
/// 4. a settlement takes effect whole or not at all: fate, new jobs, ledger and lines in one transaction, durable on return;
/// 5. within a stream `seq` is gapless and lines stand in the order they were settled in;
/// 6. a row that cannot be read is handed out as such, once, and ends nothing but itself.
///
/// Futures must be awaited to their end: dropping one may leave its job held until the process ends.
pub trait Queue: Clone + Send + Sync + 'static {
    /// Adds jobs and returns how many were new.
    fn push(&self, jobs: Vec<NewJob>) -> impl Future<Output = Result<usize, QueueError>> + Send;

    /// Leases up to `limit` jobs that are due, earliest first. Never waits for work.
    fn lease(&self, now: Timestamp, limit: usize) -> impl Future<Output = Result<LeaseBatch, QueueError>> + Send;

    /// Commits the results of jobs and returns the frames in which their lines are to be written.
    fn settle(
        &self,
        now: Timestamp,
        batch: Vec<Settlement>,
    ) -> impl Future<Output = Result<Vec<Frame>, QueueError>> + Send;

    /// Returns all jobs that this worker holds to the queue, as if they had not been leased. It is the worker's last call.
    fn release(&self) -> impl Future<Output = Result<(), QueueError>> + Send;
}

/// A job to be enqueued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// The work.
    pub job: Job,
    /// The earliest time at which it may be leased.
    pub due: Timestamp,
}

/// A job that this worker holds until it is settled, or until the process ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The job's key in the queue.
    pub key: String,
    /// The work.
    pub job: Job,
    /// The number of this attempt, from 1.
    pub attempt: u32,
    /// How often a process ended while it held this job.
    pub deaths: u32,
    /// The time of the first attempt that failed.
    pub failing_since: Option<Timestamp>,
    /// The failure of the last attempt that failed.
    pub last_failure: Option<Failed>,
}

/// A row of the state that cannot be read: it was damaged, or written by another version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableJob {
    /// The key of the row: that of a job, or `feed:NAME` for what was known of a feed.
    pub key: String,
    /// The cause, for people.
    pub detail: String,
    /// The name of the feed, where that much can be read.
    pub feed: Option<String>,
    /// The address, where that much can be read.
    pub url: Option<Url>,
}

/// What is kept of a failed attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// The stage at fault.
    pub stage: Stage,
    /// The error's code.
    pub code: String,
    /// The error's message.
    pub detail: String,
}

/// The result of [`Queue::lease`].
#[derive(Debug, Default)]
pub struct LeaseBatch {
    /// The jobs that this worker now holds.
    pub jobs: Vec<Lease>,
    /// The jobs that it holds too and cannot read. Each is to be settled as a dead letter, with a record.
    pub unreadable: Vec<UnreadableJob>,
    /// The time at which the next waiting job is due, where it is known. It is past when only the limit per host keeps
    /// that job back.
    pub next_due: Option<Timestamp>,
}

impl LeaseBatch {
    /// Returns whether nothing was leased.
    pub fn is_empty(&self) -> bool {
        self.jobs.is_empty() && self.unreadable.is_empty()
    }
}

/// Why a job that was not tried waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Postponement {
    /// The process ended meanwhile.
    Interrupted,
    /// Its server asked for a pause, or its feed names hours without polls.
    Server,
    /// The operator has paused its feed or a host.
    Operator,
}

/// What becomes of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobFate {
    /// The job is done and leaves the queue.
    Done,
    /// The job is done and due again at that time, with its attempts reset (a poll).
    Reschedule(Timestamp),
    /// The job failed and is due again at that time.
    Retry(Timestamp, Failed),
    /// The job was not tried and is due again at that time; the attempt does not count.
    Postpone(Timestamp, Postponement),
    /// The job failed for good and is kept in the dead-letter list, with its last failure.
    DeadLetter(Failed),
}

/// Everything that follows from one job. It is committed whole or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// The job's key.
    pub key: String,
    /// What becomes of the job.
    pub fate: JobFate,
    /// The jobs that follow.
    pub new_jobs: Vec<NewJob>,
    /// The changes of the ledger.
    pub updates: Vec<LedgerUpdate>,
    /// The lines to emit, in order.
    pub lines: Vec<Line>,
}
