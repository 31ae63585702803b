//! `pressline run`: the service.

use std::io::ErrorKind;

use anyhow::{Context, anyhow};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use super::exit_code::{FAILURE, INTERRUPTED, Misconfigured, SUCCESS, ServiceFailure};
use super::lists::watch_lists;
use super::reload::Reload;
use super::runtime::block_on;
use super::service::{Environment, serve};
use super::settings::{self, ConfigArgs, join_problems};
use super::signals::stop_on_signals;
use crate::analyze::Models;
use crate::config::{Config, OutputKind, Telemetry};
use crate::pipeline::Totals;
use crate::telemetry;

/// Polls feeds, fetches and analyzes their articles, and writes records until it is stopped.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    config: ConfigArgs,
    /// Make one pass over all feeds that are due, then exit; exit code 1 if every feed failed.
    #[arg(long)]
    once: bool,
    /// Repeat on standard output what came after this record first, for a reader that knows the last `seq` it has.
    ///
    /// The records must still be kept: `outbox.keep`.
    #[arg(long, value_name = "SEQ")]
    resume_after: Option<u64>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<u8> {
    let config = args.config.load()?;
    if args.resume_after.is_some() && !config.output.iter().any(|output| output.kind == OutputKind::Stdout) {
        return Err(anyhow!("`--resume-after` is for a reader of standard output, but no [[output]] is \"stdout\""));
    }
    let folders = args.config.folders();
    let read = folders.read().map_err(|problems| join_problems(&problems))?;
    let filter = telemetry::init(&config.telemetry.log, settings::log_style(config.telemetry.log_format))
        .map_err(|e| anyhow!("`telemetry.log`: {e}"))?;
    for warning in config.warnings.iter().chain(&read.warnings) {
        warn!("{warning}");
    }
    if config.feeds.is_empty() {
        warn!("there are no feeds, so nothing is asked for; add some as [[feeds]], each with a name and a url");
    }
    let (sender, models) = watch::channel(Models::embedded()?.with_lists(read.lists));
    let (watched, aliases) = read.count;
    if (watched, aliases) != (0, 0) {
        info!(watched, aliases, "lists read");
    }
    let (totals, is_hurried) = block_on(async {
        // A single pass uses the configuration and the lists that it began with.
        let reload = || Reload::new(args.config.clone(), config.clone(), filter);
        let reload = (!args.once).then(reload).transpose()?;
        let watching = (!args.once).then(|| tokio::spawn(watch_lists(folders, read.snapshot, sender)));
        let environment = Environment { resume_after: args.resume_after, ..Environment::new(models) };
        let hurried = environment.hurried.clone();
        let totals = run_service(&config, args.once, environment, reload).await;
        watching.inspect(JoinHandle::abort);
        Ok((totals?, hurried.is_cancelled()))
    })
    .map_err(ServiceFailure)?;
    if is_hurried {
        return Ok(INTERRUPTED);
    }
    info!(
        polls = totals.polls,
        failed_polls = totals.failed_polls,
        articles = totals.articles,
        entities = totals.entities,
        quotes = totals.quotes,
        errors = totals.errors,
        "done"
    );
    let have_all_failed = args.once && totals.polls == 0 && totals.failed_polls > 0;
    Ok(if have_all_failed { FAILURE } else { SUCCESS })
}

async fn run_service(
    config: &Config,
    once: bool,
    environment: Environment,
    reload: Option<Reload>,
) -> anyhow::Result<Totals> {
    stop_on_signals(environment.stop.clone(), environment.hurried.clone()).context("cannot listen to signals")?;
    // A single pass is over before anybody could look.
    if !once && !config.telemetry.http.is_empty() {
        serve_telemetry(&config.telemetry, &environment).await?;
    }
    info!(feeds = config.feeds.len(), once, "pressline {}", env!("CARGO_PKG_VERSION"));
    // Only systemd listens; elsewhere nothing is sent.
    let _ = sd_notify::notify(&[sd_notify::NotifyState::Ready]);
    serve(config, once, environment, reload).await
}

/// Serves metrics and health, and logs the address that was bound.
async fn serve_telemetry(config: &Telemetry, environment: &Environment) -> anyhow::Result<()> {
    let address = &config.http;
    let listener = telemetry::bind(address).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => anyhow!("{address} is in use; set `telemetry.http` to another address, or to \"\""),
        ErrorKind::PermissionDenied => {
            anyhow!(Misconfigured(format!(
                "this user may not listen on {address}; set `telemetry.http` to a port above 1023"
            )))
        }
        _ => anyhow!("cannot listen on {address} (`telemetry.http`): {error}"),
    })?;
    let bound = listener.local_addr().context("cannot read the address of `telemetry.http`")?;
    let (metrics, conditions) = (environment.metrics.clone(), environment.conditions.clone());
    let (hosts, stop) = (config.allow_hosts.clone(), CancellationToken::new());
    tokio::spawn(telemetry::serve(listener, metrics, conditions, hosts, stop));
    info!(address = %bound, "metrics and health");
    Ok(())
}
