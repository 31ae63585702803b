//! `pressline status`: the worker, and the state of feeds and queue, whether or not it runs.

use jiff::Timestamp;

use super::control::look;
use super::exit_code::SUCCESS;
use super::output::LineWriter;
use super::settings::ConfigArgs;
use super::status_report::Report;
use super::status_table::table;
use crate::control::ClientError;
use crate::store::Store;
use crate::telemetry::tell;

/// Shows the running worker, and the state of feeds, queue and outputs.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    config: ConfigArgs,
    /// Show only the feeds whose last poll failed.
    #[arg(long)]
    failing: bool,
    /// Print one JSON object instead of tables.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<u8> {
    let (config, worker) = look(&args.config)?;
    for warning in &config.warnings {
        tell(format_args!("warning: {warning}"));
    }
    let now = Timestamp::now();
    let stats = Store::inspect(&config.state.dir, now)?;
    let backlog = Store::backlog(&config.state.dir, now)?;
    let mut report = Report::new(&config, &stats, &backlog, now);
    match worker {
        Ok(worker) => report.worker = Some(*worker),
        Err(ClientError::NoWorker(_)) => {}
        Err(error) => report.worker_error = Some(error.to_string()),
    }
    if args.failing {
        report.feeds.retain(super::status_report::FeedReport::is_failing);
    }
    let mut lines = LineWriter::new();
    if args.json {
        lines.answer(&report)?;
    } else {
        lines.text(&table(&report, now))?;
    }
    Ok(SUCCESS)
}
