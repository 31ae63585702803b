//! `pressline output`: what an operator does about files that were changed, or moved.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use clap::Subcommand;

use super::exit_code::SUCCESS;
use super::output::LineWriter;
use super::settings::ConfigArgs;
use super::stream_plan::{SinkPlan, StreamPlan, canonical};
use super::{output_adopt, output_restart};
use crate::config::Config;
use crate::emit::files::Layout;
use crate::store::Streams;
use crate::work::outbox::Stream;

/// Goes on with an output whose files were changed, or whose directory was moved. No worker may run meanwhile.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Goes on in new files: after files were cut, deleted or edited, or the state was restored from a backup.
    ///
    /// What the outbox holds and the files do not is written to the new files. Records that were on disk and are gone are
    /// named by their `seq`, as are those that may come again. No file is overwritten, and no name is used twice.
    Restart {
        /// The output: its `dir`, as it is configured.
        name: PathBuf,
        #[command(flatten)]
        config: ConfigArgs,
    },
    /// Goes on with files that were moved, to the directory that is configured now.
    ///
    /// The files must be those that the state has written elsewhere: their numbers, lengths and records are checked.
    Adopt {
        /// The output: its `dir`, as it is configured now.
        name: PathBuf,
        /// The directory in which the files were before; needed when several might be meant.
        #[arg(long, value_name = "DIR")]
        from: Option<PathBuf>,
        #[command(flatten)]
        config: ConfigArgs,
    },
}

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

pub(super) fn run(args: &Args) -> anyhow::Result<u8> {
    let mut lines = LineWriter::new();
    let text = match &args.verb {
        Verb::Restart { name, config } => output_restart::restart(FilesOutput::open(&config.load()?, name)?)?,
        Verb::Adopt { name, from, config } => {
            output_adopt::adopt(FilesOutput::open(&config.load()?, name)?, from.as_deref())?
        }
    };
    lines.text(&text)?;
    Ok(SUCCESS)
}

impl FilesOutput {
    /// Finds an output by its directory, and opens the state.
    ///
    /// # Errors
    /// When no output is meant, or a worker uses the state.
    fn open(config: &Config, wanted: &Path) -> anyhow::Result<Self> {
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
