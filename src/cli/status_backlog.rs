//! What waits, and why, as `pressline status` shows it.

use jiff::Timestamp;
use serde::Serialize;

use crate::store::{Backlog, BacklogPart, FailingPages, WaitReason};

/// The waiting jobs of one kind that wait for one reason.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct WaitingReport {
    /// `poll` or `page`.
    pub kind: &'static str,
    /// `planned`, `retry`, `suspect`, `server_pause` or `operator_pause`.
    pub reason: &'static str,
    pub jobs: u64,
    pub due: u64,
    pub next_due: Timestamp,
    /// The same in words.
    #[serde(skip)]
    pub words: &'static str,
}

/// The pages of one feed that fail with one error.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct FailingPagesReport {
    pub feed: String,
    pub code: String,
    pub pages: u64,
    pub since: Timestamp,
    pub next_try: Timestamp,
}

/// Returns what waits, polls first.
pub(super) fn waiting(backlog: &Backlog) -> Vec<WaitingReport> {
    backlog.parts.iter().map(part).collect()
}

fn part(part: &BacklogPart) -> WaitingReport {
    let (reason, words) = match (part.reason, part.are_polls) {
        (WaitReason::Planned, true) => ("planned", "planned"),
        (WaitReason::Planned, false) => ("planned", "in line"),
        (WaitReason::Retry, _) => ("retry", "to be tried again after a failure"),
        (WaitReason::Suspect, _) => ("suspect", "held when a process ended"),
        (WaitReason::ServerPause, _) => ("server_pause", "held back by a server's pause"),
        (WaitReason::OperatorPause, _) => ("operator_pause", "held back by the operator's pause"),
    };
    let kind = if part.are_polls { "poll" } else { "page" };
    WaitingReport { kind, reason, jobs: part.jobs, due: part.due, next_due: part.next_due, words }
}

/// Returns the pages that fail.
pub(super) fn failing_pages(backlog: &Backlog) -> Vec<FailingPagesReport> {
    let report = |pages: &FailingPages| FailingPagesReport {
        feed: pages.feed.clone(),
        code: pages.code.clone(),
        pages: pages.pages,
        since: pages.since,
        next_try: pages.next_try,
    };
    backlog.failing_pages.iter().map(report).collect()
}
