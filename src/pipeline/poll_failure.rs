//! What follows from a poll that failed: a later one, an error record, and feed events.

use jiff::Timestamp;

use super::failure::{Failure, FailureResult, failed};
use super::feed_events::feed_record;
use super::schedule::{self, FailureKind};
use super::settings::{FeedSpec, Settings};
use crate::error::JobError;
use crate::model::record::{ErrorClass, FeedEvent};
use crate::model::without_secrets;
use crate::work::ledger::{FeedState, LedgerUpdate};
use crate::work::poll_reason::PollReason;
use crate::work::queue::{JobFate, Postponement};

/// The failures in a row after which a feed is said to fail (chosen: with the waits between them, more than an hour).
const FAILING_AFTER: u32 = 4;

impl Failure<'_> {
    /// Schedules the next poll of a feed that failed: ever more rarely, without end.
    ///
    /// In an outage of our own network nothing is counted, and the feed is asked again within minutes.
    pub(super) fn follow_up_poll(
        &self,
        state: FeedState,
        spec: &FeedSpec,
        settings: &Settings,
        asked: std::time::Duration,
    ) -> FailureResult {
        let kind = FailureKind::of(self.error);
        let since = state.failing_since.unwrap_or(self.at);
        let is_recorded_before = state.is_failure_recorded;
        if self.is_outage && kind == FailureKind::Unreachable {
            let wait = schedule::outage_wait(self.lease.job.feed(), state.polls);
            let state = FeedState { reason: PollReason::Outage, ..self.failed_state(state) };
            let record = (!is_recorded_before)
                .then(|| self.record(ErrorClass::Retryable, state.failures.max(1), since, spec.group.clone()));
            return self.asked_again(state, schedule::after(self.at, wait), record, Vec::new());
        }
        let failures = state.failures.saturating_add(1);
        let refusals = state.refusals.saturating_add(u32::from(kind == FailureKind::Refused));
        let failing_for = self.at.duration_since(since).try_into().unwrap_or_default();
        let wait = schedule::failure_wait(settings, kind, (failures, refusals), failing_for);
        let reason = if asked > wait { PollReason::RetryAfter } else { PollReason::Failed };
        let mut events = Vec::new();
        let mut add = |event, detail| events.push(feed_record(self.lease.job.feed(), spec, event, detail, self.at));
        if matches!(self.error, JobError::Status { status: 410, .. }) && refusals == 1 {
            add(FeedEvent::Gone, "answers 410; it is asked ever more rarely".to_owned());
        }
        let is_failing_new = failures >= FAILING_AFTER && !state.is_failing;
        if is_failing_new {
            add(FeedEvent::Failing, format!("failed {failures} times in a row since {since}: {}", self.error));
        }
        let is_failing = state.is_failing || is_failing_new;
        let state = FeedState {
            failures,
            refusals,
            failing_since: Some(since),
            is_failing,
            reason,
            ..self.failed_state(state)
        };
        let record =
            failures.is_power_of_two().then(|| self.record(ErrorClass::Retryable, failures, since, spec.group.clone()));
        self.asked_again(state, schedule::after(self.at, wait.max(asked)), record, events)
    }

    /// Returns the state after a poll that the host's pause put off: nothing but the time of the next.
    pub(super) fn put_off(&self, state: FeedState, next: Timestamp) -> FailureResult {
        let is_skipped = schedule::skipped_until(self.at, &state.hints).is_some();
        let reason = if is_skipped { PollReason::SkippedHours } else { PollReason::Paused };
        let state = FeedState { next_poll: Some(next), reason, ..state };
        FailureResult {
            updates: vec![self.update(state)],
            ..FailureResult::of_fate(JobFate::Postpone(next, Postponement::Server))
        }
    }

    /// Returns what every failed poll leaves behind.
    fn failed_state(&self, state: FeedState) -> FeedState {
        FeedState {
            polled: Some(self.at),
            polls: state.polls + 1,
            is_failure_recorded: true,
            last_error: Some(without_secrets(&self.error.to_string()).into_owned()),
            ..state
        }
    }

    fn asked_again(
        &self,
        state: FeedState,
        next: Timestamp,
        record: Option<crate::model::record::ErrorRecord>,
        events: Vec<crate::model::record::FeedRecord>,
    ) -> FailureResult {
        let next = schedule::outside_skipped(next, &state.hints);
        let state = FeedState { next_poll: Some(next), ..state };
        FailureResult {
            fate: JobFate::Retry(next, failed(self.error)),
            updates: vec![self.update(state)],
            record,
            events,
        }
    }

    fn update(&self, state: FeedState) -> LedgerUpdate {
        LedgerUpdate::Feed { name: self.lease.job.feed().to_owned(), state: Box::new(state) }
    }
}

/// Returns the state of a feed whose last failure was judged as its own, and was ours.
pub(super) fn acquitted(state: FeedState) -> FeedState {
    FeedState { failures: 0, failing_since: None, is_failing: false, reason: PollReason::Outage, ..state }
}
