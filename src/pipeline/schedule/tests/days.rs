//! Simulated weeks of feeds in many rhythms: how often each is polled, and how long its entries wait.

use std::time::Duration;

use jiff::Timestamp;

use super::super::learning::News;
use super::super::{Polled, plan};
use crate::pipeline::testing::{settings, spec};
use crate::work::ledger::FeedState;

/// The day on which the simulations begin: Thursday 2026-10-01, 00:00 UTC.
const START: i64 = 1_790_812_800;
const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;

/// A generator of numbers, the same in every run (xorshift).
struct Numbers(u64);

impl Numbers {
    /// Returns the next number from 0 up to 1.
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A feed that publishes `a_day` entries at times that `hour` draws, and shows the last `shown`.
struct Publisher {
    a_day: usize,
    shown: usize,
    /// Whether entries carry their dates.
    is_dated: bool,
    /// The hour of the day of one entry, from the number of the entry in its day, the day of the week and chance.
    hour: fn(usize, i64, &mut Numbers) -> Option<f64>,
}

impl Publisher {
    fn times(&self, days: i64, seed: u64) -> Vec<i64> {
        let mut numbers = Numbers(seed * 7_919 + 12_345);
        let mut times = Vec::new();
        for day in -30..days {
            for place in 0..self.a_day {
                // START is a Thursday.
                if let Some(hour) = (self.hour)(place, (day + 3).rem_euclid(7), &mut numbers) {
                    times.push(START + day * DAY + (hour * HOUR as f64) as i64);
                }
            }
        }
        times.sort_unstable();
        times
    }
}

/// The polls a day, and the mean delay in minutes from the third day on.
#[derive(Debug)]
struct Outcome {
    polls: f64,
    delay: f64,
}

fn simulate(publisher: &Publisher, days: i64, seed: u64) -> Outcome {
    let times = publisher.times(days, seed);
    let (settings, spec, name) = (settings(), spec(), format!("feed-{seed}"));
    let (mut state, mut now, mut shown) = (FeedState::default(), START, 0);
    let mut polls = Vec::new();
    while now < START + days * DAY {
        polls.push(now);
        let appeared = times.partition_point(|time| *time <= now);
        let first = appeared.saturating_sub(publisher.shown);
        let new = appeared - first.max(shown);
        let dated = if publisher.is_dated { &times[appeared - new..appeared] } else { &[] };
        let news = News { new, all: appeared - first, dates: dated.to_vec() };
        let at = Timestamp::from_second(now).unwrap();
        let plan = plan(&settings, &spec, &state, &Polled { name: &name, at, feed: None, max_age: None, news: &news });
        state = FeedState {
            succeeded: Some(at),
            polls: state.polls + 1,
            interval: plan.interval.as_secs(),
            rhythm: plan.rhythm,
            ..state
        };
        shown = appeared;
        now = plan.next.as_second() + 1;
    }
    assert!(serde_json::to_string(&state.rhythm).unwrap().len() < 1_000, "the rhythm stays small");
    let measured = times.iter().filter(|time| **time > START + 2 * DAY);
    let delays: Vec<f64> = measured
        .filter_map(|time| Some((polls.get(polls.partition_point(|poll| poll < time))? - time) as f64 / 60.0))
        .collect();
    Outcome { polls: polls.len() as f64 / days as f64, delay: delays.iter().sum::<f64>() / delays.len().max(1) as f64 }
}

/// Simulates three weeks of eight feeds and holds their means against the limits.
#[track_caller]
fn check(publisher: &Publisher, max_polls: f64, max_delay: f64) {
    let outcomes: Vec<Outcome> = (1..=8).map(|seed| simulate(publisher, 21, seed)).collect();
    let mean = |of: fn(&Outcome) -> f64| outcomes.iter().map(of).sum::<f64>() / outcomes.len() as f64;
    let (polls, delay) = (mean(|o| o.polls), mean(|o| o.delay));
    let found = format!("{polls:.1} polls a day, {delay:.1} min of delay");
    println!("{found}");
    assert!(polls <= max_polls && delay <= max_delay, "{found}; at most {max_polls} and {max_delay}");
}

/// By day, from 7 to 22 h.
#[expect(clippy::unnecessary_wraps, reason = "other publishers have days without entries")]
fn by_day(_: usize, _: i64, numbers: &mut Numbers) -> Option<f64> {
    Some(7.0 + 15.0 * numbers.next())
}

const DAILY: Publisher = Publisher { a_day: 30, shown: 30, is_dated: false, hour: by_day };

#[test]
fn a_feed_of_the_day_is_read_in_time() {
    check(&DAILY, 50.0, 12.0);
    check(&Publisher { a_day: 8, ..DAILY }, 26.0, 25.0);
    check(&Publisher { a_day: 2, ..DAILY }, 26.0, 40.0);
}

#[test]
fn the_same_holds_for_short_feeds() {
    check(&Publisher { shown: 10, ..DAILY }, 50.0, 12.0);
    check(&Publisher { shown: 1, ..DAILY }, 50.0, 12.5);
    check(&Publisher { a_day: 8, shown: 1, ..DAILY }, 26.0, 25.0);
}

#[test]
fn dates_help() {
    check(&Publisher { is_dated: true, ..DAILY }, 50.0, 12.0);
    check(&Publisher { a_day: 8, is_dated: true, ..DAILY }, 26.0, 24.0);
}

#[test]
fn a_dead_feed_is_asked_rarely() {
    check(&Publisher { a_day: 0, ..DAILY }, 6.0, 0.0);
}

#[test]
fn hours_are_learnt() {
    let evening = |_: usize, _: i64, numbers: &mut Numbers| Some(18.0 + 4.0 * numbers.next());
    check(&Publisher { hour: evening, ..DAILY }, 34.0, 8.0);
    check(&Publisher { a_day: 8, hour: evening, ..DAILY }, 22.0, 15.0);
    check(&Publisher { a_day: 2, hour: evening, ..DAILY }, 18.0, 32.0);
}

#[test]
fn another_zone_is_no_worse() {
    let over_midnight = |_: usize, _: i64, numbers: &mut Numbers| Some((22.0 + 12.0 * numbers.next()) % 24.0);
    check(&Publisher { a_day: 8, hour: over_midnight, ..DAILY }, 27.0, 22.0);
}

#[test]
fn weekdays_are_learnt() {
    let workdays = |_: usize, day: i64, numbers: &mut Numbers| (day < 5).then(|| 8.0 + 9.0 * numbers.next());
    check(&Publisher { a_day: 8, hour: workdays, ..DAILY }, 22.0, 20.0);
    let weekly = |_: usize, day: i64, numbers: &mut Numbers| (day == 1).then(|| 9.0 + numbers.next());
    check(&Publisher { a_day: 1, hour: weekly, ..DAILY }, 12.0, 120.0);
}

#[test]
fn bulletins_are_learnt() {
    let three_hourly = |place: usize, _: i64, _: &mut Numbers| Some(1.5 + 3.0 * place as f64);
    check(&Publisher { a_day: 8, hour: three_hourly, ..DAILY }, 30.0, 18.0);
    let on_the_hour = |_: usize, _: i64, numbers: &mut Numbers| Some((7.0 + 15.0 * numbers.next()).floor());
    check(&Publisher { hour: on_the_hour, ..DAILY }, 50.0, 10.0);
}

#[test]
fn a_flood_is_read_as_often_as_allowed() {
    let outcome = simulate(&Publisher { a_day: 600, shown: 40, ..DAILY }, 7, 1);
    assert!(outcome.polls > 80.0 && outcome.delay < 6.0, "{outcome:?}");
}

#[test]
fn feeds_are_spread() {
    let plan_of = |name: &str| {
        let at = Timestamp::from_second(START).unwrap();
        let polled = Polled { name, at, feed: None, max_age: None, news: &News::default() };
        plan(&settings(), &spec(), &FeedState::default(), &polled).next.duration_since(at).unsigned_abs()
    };
    let waits: std::collections::BTreeSet<Duration> = (0..100).map(|n| plan_of(&format!("feed-{n}"))).collect();
    assert!(waits.len() > 90 && waits.iter().all(|wait| (600..=660).contains(&wait.as_secs())), "{waits:?}");
}
