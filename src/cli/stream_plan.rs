//! The streams of a configuration's outputs: the names by which the state knows them, and the layouts of their files.

use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::config::{Compression, Output, OutputKind};
use crate::emit::files::{Layout, directory};
use crate::pipeline;
use crate::work::outbox::Stream;

/// The names of an output's files, in the order of [`pipeline::Output`]'s streams.
pub(super) const FILE_NAMES: [&str; 5] = ["articles", "entities", "quotes", "errors", "feeds"];

/// The streams, the sinks behind them, and the outputs that use them.
pub(super) struct StreamPlan {
    /// The streams of all outputs.
    pub(super) streams: Vec<Stream>,
    /// The sinks, one for each output.
    pub(super) sinks: Vec<SinkPlan>,
    /// The outputs, for the worker.
    pub(super) outputs: Vec<pipeline::Output>,
}

/// The sinks of an output, to be opened once the state has told the position of its next byte.
pub(super) enum SinkPlan {
    /// Standard output, and its stream.
    Stdout(usize),
    /// Files: the directory as it was configured, the first stream, and a layout for each stream from there on.
    Files { name: String, first_stream: usize, layouts: Vec<Layout> },
}

impl StreamPlan {
    /// Plans the streams of the configured outputs.
    pub(super) fn new(outputs: &[Output]) -> anyhow::Result<Self> {
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
