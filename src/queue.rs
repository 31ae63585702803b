//! Work waiting to be done, and who holds it: the only border a job can cross between processes.

use std::future::Future;

use jiff::Timestamp;

use crate::model::outbox::{Frame, Lease, Push, Settlement};

/// A durable queue of jobs with leases, whose settlement carries everything that follows from a job.
///
/// Promises, kept by every engine (`tests/contract/engines.rs` holds them to it):
/// 1. a pushed job is durable when `push` returns; pushing a key that is waiting or held changes nothing and answers `false`;
/// 2. a leased job is handed out to nobody else until it is settled; when its process ends without settling it, it is
///    handed out again with `deaths` one higher;
/// 3. no more than `per_host` jobs of one host are held at a time, and of the jobs whose process has died before, one;
/// 4. a settlement takes effect whole or not at all: fate, new jobs, memory and lines in one transaction, durable on return;
/// 5. within a stream `seq` is gapless and lines stand in the order they were settled in.
///
/// Futures must be awaited to their end: dropping one may leave its job held until the process ends.
pub trait Queue: Clone + Send + Sync + 'static {
    /// Adds jobs; answers how many were new.
    fn push(&self, jobs: Vec<Push>) -> impl Future<Output = Result<usize, QueueError>> + Send;

    /// Takes up to `most` jobs that are due, earliest first. Never waits for work.
    fn lease(&self, now: Timestamp, most: usize) -> impl Future<Output = Result<Leased, QueueError>> + Send;

    /// Commits what came of jobs, and answers where their lines will stand.
    fn settle(
        &self,
        now: Timestamp,
        batch: Vec<Settlement>,
    ) -> impl Future<Output = Result<Vec<Frame>, QueueError>> + Send;
}

/// What [`Queue::lease`] found.
#[derive(Debug, Default)]
pub struct Leased {
    /// The jobs; this worker holds them now.
    pub jobs: Vec<Lease>,
    /// When the next job that is not held falls due, as far as is known; in the past when only `per_host` keeps it back.
    pub next_due: Option<Timestamp>,
}

/// The queue is lost; the worker must end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QueueError {
    /// The engine failed.
    #[error("queue: {0}")]
    Engine(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A job in the queue cannot be read.
    #[error("cannot read job {key}: {source}")]
    Decode {
        /// Its key.
        key: String,
        /// The cause.
        source: serde_json::Error,
    },
    /// The engine's thread or server is gone.
    #[error("queue is closed")]
    Closed,
}

/// Lines that are committed and may not stand at their place yet.
///
/// Promises: a frame is kept until it is trimmed, and handed to the sinks again when the process starts anew.
pub trait Outbox: Clone + Send + Sync + 'static {
    /// Forgets a stream's frames up to `seq`; their bytes are safe where they stand.
    fn trim(&self, stream: usize, seq: u64) -> impl Future<Output = Result<(), QueueError>> + Send;

    /// Begins a new file for each stream whose file is older than its `rotate_age`; answers `(stream, generation)` of each.
    /// The sink must hear of it after the frames settled before and ahead of those settled later.
    fn rotate_due(&self, now: Timestamp) -> impl Future<Output = Result<Vec<(usize, u64)>, QueueError>> + Send;
}
