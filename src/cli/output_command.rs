//! `pressline output`: what an operator does about files that were changed, or moved.

use std::path::PathBuf;

use clap::Subcommand;

use super::exit_code::SUCCESS;
use super::files_output::FilesOutput;
use super::output::LineWriter;
use super::settings::ConfigArgs;
use super::{output_adopt, output_restart};

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
