//! The time of the next poll after one that succeeded.

use std::time::Duration;

use jiff::Timestamp;

use super::forecast::gap;
use super::hints::{hints_after, outside_skipped};
use super::learning::{News, learn, learn_past};
use super::wait::{after, spread};
use crate::model::Feed;
use crate::pipeline::settings::{FeedSpec, Settings};
use crate::work::ledger::{FeedHints, FeedState};
use crate::work::poll_reason::PollReason;
use crate::work::rhythm::Rhythm;

/// The part of the interval over which feeds are spread: one in this many (chosen).
const SPREAD_PART: u32 = 10;
/// The part of a forecast that is waited for, so that with the spread it is met on average.
const UNSPREAD_PART: f64 = 1.0 - 0.5 / SPREAD_PART as f64;
/// The seconds for which a new feed is watched before its rhythm alone decides (chosen).
const YOUTH: u64 = 6 * 3_600;
/// The factor by which the interval of a new feed grows while nothing is new (chosen).
const GROWTH: f64 = 1.5;
/// A poll whose share of new entries exceeds one in this many halves the interval of a new feed (chosen).
const BUSY_SHARE: usize = 4;

/// The plan that follows from a poll.
pub(in crate::pipeline) struct PollPlan {
    /// The time of the next poll.
    pub next: Timestamp,
    /// The interval up to then, without what spreads feeds.
    pub interval: Duration,
    /// What decided it.
    pub reason: PollReason,
    /// The hints that hold from now on.
    pub hints: FeedHints,
    /// The rhythm, with what this poll has shown.
    pub rhythm: Rhythm,
}

/// A poll that succeeded.
pub(in crate::pipeline) struct Polled<'a> {
    /// The feed's name.
    pub name: &'a str,
    /// The time of the request.
    pub at: Timestamp,
    /// The feed; `None` when it has not changed.
    pub feed: Option<&'a Feed>,
    /// How long the response stays fresh.
    pub max_age: Option<Duration>,
    /// What it found.
    pub news: &'a News,
}

/// Plans the next poll of a feed after one that succeeded. `state` is that before the poll.
///
/// It is due when entries are expected to have waited long enough; the configuration's bounds clamp that, and the
/// publisher's hints are a floor within them. It comes up to a tenth of the interval later, so that feeds spread, and never
/// in the hours and days that the publisher skips.
pub(in crate::pipeline) fn plan(
    settings: &Settings,
    spec: &FeedSpec,
    state: &FeedState,
    polled: &Polled<'_>,
) -> PollPlan {
    let now = polled.at.as_second();
    let mut rhythm = state.rhythm.clone();
    match state.succeeded {
        None => learn_past(&mut rhythm, now, polled.news),
        Some(last) => learn(&mut rhythm, last.as_second(), now, polled.news),
    }
    let hints = hints_after(&state.hints, polled.feed, polled.max_age);
    let (interval, reason) = match spec.interval {
        Some(fixed) => (fixed, PollReason::Interval),
        None => adaptive(settings, state, &rhythm, &hints, polled),
    };
    let at = after(polled.at, interval + spread(interval / SPREAD_PART, polled.name, state.polls));
    let next = outside_skipped(at, &hints);
    let reason = if next == at { reason } else { PollReason::SkippedHours };
    PollPlan { next, interval, reason, hints, rhythm }
}

/// Returns the interval that adapts, and what decided it.
fn adaptive(
    settings: &Settings,
    state: &FeedState,
    rhythm: &Rhythm,
    hints: &FeedHints,
    polled: &Polled<'_>,
) -> (Duration, PollReason) {
    let (shortest, longest) = (settings.min_interval, settings.max_interval);
    let expected = gap(rhythm, polled.at.as_second(), settings.target_delay).mul_f64(UNSPREAD_PART);
    let young = young_interval(settings, state, rhythm, polled.news);
    let ttl = hints.interval.map(Duration::from_secs);
    let max_age = hints.max_age.map(Duration::from_secs);
    let (mut interval, mut reason) = match young {
        Some(young) if young < expected => (young, PollReason::FirstPolls),
        _ => (expected, PollReason::Rhythm),
    };
    for (floor, of) in
        [(Some(shortest), PollReason::MinInterval), (ttl, PollReason::Ttl), (max_age, PollReason::MaxAge)]
    {
        // The shortest interval is no news for a feed that is just new.
        let is_named = reason != PollReason::FirstPolls || of != PollReason::MinInterval;
        if let Some(floor) = floor.filter(|floor| *floor > interval) {
            (interval, reason) = (floor, if is_named { of } else { reason });
        }
    }
    if interval > longest { (longest, PollReason::MaxInterval) } else { (interval, reason) }
}

/// Returns the longest interval of a feed that is too new for its rhythm to be known.
fn young_interval(settings: &Settings, state: &FeedState, rhythm: &Rhythm, news: &News) -> Option<Duration> {
    let last = Duration::from_secs(state.interval).clamp(settings.min_interval, settings.max_interval);
    if rhythm.watched >= YOUTH {
        return None;
    }
    Some(match news.new {
        _ if state.polls == 0 => settings.min_interval,
        0 => last.mul_f64(GROWTH),
        new if new * BUSY_SHARE > news.all => last / 2,
        _ => last,
    })
}
