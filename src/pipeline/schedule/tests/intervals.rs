//! Single decisions on the interval, and what is said of them.

use std::time::Duration;

use jiff::Timestamp;

use super::super::learning::News;
use super::super::{Polled, plan, rhythm_words};
use crate::model::Feed;
use crate::model::feed::PollHints;
use crate::pipeline::testing::{settings, spec};
use crate::work::ledger::{FeedHints, FeedState};
use crate::work::poll_reason::PollReason;

/// Plans a poll at Monday 2026-11-23 09:50, and draws its reason and its interval in minutes.
fn planned(state: &FeedState, news: &News, feed: Option<&Feed>, max_age: Option<u64>) -> String {
    let at = "2026-11-23T09:50:00Z".parse().unwrap();
    let max_age = max_age.map(Duration::from_secs);
    let plan = plan(&settings(), &spec(), state, &Polled { name: "a", at, feed, max_age, news });
    assert!(plan.next >= at + jiff::SignedDuration::try_from(plan.interval).unwrap());
    format!("{}: {}", plan.reason, plan.interval.as_secs() / 60)
}

fn at(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

/// A feed that was polled a few times, with an interval of `minutes`.
fn young(minutes: u64) -> FeedState {
    FeedState { interval: minutes * 60, polls: 3, succeeded: at("2026-11-23T09:40:00Z"), ..FeedState::default() }
}

fn news(new: usize, all: usize) -> News {
    News { new, all, dates: Vec::new() }
}

#[test]
fn a_new_feed_is_asked_often_at_first() {
    assert_eq!(planned(&FeedState::default(), &news(20, 20), None, None), "first polls: 10");
    assert_eq!(planned(&young(20), &news(0, 0), None, None), "first polls: 30");
    assert_eq!(planned(&young(20), &news(2, 20), None, None), "min_interval: 10");
    assert_eq!(planned(&young(20), &news(15, 20), None, None), "min_interval: 10");
}

#[test]
fn the_publisher_is_heard_within_the_bounds() {
    let hinted = |interval| Feed { hints: PollHints { interval, ..PollHints::default() }, ..Feed::default() };
    assert_eq!(planned(&young(10), &news(0, 9), Some(&hinted(Some(3_600))), None), "publisher's ttl: 60");
    assert_eq!(planned(&young(10), &news(0, 9), Some(&hinted(Some(3_600))), Some(7_200)), "publisher's max-age: 120");
    assert_eq!(planned(&young(10), &news(0, 9), Some(&hinted(Some(1_000_000))), None), "max_interval: 1440");
    assert_eq!(planned(&young(10), &news(0, 9), None, Some(1_000_000)), "max_interval: 1440");
    assert_eq!(planned(&young(10), &news(0, 9), None, Some(60)), "first polls: 15");
}

#[test]
fn hints_hold_until_a_document_brings_others() {
    let hints = FeedHints { interval: Some(5_400), skip_hours: vec![11], ..FeedHints::default() };
    let state = FeedState { hints, ..young(10) };
    // 11:20 lies in the hour that is left out.
    assert_eq!(planned(&state, &news(0, 0), None, None), "publisher's skipped hours: 90");
    assert_eq!(planned(&state, &news(0, 9), Some(&Feed::default()), None), "first polls: 15");
}

#[test]
fn the_own_interval_holds() {
    let spec = crate::pipeline::FeedSpec { interval: Some(Duration::from_mins(90)), ..spec() };
    let at = "2026-11-23T09:50:00Z".parse().unwrap();
    let polled = Polled { name: "a", at, feed: None, max_age: None, news: &news(0, 0) };
    let plan = plan(&settings(), &spec, &young(10), &polled);
    assert_eq!((plan.reason, plan.interval), (PollReason::Interval, Duration::from_mins(90)));
}

/// Reads a first document whose entries have these dates, and says what is known.
#[track_caller]
fn check_past(dates: &[&str], expected: Option<&str>) {
    let dates: Vec<i64> = dates.iter().map(|date| date.parse::<Timestamp>().unwrap().as_second()).collect();
    let at = "2026-11-23T09:50:00Z".parse().unwrap();
    let news = News { new: dates.len(), all: dates.len(), dates };
    let plan = plan(
        &settings(),
        &spec(),
        &FeedState::default(),
        &Polled { name: "a", at, feed: None, max_age: None, news: &news },
    );
    assert_eq!(rhythm_words(&plan.rhythm).as_deref(), expected);
}

#[test]
fn the_first_document_shows_the_past() {
    let mornings: Vec<String> =
        (9..23).flat_map(|d| [6, 8, 10].map(|h| format!("2026-11-{d:02}T{h:02}:15:00Z"))).collect();
    let mornings: Vec<&str> = mornings.iter().map(String::as_str).collect();
    check_past(&mornings, Some("publishes mornings (UTC), about 3 a day"));
    check_past(
        &["2026-11-23T09:00:00Z", "2026-11-22T15:00:00Z", "2026-11-21T22:00:00Z"],
        Some("publishes about 2 a day"),
    );
    check_past(&["2026-06-23T09:00:00Z", "2026-06-22T15:00:00Z", "2026-06-21T22:00:00Z"], Some("publishes rarely"));
}

#[test]
fn dates_that_cannot_be_true_show_nothing() {
    check_past(&["2027-01-01T00:00:00Z", "2026-11-22T15:00:00Z", "2026-11-21T22:00:00Z"], None);
    check_past(&["2026-11-20T12:00:00Z"; 20], None);
    check_past(&["2026-11-23T09:49:00Z", "2026-11-23T09:48:00Z", "2026-11-23T09:47:00Z"], None);
    check_past(&["2026-11-22T15:00:00Z", "2026-11-21T22:00:00Z"], None);
    check_past(&[], None);
}

#[test]
fn a_clock_that_was_set_back_does_no_harm() {
    let state = FeedState { succeeded: at("2027-11-23T09:40:00Z"), ..young(20) };
    assert_eq!(planned(&state, &news(3, 20), None, None), "first polls: 20");
}
