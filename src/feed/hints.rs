//! What a publisher says about when to come back.

use url::Url;

use super::names::Field;
use crate::model::feed::PollHints;

/// Takes in a link of the feed's by its relation.
pub(super) fn link(hints: &mut PollHints, rel: &str, address: &str) {
    let slot = match rel {
        "hub" => &mut hints.hub,
        "self" => &mut hints.self_link,
        "next" => &mut hints.next_page,
        _ => return,
    };
    if slot.is_none() {
        *slot = Url::parse(address).ok().filter(|u| matches!(u.scheme(), "http" | "https"));
    }
}

/// Intervals as written, until the whole feed has been read.
#[derive(Debug, Default)]
pub(super) struct Timing {
    minutes: Option<u64>,
    period: Option<u64>,
    frequency: Option<u64>,
}

impl Timing {
    /// Seconds between polls: the longer of `ttl` and of `updatePeriod`, by default a day, over `updateFrequency`.
    pub(super) fn interval(&self) -> Option<u64> {
        let syndication = match (self.period, self.frequency) {
            (None, None) => None,
            (period, frequency) => Some(period.unwrap_or(86_400) / frequency.unwrap_or(1)),
        };
        syndication.max(self.minutes.map(|m| m.saturating_mul(60)))
    }
}

/// Takes in `ttl`, `skipHours`, `skipDays` and the like by the words inside.
pub(super) fn timing(timing: &mut Timing, hints: &mut PollHints, field: Field, words: &[String]) {
    let number = words.first().and_then(|w| w.parse::<u64>().ok()).filter(|n| *n > 0);
    match field {
        Field::Ttl => timing.minutes = number,
        Field::Frequency => timing.frequency = number,
        Field::Period => {
            timing.period = match words.first().map(String::as_str) {
                Some("hourly") => Some(3_600),
                Some("daily") => Some(86_400),
                Some("weekly") => Some(7 * 86_400),
                Some("monthly") => Some(30 * 86_400),
                Some("yearly") => Some(365 * 86_400),
                _ => None,
            }
        }
        Field::SkipHours => {
            // 24 is midnight in RSS 0.92
            let hours = words.iter().filter_map(|w| w.parse::<u8>().ok()).filter(|h| *h <= 24).map(|h| h % 24);
            hints.skip_hours.extend(hours);
            hints.skip_hours.sort_unstable();
            hints.skip_hours.dedup();
        }
        Field::SkipDays => {
            const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
            let days = words.iter().filter_map(|w| DAYS.iter().position(|d| d == w)).map(|d| d as u8);
            hints.skip_days.extend(days);
            hints.skip_days.sort_unstable();
            hints.skip_days.dedup();
        }
        _ => {}
    }
}
