//! The publisher's hints about polling, from one response to the next.

use std::time::Duration;

use jiff::{Timestamp, tz::TimeZone};

use super::wait::after;
use crate::error::JobError;
use crate::model::Feed;
use crate::pipeline::settings::FeedSpec;
use crate::work::ledger::FeedHints;

/// The hours in which a time outside the skipped hours and days is looked for: a week.
const SKIP_SEARCH_HOURS: u64 = 7 * 24;

/// Returns the hints that hold after a response. What an unchanged feed does not repeat still holds.
pub(super) fn hints_after(before: &FeedHints, feed: Option<&Feed>, max_age: Option<Duration>) -> FeedHints {
    let max_age = max_age.map(|age| age.as_secs());
    match feed {
        None => FeedHints { max_age: max_age.or(before.max_age), ..before.clone() },
        Some(feed) => FeedHints {
            interval: feed.hints.interval,
            max_age,
            skip_hours: feed.hints.skip_hours.clone(),
            skip_days: feed.hints.skip_days.clone(),
        },
    }
}

/// Returns the first time from `at` on that is in none of the skipped hours and days; `at` when they leave no time.
pub(in crate::pipeline) fn outside_skipped(at: Timestamp, hints: &FeedHints) -> Timestamp {
    // Later candidates are beginnings of hours, moved by what `at` is into its own: feeds so stay spread.
    let mut candidates = (0..=SKIP_SEARCH_HOURS).map(|hours| after(at, Duration::from_hours(hours)));
    candidates.find(|candidate| !is_skipped(*candidate, hints)).unwrap_or(at)
}

/// Returns the end of the hours and days that the publisher skips; `None` when it is none of these.
pub fn skipped_until(at: Timestamp, hints: &FeedHints) -> Option<Timestamp> {
    Some(outside_skipped(at, hints)).filter(|end| *end > at)
}

/// Refuses a poll in the hours and days that the publisher skips: it was put off, by a stop of ours for example.
///
/// # Errors
/// [`JobError::Paused`] until they are over.
pub(in crate::pipeline) fn check_skipped(at: Timestamp, spec: &FeedSpec, hints: &FeedHints) -> Result<(), JobError> {
    let Some(end) = skipped_until(at, hints) else { return Ok(()) };
    let host = spec.url.host_str().unwrap_or_default().to_owned();
    Err(JobError::Paused { host, wait: end.duration_since(at).unsigned_abs() })
}

fn is_skipped(at: Timestamp, hints: &FeedHints) -> bool {
    let utc = at.to_zoned(TimeZone::UTC);
    let day = utc.weekday().to_monday_zero_offset() as u8;
    hints.skip_hours.contains(&(utc.hour() as u8)) || hints.skip_days.contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::feed::PollHints;

    #[track_caller]
    fn check(at: &str, hours: &[u8], days: &[u8], expected: &str) {
        let hints = FeedHints { skip_hours: hours.to_vec(), skip_days: days.to_vec(), ..FeedHints::default() };
        assert_eq!(outside_skipped(at.parse().unwrap(), &hints).to_string(), expected);
    }

    #[test]
    fn skipped_hours_and_days_are_left_out() {
        check("2026-11-23T10:10:00Z", &[10, 11], &[], "2026-11-23T12:10:00Z");
        check("2026-11-23T23:10:00Z", &[23, 0, 1], &[], "2026-11-24T02:10:00Z");
        check("2026-11-28T10:10:00Z", &[], &[5, 6], "2026-11-30T00:10:00Z");
        check("2026-11-28T10:10:00Z", &[0], &[5, 6], "2026-11-30T01:10:00Z");
        check("2026-11-23T10:10:00Z", &[], &[0, 1, 2, 3, 4, 5, 6], "2026-11-23T10:10:00Z");
    }

    #[test]
    fn hints_outlive_a_response_that_says_nothing() {
        let hour = Duration::from_hours(1);
        let hints = PollHints { interval: Some(1800), skip_hours: vec![3], ..PollHints::default() };
        let feed = Feed { hints, ..Feed::default() };
        let first = hints_after(&FeedHints::default(), Some(&feed), Some(hour));
        assert_eq!((first.interval, first.max_age, first.skip_hours.as_slice()), (Some(1800), Some(3600), &[3][..]));
        assert_eq!(hints_after(&first, None, None), first);
        assert_eq!(hints_after(&first, None, Some(2 * hour)).max_age, Some(7200));
        assert_eq!(hints_after(&first, Some(&Feed::default()), None), FeedHints::default());
    }
}
