//! The schedule of polls. Pure: the same history gives the same time.

use std::time::Duration;

use jiff::{Timestamp, tz::TimeZone};

use super::settings::{FeedSpec, Settings};
use crate::model::feed::PollHints;
use crate::work::ledger::FeedState;

/// The longest wait between two polls of a feed that fails (chosen: it may come back).
pub(super) const MAX_FAILURE_WAIT: Duration = Duration::from_hours(7 * 24);

/// The shortest first wait after a failure (chosen).
const MIN_FAILURE_WAIT: Duration = Duration::from_mins(1);
/// The doublings after which every wait exceeds [`MAX_FAILURE_WAIT`].
const MAX_DOUBLINGS: u32 = 16;
/// The factor by which the interval grows while nothing is new (chosen).
const GROWTH: f64 = 1.5;
/// A poll whose share of new entries exceeds one in this many halves the interval, so that two polls overlap (chosen).
const BUSY_SHARE: usize = 4;
/// The part of the interval over which feeds are spread: one in this many (chosen).
const SPREAD_PART: u32 = 10;
/// The hours in which a time outside the publisher's skipped hours and days is looked for: a week.
const SKIP_SEARCH_HOURS: u64 = 7 * 24;

/// The entries of one poll.
#[derive(Clone, Copy, Debug)]
pub(super) struct EntryCounts {
    /// The number of entries that were new.
    pub new: usize,
    /// The number of all entries; 0 when the feed had not changed.
    pub all: usize,
}

/// Returns the adaptive interval between polls.
///
/// It is half the last one when more than a quarter of the entries is new, and a half longer when none is. The
/// configured bounds clamp it; `max_age` and the publisher's own hints are a floor within them.
pub(super) fn interval(
    settings: &Settings,
    spec: &FeedSpec,
    state: &FeedState,
    hints: &PollHints,
    max_age: Option<Duration>,
    counts: EntryCounts,
) -> Duration {
    let (shortest, longest) = (settings.min_interval, settings.max_interval);
    let last = Duration::from_secs(state.interval).clamp(shortest, longest);
    let adaptive = match (spec.interval, counts.new) {
        (Some(fixed), _) => return fixed,
        (None, _) if state.polls == 0 => shortest,
        (None, 0) => last.mul_f64(GROWTH),
        (None, new) if new * BUSY_SHARE > counts.all => last / 2,
        (None, _) => last,
    };
    let asked = hints.interval.map(Duration::from_secs).max(max_age).unwrap_or_default();
    adaptive.max(asked).clamp(shortest, longest)
}

/// Returns the time of the next poll after a successful one.
///
/// It is the interval, up to a tenth longer so that feeds spread, outside the hours and days that the publisher skips.
pub(super) fn next_poll(now: Timestamp, interval: Duration, name: &str, polls: u64, hints: &PollHints) -> Timestamp {
    let at = after(now, interval + spread(interval / SPREAD_PART, name, polls));
    let mut candidates = (0..SKIP_SEARCH_HOURS).map(|hours| after(at, Duration::from_hours(hours)));
    candidates.find(|candidate| !is_skipped(*candidate, hints)).unwrap_or(at)
}

/// Returns the time of the next poll after the `failures`-th failure in a row.
///
/// Waits double from the shortest interval (at least a minute) to a week, and never end.
pub(super) fn after_failure(now: Timestamp, settings: &Settings, failures: u32, asked: Duration) -> Timestamp {
    let first = settings.min_interval.max(MIN_FAILURE_WAIT);
    let wait = first.saturating_mul(1 << failures.saturating_sub(1).min(MAX_DOUBLINGS)).min(MAX_FAILURE_WAIT);
    after(now, wait.max(asked))
}

/// Returns a share of `width` that differs from feed to feed and poll to poll.
fn spread(width: Duration, name: &str, polls: u64) -> Duration {
    let hash = blake3::hash(format!("{name} {polls}").as_bytes());
    let share = f64::from(hash.as_bytes()[0]) / f64::from(u8::MAX);
    width.mul_f64(share)
}

/// Returns the time after a wait, or the last possible time.
pub(super) fn after(now: Timestamp, wait: Duration) -> Timestamp {
    now.checked_add(wait).unwrap_or(Timestamp::MAX)
}

fn is_skipped(at: Timestamp, hints: &PollHints) -> bool {
    let utc = at.to_zoned(TimeZone::UTC);
    let day = utc.weekday().to_monday_zero_offset() as u8;
    hints.skip_hours.contains(&(utc.hour() as u8)) || hints.skip_days.contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::testing::{settings, spec};

    fn state(interval: u64, polls: u64) -> FeedState {
        FeedState { interval, polls, ..FeedState::default() }
    }

    #[track_caller]
    fn check(state: &FeedState, counts: (usize, usize), hint: Option<u64>, seconds: u64) {
        let hints = PollHints { interval: hint, ..PollHints::default() };
        let counts = EntryCounts { new: counts.0, all: counts.1 };
        assert_eq!(interval(&settings(), &spec(), state, &hints, None, counts).as_secs(), seconds);
    }

    #[test]
    fn a_new_feed_is_asked_often() {
        check(&state(0, 0), (20, 20), None, 600);
    }

    #[test]
    fn a_quiet_feed_is_asked_less_and_a_busy_one_more() {
        check(&state(1200, 3), (0, 0), None, 1800);
        check(&state(1200, 3), (2, 20), None, 1200);
        check(&state(1200, 3), (15, 20), None, 600);
    }

    #[test]
    fn bounds_hold_and_the_publisher_is_heard_within_them() {
        check(&state(86_000, 3), (0, 20), None, 86_400);
        check(&state(600, 3), (15, 20), None, 600);
        check(&state(600, 3), (15, 20), Some(3600), 3600);
        check(&state(600, 3), (15, 20), Some(1_000_000), 86_400);
    }

    #[test]
    fn hours_left_out_are_left_out() {
        let hints = PollHints { skip_hours: vec![10, 11], ..PollHints::default() };
        let at = next_poll("2026-11-23T09:50:00Z".parse().unwrap(), Duration::from_mins(20), "a", 1, &hints);
        assert_eq!(at.to_zoned(TimeZone::UTC).hour(), 12);
    }

    #[test]
    fn failures_back_off_to_a_week() {
        let now = Timestamp::UNIX_EPOCH;
        let waits = [1, 2, 3, 40].map(|n| after_failure(now, &settings(), n, Duration::ZERO).as_second());
        assert_eq!(waits, [600, 1200, 2400, 7 * 24 * 3600]);
    }
}
