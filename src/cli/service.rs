//! The composition root: builds store, fetcher, sinks and worker from a configuration, and runs them.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use jiff::Timestamp;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;
use tracing::{info, warn};

use super::disk_space;
use super::operator_pauses::OperatorPauses;
use super::outputs::{self, Opened};
use super::reload::Reload;
use super::settings;
use super::steering::{RunningWorker, Steering};
use crate::analyze::Models;
use crate::config::Config;
use crate::control::{ControlSocket, ReloadReport};
use crate::emit::WriteError;
use crate::fetch::Fetcher;
use crate::pipeline::{self, Gate, Shutdown, SinkError, Totals, WorkerError, WorkerParts};
use crate::store::{PollSpread, Pruned, Store};
use crate::telemetry::{Conditions, Metrics, StateGauges};

/// How long held jobs may take after the first signal (chosen: less than systemd's and Kubernetes' defaults).
const GRACE_PERIOD: Duration = Duration::from_secs(20);

/// How late a poll must be at the start for its time to be set anew (chosen: a restart takes less).
const OVERDUE: Duration = Duration::from_mins(1);
/// The time over which overdue polls are spread (chosen).
const OVERDUE_SPREAD: Duration = Duration::from_mins(10);

/// How old the gauges of the state may be (chosen: as often as Prometheus scrapes by default).
const STATE_GAUGES_AGE: Duration = Duration::from_secs(15);
/// The shortest rest of a pause that outlives its process (chosen: shorter ones are about to end while a process starts).
const MIN_RESTORED_PAUSE: Duration = Duration::from_secs(5);

/// How often it is asked whether the state is to be pruned (chosen; it is, once a day).
const PRUNE_CHECK_INTERVAL: Duration = Duration::from_hours(1);

/// The environment of a worker, which outlives it.
#[derive(Clone)]
pub(super) struct Environment {
    pub metrics: Metrics,
    pub conditions: Conditions,
    pub stop: CancellationToken,
    /// The token that ends the wait for held jobs, after `stop`.
    pub hurried: CancellationToken,
    /// The current models for analysis.
    pub models: watch::Receiver<Models>,
    /// The last record that the reader of standard output has.
    pub resume_after: Option<u64>,
}

impl Environment {
    /// Creates an environment of its own around the given models.
    pub(super) fn new(models: watch::Receiver<Models>) -> Self {
        Self {
            metrics: Metrics::default(),
            conditions: Conditions::default(),
            stop: CancellationToken::default(),
            hurried: CancellationToken::default(),
            models,
            resume_after: None,
        }
    }

    /// Returns what requests may ask of the worker.
    fn worker(
        &self,
        fetcher: Fetcher,
        started: Timestamp,
        last_reload: watch::Receiver<Option<ReloadReport>>,
    ) -> RunningWorker {
        RunningWorker {
            fetcher,
            gauges: self.metrics.state.clone(),
            conditions: self.conditions.clone(),
            started,
            last_reload,
        }
    }
}

/// Runs the worker over a configuration until it is stopped or, with `once`, until nothing is due.
///
/// `reload` is the watch over the configuration, which then may change.
///
/// # Errors
/// What keeps the worker from starting, or ends it before it is asked to.
pub(super) async fn serve(
    config: &Config,
    once: bool,
    environment: Environment,
    reload: Option<Reload>,
) -> anyhow::Result<Totals> {
    let now = Timestamp::now();
    let gate = Gate::new(environment.conditions.clone());
    let opening = outputs::open(config, !once, &gate, environment.resume_after);
    let Some(opened) = environment.stop.run_until_cancelled(opening).await else { return Ok(Totals::default()) };
    let Opened { store, sinks, outputs } = opened?;
    let _stalls = background(outputs::watch_store(store.stalled(), gate.clone()));
    let disks = disk_space::watch(config.clone(), environment.metrics.clone(), gate.clone());
    let _disks = (!once).then(|| background(disks));
    let settings = settings::worker(config, once.then_some(now))?;
    let fetcher = Fetcher::new(settings::fetcher(config)).context("cannot start the HTTP client")?;
    // A page that a pause of its domain holds back asks again after that.
    let moved = store.put_times_right(now, config.fetch.retry_max_interval.0).await?;
    if moved > 0 {
        warn!(jobs = moved, "jobs were due later than any can be, since a clock was wrong; their times are put right");
    }
    let pauses = store.pauses(now.checked_add(MIN_RESTORED_PAUSE).unwrap_or(now)).await?;
    fetcher.restore_pauses(pauses.into_iter().map(pipeline::restored_pause).collect());
    store.retain_polls(pipeline::configured_polls(&settings)).await?;
    pipeline::schedule_polls(&store, &settings, now).await?;
    store.spread_polls(spread(config, once, now)).await?;
    environment.conditions.started();
    let keep = config.state.forget_after.0;
    let (sender, settings) = watch::channel(Arc::new(settings));
    let last_reload = reload.as_ref().map_or_else(|| watch::channel(None).1, Reload::last);
    let worker = environment.worker(fetcher.clone(), now, last_reload);
    let steering = Steering::new(store.clone(), &config.state.dir, sender.clone(), Some(worker));
    steering.enforce_pauses(now).await?;
    let _pauses = (!once).then(|| background(steering.clone().keep_pauses()));
    let _control = (!once).then(|| listen(&config.state.dir, steering)).flatten();
    let _upkeep = (!once).then(|| background(prune_daily(store.clone(), keep, settings.clone())));
    let _reload = reload.map(|reload| background(reload.watch(store.clone(), sender, environment.metrics.clone())));
    let gauges = environment.metrics.state.clone();
    let _gauges = (!once).then(|| background(watch_state(store.clone(), gauges, settings.clone())));
    let parts = WorkerParts {
        store: store.clone(),
        fetcher,
        models: environment.models,
        metrics: environment.metrics,
        outputs,
        sinks,
        gate,
    };
    let shutdown = Shutdown { requested: environment.stop, hurried: environment.hurried, grace: GRACE_PERIOD };
    let result = pipeline::run(parts, settings.clone(), shutdown).await;
    environment.conditions.stopping();
    if once && result.is_ok() {
        prune(&store, keep, feed_names(&settings.borrow())).await;
        tell_what_waits(&store).await?;
    }
    match result {
        Err(WorkerError::Sink(SinkError::Write(WriteError::ReaderGone))) => Ok(Totals::default()),
        result => result.context("the worker ended"),
    }
}

/// Listens to requests in the state directory. Without a socket the service runs all the same, and says what is missing.
fn listen(dir: &Path, steering: Steering) -> Option<AbortOnDropHandle<()>> {
    match ControlSocket::bind(dir) {
        Ok(socket) => Some(background(socket.serve(move |request| steering.clone().answer(request)))),
        Err(error) => {
            warn!(
                "no control socket, so that `pressline poll`, `pause`, `resume` and `errors retry` cannot reach this worker: {error}"
            );
            None
        }
    }
}

/// Runs a task beside the worker until the handle is dropped.
fn background(task: impl Future<Output = ()> + Send + 'static) -> AbortOnDropHandle<()> {
    AbortOnDropHandle::new(tokio::spawn(task))
}

/// Forgets, once a day, what is in no feed any more.
async fn prune_daily(store: Store, keep: Duration, settings: watch::Receiver<Arc<pipeline::Settings>>) {
    loop {
        let feeds = feed_names(&settings.borrow());
        prune(&store, keep, feeds).await;
        tokio::time::sleep(PRUNE_CHECK_INTERVAL).await;
    }
}

/// Forgets what is in no feed any more, if that was not done in the last day.
async fn prune(store: &Store, keep: Duration, feeds: Vec<String>) {
    match store.prune(feeds, Timestamp::now(), keep).await {
        Ok(Some(Pruned { entries: 0, pages: 0, feeds: 0 }) | None) => {}
        Ok(Some(Pruned { entries, pages, feeds })) => info!(entries, pages, feeds, "forgotten: in no feed any more"),
        // The worker itself meets the same error, and ends with it.
        Err(error) => warn!(%error, "the state could not be pruned"),
    }
}

fn feed_names(settings: &pipeline::Settings) -> Vec<String> {
    settings.feeds.keys().cloned().collect()
}

/// Shows what the state holds in the gauges, again and again.
async fn watch_state(store: Store, gauges: StateGauges, settings: watch::Receiver<Arc<pipeline::Settings>>) {
    loop {
        if let Ok(stats) = store.stats(Timestamp::now()).await {
            let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
            gauges.waiting.set(count(stats.waiting));
            gauges.due.set(count(stats.due));
            gauges.buried.set(count(stats.buried));
            gauges.outbox_bytes.set(count(stats.pending_bytes));
            gauges.paused_domains.set(count(stats.pauses.len() as u64));
            let settings = settings.borrow().clone();
            gauges.feeds.set(count(settings.feeds.len() as u64));
            let is_configured = |name: &String| settings.feeds.contains_key(name);
            let failing =
                stats.feeds.iter().filter(|(name, state)| state.failing_since.is_some() && is_configured(name));
            gauges.failing_feeds.set(count(failing.count() as u64));
            let pauses = OperatorPauses::new(stats.operator_pauses);
            gauges.paused_feeds.set(count(pauses.count_feeds(&settings) as u64));
        }
        tokio::time::sleep(STATE_GAUGES_AGE).await;
    }
}

/// Logs how many pages a single pass leaves for a later one.
async fn tell_what_waits(store: &Store) -> anyhow::Result<()> {
    let stats = store.stats(Timestamp::now()).await?;
    if let (pages @ 1.., Some(next)) = (stats.waiting_pages, stats.next_page_due) {
        info!(pages, %next, "pages wait for a later attempt");
    }
    Ok(())
}

/// Returns how polls are spread at the start: those that are overdue, unless a single pass is to poll them all.
///
/// A poll due later than any can be was scheduled by a clock that was wrong.
fn spread(config: &Config, once: bool, now: Timestamp) -> PollSpread {
    let overdue = if once { Duration::MAX } else { OVERDUE };
    PollSpread {
        now,
        overdue_before: now.checked_sub(overdue).unwrap_or(Timestamp::MIN),
        latest: pipeline::latest_poll(config.poll.max_interval.0, now),
        within: if once { Duration::ZERO } else { OVERDUE_SPREAD },
    }
}
