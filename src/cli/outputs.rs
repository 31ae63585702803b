//! The outputs of a configuration: their streams, their sinks, and the store whose outbox feeds them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use tokio::sync::watch;
use tracing::info;

use crate::config::{Compression, Config, Output, OutputKind};
use crate::emit::files::{Files, Layout, directory};
use crate::emit::stdout::Stdout;
use crate::emit::{Sink, WriteError};
use crate::pipeline::{self, Gate, OutputSinks, Sinks, WorkerError};
use crate::store::{Options, Store, StoreError};
use crate::work::outbox::{Progress, Stream};

/// The names of an output's files, in the order of [`pipeline::Output`]'s streams.
pub(super) const FILE_NAMES: [&str; 5] = ["articles", "entities", "quotes", "errors", "feeds"];

/// The wait before a start on a disk that is full or fails is tried again (chosen).
const RETRY_WAIT: Duration = Duration::from_secs(2);
/// The condition of a start that waits for a disk.
const START: &str = "start";
/// The condition of a state whose disk takes nothing.
const STATE: &str = "state";

/// A store and running outputs, which have the frames of an earlier run already.
pub(super) struct Opened {
    pub store: Store,
    pub sinks: Sinks,
    pub outputs: Vec<pipeline::Output>,
}

/// Opens the state and the outputs. A service waits for a disk that is full or fails.
pub(super) async fn open(config: &Config, is_service: bool, gate: &Gate) -> anyhow::Result<Opened> {
    loop {
        match try_open(config, is_service, gate).await {
            Err(error) if is_service && may_pass(&error) => {
                gate.close(START, format!("{error:#}; the start waits until it can be written"));
                tokio::time::sleep(RETRY_WAIT).await;
            }
            result => {
                gate.open(START);
                return result;
            }
        }
    }
}

fn may_pass(error: &anyhow::Error) -> bool {
    let of_output = error.downcast_ref::<WriteError>().is_some_and(|e| matches!(e, WriteError::Unavailable(_)));
    of_output || error.downcast_ref::<StoreError>().is_some_and(StoreError::may_pass)
}

async fn try_open(config: &Config, is_service: bool, gate: &Gate) -> anyhow::Result<Opened> {
    let plan = StreamPlan::new(&config.output)?;
    let options =
        Options { streams: plan.streams, max_held_per_host: config.fetch.per_domain, waits_for_disk: is_service };
    let (store, pending) = Store::open(&config.state.dir, options).context("cannot open the state")?;
    let progress = store.progress().await?;
    let next: Vec<_> = progress.iter().enumerate().map(|(stream, p)| (stream, p.next.generation)).collect();
    let mut sinks = Vec::new();
    for output in plan.sinks {
        sinks.push(output.open(&progress)?);
    }
    let sinks = Sinks::start(sinks, &store, gate, is_service).context("cannot start the threads of the outputs")?;
    if !pending.is_empty() {
        info!(frames = pending.len(), "writing what an earlier run left in the outbox");
    }
    sinks.write(pending);
    sinks.rotate(&next);
    Ok(Opened { store, sinks, outputs: plan.outputs })
}

/// Keeps the gate closed as long as the disk of the state takes nothing.
pub(super) async fn watch_store(mut stalled: watch::Receiver<Option<String>>, gate: Gate) {
    loop {
        let words = stalled.borrow_and_update().clone();
        match words {
            Some(words) => {
                gate.close(STATE, format!("the state cannot be written ({words}); polling pauses until it can"));
            }
            None => gate.open(STATE),
        }
        if stalled.changed().await.is_err() {
            return;
        }
    }
}

/// The streams, the sinks behind them, and the outputs that use them.
struct StreamPlan {
    streams: Vec<Stream>,
    sinks: Vec<SinkPlan>,
    outputs: Vec<pipeline::Output>,
}

/// The sinks of an output, to be opened once the state has told the position of its next byte.
enum SinkPlan {
    Stdout(usize),
    Files { name: String, first_stream: usize, layouts: Vec<Layout> },
}

impl SinkPlan {
    fn open(self, progress: &[Progress]) -> anyhow::Result<OutputSinks> {
        let mut sinks = BTreeMap::<usize, Box<dyn Sink>>::new();
        match self {
            Self::Stdout(stream) => {
                sinks.insert(stream, Box::new(Stdout::new().context("cannot use standard output")?));
                let full = "stdout waits for its reader".to_owned();
                Ok(OutputSinks { name: "stdout".to_owned(), full, sinks })
            }
            Self::Files { name, first_stream, layouts } => {
                for ((layout, stream), progress) in
                    layouts.into_iter().zip(first_stream..).zip(&progress[first_stream..])
                {
                    let words = format!("cannot write {} to {name}", layout.name);
                    // As an end of the worker, so that a service manager starts it again.
                    let files = Files::open(layout, *progress).map_err(|e| match e {
                        passing @ WriteError::Unavailable(_) => anyhow::Error::from(passing),
                        lasting => WorkerError::from(pipeline::SinkError::from(lasting)).into(),
                    });
                    sinks.insert(stream, Box::new(files.context(words)?));
                }
                let full = format!("{name} waits for its file system");
                Ok(OutputSinks { name, full, sinks })
            }
        }
    }
}

impl StreamPlan {
    fn new(outputs: &[Output]) -> anyhow::Result<Self> {
        let mut plan = Self { streams: Vec::new(), sinks: Vec::new(), outputs: Vec::new() };
        for output in outputs {
            let first = plan.streams.len();
            let step = match (output.kind, &output.dir) {
                (OutputKind::Files, Some(dir)) => {
                    plan.add_files(output, dir)?;
                    1
                }
                // Loading refuses files without a directory.
                (OutputKind::Stdout | OutputKind::Files, _) => {
                    plan.streams.push(Stream::new("stdout"));
                    plan.sinks.push(SinkPlan::Stdout(first));
                    0
                }
            };
            let streams = [0, 1, 2, 3, 4].map(|kind| first + kind * step);
            plan.outputs.push(pipeline::Output::new(output.records, output.offsets, streams));
        }
        Ok(plan)
    }

    /// Adds one series of files for each type of record. Those that only flat records use stay empty otherwise.
    fn add_files(&mut self, output: &Output, dir: &Path) -> anyhow::Result<()> {
        let (first_stream, zstd) = (self.streams.len(), output.compression == Compression::Zstd);
        let canonical = canonical(dir)?;
        for kind in FILE_NAMES {
            self.streams.push(Stream {
                name: stream_name(&canonical, kind),
                former_name: Some(stream_name(dir, kind)),
                rotate_size: Some(output.rotate_size.0),
                rotate_age: Some(output.rotate_age.0),
                zstd,
                partition: output.partition,
            });
        }
        let layout =
            |kind: &str| Layout { dir: canonical.clone(), name: kind.to_owned(), zstd, partition: output.partition };
        let layouts = FILE_NAMES.into_iter().map(layout).collect();
        self.sinks.push(SinkPlan::Files { name: dir.display().to_string(), first_stream, layouts });
        Ok(())
    }
}

/// Returns the name by which the state knows the files of one kind in a directory.
pub(super) fn stream_name(dir: &Path, kind: &str) -> String {
    format!("{}/{kind}", dir.display())
}

/// Returns the one path of an output's directory, however it is spelt.
pub(super) fn canonical(dir: &Path) -> anyhow::Result<PathBuf> {
    directory::canonical(dir).with_context(|| format!("cannot use {}", dir.display()))
}
