//! The wait after a poll that failed.

use std::time::Duration;

use super::wait::spread;
use crate::error::JobError;
use crate::pipeline::settings::Settings;

/// The longest wait between two polls of an address that holds no feed: a week (chosen: it may come back).
pub(in crate::pipeline) const MAX_FAILURE_WAIT: Duration = Duration::from_hours(7 * 24);
/// The longest wait for a server that cannot be reached or is unwell, in its first day (chosen).
const MAX_DOWN_WAIT: Duration = Duration::from_hours(1);
/// The part of the time for which such a server has been down that is waited at most: one in this many (chosen).
const DOWN_PART: u32 = 24;
/// The longest wait for a server that has been down for days (chosen: it is asked four times a day).
const MAX_LONG_DOWN_WAIT: Duration = Duration::from_hours(6);
/// The shortest first wait after a failure (chosen).
const MIN_FAILURE_WAIT: Duration = Duration::from_mins(1);
/// The doublings after which every wait exceeds [`MAX_FAILURE_WAIT`].
const MAX_DOUBLINGS: u32 = 16;
/// The shortest wait while our own network seems down (chosen).
const OUTAGE_WAIT: Duration = Duration::from_mins(5);
/// The time over which feeds are spread while our own network seems down (chosen).
const OUTAGE_SPREAD: Duration = Duration::from_mins(10);

/// What a failed poll says about the feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pipeline) enum FailureKind {
    /// No connection came about, or none that answered in time.
    Unreachable,
    /// The server answered that it cannot answer now.
    Unwell,
    /// The server answered that this is no feed, or none for us.
    Refused,
}

impl FailureKind {
    /// Returns what an error says about the feed.
    pub(in crate::pipeline) const fn of(error: &JobError) -> Self {
        match error {
            JobError::Unreachable { .. } | JobError::TimedOut { .. } => Self::Unreachable,
            JobError::Status { status: 408 | 425 | 429 | 500..=599, .. } => Self::Unwell,
            _ => Self::Refused,
        }
    }
}

/// Returns the wait after the `failures`-th failure in a row, of which `refusals` said that there is no feed.
///
/// Waits double from the shortest interval, at least a minute. For a server that is down they end at an hour, and at six
/// once it has been down for days; for an address that holds no feed at a week. Polls never end.
pub(in crate::pipeline) fn failure_wait(
    settings: &Settings,
    kind: FailureKind,
    (failures, refusals): (u32, u32),
    failing_for: Duration,
) -> Duration {
    let first = settings.min_interval.max(MIN_FAILURE_WAIT);
    let (times, longest) = match kind {
        FailureKind::Refused => (refusals, MAX_FAILURE_WAIT),
        FailureKind::Unreachable | FailureKind::Unwell => {
            (failures, (failing_for / DOWN_PART).clamp(MAX_DOWN_WAIT, MAX_LONG_DOWN_WAIT))
        }
    };
    first.saturating_mul(1 << times.saturating_sub(1).min(MAX_DOUBLINGS)).min(longest.max(first)).min(MAX_FAILURE_WAIT)
}

/// Returns the wait while our own network seems down: some minutes, which differ from feed to feed.
pub(in crate::pipeline) fn outage_wait(name: &str, polls: u64) -> Duration {
    OUTAGE_WAIT + spread(OUTAGE_SPREAD, name, polls)
}
