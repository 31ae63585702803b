//! Dates as found in feeds, metadata and bylines.
//!
//! ```text
//! text ──normalize──► lower case, no accents ──tokenize──► numbers, words, signs ──scan──► DateParts ──► Moment
//! ```

mod cursor;
mod eras;
mod limits;
mod names;
mod numeric;
mod offset;
mod parts;
mod scan;
#[cfg(test)]
mod tests;
mod time;
mod tokens;
mod zones;

use jiff::Timestamp;

use crate::model::Moment;
use crate::text::steps;
use limits::UNIX_SECONDS;
use tokens::{Token, TokenKind};

/// Reads a date in any form that feeds and pages use, and returns `None` when the text contains none.
///
/// Accepted forms: RFC 3339 and ISO 8601 (basic, week and ordinal dates, no zone, no time, year and month alone), RFC 822 and 2822,
/// asctime, Unix seconds, milliseconds and microseconds, dates in words in some forty languages, numeric dates, 12-hour clocks,
/// zones as offsets, abbreviations and IANA names, digits of any script, the years of the eras of Japan and Taiwan, the
/// Buddhist years of Thailand, and the Persian solar calendar. Words around the date are ignored (`Updated: …`).
///
/// - `05-08-2019` and `05.08.2019` are 5 August. `05/08/2019` is too, unless the weekday beside it, a 12-hour clock or a North
///   American zone shows that it is 8 May.
/// - A date without a time is midnight. Without a zone it is UTC, with offset 0.
/// - `IST` is India's, `CST` is Chicago's, `BST` is London's.
/// - Years are 1800 to 2100. The days that software writes for "none" (1 January 1900, the Unix epoch) are not dates.
///
/// Reads the first 200 characters only, so O(1).
///
/// ```
/// use pressline::dates::parse;
///
/// let written = parse("Updated: Mon, 5 August 2019 10:30 EDT").unwrap();
/// assert_eq!(written.to_string(), "2019-08-05T10:30:00-04:00");
/// assert_eq!(parse("three hours ago"), None);
/// ```
pub fn parse(text: &str) -> Option<Moment> {
    steps::count(text.len());
    let normalized = tokens::normalize(text);
    let tokens = tokens::tokenize(&normalized);
    match tokens.as_slice() {
        tokens if let Some(number) = unix_number(tokens) => from_unix_time(number),
        tokens => scan::scan(tokens).moment(),
    }
}

/// Returns whether a word consists of numbers, signs and words of dates: months, weekdays, zones and what connects them.
pub fn is_date_word(word: &str) -> bool {
    let normalized = tokens::normalize(word);
    let tokens = tokens::tokenize(&normalized);
    tokens.iter().all(|token| token.kind != TokenKind::Word || names::is_date_word(token.text))
}

/// Returns the number of a text that is nothing else, but for signs, a fraction, and the word in `/Date(1700125200000)/`.
fn unix_number(tokens: &[Token<'_>]) -> Option<i64> {
    let is_long = |token: &&Token<'_>| matches!(token.digits(), 10 | 13 | 16);
    let place = tokens.iter().position(|token| is_long(&token))?;
    let (before, rest) = tokens.split_at(place);
    let (number, behind) = rest.split_first()?;
    let is_mark = |token: &Token<'_>| token.kind == TokenKind::Sign && token.text != "-" || token.text == "date";
    let is_fraction = |pair: &[Token<'_>]| matches!(pair, [dot, _] if dot.is_sign(".") || dot.is_sign(","));
    let is_offset = |pair: &[Token<'_>]| matches!(pair, [sign, digits, ..] if sign.text == "+" && digits.digits() == 4);
    let is_rest = behind.iter().all(is_mark) || is_fraction(behind) || (is_offset(behind) && !before.is_empty());
    if before.iter().all(is_mark) && is_rest { number.number() } else { None }
}

/// Returns the moment of a number of seconds, milliseconds or microseconds since 1970.
fn from_unix_time(number: i64) -> Option<Moment> {
    let in_seconds = [number, number / 1_000, number / 1_000_000];
    let seconds = in_seconds.into_iter().find(|s| UNIX_SECONDS.contains(s))?;
    Timestamp::from_second(seconds).ok().map(Moment::utc)
}
