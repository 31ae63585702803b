//! When a feed is asked again. Pure: the same history gives the same time.

use std::time::Duration;

use jiff::{Timestamp, tz::TimeZone};

use super::{FeedSpec, Settings};
use crate::model::feed::PollHints;
use crate::model::memory::FeedState;

/// The longest wait between two polls of a feed that does not answer: it may come back.
pub(super) const WEEK: Duration = Duration::from_hours(7 * 24);

/// What a poll showed of how often the feed changes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Freshness {
    /// Entries that were new.
    pub new: usize,
    /// Entries in all; 0 when the feed had not changed.
    pub all: usize,
}

/// Seconds between polls that fit what was seen: half as long when more than a quarter of the entries is new (so that
/// two polls overlap), a half longer when none is. Clamped to the configured bounds; `max_age` and the publisher's own
/// hints are a floor within them.
pub(super) fn interval(
    settings: &Settings,
    spec: &FeedSpec,
    state: &FeedState,
    hints: &PollHints,
    max_age: Option<Duration>,
    seen: Freshness,
) -> Duration {
    let (shortest, longest) = (settings.min_interval, settings.max_interval);
    let last = Duration::from_secs(state.interval).clamp(shortest, longest);
    let adaptive = match (spec.interval, seen.new) {
        (Some(fixed), _) => return fixed,
        (None, _) if state.polls == 0 => shortest,
        (None, 0) => last.mul_f64(1.5),
        (None, new) if new * 4 > seen.all => last / 2,
        (None, _) => last,
    };
    let asked = hints.interval.map(Duration::from_secs).max(max_age).unwrap_or_default();
    adaptive.max(asked).clamp(shortest, longest)
}

/// When to ask again after an answer: the interval, up to a tenth longer so that feeds spread, outside the hours and days
/// that the publisher leaves out.
pub(super) fn next_poll(now: Timestamp, interval: Duration, name: &str, polls: u64, hints: &PollHints) -> Timestamp {
    let at = after(now, interval + spread(interval / 10, name, polls));
    (0..7 * 24).map(|hours| after(at, Duration::from_hours(hours))).find(|t| !left_out(*t, hints)).unwrap_or(at)
}

/// When to ask again after the `failures`-th failure in a row: doubling from the shortest interval (at least a minute) to
/// a week, and never for good.
pub(super) fn after_failure(now: Timestamp, settings: &Settings, failures: u32, asked: Duration) -> Timestamp {
    let first = settings.min_interval.max(Duration::from_mins(1));
    let wait = first.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(WEEK);
    after(now, wait.max(asked))
}

/// A share of `width` that differs from feed to feed and poll to poll.
pub(super) fn spread(width: Duration, name: &str, polls: u64) -> Duration {
    let hash = blake3::hash(format!("{name} {polls}").as_bytes());
    let share = f64::from(hash.as_bytes()[0]) / 255.0;
    width.mul_f64(share)
}

/// A time further on; the far end of time when there is none.
pub(super) fn after(now: Timestamp, wait: Duration) -> Timestamp {
    now.checked_add(wait).unwrap_or(Timestamp::MAX)
}

fn left_out(at: Timestamp, hints: &PollHints) -> bool {
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
    fn check(state: &FeedState, seen: (usize, usize), hint: Option<u64>, seconds: u64) {
        let hints = PollHints { interval: hint, ..PollHints::default() };
        let seen = Freshness { new: seen.0, all: seen.1 };
        assert_eq!(interval(&settings(), &spec(), state, &hints, None, seen).as_secs(), seconds);
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
