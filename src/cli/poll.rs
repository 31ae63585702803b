//! `pressline poll`: polls feeds now.

use std::fmt::Write as _;

use jiff::Timestamp;

use super::control::{DoneBy, send, unexpected};
use super::exit_code::{FAILURE, SUCCESS};
use super::output::LineWriter;
use super::relative_time::relative_time;
use super::settings::ConfigArgs;
use crate::control::{FeedPoll, PollReply, PollTarget, Reply, Request};

/// Polls a feed now, or all feeds of a group; exit code 1 when it is paused.
///
/// The running worker is asked to; where none runs, the polls are due when it starts. What servers ask for holds all the
/// same: a feed whose host has asked for a pause is polled after it, and the answer says so.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Name of the feed.
    #[arg(required_unless_present = "group", conflicts_with = "group")]
    name: Option<String>,
    /// All feeds of this group.
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,
    /// Print one JSON object for each feed.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<u8> {
    let target = match (&args.name, &args.group) {
        (Some(name), _) => PollTarget::Feed(name.clone()),
        (None, group) => PollTarget::Group(group.clone().unwrap_or_default()),
    };
    let (reply, done_by) = send(&args.config, &Request::Poll { target })?;
    let Reply::Poll(PollReply { feeds }) = reply else { return Err(unexpected()) };
    let mut lines = LineWriter::new();
    let now = Timestamp::now();
    let mut text = String::new();
    for feed in &feeds {
        if args.json {
            lines.answer(feed)?;
        } else {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{}: {}", feed.feed, words(feed, done_by, now));
        }
    }
    lines.text(&text)?;
    let is_any_polled = feeds.iter().any(|feed| feed.outcome != "paused");
    Ok(if is_any_polled { SUCCESS } else { FAILURE })
}

fn words(feed: &FeedPoll, done_by: DoneBy, now: Timestamp) -> String {
    let reason = feed.reason.as_deref().unwrap_or_default();
    if feed.outcome == "paused" {
        return format!("not polled, since {reason}");
    }
    let mut words = match (feed.outcome.as_str(), done_by) {
        ("running", DoneBy::Worker) => "is being polled".to_owned(),
        (_, DoneBy::Worker) => "is polled now".to_owned(),
        (_, DoneBy::Itself) => "is polled when the worker starts".to_owned(),
    };
    if let Some(was_due) = feed.was_due.filter(|was_due| *was_due > now) {
        // Writing to a String cannot fail.
        let _ = write!(words, " (was due {})", relative_time(was_due, now));
    }
    match feed.held_until {
        Some(until) => format!("{words}, but {reason} until {}", until.strftime("%Y-%m-%d %H:%M:%SZ")),
        None => words,
    }
}
