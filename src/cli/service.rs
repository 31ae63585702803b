//! The composition root: builds store, fetcher, sinks and worker from a configuration, and runs them.

use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use jiff::Timestamp;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::settings;
use crate::analyze::Models;
use crate::config::{Compression, Config, Output, OutputKind};
use crate::emit::Sink;
use crate::emit::files::Files;
use crate::emit::stdout::Stdout;
use crate::fetch::Fetcher;
use crate::model::outbox::{Progress, Stream};
use crate::pipeline::{self, Ended, Outlets, Parts, Stop, Tally};
use crate::store::{Options, Store};
use crate::telemetry::{Health, Metrics};

/// How long held jobs may take after the first signal.
const GRACE: Duration = Duration::from_secs(20);

/// What an output's files are called, in the order of [`pipeline::Output`]'s streams.
const KINDS: [&str; 5] = ["articles", "entities", "quotes", "errors", "feeds"];

/// What runs beside the work and outlives it.
#[derive(Clone)]
pub(super) struct Surroundings {
    pub metrics: Metrics,
    pub health: Health,
    pub stop: CancellationToken,
    /// What articles are analyzed with, as it stands.
    pub models: watch::Receiver<Models>,
}

impl Surroundings {
    /// Surroundings of their own around the given models.
    pub(super) fn new(models: watch::Receiver<Models>) -> Self {
        Self { metrics: Metrics::default(), health: Health::default(), stop: CancellationToken::default(), models }
    }
}

/// Runs the pipeline over a configuration until it is stopped or, with `once`, until nothing is due.
pub(super) async fn serve(config: &Config, once: bool, around: Surroundings) -> anyhow::Result<Tally> {
    let now = Timestamp::now();
    let plan = plan(&config.output);
    let dir = &config.state.dir;
    let options = Options { streams: plan.streams, per_host: config.fetch.per_host };
    let (store, pending) = Store::open(dir, options).context("cannot open the state")?;
    let places = store.progress().await?;
    let sinks = plan.sinks.into_iter().zip(&places).map(|(sink, place)| sink.open(place));
    let sinks = sinks.collect::<anyhow::Result<Vec<_>>>()?;
    let settings = settings::worker(config, once.then_some(now))?;
    let fetcher = Fetcher::new(settings::fetcher(config)).context("cannot start the HTTP client")?;
    store.retain_polls(pipeline::polls(&settings)).await?;
    pipeline::first_polls(&store, &settings, now).await?;
    around.health.ready();
    let parts = Parts {
        store,
        fetcher,
        models: around.models,
        metrics: around.metrics,
        outputs: plan.outputs,
        outlets: Outlets::new(sinks),
        pending,
    };
    let ended = pipeline::work(parts, settings, Stop { asked: around.stop, grace: GRACE }).await;
    around.health.not_ready("stopping");
    match ended {
        Err(Ended::Outlet(pipeline::OutletError::ReaderLeft)) => Ok(Tally::default()),
        ended => ended.context("the worker ended"),
    }
}

/// Streams, the sinks behind them, and how each output uses them.
struct Plan {
    streams: Vec<Stream>,
    sinks: Vec<SinkPlan>,
    outputs: Vec<pipeline::Output>,
}

/// A sink to be opened once the state says where its next byte stands.
enum SinkPlan {
    Stdout,
    Files { dir: std::path::PathBuf, kind: &'static str, zstd: bool },
}

impl SinkPlan {
    fn open(self, place: &Progress) -> anyhow::Result<Box<dyn Sink>> {
        Ok(match self {
            Self::Stdout => Box::new(Stdout::new()),
            Self::Files { dir, kind, zstd } => {
                let files = Files::open(&dir, kind, zstd, *place);
                Box::new(files.with_context(|| format!("cannot write {kind} to {}", dir.display()))?)
            }
        })
    }
}

fn plan(outputs: &[Output]) -> Plan {
    let mut plan = Plan { streams: Vec::new(), sinks: Vec::new(), outputs: Vec::new() };
    for output in outputs {
        let first = plan.streams.len();
        let apart = match (output.kind, &output.dir) {
            (OutputKind::Files, Some(dir)) => {
                plan.add_files(output, dir);
                1
            }
            // Loading refuses files without a directory.
            (OutputKind::Stdout | OutputKind::Files, _) => {
                let name = "stdout".to_owned();
                plan.streams.push(Stream { name, rotate_size: None, rotate_age: None, zstd: false });
                plan.sinks.push(SinkPlan::Stdout);
                0
            }
        };
        let at = |kind: usize| first + kind * apart;
        plan.outputs.push(pipeline::Output {
            view: settings::view(output.records),
            unit: output.offsets,
            articles: at(0),
            entities: at(1),
            quotes: at(2),
            errors: at(3),
            feeds: at(4),
        });
    }
    plan
}

impl Plan {
    /// One series of files for each type of record; those of the flat view are only begun when a line comes.
    fn add_files(&mut self, output: &Output, dir: &Path) {
        let zstd = output.compression == Compression::Zstd;
        for kind in KINDS {
            self.streams.push(Stream {
                name: format!("{}/{kind}", dir.display()),
                rotate_size: Some(output.rotate_size.0),
                rotate_age: Some(output.rotate_age.0),
                zstd,
            });
            self.sinks.push(SinkPlan::Files { dir: dir.to_owned(), kind, zstd });
        }
    }
}
