//! The loop: asks the queue for work as long as it has room, and stops when it is told to.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::FutureExt;
use jiff::Timestamp;
use tokio::sync::{Notify, Semaphore, mpsc, watch};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::{Instrument, info, info_span};

use super::outlets::{OutletError, Outlets, Output};
use super::settle::{Done, Settler, Tally};
use super::stages::Stages;
use super::{Settings, schedule};
use crate::analyze::Models;
use crate::error::JobError;
use crate::fetch::Fetcher;
use crate::ledger::Ledger;
use crate::model::job::PollJob;
use crate::model::memory::FeedState;
use crate::model::outbox::{Frame, Lease, Push};
use crate::model::record::Stage;
use crate::model::{Job, without_credentials};
use crate::queue::{Outbox, Queue, QueueError};
use crate::telemetry::Metrics;

/// The longest the loop sleeps while nothing happens.
const IDLE: Duration = Duration::from_mins(1);
/// The shortest, so that a job that is due but held back does not spin it.
const BREATH: Duration = Duration::from_millis(20);

/// What the worker is built from.
pub struct Parts<S> {
    /// Work, memory and outbox.
    pub store: S,
    /// The HTTP client.
    pub fetcher: Fetcher,
    /// For analysis; each article takes what stands here when its turn comes.
    pub models: watch::Receiver<Models>,
    /// Counts what happens.
    pub metrics: Metrics,
    /// How records look at each output.
    pub outputs: Vec<Output>,
    /// Where lines go.
    pub outlets: Outlets,
    /// Lines of an earlier run that may not stand at their place yet.
    pub pending: Vec<Frame>,
}

/// How the worker is stopped: no more leases at once, and an end to what is held after the grace.
#[derive(Clone, Debug)]
pub struct Stop {
    /// Cancelled to stop.
    pub asked: CancellationToken,
    /// How long what is held may still take.
    pub grace: Duration,
}

/// Why the worker ended before it was stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Ended {
    /// The state is lost.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// Records can no longer go out.
    #[error(transparent)]
    Outlet(#[from] OutletError),
    /// We are at fault.
    #[error("settling panicked")]
    Panicked,
}

/// Queues the poll of every configured feed: at the time it was due before, and new feeds a second apart within the
/// shortest interval (at once in a single pass).
///
/// # Errors
/// The state is lost.
pub async fn first_polls<S: Queue + Ledger>(store: &S, settings: &Settings, now: Timestamp) -> Result<(), QueueError> {
    let apart = Duration::from_secs(1).min(settings.min_interval / settings.feeds.len().max(1) as u32);
    // A clock that was wrong must not silence a feed.
    let latest = schedule::after(now, settings.max_interval.max(schedule::WEEK));
    let mut wait = Duration::ZERO;
    let mut pushes = Vec::with_capacity(settings.feeds.len());
    for poll in polls(settings) {
        let due = store.feed(&poll.feed).await?.next_poll.unwrap_or_else(|| {
            wait += if settings.pass.is_some() { Duration::ZERO } else { apart };
            schedule::after(now, wait)
        });
        pushes.push(Push { job: Job::Poll(poll), due: due.min(latest) });
    }
    store.push(pushes).await.map(drop)
}

/// The polls that the settings ask for.
pub fn polls(settings: &Settings) -> Vec<PollJob> {
    let poll =
        |(name, spec): (&String, &super::FeedSpec)| PollJob { feed: name.clone(), url: without_credentials(&spec.url) };
    settings.feeds.iter().map(poll).collect()
}

/// Works until it is stopped; in a single pass, until nothing is due that was due when it began.
///
/// At most `in_flight` jobs are held at once: back-pressure reaches the queue, which simply is not asked. A job leaves the
/// queue in the transaction that makes its records durable, so a crash repeats work and never loses or doubles a record.
///
/// # Errors
/// Only when the state or an output is lost; a failed job is settled by its verdict and does not end the worker.
pub async fn work<S: Queue + Ledger + Outbox>(parts: Parts<S>, settings: Settings, stop: Stop) -> Result<Tally, Ended> {
    let settings = Arc::new(settings);
    let (outcomes, inbox) = mpsc::channel(settings.in_flight);
    let (held, settled) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
    let stages = Stages {
        fetcher: parts.fetcher,
        models: parts.models,
        settings: Arc::clone(&settings),
        metrics: parts.metrics.clone(),
        cpu: Arc::new(Semaphore::new(settings.threads)),
    };
    let settler = Settler {
        store: parts.store.clone(),
        settings: Arc::clone(&settings),
        outputs: parts.outputs,
        metrics: parts.metrics.clone(),
        held: Arc::clone(&held),
        settled: Arc::clone(&settled),
        tally: Tally::default(),
        fresh: HashMap::new(),
    };
    let settling = tokio::spawn(settler.run(inbox, parts.outlets, parts.pending));
    let hurry = CancellationToken::new();
    let mut running = JoinSet::new();
    let lost = loop {
        while running.try_join_next().is_some() {}
        if stop.asked.is_cancelled() || outcomes.is_closed() {
            break None;
        }
        let free = settings.in_flight - held.load(Ordering::Acquire);
        let leased = match parts.store.lease(settings.pass.unwrap_or_else(Timestamp::now), free).await {
            Ok(leased) => leased,
            Err(lost) => break Some(lost),
        };
        if settings.pass.is_some() && leased.jobs.is_empty() && held.load(Ordering::Acquire) == 0 {
            break None;
        }
        held.fetch_add(leased.jobs.len(), Ordering::AcqRel);
        parts.metrics.in_flight.inc_by(leased.jobs.len() as i64);
        for lease in leased.jobs {
            let span = info_span!("job", feed = lease.job.feed(), url = %without_credentials(lease.job.url()), attempt = lease.attempt);
            let (stages, store, outcomes, hurry) =
                (stages.clone(), parts.store.clone(), outcomes.clone(), hurry.clone());
            running.spawn(async move { do_one(lease, stages, store, outcomes, hurry).await }.instrument(span));
        }
        let wait =
            leased.next_due.map_or(IDLE, |due| Timestamp::now().duration_until(due).try_into().unwrap_or(BREATH));
        tokio::select! {
            () = stop.asked.cancelled() => {}
            () = outcomes.closed() => {}
            () = settled.notified() => {}
            () = tokio::time::sleep(wait.clamp(BREATH, IDLE)) => {}
        }
    };
    if !running.is_empty() {
        info!(held = running.len(), grace = ?stop.grace, "finishing what is held");
    }
    let finish = async { while running.join_next().await.is_some() {} };
    if tokio::time::timeout(stop.grace, finish).await.is_err() {
        hurry.cancel();
        while running.join_next().await.is_some() {}
    }
    drop(outcomes);
    let tally = settling.await.map_err(|_| Ended::Panicked)??;
    lost.map_or(Ok(tally), |lost| Err(lost.into()))
}

/// Walks one job down its way and hands over what it came to. When the grace is over, it goes back to the queue.
async fn do_one<S: Ledger>(
    lease: Lease,
    stages: Stages,
    store: S,
    outcomes: mpsc::Sender<Done>,
    hurry: CancellationToken,
) {
    let way = async {
        // Only a poll needs what is known of its feed; a page goes by itself.
        let state = match &lease.job {
            Job::Poll(job) => store.feed(&job.feed).await.unwrap_or_default(),
            Job::Article(_) => FeedState::default(),
        };
        let outcome = stages.process(&lease, &state).await;
        (state, outcome)
    };
    let (state, outcome) = tokio::select! {
        done = AssertUnwindSafe(way).catch_unwind() => done.unwrap_or_else(|_| {
            let detail = "outside a pure stage".to_owned();
            (FeedState::default(), Err(JobError::Panicked { stage: Stage::Fetch, detail }))
        }),
        () = hurry.cancelled() => (FeedState::default(), Err(JobError::Interrupted)),
    };
    // Fails only when settling has ended, and then the lease runs out with the process.
    let _ = outcomes.send(Done { lease, state, outcome }).await;
}
