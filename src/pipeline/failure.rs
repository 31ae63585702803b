//! What follows from a job that failed: another try or none, and a record that says so.

use std::time::Duration;

use jiff::Timestamp;

use super::poll::event_record;
use super::stages::is_final;
use super::{FeedSpec, Settings, schedule};
use crate::error::{JobError, Verdict};
use crate::model::memory::{Change, FeedState};
use crate::model::outbox::{Fate, Lease};
use crate::model::record::{ERROR, ErrorClass, ErrorRecord, FeedEvent, FeedRecord};
use crate::model::{Job, Moment, content_id, without_credentials};

/// All that follows from one failure.
pub(super) struct Failed {
    pub fate: Fate,
    pub changes: Vec<Change>,
    pub record: Option<ErrorRecord>,
    pub events: Vec<FeedRecord>,
}

/// Decides what follows. A poll is tried again for ever, a page a few times; a record tells of the first failure, of
/// every doubling of their number, and of the last.
pub(super) fn follow(
    lease: &Lease,
    error: &JobError,
    state: FeedState,
    spec: Option<&FeedSpec>,
    settings: &Settings,
    now: Timestamp,
) -> Failed {
    let verdict = error.verdict(lease.attempt);
    let wait = match verdict {
        Verdict::Retry(wait) => wait,
        Verdict::Drop | Verdict::Bury => Duration::ZERO,
    };
    // A pause is the other side's wish and a stop is ours: neither is a failure.
    if matches!(error, JobError::Paused { .. } | JobError::Interrupted) {
        let fate = Fate::Retry(schedule::after(now, wait));
        return Failed { fate, changes: Vec::new(), record: None, events: Vec::new() };
    }
    match (&lease.job, spec) {
        (Job::Poll(_), Some(spec)) => poll(lease, error, state, spec, settings, now, wait),
        _ => page(lease, error, verdict, now, wait),
    }
}

/// A feed that did not answer well: asked again ever more rarely, never given up.
fn poll(
    lease: &Lease,
    error: &JobError,
    state: FeedState,
    spec: &FeedSpec,
    settings: &Settings,
    now: Timestamp,
    wait: Duration,
) -> Failed {
    let name = lease.job.feed();
    let failures = state.failures + 1;
    let since = state.failing_since.unwrap_or(now);
    let next = schedule::after_failure(now, settings, failures, wait);
    let state = FeedState {
        polled: Some(now),
        next_poll: Some(next),
        polls: state.polls + 1,
        failures,
        failing_since: Some(since),
        last_error: Some(error.to_string()),
        ..state
    };
    let gone = matches!(error, JobError::Status { status: 410, .. }) && failures == 1;
    let event =
        || event_record(name, spec, FeedEvent::Gone, "answers 410; it is asked ever more rarely".to_owned(), now);
    let told = failures.is_power_of_two();
    Failed {
        fate: Fate::Retry(next),
        changes: vec![Change::Feed { name: name.to_owned(), state: Box::new(state) }],
        record: told.then(|| record(lease, error, ErrorClass::Retryable, failures, since, now)),
        events: gone.then(event).into_iter().collect(),
    }
}

/// A page that could not be had: tried again a few times, if that may help.
fn page(lease: &Lease, error: &JobError, verdict: Verdict, now: Timestamp, wait: Duration) -> Failed {
    let last = is_final(error, lease.attempt);
    let fate = match verdict {
        Verdict::Bury => Fate::Bury,
        _ if last => Fate::Done,
        _ => Fate::Retry(schedule::after(now, wait)),
    };
    let class = if last { ErrorClass::Permanent } else { ErrorClass::Retryable };
    let told = last || lease.attempt.is_power_of_two();
    let since = lease.failing_since.unwrap_or(now);
    let record = told.then(|| record(lease, error, class, lease.attempt, since, now));
    Failed { fate, changes: Vec::new(), record, events: Vec::new() }
}

fn record(
    lease: &Lease,
    error: &JobError,
    class: ErrorClass,
    attempts: u32,
    since: Timestamp,
    now: Timestamp,
) -> ErrorRecord {
    let url = without_credentials(lease.job.url());
    let what = format!("{} {} {url} {attempts} {since}", error.stage().name(), error.code());
    ErrorRecord {
        schema: ERROR.to_owned(),
        id: content_id("x_", &what),
        seq: Some(0),
        stage: error.stage(),
        class,
        code: error.code().to_owned(),
        url: Some(url),
        feed: Some(lease.job.feed().to_owned()),
        attempts,
        first_seen: Moment::utc(since),
        last_seen: Moment::utc(now),
        detail: error.to_string(),
    }
}
