//! What follows from a job that failed: another attempt or none, and an error record.

use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use super::address;
use super::error_record::error_record;
use super::retry::{NextAttempt, next_attempt};
use super::schedule;
use super::settings::{FeedSpec, Settings};
use crate::error::{JobError, Verdict};
use crate::identity::page_key;
use crate::model::record::{ErrorClass, ErrorRecord, FeedRecord};
use crate::model::{Moment, content_id, shown_url, without_secrets};
use crate::work::Job;
use crate::work::job::{ArticleJob, Identity};
use crate::work::ledger::{FeedState, LedgerUpdate};
use crate::work::queue::{Failed, JobFate, Lease, Postponement};

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

impl Failure<'_> {
    /// Decides what follows. A poll is tried again without end, a page as long as it may still come.
    ///
    /// The first failure, every doubling of their number, and the last are recorded.
    pub(super) fn follow_up(&self, state: FeedState, spec: Option<&FeedSpec>, settings: &Settings) -> FailureResult {
        match (&self.lease.job, spec) {
            (Job::Article(job), _) => self.follow_up_page(job, spec, settings),
            (Job::Poll(_), Some(spec)) => {
                let wait = match self.error.verdict(self.lease.attempt) {
                    Verdict::Retry(wait) => wait,
                    Verdict::Drop | Verdict::DeadLetter => Duration::ZERO,
                };
                // The server asked for a pause, and the user for a stop: neither is a failure.
                match self.error {
                    JobError::Paused { .. } => return self.put_off(state, schedule::after(self.at, wait)),
                    JobError::Interrupted | JobError::PausedByOperator { .. } => return self.postponed(wait),
                    _ => {}
                }
                self.follow_up_poll(address::after_failure(state, spec, self.error), spec, settings, wait)
            }
            // The feed was taken out of the configuration.
            (Job::Poll(_), None) => FailureResult::of_fate(JobFate::Done),
        }
    }

    /// Returns what follows from an attempt that was none: the job waits, and nothing is counted.
    fn postponed(&self, wait: Duration) -> FailureResult {
        let reason = match self.error {
            JobError::Interrupted => Postponement::Interrupted,
            JobError::PausedByOperator { .. } => Postponement::Operator,
            _ => Postponement::Server,
        };
        FailureResult::of_fate(JobFate::Postpone(schedule::after(self.at, wait), reason))
    }

    /// Schedules the next attempt at a page, if another one may help.
    fn follow_up_page(&self, job: &ArticleJob, spec: Option<&FeedSpec>, settings: &Settings) -> FailureResult {
        let next = next_attempt(self.error, self.lease, job, &settings.retry, self.at);
        let fate = match next {
            NextAttempt::Postponed(wait) => {
                return self.postponed(wait);
            }
            NextAttempt::After(wait) => JobFate::Retry(schedule::after(self.at, wait), failed(self.error)),
            NextAttempt::Never => JobFate::Done,
            NextAttempt::DeadLetter => JobFate::DeadLetter(failed(self.error)),
        };
        let attempt = self.lease.attempt;
        let is_last = !matches!(next, NextAttempt::After(_));
        let class = if is_last { ErrorClass::Permanent } else { ErrorClass::Retryable };
        let is_recorded = is_last || attempt.is_power_of_two();
        let since = self.lease.failing_since.unwrap_or(self.at);
        let group = spec.and_then(|spec| spec.group.clone());
        let record = is_recorded.then(|| self.record(class, attempt, since, group));
        // Without an article it was had all the same: another feed that links to it changes nothing.
        let is_had = is_last && matches!(self.error, JobError::NoArticle { .. }) && job.identity == Identity::Page;
        let had = || LedgerUpdate::Page { key: page_key(&job.url), article: None, seen: self.at };
        let updates = is_had.then(had).into_iter().collect();
        FailureResult { updates, record, ..FailureResult::of_fate(fate) }
    }

    pub(super) fn record(
        &self,
        class: ErrorClass,
        attempts: u32,
        since: Timestamp,
        group: Option<String>,
    ) -> ErrorRecord {
        let record = record_of_lease(self.lease, failed(self.error), since, group, self.at);
        ErrorRecord { class, attempts, ..record }
    }
}

/// Returns what is kept of a failed attempt.
pub(super) fn failed(error: &JobError) -> Failed {
    Failed {
        stage: error.stage(),
        code: error.code().to_owned(),
        detail: without_secrets(&error.to_string()).into_owned(),
    }
}

/// Returns the id that all records of one failure share, and no other.
pub fn error_id(url: &Url, since: Timestamp) -> String {
    content_id("x_", &format!("{url} {since}"))
}

/// Returns the record of a failure of a leased job, whose first failure was at `since`.
fn record_of_lease(
    lease: &Lease,
    failure: Failed,
    since: Timestamp,
    group: Option<String>,
    at: Timestamp,
) -> ErrorRecord {
    let url = shown_url(lease.job.url());
    let record = error_record(error_id(&url, since), failure, Some(url), Some(lease.job.feed()), group, at);
    ErrorRecord { first_seen: Moment::utc(since), ..record }
}

/// Returns the record that a page was had after all, for a job that failed before.
pub(super) fn resolved(lease: &Lease, group: Option<String>, at: Timestamp) -> Option<ErrorRecord> {
    let (since, failure) = (lease.failing_since?, lease.last_failure.clone()?);
    let record = record_of_lease(lease, failure, since, group, at);
    let attempts = lease.attempt.saturating_sub(1);
    Some(ErrorRecord { class: ErrorClass::Retryable, attempts, resolved: true, ..record })
}
