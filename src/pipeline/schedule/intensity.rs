//! The intensity of a feed: how many entries are to be expected when, as its rhythm lets expect.
//!
//! It is a Poisson rate: an average times a factor each for the hour of the day, the day of the week and the sixth of the
//! hour. Every factor is pulled towards its neighbours and towards 1 as long as little was seen (a gamma prior).
//! The constants were chosen by simulation: feeds of 0 to 300 entries a day in fifteen patterns, 200 seeds each.

use super::slots::{DAY, hour_of, sixth_of, weekday_of};
use crate::work::rhythm::Rhythm;

/// The entries that the expectation before any poll counts for.
const PRIOR_ENTRIES: f64 = 0.08;
/// The entries a day that are expected before any poll.
const PRIOR_PER_DAY: f64 = 2.0;
/// The entries that pull an hour towards its neighbours, these towards the day's average, and so on.
const HOUR_PULL: f64 = 0.3;
/// See [`HOUR_PULL`].
const NEIGHBOURS_PULL: f64 = 0.2;
/// The entries that pull a day of the week towards the average.
const WEEKDAY_PULL: f64 = 12.0;
/// The entries that pull a sixth of the hour towards the average.
const SIXTH_PULL: f64 = 10.0;
/// The entries that pull the last hours towards what is usual.
const RECENT_PULL: f64 = 30.0;
/// The least factor of an hour or a day: a feed may always publish at an unusual time.
const MIN_FACTOR: f64 = 0.003;
/// The least factor of a sixth of an hour.
const MIN_SIXTH: f64 = 0.1;
/// The time in which what is unusual about the last hours fades by half, in seconds.
pub(super) const RECENT_HALF_LIFE: f64 = 6.0 * 3_600.0;
/// The unit in which a rhythm counts entries.
pub(super) const THOUSANDTH: f64 = 1_000.0;

/// The expected entries by time.
pub(super) struct Intensity {
    /// The average, in entries a second.
    rate: f64,
    hours: [f64; 24],
    weekdays: [f64; 7],
    sixths: [f64; 6],
    /// The factor of the last hours.
    recent: f64,
}

impl Intensity {
    /// Returns the intensity that a rhythm lets expect.
    pub(super) fn of(rhythm: &Rhythm) -> Self {
        let (hours, hour_spans) = (rhythm.hours.map(entries), rhythm.hour_spans.map(f64::from));
        let (entries_seen, watched) = (hours.iter().sum::<f64>(), hour_spans.iter().sum::<f64>());
        // Where nothing was seen, the pulls decide.
        let average = (entries_seen + PRIOR_ENTRIES) / (watched + PRIOR_ENTRIES * DAY as f64 / PRIOR_PER_DAY);
        let weekdays = (0..7).map(|day| {
            factor(entries(rhythm.weekdays[day]), average * f64::from(rhythm.weekday_spans[day]), WEEKDAY_PULL, 1.0)
        });
        let sixths = rhythm.sixths.map(entries);
        let sixth = sixths.iter().sum::<f64>() / 6.0;
        Self {
            rate: (entries(rhythm.entries) + PRIOR_ENTRIES)
                / (f64::from(rhythm.span) + PRIOR_ENTRIES * DAY as f64 / PRIOR_PER_DAY),
            hours: levelled((0..24).map(|hour| hour_factor(&hours, &hour_spans, average, hour)), MIN_FACTOR),
            weekdays: levelled(weekdays, MIN_FACTOR),
            sixths: levelled(sixths.iter().map(|count| factor(*count, sixth, SIXTH_PULL, 1.0)), MIN_SIXTH),
            recent: factor(entries(rhythm.recent), entries(rhythm.expected), RECENT_PULL, 1.0),
        }
    }

    /// Returns the usual rate at a Unix time, in entries a second.
    pub(super) fn usual(&self, second: i64) -> f64 {
        self.rate * self.hours[hour_of(second)] * self.weekdays[weekday_of(second)] * self.sixths[sixth_of(second)]
    }

    /// Returns the rate at a time `ahead` seconds after `now`: what is unusual about the last hours fades.
    pub(super) fn ahead(&self, now: i64, ahead: f64) -> f64 {
        self.usual(now + ahead as i64) * (1.0 + (self.recent - 1.0) * (-ahead / RECENT_HALF_LIFE).exp2())
    }

    /// Returns the entries a day on average.
    pub(super) fn per_day(&self) -> f64 {
        self.rate * DAY as f64
    }

    /// Returns the share of the day's entries in these hours.
    pub(super) fn share(&self, hours: std::ops::Range<usize>) -> f64 {
        hours.map(|hour| self.hours[hour]).sum::<f64>() / 24.0
    }
}

/// Returns a count of a rhythm in entries.
pub(super) fn entries(thousandths: u32) -> f64 {
    f64::from(thousandths) / THOUSANDTH
}

/// Returns the ratio of a count to its expectation, pulled towards `towards` with the weight of `pull` entries.
fn factor(count: f64, expected: f64, pull: f64, towards: f64) -> f64 {
    (count + pull * towards) / (expected + pull)
}

/// Returns the factor of an hour, which is pulled towards the hours around it.
fn hour_factor(hours: &[f64; 24], spans: &[f64; 24], average: f64, hour: usize) -> f64 {
    let around = |values: &[f64; 24]| values[(hour + 23) % 24] + 2.0 * values[hour] + values[(hour + 1) % 24];
    let neighbours = factor(around(hours), average * around(spans), NEIGHBOURS_PULL, 1.0);
    factor(hours[hour], average * spans[hour], HOUR_PULL, neighbours)
}

/// Returns factors of at least `least`, scaled so that their average is 1.
fn levelled<const N: usize>(factors: impl Iterator<Item = f64>, least: f64) -> [f64; N] {
    let mut level = [1.0; N];
    for (to, factor) in level.iter_mut().zip(factors) {
        *to = factor.max(least);
    }
    let average = level.iter().sum::<f64>() / N as f64;
    level.map(|factor| factor / average)
}
