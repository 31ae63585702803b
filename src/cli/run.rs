//! `pressline run`: the service.

use std::io::ErrorKind;
use std::time::Duration;

use anyhow::{Context, anyhow};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use super::lists::follow;
use super::service::{Surroundings, serve};
use super::settings::{self, ConfigArgs, all};
use crate::analyze::Models;
use crate::config::Config;
use crate::pipeline::Tally;
use crate::telemetry;

/// Stack of a thread, in bytes: parsers recurse on nested input.
const STACK: usize = 8 << 20;

/// Polls feeds, fetches and analyzes their articles, and writes records until stopped
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    config: ConfigArgs,
    /// Make one pass over all feeds that are due, and end; exit code 1 if every feed failed
    #[arg(long)]
    once: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<u8> {
    let config = args.config.load()?;
    let folders = args.config.folders();
    let read = folders.read().map_err(|problems| all(&problems))?;
    telemetry::init(&config.telemetry.log, settings::log_style(config.telemetry.log_format))
        .map_err(|e| anyhow!("`telemetry.log`: {e}"))?;
    let (models, using) = watch::channel(Models::embedded()?.with(read.lists));
    let (watched, aliases) = read.count;
    if (watched, aliases) != (0, 0) {
        info!(watched, aliases, "lists read");
    }
    let tally = on_runtime(async {
        // One pass goes by the lists that it began with.
        let following = (!args.once).then(|| tokio::spawn(follow(folders, read.signs, models)));
        let tally = work(&config, args.once, using).await;
        following.inspect(JoinHandle::abort);
        tally
    })?;
    info!(
        polls = tally.polls,
        failed_polls = tally.failed_polls,
        articles = tally.articles,
        entities = tally.entities,
        quotes = tally.quotes,
        errors = tally.errors,
        "done"
    );
    let all_failed = args.once && tally.polls == 0 && tally.failed_polls > 0;
    Ok(if all_failed { super::SOME_FAILED } else { super::OK })
}

/// Runs a task on all cores. What still computes when the task has ended is left behind.
pub(super) fn on_runtime<T>(task: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK)
        .build()
        .context("cannot start the runtime")?;
    let outcome = runtime.block_on(task);
    runtime.shutdown_timeout(Duration::from_millis(100));
    outcome
}

async fn work(config: &Config, once: bool, models: watch::Receiver<Models>) -> anyhow::Result<Tally> {
    let around = Surroundings::new(models);
    stop_on_signals(around.stop.clone()).context("cannot listen to signals")?;
    // One pass is over before anybody could look.
    if !once && !config.telemetry.http.is_empty() {
        let address = &config.telemetry.http;
        let listener = telemetry::bind(address).await.map_err(|error| match error.kind() {
            ErrorKind::AddrInUse => anyhow!("{address} is in use; set `telemetry.http` to another address, or to \"\""),
            _ => anyhow!("cannot listen on {address} (`telemetry.http`): {error}"),
        })?;
        let ended = CancellationToken::new();
        tokio::spawn(telemetry::serve(listener, around.metrics.clone(), around.health.clone(), ended));
        info!(address, "metrics and health");
    }
    info!(feeds = config.feeds.len(), once, "pressline {}", env!("CARGO_PKG_VERSION"));
    // Only systemd listens; elsewhere there is nobody to tell.
    let _ = sd_notify::notify(&[sd_notify::NotifyState::Ready]);
    serve(config, once, around).await
}

/// The first SIGTERM or SIGINT asks to stop, the second ends the process at once. Nothing is lost by either.
fn stop_on_signals(stop: CancellationToken) -> std::io::Result<()> {
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::spawn(async move {
        either(&mut term, &mut int).await;
        info!("stopping; a second signal ends at once");
        let _ = sd_notify::notify(&[sd_notify::NotifyState::Stopping]);
        stop.cancel();
        either(&mut term, &mut int).await;
        warn!("ended by a second signal");
        std::process::exit(130);
    });
    Ok(())
}

async fn either(term: &mut Signal, int: &mut Signal) {
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
}
