//! `pressline status`: the state of feeds and queue, whether or not the service runs.

use std::fmt::Write as _;

use jiff::Timestamp;
use serde::Serialize;

use super::exit_code::SUCCESS;
use super::output::LineWriter;
use super::settings::ConfigArgs;
use crate::store::{Stats, Store};
use crate::telemetry::is_bidi_control;
use crate::work::ledger::FeedState;

/// Shows the state of feeds, queue and outputs.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    config: ConfigArgs,
    /// Print one JSON object instead of tables
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Status<'a> {
    waiting: u64,
    due: u64,
    held: u64,
    buried: u64,
    pending_bytes: u64,
    feeds: Vec<FeedStatus<'a>>,
    outputs: Vec<OutputStatus<'a>>,
}

#[derive(Serialize)]
struct FeedStatus<'a> {
    name: &'a str,
    #[serde(flatten)]
    state: &'a FeedState,
}

#[derive(Serialize)]
struct OutputStatus<'a> {
    name: &'a str,
    seq: u64,
    generation: u64,
    offset: u64,
}

pub(super) fn run(args: &Args) -> anyhow::Result<u8> {
    let config = args.config.load()?;
    for warning in &config.warnings {
        eprintln!("warning: {warning}");
    }
    let now = Timestamp::now();
    let stats = Store::inspect(&config.state.dir, now)?;
    let mut lines = LineWriter::new();
    if args.json {
        lines.answer(&status(&stats))?;
    } else {
        lines.text(&table(&stats, now))?;
    }
    Ok(SUCCESS)
}

fn status(stats: &Stats) -> Status<'_> {
    Status {
        waiting: stats.waiting,
        due: stats.due,
        held: stats.held,
        buried: stats.buried,
        pending_bytes: stats.pending_bytes,
        feeds: stats.feeds.iter().map(|(name, state)| FeedStatus { name, state }).collect(),
        outputs: stats
            .streams
            .iter()
            .map(|s| OutputStatus { name: &s.name, seq: s.seq, generation: s.next.generation, offset: s.next.offset })
            .collect(),
    }
}

fn table(stats: &Stats, now: Timestamp) -> String {
    let Stats { waiting, due, held, buried, .. } = stats;
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(text, "jobs: {waiting} waiting ({due} due), {held} held, {buried} buried\n");
    let width = stats.feeds.iter().map(|(name, _)| name.len()).max().unwrap_or(0).max(4);
    let _ = writeln!(
        text,
        "{:width$}  {:>6} {:>8} {:>10} {:>10}  state",
        "feed", "polls", "entries", "last poll", "next poll"
    );
    for (name, feed) in &stats.feeds {
        let health = match &feed.last_error {
            None => "ok".to_owned(),
            Some(error) => format!("failed {} times: {}", feed.failures, printable(error)),
        };
        let (last, next) =
            (feed.polled.map(|at| relative_time(at, now)), feed.next_poll.map(|at| relative_time(at, now)));
        let (last, next) = (last.unwrap_or_default(), next.unwrap_or_default());
        let _ = writeln!(text, "{name:width$}  {:>6} {:>8} {last:>10} {next:>10}  {health}", feed.polls, feed.entries);
    }
    text += "\n";
    for stream in stats.streams.iter().filter(|stream| stream.seq > 0) {
        let _ = writeln!(text, "{}: {} records", stream.name, stream.seq);
    }
    text
}

/// Returns the distance of a time in its largest whole unit: `5m ago`, `in 2h`.
fn relative_time(at: Timestamp, now: Timestamp) -> String {
    let seconds = now.duration_until(at).as_secs();
    let (size, unit) = [(86_400, 'd'), (3_600, 'h'), (60, 'm')]
        .into_iter()
        .find(|(size, _)| seconds.abs() >= *size)
        .unwrap_or((1, 's'));
    let count = seconds.abs() / size;
    if seconds > 0 { format!("in {count}{unit}") } else { format!("{count}{unit} ago") }
}

/// Returns foreign text without the characters that control a terminal or its direction.
fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !is_bidi_control(*c)).collect()
}
