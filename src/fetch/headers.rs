//! Response headers: validators, freshness, and the numbers and dates in them.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::{AGE, CACHE_CONTROL, DATE, EXPIRES, HeaderMap, HeaderName, HeaderValue};

use crate::clock::Clock;

/// The longest freshness that counts: a year, as RFC 9111 recommended before.
const MAX_FRESHNESS: Duration = Duration::from_hours(365 * 24);

/// Returns a header's bytes as characters of the same numbers (Latin-1). [`latin1_value`] gives the same bytes back.
pub(super) fn latin1_text(value: &HeaderValue) -> String {
    value.as_bytes().iter().map(|&byte| char::from(byte)).collect()
}

/// Returns the header value behind [`latin1_text`]; `None` when no header can hold it.
pub(super) fn latin1_value(text: &str) -> Option<HeaderValue> {
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    HeaderValue::from_bytes(&bytes?).ok()
}

/// Returns a header's text; `None` for an absent or empty one.
pub(super) fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers.get(name).map(latin1_text).filter(|text| !text.is_empty())
}

/// Returns how long a response stays fresh: `max-age` less `Age`, otherwise `Expires` less `Date`.
pub(super) fn max_age(headers: &HeaderMap, clock: Clock) -> Option<Duration> {
    let directives = headers.get_all(CACHE_CONTROL).iter().map(latin1_text).collect::<Vec<_>>().join(",");
    let mut max_age = None;
    for directive in directives.split(',') {
        let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
        match name.trim().to_ascii_lowercase().as_str() {
            "no-cache" | "no-store" => return None,
            "max-age" => max_age = max_age.or_else(|| seconds(value.trim().trim_matches('"'))),
            _ => {}
        }
    }
    let age = text(headers, AGE).and_then(|age| seconds(&age)).unwrap_or_default();
    let fresh = match max_age {
        Some(max_age) => max_age.saturating_sub(age),
        None => until(date(&text(headers, EXPIRES)?)?, headers, clock),
    };
    Some(fresh.min(MAX_FRESHNESS))
}

/// Reads whole seconds. Fractions are cut, and a number that is too large becomes the largest.
pub(super) fn seconds(text: &str) -> Option<Duration> {
    let whole = text.trim().split('.').next()?;
    if whole.is_empty() || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(Duration::from_secs(whole.parse().unwrap_or(u64::MAX)))
}

/// Returns the time from the response's `Date`, or from now where it has none, to `then`; zero if that has passed.
///
/// Both ends come from the server's clock where possible, so that a wrong clock does no harm.
pub(super) fn until(then: Timestamp, headers: &HeaderMap, clock: Clock) -> Duration {
    let from = text(headers, DATE).and_then(|now| date(&now)).unwrap_or_else(|| clock.now());
    Duration::try_from(then.duration_since(from)).unwrap_or_default()
}

/// Reads a date in one of HTTP's three forms, or in that of mail.
pub(super) fn date(text: &str) -> Option<Timestamp> {
    let http = httpdate::parse_http_date(text).ok().and_then(|at| Timestamp::try_from(at).ok());
    http.or_else(|| DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).ok())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use reqwest::header::{HeaderMap, HeaderName};

    use super::{Clock, latin1_text, latin1_value, max_age};

    fn headers(lines: &str) -> HeaderMap {
        let pairs = lines.lines().filter_map(|line| line.trim().split_once(": "));
        pairs.map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap())).collect()
    }

    #[track_caller]
    fn check(read: fn(&HeaderMap, Clock) -> Option<Duration>, lines: &str, expected: Option<u64>) {
        assert_eq!(read(&headers(lines), Clock::system()), expected.map(Duration::from_secs), "{lines}");
    }

    #[test]
    fn freshness() {
        check(max_age, "cache-control: public, max-age=600", Some(600));
        check(max_age, "cache-control: MAX-AGE=\"600\"\nage: 100", Some(500));
        check(max_age, "cache-control: max-age=60\nage: 100", Some(0));
        check(max_age, "cache-control: no-cache, max-age=600", None);
        check(max_age, "cache-control: max-age=99999999999999999999999", Some(365 * 24 * 3600));
        check(max_age, "expires: Sun, 06 Nov 1994 08:50:07 GMT\ndate: Sun, 06 Nov 1994 08:49:37 GMT", Some(30));
        check(max_age, "expires: 0", None);
        check(max_age, "", None);
    }

    #[test]
    fn validators_come_back_byte_exact() {
        let bytes: Vec<u8> = (0x20..=0xff).filter(|&b| b != 0x7f).collect();
        let value = reqwest::header::HeaderValue::from_bytes(&bytes).unwrap();
        assert_eq!(latin1_value(&latin1_text(&value)).unwrap().as_bytes(), bytes);
        assert_eq!(latin1_value("\n"), None);
        assert_eq!(latin1_value("→"), None);
    }
}
