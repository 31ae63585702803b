use std::time::Duration;

use jiff::Timestamp;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderName};

use super::{restraint, retry_after};
use crate::clock::Clock;

fn headers(lines: &str) -> HeaderMap {
    let pairs = lines.lines().filter_map(|line| line.trim().split_once(": "));
    pairs.map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap())).collect()
}

/// The pause in words: `none`, `chosen` where the server names no time, or the seconds, and the reason.
fn pause(status: u16, lines: &str) -> String {
    let clock = Clock::simulated("2026-11-23T09:00:00Z".parse::<Timestamp>().unwrap());
    let asked = restraint(StatusCode::from_u16(status).unwrap(), &headers(lines), clock);
    let Some(asked) = asked else { return "none".to_owned() };
    let wait = asked.wait.map_or("chosen".to_owned(), |wait| wait.as_secs().to_string());
    format!("{wait} {}", asked.reason.code())
}

#[track_caller]
fn check(status: u16, lines: &str, expected: &str) {
    assert_eq!(pause(status, lines), expected, "{status} {lines}");
}

#[tokio::test(start_paused = true)]
async fn retry_after_in_both_forms_and_in_full() {
    let check = |lines: &str, expected: Option<u64>| {
        let clock = Clock::simulated("2026-11-23T09:00:00Z".parse::<Timestamp>().unwrap());
        assert_eq!(retry_after(&headers(lines), clock), expected.map(Duration::from_secs), "{lines}");
    };
    check("retry-after: 120", Some(120));
    check("retry-after: 1.5", Some(1));
    check("retry-after: 604800", Some(604_800));
    check("retry-after: 31536000", Some(31_536_000));
    check("retry-after: 999999999999999999999999", Some(366 * 24 * 3600));
    let dated = |at: &str| format!("date: Sun, 06 Nov 1994 08:49:37 GMT\nretry-after: {at}");
    check(&dated("Sun, 06 Nov 1994 08:50:07 GMT"), Some(30));
    check(&dated("Sun, 13 Nov 1994 08:49:37 GMT"), Some(604_800));
    check(&dated("Sunday, 06-Nov-94 08:50:07 GMT"), Some(30));
    check(&dated("Sun Nov  6 08:50:07 1994"), Some(30));
    check(&dated("Sun, 06 Nov 1994 09:50:07 +0100"), Some(30));
    check(&dated("Sat, 05 Nov 1994 08:50:07 GMT"), None);
    check(&dated("Wed, 06 Nov 2094 08:50:07 GMT"), Some(366 * 24 * 3600));
    check("retry-after: Mon, 23 Nov 2026 09:02:00 GMT", Some(120));
    check("retry-after: 0", None);
    check("retry-after: soon", None);
    check("retry-after: -5", None);
}

#[tokio::test(start_paused = true)]
async fn refusals_pause_the_domain() {
    check(429, "", "chosen too_many_requests");
    check(429, "retry-after: 0", "chosen too_many_requests");
    check(429, "retry-after: 604800", "604800 retry_after");
    check(429, "retry-after: 60\nx-ratelimit-reset: 90", "60 retry_after");
    check(429, "x-ratelimit-reset: 90", "90 rate_limit");
    check(503, "retry-after: 60", "60 retry_after");
    check(503, "", "none");
    check(403, "", "none");
    check(403, "retry-after: 60", "60 retry_after");
    check(403, "x-ratelimit-remaining: 0\nx-ratelimit-reset: 30", "30 rate_limit");
    check(403, "x-ratelimit-remaining: 0", "chosen rate_limit");
    check(403, "x-ratelimit-remaining: 57\nx-ratelimit-reset: 30", "none");
    check(503, "x-rate-limit-remaining: 0\nx-rate-limit-reset: 30", "30 rate_limit");
    check(500, "retry-after: 60", "none");
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_is_used_up_pauses_whatever_the_status() {
    check(200, "x-ratelimit-remaining: 0\nx-ratelimit-reset: 30", "30 rate_limit");
    check(304, "ratelimit-remaining: 0\nratelimit-reset: 30", "30 rate_limit");
    check(200, "x-ratelimit-remaining: 0", "none");
    check(200, "x-ratelimit-remaining: 1\nx-ratelimit-reset: 30", "none");
    check(200, "x-ratelimit-remaining: 0\nx-ratelimit-reset: 999999", "86400 rate_limit");
    check(404, "x-ratelimit-remaining: 0\nx-ratelimit-reset: 30", "30 rate_limit");
}

#[tokio::test(start_paused = true)]
async fn resets_in_every_form() {
    let reset = |value: &str| pause(429, &format!("x-ratelimit-reset: {value}"));
    let check = |value: &str, seconds: u64| assert_eq!(reset(value), format!("{seconds} rate_limit"), "{value}");
    check("90", 90);
    check("1795424490", 90);
    check("1795424490000", 90);
    check("90;w=3600", 90);
    check("Mon, 23 Nov 2026 09:01:30 GMT", 90);
    check("2026-11-23T09:01:30Z", 90);
    // A server whose clock is wrong is measured by its own clock.
    assert_eq!(pause(429, "date: Sun, 22 Nov 2026 09:00:00 GMT\nx-ratelimit-reset: 1795338090"), "90 rate_limit");
    for odd in ["1000000000", "soon", "-3", ""] {
        assert_eq!(reset(odd), "chosen too_many_requests", "{odd}");
    }
}

#[tokio::test(start_paused = true)]
async fn both_drafts_of_the_standard() {
    check(429, "ratelimit: limit=100, remaining=0, reset=50", "50 rate_limit");
    check(200, "ratelimit: limit=100, remaining=0, reset=50", "50 rate_limit");
    check(200, "ratelimit: limit=100, remaining=3, reset=50", "none");
    check(200, "ratelimit: \"default\";r=0;t=50", "50 rate_limit");
    check(200, "ratelimit: \"burst\";r=3;t=5, \"daily\";r=0;t=700", "700 rate_limit");
    check(200, "ratelimit: \"burst\";r=3;t=5, \"daily\";r=9;t=700", "none");
    check(200, "ratelimit-policy: \"default\";q=100;w=60\nratelimit: \"default\";r=0", "60 rate_limit");
    check(200, "ratelimit-policy: \"default\";q=100;w=60", "none");
    check(429, "ratelimit: \"default\";r=5;t=50", "chosen too_many_requests");
    check(200, &format!("ratelimit: {}\"default\";r=0;t=50", "x;".repeat(1000)), "none");
}
