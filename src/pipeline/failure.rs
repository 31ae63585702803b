//! What follows from a job that failed: another attempt or none, and an error record.

use std::time::Duration;

use jiff::Timestamp;

use super::schedule;
use super::settings::{FeedSpec, Settings};
use crate::error::{JobError, Verdict};
use crate::model::record::{ERROR, ErrorClass, ErrorRecord, FeedRecord};
use crate::model::{Moment, content_id, without_credentials};
use crate::work::Job;
use crate::work::ledger::{FeedState, LedgerUpdate};
use crate::work::queue::{JobFate, Lease};

/// The most attempts to fetch a page (chosen: with doubling waits the last is about eight minutes after the first).
const MAX_PAGE_ATTEMPTS: u32 = 5;

/// Everything that follows from one failure.
pub(super) struct FailureResult {
    pub fate: JobFate,
    pub updates: Vec<LedgerUpdate>,
    pub record: Option<ErrorRecord>,
    pub events: Vec<FeedRecord>,
}

impl FailureResult {
    pub(super) fn of_fate(fate: JobFate) -> Self {
        Self { fate, updates: Vec::new(), record: None, events: Vec::new() }
    }
}

/// A failed attempt.
pub(super) struct Failure<'a> {
    pub lease: &'a Lease,
    pub error: &'a JobError,
    pub at: Timestamp,
    /// Whether our own network seems down.
    pub is_outage: bool,
}

/// Returns whether no further attempt follows the failure of a page.
pub(super) fn is_final(error: &JobError, attempt: u32) -> bool {
    match error {
        JobError::Paused { .. } | JobError::Interrupted => false,
        _ => !matches!(error.verdict(attempt), Verdict::Retry(_)) || attempt >= MAX_PAGE_ATTEMPTS,
    }
}

impl Failure<'_> {
    /// Decides what follows. A poll is tried again without end, a page a few times.
    ///
    /// The first failure, every doubling of their number, and the last are recorded.
    pub(super) fn follow_up(&self, state: FeedState, spec: Option<&FeedSpec>, settings: &Settings) -> FailureResult {
        let verdict = self.error.verdict(self.lease.attempt);
        let wait = match verdict {
            Verdict::Retry(wait) => wait,
            Verdict::Drop | Verdict::DeadLetter => Duration::ZERO,
        };
        // The server asked for a pause, and the user for a stop: neither is a failure.
        if matches!(self.error, JobError::Paused { .. } | JobError::Interrupted) {
            let next = schedule::after(self.at, wait);
            let is_paused_poll = matches!((&self.lease.job, self.error), (Job::Poll(_), JobError::Paused { .. }));
            return if is_paused_poll {
                self.put_off(state, next)
            } else {
                FailureResult::of_fate(JobFate::Retry(next))
            };
        }
        match (&self.lease.job, spec) {
            (Job::Poll(_), Some(spec)) => self.follow_up_poll(state, spec, settings, wait),
            _ => self.follow_up_page(verdict, wait),
        }
    }

    /// Schedules the next attempt at a page, if another one may help.
    fn follow_up_page(&self, verdict: Verdict, wait: Duration) -> FailureResult {
        let attempt = self.lease.attempt;
        let is_last = is_final(self.error, attempt);
        let fate = match verdict {
            Verdict::DeadLetter => JobFate::DeadLetter,
            _ if is_last => JobFate::Done,
            _ => JobFate::Retry(schedule::after(self.at, wait)),
        };
        let class = if is_last { ErrorClass::Permanent } else { ErrorClass::Retryable };
        let is_recorded = is_last || attempt.is_power_of_two();
        let since = self.lease.failing_since.unwrap_or(self.at);
        let record = is_recorded.then(|| self.record(class, attempt, since));
        FailureResult { record, ..FailureResult::of_fate(fate) }
    }

    pub(super) fn record(&self, class: ErrorClass, attempts: u32, since: Timestamp) -> ErrorRecord {
        let Self { lease, error, at, .. } = self;
        let url = without_credentials(lease.job.url());
        let identity = format!("{} {} {url} {attempts} {since}", error.stage().name(), error.code());
        ErrorRecord {
            schema: ERROR.to_owned(),
            id: content_id("x_", &identity),
            seq: Some(0),
            stage: error.stage(),
            class,
            code: error.code().to_owned(),
            url: Some(url),
            feed: Some(lease.job.feed().to_owned()),
            attempts,
            first_seen: Moment::utc(since),
            last_seen: Moment::utc(*at),
            detail: error.to_string(),
        }
    }
}
