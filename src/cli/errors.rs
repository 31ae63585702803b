//! `pressline errors`: what fails, and what is to be tried again.

use std::fmt::Write as _;

use clap::Subcommand;
use jiff::Timestamp;

use super::control::{DoneBy, look, send, unexpected};
use super::error_list::{ErrorKind, ErrorReport, ErrorStatus, errors};
use super::exit_code::{FAILURE, SUCCESS};
use super::output::LineWriter;
use super::printable::printable;
use super::relative_time::relative_time;
use super::settings::{self, ConfigArgs};
use crate::control::{Reply, Request, RetryReply, RetryTarget};
use crate::telemetry::tell;

/// Shows what fails, and has it tried again: feeds, pages, and jobs that were given up.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Lists failing feeds, pages that wait for another attempt, and jobs that were given up ("buried").
    List {
        /// Print one JSON object for each.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        config: ConfigArgs,
    },
    /// Shows all that is known of one; exit code 1 when there is none of that id.
    Show {
        /// The id, as the list and the error records have it.
        id: String,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        config: ConfigArgs,
    },
    /// Has failed jobs tried again now: buried ones are put back, waiting ones are due at once.
    Retry(RetryArgs),
}

#[derive(Debug, clap::Args)]
struct RetryArgs {
    /// The id, as the list and the error records have it.
    #[arg(required_unless_present_any = ["all", "feed"], conflicts_with_all = ["all", "feed"])]
    id: Option<String>,
    /// All that fails.
    #[arg(long, conflicts_with = "feed")]
    all: bool,
    /// A feed, where it fails, and its failed pages.
    #[arg(long, value_name = "NAME")]
    feed: Option<String>,
    /// Print one JSON object for each.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<u8> {
    match &args.verb {
        Verb::List { json, config } => list(config, *json),
        Verb::Show { id, json, config } => show(config, id, *json),
        Verb::Retry(args) => retry(args),
    }
}

fn read(config: &ConfigArgs) -> anyhow::Result<Vec<ErrorReport>> {
    let (config, _) = look(config)?;
    Ok(errors(&config.state.dir, &settings::worker(&config, None)?.feeds, Timestamp::now())?)
}

fn list(config: &ConfigArgs, json: bool) -> anyhow::Result<u8> {
    let errors = read(config)?;
    let mut lines = LineWriter::new();
    if json {
        errors.iter().try_for_each(|error| lines.answer(error))?;
    } else {
        lines.text(&table(&errors, Timestamp::now()))?;
    }
    Ok(SUCCESS)
}

fn show(config: &ConfigArgs, id: &str, json: bool) -> anyhow::Result<u8> {
    let errors: Vec<_> = read(config)?.into_iter().filter(|error| error.id == id).collect();
    if errors.is_empty() {
        tell(format_args!("pressline: nothing that fails has the id {id} (any more)"));
        return Ok(FAILURE);
    }
    let mut lines = LineWriter::new();
    for error in &errors {
        if json {
            lines.answer(error)?;
        } else {
            lines.text(&whole(error))?;
        }
    }
    Ok(SUCCESS)
}

fn retry(args: &RetryArgs) -> anyhow::Result<u8> {
    let target = match (&args.id, &args.feed) {
        (Some(id), _) => RetryTarget::Id(id.clone()),
        (None, Some(feed)) => RetryTarget::Feed(feed.clone()),
        (None, None) => RetryTarget::All,
    };
    let (reply, done_by) = send(&args.config, &Request::Retry { target: target.clone() })?;
    let Reply::Retry(reply) = reply else { return Err(unexpected()) };
    let mut lines = LineWriter::new();
    if args.json {
        reply.jobs.iter().try_for_each(|job| lines.answer(job))?;
    } else {
        lines.text(&retried(&reply, done_by))?;
    }
    let is_missing = reply.jobs.is_empty() && matches!(target, RetryTarget::Id(_));
    Ok(if is_missing { FAILURE } else { SUCCESS })
}

/// Returns what became of the jobs: a line for each that is not simply due, and a sum.
fn retried(reply: &RetryReply, done_by: DoneBy) -> String {
    let mut text = String::new();
    let mut due = 0;
    // Writing to a String cannot fail.
    for job in &reply.jobs {
        match (job.outcome.as_str(), &job.reason) {
            ("due" | "put_back", None) => due += 1,
            (_, Some(reason)) => drop(writeln!(text, "{}: {reason}", job.id)),
            ("running", None) => drop(writeln!(text, "{}: is being tried", job.id)),
            ("unreadable", None) => drop(writeln!(text, "{}: cannot be read, and stays buried", job.id)),
            _ => drop(writeln!(text, "{}: is no longer there", job.id)),
        }
    }
    let when = if done_by == DoneBy::Worker { "now" } else { "when the worker starts" };
    let _ = match (due, reply.jobs.len()) {
        (0, 0) => writeln!(text, "nothing that fails is meant"),
        (0, _) => Ok(()),
        (1, _) => writeln!(text, "one is tried again {when}"),
        (due, _) => writeln!(text, "{due} are tried again {when}"),
    };
    text
}

/// The headings of the list.
const HEADINGS: [&str; 8] = ["id", "what", "feed", "code", "since", "attempts", "next try", "address"];

fn table(errors: &[ErrorReport], now: Timestamp) -> String {
    if errors.is_empty() {
        return "nothing fails\n".to_owned();
    }
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    rows.extend(errors.iter().map(|error| row(error, now)));
    let widths: Vec<usize> =
        (0..HEADINGS.len()).map(|at| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0)).collect();
    let mut text = String::new();
    for row in &rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        text += cells.collect::<Vec<_>>().join("  ").trim_end();
        text.push('\n');
    }
    text
}

fn row(error: &ErrorReport, now: Timestamp) -> [String; 8] {
    let text = |text: &Option<String>| printable(text.as_deref().unwrap_or_default());
    let next = match (error.status, error.next_try) {
        (ErrorStatus::Running, _) => "running".to_owned(),
        (ErrorStatus::Buried, _) => "never".to_owned(),
        (ErrorStatus::Waiting, Some(next)) if next > now => relative_time(next, now),
        (ErrorStatus::Waiting, _) => "due".to_owned(),
    };
    let what = match error.kind {
        ErrorKind::Feed => "feed",
        ErrorKind::Page => "page",
        ErrorKind::State => "state",
    };
    [
        error.id.clone(),
        what.to_owned(),
        text(&error.feed),
        text(&error.code),
        relative_time(error.since, now),
        error.attempts.to_string(),
        next,
        printable(error.url.as_ref().map_or("", |url| url.as_str())),
    ]
}

/// Returns all that is known of an error, a line for each fact.
fn whole(error: &ErrorReport) -> String {
    let mut text = String::new();
    let Ok(serde_json::Value::Object(facts)) = serde_json::to_value(error) else { return text };
    for (name, value) in facts {
        let value = match value {
            serde_json::Value::Null => continue,
            serde_json::Value::String(value) => printable(&value),
            other => other.to_string(),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{name}: {value}");
    }
    text
}
