//! Dates as found in the wild: feeds, metadata, bylines.
//!
//! ```text
//! text ──fold──► lower case, no accents ──split──► numbers, words, signs ──scan──► Found ──► Moment
//! ```

mod eras;
mod found;
mod names;
mod scan;
#[cfg(test)]
mod tests;
mod tokens;
mod zones;

use jiff::Timestamp;

use crate::model::Moment;
use crate::text::steps;

/// Years that are believed. Older ones are slips or placeholders more often than archives.
const YEARS: std::ops::RangeInclusive<i16> = 1800..=2100;
/// Seconds since 1970 that are believed when a date is nothing but a number: 1990 to 2100.
const SECONDS: std::ops::RangeInclusive<i64> = 631_152_000..=4_102_444_799;

/// Reads a date in any form that feeds and pages use; `None` when it is none.
///
/// Understood: RFC 3339 and ISO 8601 (basic, week and ordinal dates, no zone, no time, year and month alone), RFC 822 and 2822,
/// asctime, Unix seconds and their thousandths, dates in words in some forty languages, numeric dates, 12-hour clocks,
/// zones as offsets, abbreviations and IANA names, digits of any script, the years of Japan's and Taiwan's eras, of Thailand and of
/// Persia's sun calendar. Words around the date are passed over (`Updated: …`, `Published on …`).
///
/// - `05-08-2019` and `05.08.2019` are 5 August; so is `05/08/2019`, unless the weekday beside it, a 12-hour clock or a North
///   American zone says 8 May.
/// - A date without a time is midnight; without a zone it is UTC, with offset 0.
/// - `IST` is India's, `CST` is Chicago's, `BST` is London's.
/// - Years are 1800 to 2100, and the days that software writes for "none" (1 January 1900, the Unix epoch) are no dates.
///
/// Reads the first 200 characters only, so O(1).
pub fn parse(text: &str) -> Option<Moment> {
    steps::count(text.len());
    let folded = tokens::fold(text);
    let tokens = tokens::split(&folded);
    match tokens.as_slice() {
        [only] if matches!(only.digits(), 10 | 13 | 16) => since_1970(only.number()?),
        tokens => scan::scan(tokens).moment(),
    }
}

/// Whether a word is of dates: a number, the name of a month, a weekday or a zone, or what stands between them.
pub fn is_of_date(word: &str) -> bool {
    let folded = tokens::fold(word);
    tokens::split(&folded).iter().all(|token| token.kind != tokens::Kind::Word || names::is_of_date(token.text))
}

fn since_1970(number: i64) -> Option<Moment> {
    let seconds = [number, number / 1_000, number / 1_000_000].into_iter().find(|s| SECONDS.contains(s))?;
    Timestamp::from_second(seconds).ok().map(Moment::utc)
}
