//! Reads the configuration again, on SIGHUP and when its files have changed: all of it is taken, or none.

use std::sync::Arc;

use anyhow::Context;
use jiff::Timestamp;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::task::spawn_blocking;
use tracing::{error, info, warn};

use super::changes::{Changes, taken};
use super::settings::{self, ConfigArgs};
use super::snapshot::{CHECK_INTERVAL, ChangeWatch, Snapshot};
use crate::config::{Config, Problem, configuration_files};
use crate::control::ReloadReport;
use crate::pipeline::{self, Settings};
use crate::store::Store;
use crate::telemetry::{LogFilter, Metrics};

/// The outcomes of a changed configuration.
const TAKEN: &str = "taken";
const REFUSED: &str = "refused";

/// A watch over the configuration of a service.
pub(super) struct Reload {
    args: ConfigArgs,
    /// The configuration in force.
    config: Config,
    files: ChangeWatch,
    filter: LogFilter,
    hangup: Signal,
    /// The last change, taken or refused.
    last: watch::Sender<Option<ReloadReport>>,
}

impl Reload {
    /// Creates a watch over a configuration that was just read. From now on SIGHUP does not end the process.
    ///
    /// # Errors
    /// Signals that cannot be listened to.
    pub(super) fn new(args: ConfigArgs, config: Config, filter: LogFilter) -> anyhow::Result<Self> {
        let hangup = signal(SignalKind::hangup()).context("cannot listen to signals")?;
        let files = ChangeWatch::new(args.snapshot());
        Ok(Self { args, config, files, filter, hangup, last: watch::Sender::default() })
    }

    /// Returns what became of the last changed configuration, as it is at any time.
    pub(super) fn last(&self) -> watch::Receiver<Option<ReloadReport>> {
        self.last.subscribe()
    }

    /// Watches without end and applies what has changed.
    pub(super) async fn watch(mut self, store: Store, settings: watch::Sender<Arc<Settings>>, metrics: Metrics) {
        loop {
            let is_asked = tokio::select! {
                _ = self.hangup.recv() => true,
                () = tokio::time::sleep(CHECK_INTERVAL) => false,
            };
            let args = self.args.clone();
            let Ok(files) = spawn_blocking(move || args.snapshot()).await else { continue };
            let has_changed = self.files.look(&files);
            if !is_asked && !has_changed {
                continue;
            }
            self.files.note_read(files);
            let args = self.args.clone();
            let read = spawn_blocking(move || args.read()).await;
            let report = match read {
                Ok(Ok(config)) => self.apply(config, &store, &settings).await,
                Ok(Err(problems)) => refuse(&problems),
                Err(panic) => report(REFUSED, vec![panic.to_string()], Vec::new()),
            };
            metrics.count_reload(if report.problems.is_empty() { TAKEN } else { REFUSED });
            self.last.send_replace(Some(report));
        }
    }

    /// Puts a configuration in force, but for what needs a restart, and returns what became of it.
    async fn apply(&mut self, new: Config, store: &Store, settings: &watch::Sender<Arc<Settings>>) -> ReloadReport {
        let changes = Changes::between(&self.config, &new);
        let waiting = changes.need_restart.join(", ");
        let config = taken(&self.config, new);
        let mut applied = match settings::worker(&config, None) {
            Ok(applied) => applied,
            Err(error) => {
                error!("configuration refused; the one read before stays in force: {error:#}");
                return report(REFUSED, vec![format!("{error:#}")], Vec::new());
            }
        };
        for warning in &config.warnings {
            warn!("{warning}");
        }
        if !waiting.is_empty() {
            warn!(keys = waiting, "these keys have changed and need a restart");
        }
        if let Err(error) = self.filter.set(&config.telemetry.log) {
            error!("`telemetry.log`: {error}");
        }
        // Pauses are the operator's and no configuration's.
        settings.send_modify(|current| {
            applied.paused_feeds.clone_from(&current.paused_feeds);
            *current = Arc::new(applied);
        });
        let applied = settings.borrow().clone();
        if let Err(error) = replan(store, &applied, &changes).await {
            error!(%error, "the polls of the feeds cannot be planned; they are at the next start");
        }
        // The worker may sleep until the next job that it knows of.
        settings.send_modify(|_| {});
        let Changes { added, removed, edited, .. } = &changes;
        info!(feeds = config.feeds.len(), added, removed, edited = edited.len(), "configuration read again");
        let status =
            if waiting.is_empty() { "running".to_owned() } else { format!("running; need a restart: {waiting}") };
        let _ = sd_notify::notify(&[sd_notify::NotifyState::Status(&status)]);
        self.config = config;
        report(TAKEN, Vec::new(), changes.need_restart)
    }
}

fn report(outcome: &str, problems: Vec<String>, need_restart: Vec<String>) -> ReloadReport {
    ReloadReport { at: Timestamp::now(), outcome: outcome.to_owned(), problems, need_restart }
}

/// Says why a configuration is refused, and returns that.
fn refuse(problems: &[Problem]) -> ReloadReport {
    for problem in problems.iter().take(settings::MAX_PROBLEMS) {
        error!(%problem, "configuration refused; the one read before stays in force");
    }
    let first = problems.first().map(ToString::to_string).unwrap_or_default();
    let status = format!("running; a changed configuration was refused: {first}");
    let _ = sd_notify::notify(&[sd_notify::NotifyState::Status(&status)]);
    report(REFUSED, problems.iter().take(settings::MAX_PROBLEMS).map(ToString::to_string).collect(), Vec::new())
}

/// Ends the polls of feeds that are gone, and plans those of feeds that are new or edited.
async fn replan(store: &Store, settings: &Settings, changes: &Changes) -> Result<(), crate::work::QueueError> {
    let mut keep = pipeline::configured_polls(settings);
    keep.retain(|poll| !changes.edited.contains(&poll.feed));
    store.retain_polls(keep).await?;
    pipeline::schedule_polls(store, settings, Timestamp::now()).await
}

impl ConfigArgs {
    /// Returns the state of the configuration's files.
    fn snapshot(&self) -> Snapshot {
        Snapshot::of(configuration_files(self.place()).into_iter())
    }
}
