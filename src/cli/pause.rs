//! `pressline pause` and `pressline resume`: stops and goes on with a feed or a host.

use std::time::Duration;

use super::control::{DoneBy, send, unexpected};
use super::exit_code::SUCCESS;
use super::output::LineWriter;
use super::settings::ConfigArgs;
use crate::config::units::Period;
use crate::control::{Pause, PauseReply, Reply, Request, ResumeReply};

/// Pauses a feed or a host: nothing is asked of it any more, also after a restart, until it is resumed.
///
/// A paused feed is neither polled, nor are its pages fetched; they wait. A host stands for all below it (news.example for
/// www.news.example), for feeds, pages, redirects and robots.txt alike. A request that is under way ends.
#[derive(Debug, clap::Args)]
pub(super) struct PauseArgs {
    #[command(flatten)]
    target: TargetArgs,
    /// End by itself after this time ("2h", "3d").
    #[arg(long = "for", value_name = "TIME", value_parser = parse_period)]
    period: Option<Duration>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

/// Ends the pause of a feed or a host. What it held back is due at once.
#[derive(Debug, clap::Args)]
pub(super) struct ResumeArgs {
    #[command(flatten)]
    target: TargetArgs,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    config: ConfigArgs,
}

#[derive(Debug, clap::Args)]
struct TargetArgs {
    /// Name of the feed.
    #[arg(required_unless_present = "host", conflicts_with = "host")]
    name: Option<String>,
    /// A host with all below it, or an address; with a port, there alone (news.example, 192.0.2.7:8080).
    #[arg(long, value_name = "HOST")]
    host: Option<String>,
}

impl TargetArgs {
    fn target(&self) -> Pause {
        match (&self.name, &self.host) {
            (Some(name), _) => Pause::Feed(name.clone()),
            (None, host) => Pause::Host(host.clone().unwrap_or_default()),
        }
    }
}

/// Reads a length of time of a second or more.
fn parse_period(text: &str) -> Result<Duration, String> {
    let period: Period = text.parse()?;
    if period.0 < Duration::from_secs(1) {
        return Err("a pause lasts a second at least".to_owned());
    }
    Ok(period.0)
}

pub(super) fn pause(args: &PauseArgs) -> anyhow::Result<u8> {
    let request = Request::Pause { target: args.target.target(), seconds: args.period.map(|period| period.as_secs()) };
    let (reply, _) = send(&args.config, &request)?;
    let Reply::Pause(reply) = reply else { return Err(unexpected()) };
    let mut lines = LineWriter::new();
    if args.json {
        lines.answer(&reply)?;
    } else {
        lines.text(&paused(&reply))?;
    }
    Ok(SUCCESS)
}

pub(super) fn resume(args: &ResumeArgs) -> anyhow::Result<u8> {
    let (reply, done_by) = send(&args.config, &Request::Resume { target: args.target.target() })?;
    let Reply::Resume(reply) = reply else { return Err(unexpected()) };
    let mut lines = LineWriter::new();
    if args.json {
        lines.answer(&reply)?;
    } else {
        lines.text(&resumed(&reply, done_by))?;
    }
    Ok(SUCCESS)
}

fn paused(reply: &PauseReply) -> String {
    let name = name(&reply.target);
    let until = match reply.until {
        Some(until) => format!("until {}", until.strftime("%Y-%m-%d %H:%M:%SZ")),
        None => format!("until `{}`", reply.target.resume_command()),
    };
    let feeds = match (&reply.target, reply.feeds, &reply.near) {
        (Pause::Feed(_), ..) => String::new(),
        (Pause::Host(_), 0, Some(near)) => format!("; no feed is there (did you mean {near}?)"),
        (Pause::Host(_), 0, None) => "; no feed is there".to_owned(),
        (Pause::Host(_), 1, _) => "; a feed is there".to_owned(),
        (Pause::Host(_), feeds, _) => format!("; {feeds} feeds are there"),
    };
    format!("{name} is paused {until}{feeds}\n")
}

fn resumed(reply: &ResumeReply, done_by: DoneBy) -> String {
    let name = name(&reply.target);
    let done = match (reply.was_paused, reply.jobs) {
        (false, _) => format!("{name} was not paused"),
        (true, 0) => format!("{name} is resumed"),
        (true, jobs) => {
            let waited = if jobs == 1 { "one job that waited is due" } else { "jobs that waited are due" };
            let count = if jobs == 1 { String::new() } else { format!("{jobs} ") };
            let when = if done_by == DoneBy::Worker { "now" } else { "when the worker starts" };
            format!("{name} is resumed; {count}{waited} {when}")
        }
    };
    match &reply.still_paused_by {
        Some(other) => {
            format!("{done}, but {} is paused, too; `{}`\n", self::name(other), other.resume_command())
        }
        None => format!("{done}\n"),
    }
}

fn name(target: &Pause) -> &str {
    match target {
        Pause::Feed(name) | Pause::Host(name) => name,
    }
}
