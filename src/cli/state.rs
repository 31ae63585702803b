//! `pressline state`: checks the state file, and repairs one that is damaged.

use std::fmt::Write as _;

use clap::Subcommand;
use jiff::Timestamp;

use super::exit_code::{FAILURE, SUCCESS};
use super::output::LineWriter;
use super::settings::ConfigArgs;
use crate::store::{self, CheckReport, Repair};

/// Checks the state file, or repairs one that is damaged.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Checks the whole file; exit code 1 when something is wrong. Changes nothing.
    Check {
        #[command(flatten)]
        config: ConfigArgs,
    },
    /// Copies what can be read of a damaged file to a new one; the damaged one is kept beside it. Not while it is in use.
    Repair {
        #[command(flatten)]
        config: ConfigArgs,
    },
}

pub(super) fn run(args: &Args) -> anyhow::Result<u8> {
    let mut lines = LineWriter::new();
    match &args.verb {
        Verb::Check { config } => {
            let dir = config.load()?.state.dir;
            let report = store::check(&dir)?;
            lines.text(&checked(&report))?;
            let is_well = report.damage.is_empty() && report.unreadable.is_empty();
            Ok(if is_well { SUCCESS } else { FAILURE })
        }
        Verb::Repair { config } => {
            let dir = config.load()?.state.dir;
            lines.text(&repaired(&store::repair(&dir, Timestamp::now())?))?;
            Ok(SUCCESS)
        }
    }
}

fn checked(report: &CheckReport) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    for line in &report.damage {
        let _ = writeln!(text, "damaged: {line}");
    }
    for key in &report.unreadable {
        let _ =
            writeln!(text, "cannot be read: {key}; it is buried, with an error record, when the service comes to it");
    }
    if !report.damage.is_empty() {
        text += "stop the service, then `pressline state repair` saves what can be read; or restore a backup\n";
    }
    if text.is_empty() { "the state is well\n".to_owned() } else { text }
}

fn repaired(repair: &Repair) -> String {
    let Repair::Done { damaged, tables } = repair else {
        return "nothing to repair: the file is not damaged\n".to_owned();
    };
    let mut text = String::new();
    for table in tables {
        let gaps = match table.gaps {
            0 => String::new(),
            gaps => format!(", with a loss in {gaps} places"),
        };
        let _ = writeln!(text, "{}: {} rows kept{gaps}", table.table, table.rows);
    }
    let _ = writeln!(text, "the damaged file is now {}", damaged.display());
    text
}
