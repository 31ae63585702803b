//! The worker's loop: leases jobs as long as it has room, and stops when it is asked to.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use jiff::Timestamp;
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;
use tracing::{Instrument, info, info_span, warn};

use super::address;
use super::cpu::CpuPermits;
use super::current_settings::CurrentSettings;
use super::gate::Gate;
use super::output::Output;
use super::own_network::OwnNetwork;
use super::schedule;
use super::settings::{FeedSpec, Settings};
use super::settle::{Finished, FinishedJob, Settler, Uncommitted};
use super::sinks::{EmergencyStop, Sinks};
use super::stages::Stages;
use super::totals::Totals;
use super::worker_error::WorkerError;
use crate::analyze::Models;
use crate::error::JobError;
use crate::fetch::Fetcher;
use crate::model::record::Stage;
use crate::model::shown_url;
use crate::telemetry::Metrics;
use crate::work::job::PollJob;
use crate::work::ledger::FeedState;
use crate::work::poll_reason::PollReason;
use crate::work::queue::{Lease, LeaseBatch, NewJob};
use crate::work::{Job, Ledger, Outbox, Queue, QueueError};

/// The longest sleep of the loop while nothing happens (chosen).
const MAX_SLEEP: Duration = Duration::from_mins(1);
/// The shortest sleep, so that a job that is due but held back does not spin the loop (chosen).
const MIN_SLEEP: Duration = Duration::from_millis(20);
/// How long the end of the process waits for jobs to be released (chosen: a commit takes milliseconds).
const MAX_RELEASE_WAIT: Duration = Duration::from_secs(2);
/// The time by which hours and days that a publisher skips may put off a poll: a week and what spreads feeds.
const SKIPPED: Duration = Duration::from_hours(8 * 24);
/// The part of the grace period that is kept for outputs: one in so many (chosen).
const OUTPUT_SHARE: u32 = 5;
/// The time that outputs get in any case (chosen).
const MIN_OUTPUT_GRACE: Duration = Duration::from_secs(1);
/// The time between the first polls of two new feeds (chosen).
const FIRST_POLL_SPACING: Duration = Duration::from_secs(1);

/// The parts that a worker is built from.
pub struct WorkerParts<S> {
    /// The queue, the ledger and the outbox.
    pub store: S,
    /// The HTTP client.
    pub fetcher: Fetcher,
    /// The models for analysis. Each article uses the current ones.
    pub models: watch::Receiver<Models>,
    /// The metrics to update.
    pub metrics: Metrics,
    /// The outputs.
    pub outputs: Vec<Output>,
    /// The running outputs, which have the frames of an earlier run already.
    pub sinks: Sinks,
    /// What holds the leasing of jobs back.
    pub gate: Gate,
}

/// The shutdown of a worker: no more leases at once, and an end to what is held after the grace period.
#[derive(Clone, Debug)]
pub struct Shutdown {
    /// The token that is cancelled to ask for the shutdown.
    pub requested: CancellationToken,
    /// The token that is cancelled to end the grace period early.
    pub hurried: CancellationToken,
    /// How long held jobs may still take.
    pub grace: Duration,
}

/// Enqueues the poll of every configured feed.
///
/// A known feed keeps the time of its next poll, unless the interval in force is over sooner. New feeds are spaced a second
/// apart within the shortest interval, and are due at once in a single pass.
///
/// # Errors
/// The state is lost.
pub async fn schedule_polls<S: Queue + Ledger>(
    store: &S,
    settings: &Settings,
    now: Timestamp,
) -> Result<(), QueueError> {
    let spacing = FIRST_POLL_SPACING.min(settings.min_interval / settings.feeds.len().max(1) as u32);
    let latest = latest_poll(settings.max_interval, now);
    let mut wait = Duration::ZERO;
    let mut jobs = Vec::with_capacity(settings.feeds.len());
    for poll in configured_polls(settings) {
        let state = store.feed(&poll.feed).await?;
        let spec = settings.feeds.get(&poll.feed);
        let state = spec.map(|spec| address::current_state(state, spec));
        let planned = state.and_then(|state| Some(state.next_poll?.min(latest_by_interval(&state, spec, settings))));
        let due = planned.unwrap_or_else(|| {
            wait += if settings.pass.is_some() { Duration::ZERO } else { spacing };
            schedule::after(now, wait)
        });
        jobs.push(NewJob { job: Job::Poll(poll), due: due.min(latest) });
    }
    store.push(jobs).await.map(drop)
}

/// Returns the latest time that the interval in force allows for the next poll of a feed that is well.
fn latest_by_interval(state: &FeedState, spec: Option<&FeedSpec>, settings: &Settings) -> Timestamp {
    let is_bound_by_interval = matches!(
        state.reason,
        PollReason::FirstPolls
            | PollReason::Rhythm
            | PollReason::Interval
            | PollReason::MinInterval
            | PollReason::MaxInterval
    );
    let interval = spec.and_then(|spec| spec.interval).unwrap_or(settings.max_interval);
    match state.polled {
        Some(polled) if state.failures == 0 && is_bound_by_interval => schedule::after(polled, interval),
        _ => Timestamp::MAX,
    }
}

/// Returns the latest time for which a poll can be due. A clock that was wrong must not silence a feed.
pub fn latest_poll(max_interval: Duration, now: Timestamp) -> Timestamp {
    schedule::after(now, max_interval.saturating_add(SKIPPED).max(schedule::MAX_FAILURE_WAIT + SKIPPED))
}

/// Returns the polls of all configured feeds.
pub fn configured_polls(settings: &Settings) -> Vec<PollJob> {
    settings.feeds.iter().map(|(name, spec)| spec.poll_job(name)).collect()
}

/// Runs the worker until it is stopped; in a single pass, until nothing is due that was due when the pass began.
///
/// At most `in_flight` jobs are held at once. Back-pressure reaches the queue, which simply is not asked for more. A job
/// leaves the queue in the transaction that makes its records durable, so a crash repeats work and never loses or doubles
/// a record.
///
/// # Errors
/// Only when the state or an output is lost. A failed job is settled by its verdict and does not end the worker.
pub async fn run<S: Queue + Ledger + Outbox>(
    parts: WorkerParts<S>,
    settings: impl Into<CurrentSettings>,
    shutdown: Shutdown,
) -> Result<Totals, WorkerError> {
    let store = parts.store.clone();
    let outputs = parts.sinks.emergency_stop();
    let (mut worker, settling) = Worker::start(parts, settings.into());
    let lost = worker.lease_until_stopped(&shutdown.requested).await.err();
    let begun = Instant::now();
    let grace = worker.finish(&shutdown).await;
    let until = async {
        // Without a signal there is no haste: a slow reader gets everything.
        shutdown.requested.cancelled().await;
        let left = shutdown.grace.saturating_sub(begun.elapsed()).min(grace);
        tokio::time::sleep(left.max(MIN_OUTPUT_GRACE)).await;
    };
    let settled = tokio::select! {
        settled = settling => settled.map_err(|_| WorkerError::Panicked)?,
        () = until => {
            give_up(&outputs);
            Ok(Totals::default())
        }
    };
    // Jobs that were held when an output or the state failed are not to blame for it. Where even this fails, they are tried
    // in a child process before they are believed in.
    let _ = tokio::time::timeout(MAX_RELEASE_WAIT, store.release()).await;
    let totals = settled?;
    lost.map_or(Ok(totals), |lost| Err(lost.into()))
}

/// Stops outputs that outlast the grace period. The next start writes what is in the outbox.
fn give_up(outputs: &EmergencyStop) {
    let bytes = outputs.give_up();
    warn!(bytes, "ended before the outputs had taken everything; the rest stays in the outbox for the next start");
}

/// A worker with its running jobs.
struct Worker<S> {
    store: S,
    stages: Stages,
    /// The settings at the start, for what does not change.
    settings: Arc<Settings>,
    /// The settings that each job begins with.
    current: CurrentSettings,
    /// The settler's inbox.
    finished: mpsc::Sender<Finished>,
    /// The number of jobs held, running or waiting to be settled.
    held: Arc<AtomicUsize>,
    settled: Arc<Notify>,
    /// The token that interrupts running jobs when the grace period is over.
    interrupt: CancellationToken,
    running: JoinSet<()>,
    gate: Gate,
}

impl<S: Queue + Ledger + Outbox> Worker<S> {
    /// Starts the settler and returns its handle beside the worker.
    fn start(parts: WorkerParts<S>, current: CurrentSettings) -> (Self, JoinHandle<Result<Totals, WorkerError>>) {
        let settings = current.get();
        let (finished, inbox) = mpsc::channel(settings.in_flight);
        let (held, settled) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
        let settler = Settler {
            store: parts.store.clone(),
            fetcher: parts.fetcher.clone(),
            settings: Arc::clone(&settings),
            current: current.clone(),
            outputs: parts.outputs,
            metrics: parts.metrics.clone(),
            held: Arc::clone(&held),
            settled: Arc::clone(&settled),
            totals: Totals::default(),
            uncommitted: Uncommitted::default(),
            network: OwnNetwork::default(),
        };
        let stages = Stages {
            fetcher: parts.fetcher,
            models: parts.models,
            settings: Arc::clone(&settings),
            metrics: parts.metrics,
            cpu: CpuPermits::new(settings.cpu_threads),
        };
        let settling = tokio::spawn(settler.run(inbox, parts.sinks));
        let (interrupt, running) = (CancellationToken::new(), JoinSet::new());
        let gate = parts.gate;
        (
            Self { store: parts.store, stages, settings, current, finished, held, settled, interrupt, running, gate },
            settling,
        )
    }

    /// Leases and starts jobs until the shutdown is requested, the settler ends or the pass is over.
    async fn lease_until_stopped(&mut self, requested: &CancellationToken) -> Result<(), QueueError> {
        loop {
            while self.running.try_join_next().is_some() {}
            if requested.is_cancelled() || self.finished.is_closed() {
                return Ok(());
            }
            // Known before the queue is asked: what a job that ends meanwhile has found is not in the answer.
            let is_idle = self.held.load(Ordering::Acquire) == 0;
            let Some(leased) = self.lease(requested).await? else { continue };
            if self.settings.pass.is_some() && leased.is_empty() && is_idle {
                return Ok(());
            }
            let count = leased.jobs.len() + leased.unreadable.len();
            self.held.fetch_add(count, Ordering::AcqRel);
            self.stages.metrics.in_flight.inc_by(count as i64);
            for row in leased.unreadable {
                // As for jobs: fails only when the settler has ended.
                let _ = self.finished.send(Finished::Unreadable(row)).await;
            }
            for lease in leased.jobs {
                self.start_job(lease);
            }
            let until_due = |due| self.settings.clock.now().duration_until(due).try_into().unwrap_or(MIN_SLEEP);
            let sleep: Duration = leased.next_due.map_or(MAX_SLEEP, until_due);
            tokio::select! {
                () = requested.cancelled() => {}
                () = self.finished.closed() => {}
                () = self.settled.notified() => {}
                () = self.current.changed() => {}
                () = tokio::time::sleep(sleep.clamp(MIN_SLEEP, MAX_SLEEP)) => {}
            }
        }
    }

    /// Leases as many jobs as there is room for. Returns none when it has waited for the gate or was stopped meanwhile.
    async fn lease(&self, requested: &CancellationToken) -> Result<Option<LeaseBatch>, QueueError> {
        let stopped = async {
            tokio::select! {
                () = requested.cancelled() => {}
                () = self.finished.closed() => {}
            }
        };
        tokio::pin!(stopped);
        tokio::select! {
            biased;
            () = &mut stopped => return Ok(None),
            () = self.gate.opened() => {}
        }
        let free = self.settings.in_flight - self.held.load(Ordering::Acquire);
        let lease = self.store.lease(self.settings.pass.unwrap_or_else(|| self.settings.clock.now()), free);
        tokio::pin!(lease);
        tokio::select! {
            biased;
            leased = &mut lease => leased.map(Some),
            // Jobs that are leased already must be run; only a store that waits for its disk is left alone.
            () = stopped => tokio::time::timeout(MIN_OUTPUT_GRACE, lease).await.ok().transpose(),
        }
    }

    fn start_job(&mut self, lease: Lease) {
        let url = shown_url(lease.job.url());
        let span = info_span!("job", feed = lease.job.feed(), %url, attempt = lease.attempt);
        let stages = Stages { settings: self.current.get(), ..self.stages.clone() };
        let store = self.store.clone();
        let (finished, interrupt) = (self.finished.clone(), self.interrupt.clone());
        self.running.spawn(async move { run_job(lease, stages, store, finished, interrupt).await }.instrument(span));
    }

    /// Waits for the running jobs, interrupts those that outlast their share of the grace period, and closes the settler's
    /// inbox. Returns what is left of the grace for the outputs.
    async fn finish(mut self, shutdown: &Shutdown) -> Duration {
        let grace = shutdown.grace.saturating_sub(shutdown.grace / OUTPUT_SHARE);
        if !self.running.is_empty() && !self.finished.is_closed() {
            info!(held = self.running.len(), ?grace, "finishing what is held");
        }
        let is_finished = tokio::select! {
            biased;
            () = async { while self.running.join_next().await.is_some() {} } => true,
            () = tokio::time::sleep(grace) => false,
            () = shutdown.hurried.cancelled() => false,
            // When the settler has ended, nobody takes what the jobs yield.
            () = self.finished.closed() => false,
        };
        if !is_finished {
            self.interrupt.cancel();
            // A settler that waits for its disk takes no more: the jobs are still held then, and the next start has them.
            let interrupted = async { while self.running.join_next().await.is_some() {} };
            let _ = tokio::time::timeout(MIN_OUTPUT_GRACE, interrupted).await;
        }
        shutdown.grace / OUTPUT_SHARE
    }
}

/// Runs one job and sends its outcome to the settler. An interrupted job goes back to the queue.
async fn run_job<S: Ledger>(
    lease: Lease,
    stages: Stages,
    store: S,
    finished: mpsc::Sender<Finished>,
    interrupt: CancellationToken,
) {
    let processing = async {
        // Only a poll needs the state of its feed.
        let state = match &lease.job {
            Job::Poll(job) => {
                let now = stages.settings.clock.now();
                let state = store.feed(&job.feed).await.unwrap_or_default().up_to(now);
                match stages.settings.feeds.get(&job.feed) {
                    Some(spec) => address::current_state(state, spec),
                    None => state,
                }
            }
            Job::Article(_) => FeedState::default(),
        };
        let outcome = stages.process(&lease, &state).await;
        (state, outcome)
    };
    let (state, outcome) = tokio::select! {
        done = AssertUnwindSafe(processing).catch_unwind() => done.unwrap_or_else(|_| {
            let detail = "outside a pure stage".to_owned();
            (FeedState::default(), Err(JobError::Panicked { stage: Stage::Fetch, detail }))
        }),
        () = interrupt.cancelled() => (FeedState::default(), Err(JobError::Interrupted)),
    };
    // Fails only when the settler has ended, and then the lease runs out with the process.
    let _ = finished.send(Finished::Job(Box::new(FinishedJob { lease, state, outcome }))).await;
}
