//! What a response asks of later requests: `Retry-After`, and the headers of rate limits.
//!
//! Read are `Retry-After` (RFC 9110, section 10.2.3), the `X-RateLimit-*` headers in their usual spellings, and both
//! syntaxes of the IETF's `RateLimit` drafts (draft-ietf-httpapi-ratelimit-headers: 03 to 07, and 08 on).

use std::time::Duration;

use jiff::Timestamp;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};

use super::headers::{date, latin1_text, seconds, text, until};
use super::pauses::PauseReason;
use crate::clock::Clock;

/// The longest pause that a refusal can ask for (chosen: whatever is longer is a mistake).
const MAX_PAUSE: Duration = Duration::from_hours(366 * 24);
/// The longest pause that counts where the answer itself was given (chosen: the longest usual window).
const MAX_PAUSE_AFTER_SUCCESS: Duration = Duration::from_hours(24);
/// The bytes of a rate limit's header that are read (chosen).
const MAX_HEADER_BYTES: usize = 1024;
/// The least number that is a Unix time in seconds rather than a wait: that of 2001 (chosen).
const MIN_UNIX_SECONDS: u64 = 1_000_000_000;
/// The least number that is a Unix time in milliseconds.
const MIN_UNIX_MILLISECONDS: u64 = 1_000_000_000_000;

/// The headers that hold the number of requests left, in the spellings in use.
const REMAINING: [&str; 4] =
    ["x-ratelimit-remaining", "x-rate-limit-remaining", "ratelimit-remaining", "x-ratelimit-remaining-minute"];
/// The headers that hold the time at which requests are allowed again.
const RESET: [&str; 4] = ["x-ratelimit-reset", "x-rate-limit-reset", "ratelimit-reset", "x-ratelimit-reset-after"];

/// A pause that a response calls for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Restraint {
    /// The time that the server names; `None` where it names none.
    pub wait: Option<Duration>,
    /// The reason.
    pub reason: PauseReason,
}

/// Returns the pause of the whole domain that a response calls for.
///
/// 429 always does. 403 and 503 do when they say that it is about the rate, and any response that uses up a limit does
/// when it says until when.
pub(super) fn restraint(status: StatusCode, headers: &HeaderMap, clock: Clock) -> Option<Restraint> {
    let is_limited = status == StatusCode::TOO_MANY_REQUESTS;
    let is_refusal = is_limited || matches!(status, StatusCode::FORBIDDEN | StatusCode::SERVICE_UNAVAILABLE);
    let retry_after = retry_after(headers, clock).filter(|_| is_refusal);
    if let Some(wait) = retry_after {
        return Some(Restraint { wait: Some(wait), reason: PauseReason::RetryAfter });
    }
    let limit = RateLimit::read(headers, clock);
    let wait = limit.reset.filter(|wait| !wait.is_zero());
    match (limit.is_used_up, wait) {
        (true, wait) if is_refusal => {
            Some(Restraint { wait: wait.map(|wait| wait.min(MAX_PAUSE)), reason: PauseReason::RateLimit })
        }
        (true, Some(wait)) => {
            Some(Restraint { wait: Some(wait.min(MAX_PAUSE_AFTER_SUCCESS)), reason: PauseReason::RateLimit })
        }
        (false, Some(wait)) if is_limited => {
            Some(Restraint { wait: Some(wait.min(MAX_PAUSE)), reason: PauseReason::RateLimit })
        }
        _ if is_limited => Some(Restraint { wait: None, reason: PauseReason::TooManyRequests }),
        _ => None,
    }
}

/// Returns the pause that `Retry-After` asks for, as seconds or as a date; `None` for no pause at all.
pub(super) fn retry_after(headers: &HeaderMap, clock: Clock) -> Option<Duration> {
    let value = text(headers, RETRY_AFTER)?;
    let wait = seconds(&value).or_else(|| Some(until(date(&value)?, headers, clock)))?;
    Some(wait.min(MAX_PAUSE)).filter(|wait| !wait.is_zero())
}

/// The state of the server's rate limit.
#[derive(Clone, Copy, Debug, Default)]
struct RateLimit {
    /// Whether no request is left.
    is_used_up: bool,
    /// The time until requests are allowed again.
    reset: Option<Duration>,
}

impl RateLimit {
    fn read(headers: &HeaderMap, clock: Clock) -> Self {
        let named = |names: &[&'static str]| names.iter().find_map(|name| header(headers, name));
        let mut limit = Self {
            is_used_up: named(&REMAINING).is_some_and(|left| leading_number(&left) == Some(Duration::ZERO)),
            reset: named(&RESET).and_then(|reset| reset_wait(&reset, headers, clock)),
        };
        for (left, reset) in structured(headers) {
            if left == Some(Duration::ZERO) {
                limit.is_used_up = true;
                limit.reset = limit.reset.max(reset);
            } else if left.is_none() {
                limit.reset = limit.reset.or(reset);
            }
        }
        limit
    }
}

/// Returns a header's beginning.
fn header(headers: &HeaderMap, name: &'static str) -> Option<String> {
    headers.get(name).map(|value| latin1_text(value).chars().take(MAX_HEADER_BYTES).collect())
}

/// Reads the number that a value begins with, ahead of further values or parameters.
fn leading_number(value: &str) -> Option<Duration> {
    seconds(value.split([',', ';']).next()?)
}

/// Reads a reset as seconds to wait, as a Unix time in seconds or milliseconds, or as a date.
fn reset_wait(value: &str, headers: &HeaderMap, clock: Clock) -> Option<Duration> {
    let at = |at: Result<Timestamp, jiff::Error>| Some(until(at.ok()?, headers, clock));
    match leading_number(value) {
        Some(number) if number.as_secs() >= MIN_UNIX_MILLISECONDS => {
            at(Timestamp::from_millisecond(i64::try_from(number.as_secs()).ok()?))
        }
        Some(number) if number.as_secs() >= MIN_UNIX_SECONDS => {
            at(Timestamp::from_second(i64::try_from(number.as_secs()).ok()?))
        }
        Some(number) => Some(number),
        None => date(value).or_else(|| value.trim().parse().ok()).map(|then| until(then, headers, clock)),
    }
}

/// Returns the requests left and the reset of each limit in `RateLimit`, the window of `RateLimit-Policy` being the reset
/// where none is said.
fn structured(headers: &HeaderMap) -> Vec<(Option<Duration>, Option<Duration>)> {
    let Some(value) = header(headers, "ratelimit") else { return Vec::new() };
    let policy = header(headers, "ratelimit-policy").unwrap_or_default();
    let window = policy.split([',', ';']).filter_map(|part| parameter(part, &["w"])).max();
    // Before draft 08 one limit was a list of `limit=…, remaining=…, reset=…`; since then each item is a limit.
    let limits: Vec<&str> = if value.contains(';') { value.split(',').collect() } else { vec![&value] };
    let read = |limit: &str| {
        let find = |names: &[&str]| limit.split([',', ';']).find_map(|part| parameter(part, names));
        let left = find(&["r", "remaining"]);
        (left, find(&["t", "reset"]).or(window.filter(|_| left == Some(Duration::ZERO))))
    };
    limits.into_iter().map(read).collect()
}

/// Reads one `name=number`.
fn parameter(part: &str, names: &[&str]) -> Option<Duration> {
    let (name, value) = part.split_once('=')?;
    names.contains(&name.trim().to_ascii_lowercase().as_str()).then(|| seconds(value.trim().trim_matches('"')))?
}

#[cfg(test)]
mod tests;
