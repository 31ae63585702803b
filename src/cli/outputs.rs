//! The outputs of a configuration: their streams, their sinks, and the store whose outbox feeds them.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::Context;
use tokio::sync::watch;
use tracing::info;

use super::stream_plan::{SinkPlan, StreamPlan};
use crate::config::Config;
use crate::emit::files::Files;
use crate::emit::stdout::Stdout;
use crate::emit::{Sink, WriteError};
use crate::pipeline::{self, Gate, OutputSinks, Sinks, WorkerError};
use crate::store::{Options, Store, StoreError};
use crate::work::outbox::Progress;

/// The wait before a start on a disk that is full or fails is tried again (chosen).
const RETRY_WAIT: Duration = Duration::from_secs(2);
/// The words for a standard output that takes no records.
const NO_STDOUT: &str = "standard output is closed or not open for writing, so that records would be lost; redirect it \
                         (> FILE, | PROGRAM), or write `kind = \"files\"` in [[output]]";
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
///
/// `resume_after` is the last record that the reader of standard output has.
pub(super) async fn open(
    config: &Config,
    is_service: bool,
    gate: &Gate,
    resume_after: Option<u64>,
) -> anyhow::Result<Opened> {
    loop {
        match try_open(config, is_service, gate, resume_after).await {
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

async fn try_open(config: &Config, is_service: bool, gate: &Gate, resume_after: Option<u64>) -> anyhow::Result<Opened> {
    let plan = StreamPlan::new(&config.output)?;
    let stdout =
        plan.sinks.iter().find_map(|sink| if let SinkPlan::Stdout(stream) = sink { Some(*stream) } else { None });
    let options = Options {
        streams: plan.streams,
        max_held_per_host: config.fetch.per_domain,
        waits_for_disk: is_service,
        keep_bytes: config.outbox.keep.0,
        resume_after: stdout.zip(resume_after),
    };
    let (store, pending) = Store::open(&config.state.dir, options).context("cannot open the state")?;
    let progress = store.progress().await?;
    let next: Vec<_> = progress.iter().enumerate().map(|(stream, p)| (stream, p.next.generation)).collect();
    let mut sinks = Vec::new();
    for output in plan.sinks {
        sinks.push(open_sinks(output, &progress)?);
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

fn open_sinks(plan: SinkPlan, progress: &[Progress]) -> anyhow::Result<OutputSinks> {
    let mut sinks = BTreeMap::<usize, Box<dyn Sink>>::new();
    match plan {
        SinkPlan::Stdout(stream) => {
            sinks.insert(stream, Box::new(Stdout::new().context(NO_STDOUT)?));
            let full = "stdout waits for its reader".to_owned();
            Ok(OutputSinks { name: "stdout".to_owned(), full, sinks })
        }
        SinkPlan::Files { name, first_stream, layouts } => {
            for ((layout, stream), progress) in layouts.into_iter().zip(first_stream..).zip(&progress[first_stream..]) {
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
