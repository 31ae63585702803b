//! The tables of `pressline status`.

use std::fmt::Write as _;

use jiff::Timestamp;

use super::printable::printable;
use super::relative_time::relative_time;
use super::status_pauses::PauseReport;
use super::status_report::{FeedReport, Report, failed};

/// The headings of the table of feeds.
const HEADINGS: [&str; 9] =
    ["feed", "group", "polls", "entries", "last poll", "next poll", "why then", "address", "state"];
/// The columns of numbers and times, which are set to the right.
const RIGHT: std::ops::Range<usize> = 2..6;

/// Returns the report as text.
pub(super) fn table(report: &Report, now: Timestamp) -> String {
    let Report { waiting, due, held, buried, .. } = report;
    let mut text = worker(report, now);
    // Writing to a String cannot fail.
    let _ = writeln!(text, "jobs: {waiting} waiting ({due} due), {held} held, {buried} buried");
    for part in &report.waiting_by_reason {
        let plural = if part.jobs == 1 { "" } else { "s" };
        let _ = writeln!(text, "  {} {}{plural} {} ({} due)", part.jobs, part.kind, part.words, part.due);
    }
    text.push('\n');
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    rows.extend(report.feeds.iter().map(|feed| row(feed, now)));
    let widths: Vec<usize> =
        (0..HEADINGS.len()).map(|at| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0)).collect();
    for row in &rows {
        let mut line = String::new();
        for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let _ =
                if RIGHT.contains(&at) { write!(line, "{cell:>width$}  ") } else { write!(line, "{cell:width$}  ") };
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text += "\n";
    for pause in &report.pauses {
        let name = pause.feed.as_ref().or(pause.host.as_ref()).map_or("", String::as_str);
        let _ = writeln!(text, "{name} is {}", paused(pause, now));
    }
    for host in &report.paused_hosts {
        let _ = writeln!(text, "{} asked for a pause, which ends {}", host.host, relative_time(host.paused_until, now));
    }
    for output in report.outputs.iter().filter(|output| output.seq > 0) {
        let _ = writeln!(text, "{}: {} records", output.name, output.seq);
    }
    text
}

/// Returns how the worker is: whether it is ready, and what became of the last changed configuration.
fn worker(report: &Report, now: Timestamp) -> String {
    let Some(worker) = &report.worker else {
        return match &report.worker_error {
            Some(error) => format!("worker: {error}\n"),
            None => "worker: none listens\n".to_owned(),
        };
    };
    let ready = if worker.conditions.is_empty() { "ready" } else { "not ready" };
    let (version, pid, since) = (&worker.version, worker.pid, relative_time(worker.started, now));
    let mut text = format!("worker: {ready}; pressline {version}, process {pid}, started {since}\n");
    // Writing to a String cannot fail.
    for condition in &worker.conditions {
        let _ = writeln!(text, "  {}: {}", condition.name, printable(&condition.words));
    }
    if let Some(reload) = &worker.last_reload {
        let kept = if reload.problems.is_empty() { "" } else { "; the one before stays in force:" };
        let _ = writeln!(text, "  configuration {} {}{kept}", reload.outcome, relative_time(reload.at, now));
        for problem in &reload.problems {
            let _ = writeln!(text, "    {}", printable(problem));
        }
        if !reload.need_restart.is_empty() {
            let _ = writeln!(text, "    need a restart: {}", reload.need_restart.join(", "));
        }
    }
    text
}

/// Returns since when and until when something is paused, in words.
fn paused(pause: &PauseReport, now: Timestamp) -> String {
    let since = relative_time(pause.since, now);
    match pause.until {
        Some(until) => format!("paused by the operator since {since}, until {}", until.strftime("%Y-%m-%d %H:%M:%SZ")),
        None => format!("paused by the operator since {since}, until it is resumed"),
    }
}

fn row(feed: &FeedReport, now: Timestamp) -> [String; 9] {
    let next = match feed.next_poll {
        _ if feed.operator_pause.is_some() => "paused".to_owned(),
        Some(next) if next > now => relative_time(next, now),
        _ => "due".to_owned(),
    };
    [
        feed.name.clone(),
        feed.group.clone().unwrap_or_default(),
        feed.polls.to_string(),
        feed.entries.to_string(),
        feed.polled.map_or_else(|| "never".to_owned(), |at| relative_time(at, now)),
        next,
        feed.why.clone(),
        printable(feed.url.as_str()),
        state(feed, now),
    ]
}

/// Returns the health of a feed in words.
fn state(feed: &FeedReport, now: Timestamp) -> String {
    let mut words = Vec::new();
    match (&feed.last_error, feed.polled) {
        (Some(error), _) => {
            let since = feed
                .failing_since
                .filter(|_| feed.failures > 1)
                .map(|since| format!(", first {}", relative_time(since, now)));
            let times = if feed.failures == 0 { "failed".to_owned() } else { failed(feed.failures) };
            words.push(format!("{times}{}: {}", since.unwrap_or_default(), printable(error)));
        }
        (None, None) => words.push("never polled".to_owned()),
        (None, Some(_)) => words.push("ok".to_owned()),
    }
    if feed.recovered {
        words.push("read after repairs".to_owned());
    }
    if feed.validators_lie {
        words.push("its validators lie".to_owned());
    }
    if let Some(until) = feed.paused_until {
        words.push(format!("paused until {}", until.strftime("%Y-%m-%d %H:%M:%SZ")));
    }
    match feed.failing_pages {
        0 => {}
        1 => words.push("one page fails".to_owned()),
        pages => words.push(format!("{pages} pages fail")),
    }
    if let Some(pause) = &feed.operator_pause {
        words.push(paused(pause, now));
    }
    words.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::control::{Condition, ReloadReport, WorkerReply};
    use crate::store::{Backlog, Stats};

    #[test]
    fn the_worker_is_told_in_words() {
        let now = Timestamp::from_second(1_790_000_000).unwrap();
        let at = |minutes: i64| Timestamp::from_second(1_790_000_000 - 60 * minutes).unwrap();
        let mut report = Report::new(&Config::default(), &Stats::default(), &Backlog::default(), now);
        assert_eq!(worker(&report, now), "worker: none listens\n");
        let condition = |name: &str, words: &str| Condition { name: name.to_owned(), words: words.to_owned() };
        report.worker = Some(WorkerReply {
            version: "0.1.0".to_owned(),
            pid: 7,
            started: at(125),
            conditions: vec![condition("stdout", "stdout waits for its reader")],
            last_reload: Some(ReloadReport {
                at: at(3),
                outcome: "refused".to_owned(),
                problems: vec!["feeds.d/b.toml:8: `interval`: is zero".to_owned()],
                need_restart: Vec::new(),
            }),
        });
        assert_eq!(
            worker(&report, now),
            "worker: not ready; pressline 0.1.0, process 7, started 2h ago\n  stdout: stdout waits for its reader\n  \
             configuration refused 3m ago; the one before stays in force:\n    feeds.d/b.toml:8: `interval`: is zero\n"
        );
        report.worker_error = Some("no answer".to_owned());
        report.worker = None;
        assert_eq!(worker(&report, now), "worker: no answer\n");
    }
}
