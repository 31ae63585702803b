//! The tables of `pressline status`.

use std::fmt::Write as _;

use jiff::Timestamp;

use super::printable::printable;
use super::relative_time::relative_time;
use super::status_report::{FeedReport, Report, failed};

/// The headings of the table of feeds.
const HEADINGS: [&str; 9] =
    ["feed", "group", "polls", "entries", "last poll", "next poll", "why then", "address", "state"];
/// The columns of numbers and times, which are set to the right.
const RIGHT: std::ops::Range<usize> = 2..6;

/// Returns the report as text.
pub(super) fn table(report: &Report, now: Timestamp) -> String {
    let Report { waiting, due, held, buried, .. } = report;
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(text, "jobs: {waiting} waiting ({due} due), {held} held, {buried} buried\n");
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
    for host in &report.paused_hosts {
        let _ = writeln!(text, "{} is paused, {}", host.host, relative_time(host.paused_until, now));
    }
    for output in report.outputs.iter().filter(|output| output.seq > 0) {
        let _ = writeln!(text, "{}: {} records", output.name, output.seq);
    }
    text
}

fn row(feed: &FeedReport, now: Timestamp) -> [String; 9] {
    let next = match feed.next_poll {
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
    words.join("; ")
}
