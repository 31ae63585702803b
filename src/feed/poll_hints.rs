//! What a publisher states about when to poll the feed again.

use super::urls::web_url;
use super::xml::vocabulary::Field;
use crate::model::feed::PollHints;

/// Adds a link of the feed's by its relation; the first of each relation counts.
pub(super) fn add_link(hints: &mut PollHints, rel: &str, address: &str) {
    let slot = match rel {
        "hub" => &mut hints.hub,
        "self" => &mut hints.self_link,
        "next" => &mut hints.next_page,
        _ => return,
    };
    if slot.is_none() {
        *slot = web_url(address, None);
    }
}

const MINUTE_SECONDS: u64 = 60;
const HOUR_SECONDS: u64 = 60 * MINUTE_SECONDS;
const DAY_SECONDS: u64 = 24 * HOUR_SECONDS;

/// The intervals that a feed has stated so far.
#[derive(Debug, Default)]
pub(super) struct PollIntervals {
    /// RSS's `ttl`, in minutes.
    ttl: Option<u64>,
    /// `sy:updatePeriod`, in seconds.
    period: Option<u64>,
    /// `sy:updateFrequency`, in polls a period.
    frequency: Option<u64>,
}

impl PollIntervals {
    /// Returns the seconds between two polls: the longer of `ttl` and of `updatePeriod` over `updateFrequency`.
    ///
    /// The period is a day where only the frequency is stated (RSS 1.0's syndication module).
    pub(super) fn seconds(&self) -> Option<u64> {
        let syndication = match (self.period, self.frequency) {
            (None, None) => None,
            (period, frequency) => Some(period.unwrap_or(DAY_SECONDS) / frequency.unwrap_or(1)),
        };
        syndication.max(self.ttl.map(|minutes| minutes.saturating_mul(MINUTE_SECONDS)))
    }
}

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// The hour that RSS 0.92 writes for midnight.
const MIDNIGHT_HOUR: u8 = 24;

/// Adds `ttl`, `skipHours`, `skipDays` and their kin by the words inside the element.
pub(super) fn add_timing(intervals: &mut PollIntervals, hints: &mut PollHints, field: Field, words: &[String]) {
    let number = words.first().and_then(|w| w.parse::<u64>().ok()).filter(|n| *n > 0);
    match field {
        Field::Ttl => intervals.ttl = number,
        Field::UpdateFrequency => intervals.frequency = number,
        Field::UpdatePeriod => {
            intervals.period = match words.first().map(String::as_str) {
                Some("hourly") => Some(HOUR_SECONDS),
                Some("daily") => Some(DAY_SECONDS),
                Some("weekly") => Some(7 * DAY_SECONDS),
                Some("monthly") => Some(30 * DAY_SECONDS),
                Some("yearly") => Some(365 * DAY_SECONDS),
                _ => None,
            }
        }
        Field::SkipHours => {
            let hours = words.iter().filter_map(|w| w.parse::<u8>().ok()).filter(|h| *h <= MIDNIGHT_HOUR);
            hints.skip_hours.extend(hours.map(|h| h % MIDNIGHT_HOUR));
            hints.skip_hours.sort_unstable();
            hints.skip_hours.dedup();
        }
        Field::SkipDays => {
            let days = words.iter().filter_map(|w| WEEKDAYS.iter().position(|d| d == w)).map(|d| d as u8);
            hints.skip_days.extend(days);
            hints.skip_days.sort_unstable();
            hints.skip_days.dedup();
        }
        _ => {}
    }
}
