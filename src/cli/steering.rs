//! What the operator's requests do: to a running worker, or to a state that no worker uses.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{Mutex, watch};
use tracing::info;

use super::operator_pauses::{OperatorPauses, shown};
use super::retrying::retry;
use crate::config::nearest;
use crate::control::{
    Condition, FeedPoll, Pause, PauseReply, PollReply, PollTarget, Refusal, RefusalCode, ReloadReport, Reply, Request,
    ResumeReply, RetryReply, RetryTarget, WorkerReply,
};
use crate::fetch::{Fetcher, HostPattern, domain_key};
use crate::pipeline::{self, Settings, skipped_until};
use crate::store::{PlannedPoll, Store};
use crate::telemetry::{Conditions, StateGauges};
use crate::work::QueueError;
use crate::work::ledger::FeedState;
use crate::work::pause::{OperatorPause, PauseTarget};

/// The longest name that is compared to known ones, in bytes (RFC 1035: no host has more).
const MAX_NAME_BYTES: usize = 255;

/// Why a feed is not polled though its server has asked for no pause.
const SKIPPED: &str = "its publisher names hours or days without polls";

/// How often the pauses of the state are put in force (chosen).
const PAUSES_INTERVAL: Duration = Duration::from_mins(1);

/// The parts of a running worker that requests ask or change.
#[derive(Clone)]
pub(super) struct RunningWorker {
    pub fetcher: Fetcher,
    pub gauges: StateGauges,
    pub conditions: Conditions,
    pub started: Timestamp,
    /// The last changed configuration.
    pub last_reload: watch::Receiver<Option<ReloadReport>>,
}

/// The one who does what requests ask for. Clones share it.
#[derive(Clone)]
pub(super) struct Steering {
    store: Store,
    /// The directory of the state.
    dir: PathBuf,
    /// The settings in force, whose pauses change.
    settings: watch::Sender<Arc<Settings>>,
    worker: Option<RunningWorker>,
    /// Requests that change something do it one after the other.
    order: Arc<Mutex<()>>,
}

impl Steering {
    /// Creates it for a state; `worker` is the one that runs over it.
    pub(super) fn new(
        store: Store,
        dir: &Path,
        settings: watch::Sender<Arc<Settings>>,
        worker: Option<RunningWorker>,
    ) -> Self {
        Self { store, dir: dir.to_owned(), settings, worker, order: Arc::default() }
    }

    /// Does what a request asks for.
    pub(super) async fn answer(self, request: Request) -> Reply {
        // How the worker is can be told while another request waits for a disk that is full.
        if matches!(request, Request::Worker {}) {
            return self.worker().unwrap_or_else(Reply::Error);
        }
        let _turn = self.order.lock().await;
        let now = Timestamp::now();
        if self.worker.is_some() {
            info!(?request, "asked by the operator");
        }
        let reply = match request {
            Request::Worker {} => self.worker(),
            Request::Poll { target } => self.poll(target, now).await.map(Reply::Poll),
            Request::Pause { target, seconds } => self.pause(target, seconds, now).await.map(Reply::Pause),
            Request::Resume { target } => self.resume(target, now).await.map(Reply::Resume),
            Request::Retry { target } => self.retry(target, now).await.map(Reply::Retry),
        };
        reply.unwrap_or_else(Reply::Error)
    }

    /// Puts the pauses of the state in force.
    pub(super) async fn enforce_pauses(&self, now: Timestamp) -> Result<OperatorPauses, QueueError> {
        let pauses = OperatorPauses::new(self.store.operator_pauses(now).await?);
        if let Some(worker) = &self.worker {
            worker.fetcher.set_paused_hosts(pauses.ends_of_hosts());
            let feeds = pauses.count_feeds(&self.settings.borrow());
            worker.gauges.paused_feeds.set(i64::try_from(feeds).unwrap_or(i64::MAX));
        }
        // The worker may sleep until the next job that it knows of: this wakes it.
        self.settings.send_modify(|settings| Arc::make_mut(settings).paused_feeds = pauses.ends_of_feeds());
        Ok(pauses)
    }

    /// Puts the pauses of the state in force again and again: some end, and a clock that was wrong moves others.
    pub(super) async fn keep_pauses(self) {
        loop {
            tokio::time::sleep(PAUSES_INTERVAL).await;
            let _turn = self.order.lock().await;
            // The worker itself meets the same error, and ends with it.
            let _ = self.enforce_pauses(Timestamp::now()).await;
        }
    }

    fn worker(&self) -> Result<Reply, Refusal> {
        let worker = self.worker.as_ref().ok_or_else(|| refusal(RefusalCode::State, "no worker runs"))?;
        let conditions = worker.conditions.list().into_iter().map(|(name, words)| Condition { name, words });
        Ok(Reply::Worker(Box::new(WorkerReply {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            pid: std::process::id(),
            started: worker.started,
            conditions: conditions.collect(),
            last_reload: worker.last_reload.borrow().clone(),
        })))
    }

    async fn poll(&self, target: PollTarget, now: Timestamp) -> Result<PollReply, Refusal> {
        let settings = self.settings.borrow().clone();
        let names = feeds_of(&settings, &target)?;
        let pauses = OperatorPauses::new(self.store.operator_pauses(now).await?);
        let mut feeds = Vec::with_capacity(names.len());
        let mut polls = Vec::new();
        for name in names {
            let spec = &settings.feeds[&name];
            match pauses.of_feed(&name, &spec.url) {
                Some(pause) => feeds.push(paused(name, pause)),
                None => polls.push(spec.poll_job(&name)),
            }
        }
        let servers = self.server_pauses(now).await?;
        let planned = self.store.poll_now(polls.clone(), now).await?;
        let states = self.store.feeds(polls.iter().map(|poll| poll.feed.clone()).collect()).await?;
        for ((poll, planned), state) in polls.into_iter().zip(planned).zip(states) {
            let (outcome, was_due) = match planned {
                PlannedPoll::Due(before) => ("due", before),
                PlannedPoll::Held => ("running", None),
            };
            let domain = domain_key(&settings.feeds[&poll.feed].url);
            let (held_until, reason) = held_by_server(&servers, &domain, &state, now).unzip();
            let (feed, outcome) = (poll.feed, outcome.to_owned());
            feeds.push(FeedPoll { feed, outcome, was_due, held_until, reason });
        }
        feeds.sort_by(|a, b| a.feed.cmp(&b.feed));
        self.settings.send_modify(|_| {});
        Ok(PollReply { feeds })
    }

    /// Returns the ends of the pauses that servers asked for, by domain.
    async fn server_pauses(&self, now: Timestamp) -> Result<HashMap<String, Timestamp>, QueueError> {
        Ok(match &self.worker {
            Some(worker) => worker.fetcher.pauses().into_iter().map(|pause| (pause.domain, pause.until)).collect(),
            None => self.store.pauses(now).await?.into_iter().map(|pause| (pause.domain, pause.until)).collect(),
        })
    }

    async fn pause(&self, target: Pause, seconds: Option<u64>, now: Timestamp) -> Result<PauseReply, Refusal> {
        let settings = self.settings.borrow().clone();
        let target = known_target(&settings, &target, &OperatorPauses::default())?;
        let until = seconds.map(|seconds| now.checked_add(Duration::from_secs(seconds)).unwrap_or(Timestamp::MAX));
        self.store.pause(vec![OperatorPause { target: target.clone(), since: now, until }]).await?;
        let pauses = self.enforce_pauses(now).await?;
        let since = pauses.of(&target).map_or(now, |pause| pause.since);
        let one = OperatorPauses::new(vec![OperatorPause { target: target.clone(), since, until }]);
        let feeds = one.count_feeds(&settings);
        let near = match &target {
            PauseTarget::Host(host) if feeds == 0 => near_host(&settings, host),
            _ => None,
        };
        Ok(PauseReply { target: shown(target), since, until, feeds, near })
    }

    async fn retry(&self, target: RetryTarget, now: Timestamp) -> Result<RetryReply, Refusal> {
        let settings = self.settings.borrow().clone();
        let reply = retry(&self.store, self.dir.clone(), &settings, &target, now).await?;
        if let (RetryTarget::Feed(name), true) = (&target, reply.jobs.is_empty()) {
            known_feed(&settings, name)?;
        }
        self.settings.send_modify(|_| {});
        Ok(reply)
    }

    async fn resume(&self, target: Pause, now: Timestamp) -> Result<ResumeReply, Refusal> {
        let settings = self.settings.borrow().clone();
        let before = OperatorPauses::new(self.store.operator_pauses(now).await?);
        let target = known_target(&settings, &target, &before)?;
        let resumed = self.store.resume(vec![target.clone()], now).await?;
        let pauses = self.enforce_pauses(now).await?;
        let still = match &target {
            PauseTarget::Feed(name) => {
                settings.feeds.get(name).and_then(|spec| pauses.of_feed(name, &spec.url)).map(|p| p.target.clone())
            }
            PauseTarget::Host(host) => format!("http://{host}/")
                .parse()
                .ok()
                .and_then(|url| pauses.of_address(&url))
                .map(|pause| pause.target.clone()),
        };
        Ok(ResumeReply {
            target: shown(target),
            was_paused: !resumed.ended.is_empty(),
            jobs: resumed.jobs,
            still_paused_by: still.map(shown),
        })
    }
}

/// Returns until when a feed's server is not asked, and why; `None` where it may be.
fn held_by_server(
    pauses: &HashMap<String, Timestamp>,
    domain: &str,
    state: &FeedState,
    now: Timestamp,
) -> Option<(Timestamp, String)> {
    let by_request = pauses.get(domain).map(|until| (*until, format!("{domain} asked for a pause")));
    let skipped = || Some((skipped_until(now, &state.hints)?, SKIPPED.to_owned()));
    by_request.or_else(skipped)
}

/// Returns the names of the feeds to poll.
fn feeds_of(settings: &Settings, target: &PollTarget) -> Result<Vec<String>, Refusal> {
    match target {
        PollTarget::Feed(name) => known_feed(settings, name).map(|()| vec![name.clone()]),
        PollTarget::Group(group) => {
            let of_group = |spec: &pipeline::FeedSpec| spec.group.as_ref() == Some(group);
            let names: Vec<_> =
                settings.feeds.iter().filter(|(_, spec)| of_group(spec)).map(|(name, _)| name.clone()).collect();
            if names.is_empty() {
                let groups: BTreeSet<&str> = settings.feeds.values().filter_map(|spec| spec.group.as_deref()).collect();
                return Err(unknown("group", group, groups.into_iter()));
            }
            Ok(names)
        }
    }
}

fn known_feed(settings: &Settings, name: &str) -> Result<(), Refusal> {
    if settings.feeds.contains_key(name) {
        return Ok(());
    }
    Err(unknown("feed", name, settings.feeds.keys().map(String::as_str)))
}

/// Returns what a pause is of: a configured feed or one that is paused, or a host in its one spelling.
fn known_target(settings: &Settings, target: &Pause, pauses: &OperatorPauses) -> Result<PauseTarget, Refusal> {
    match target {
        Pause::Feed(name) => {
            let target = PauseTarget::Feed(name.clone());
            if pauses.of(&target).is_none() {
                known_feed(settings, name)?;
            }
            Ok(target)
        }
        Pause::Host(host) => {
            let pattern: HostPattern =
                host.parse().map_err(|error| refusal(RefusalCode::NoHost, format!("{error}")))?;
            Ok(PauseTarget::Host(pattern.to_string()))
        }
    }
}

/// Returns the host of a feed that is spelt most like another.
fn near_host(settings: &Settings, host: &str) -> Option<String> {
    let hosts: BTreeSet<&str> = settings.feeds.values().filter_map(|spec| spec.url.host_str()).collect();
    near(host, hosts.into_iter()).map(str::to_owned)
}

fn unknown<'a>(kind: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Refusal {
    let near = near(name, known).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    let shown: String = name.chars().take(MAX_NAME_BYTES).collect();
    refusal(RefusalCode::UnknownName, format!("there is no {kind} `{shown}`{near}"))
}

fn near<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // The comparison takes time in step with the length.
    (name.len() <= MAX_NAME_BYTES).then(|| nearest(name, known))?
}

fn paused(feed: String, pause: &OperatorPause) -> FeedPoll {
    let what = match &pause.target {
        PauseTarget::Feed(_) => "it".to_owned(),
        PauseTarget::Host(host) => format!("its host {host}"),
    };
    let how = shown(pause.target.clone()).resume_command();
    let reason = format!("{what} is paused since {}; `{how}` ends that", pause.since);
    FeedPoll { feed, outcome: "paused".to_owned(), was_due: None, held_until: pause.until, reason: Some(reason) }
}

pub(super) fn refusal(code: RefusalCode, message: impl Into<String>) -> Refusal {
    Refusal { code, message: message.into() }
}

impl From<QueueError> for Refusal {
    fn from(error: QueueError) -> Self {
        refusal(RefusalCode::State, format!("the state failed: {error}"))
    }
}
