//! An output of files and its state, for commands that change both while no worker runs.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, anyhow};

use super::stream_plan::{SinkPlan, StreamPlan, canonical};
use crate::config::Config;
use crate::emit::files::Layout;
use crate::store::Streams;
use crate::work::outbox::Stream;

/// An output of files, and the state that knows it.
pub(super) struct FilesOutput {
    /// The state, in which no worker works.
    pub(super) state: Streams,
    /// The directory, as it was configured.
    pub(super) name: String,
    /// The streams, each with the layout of its files.
    pub(super) streams: Vec<(Stream, Layout)>,
    /// The names of the streams of all outputs that are configured.
    pub(super) configured: BTreeSet<String>,
}

impl FilesOutput {
    /// Finds an output by its directory, and opens the state.
    ///
    /// # Errors
    /// When no output is meant, or a worker uses the state.
    pub(super) fn open(config: &Config, wanted: &Path) -> anyhow::Result<Self> {
        let StreamPlan { streams, sinks, .. } = StreamPlan::new(&config.output)?;
        let dir = canonical(wanted)?;
        let mut names = Vec::new();
        for sink in sinks {
            let SinkPlan::Files { name, first_stream, layouts } = sink else { continue };
            if Path::new(&name) == wanted || layouts.first().is_some_and(|layout| layout.dir == dir) {
                let state = Streams::open(&config.state.dir, &streams)
                    .context("stop the worker first: nothing else may use the state meanwhile")?;
                let configured = streams.iter().map(|stream| stream.name.clone()).collect();
                let streams = streams.into_iter().skip(first_stream).zip(layouts).collect();
                return Ok(Self { state, name, streams, configured });
            }
            names.push(name);
        }
        let known = match names.as_slice() {
            [] => "no output of kind \"files\" is configured".to_owned(),
            names => format!("those of kind \"files\" are {}", names.join(", ")),
        };
        Err(anyhow!("{} is no output: {known}", wanted.display()))
    }
}
