//! Dates, times, amounts of money, percentages and measurements, by rules, with their values in a normal form.
//!
//! | kind | value |
//! |---|---|
//! | DATE | `2026-11-23`, `2026-W48`, `2026-11`, `2026-Q4`, `2026`, `199X`, `--11-23`; a span of time is `P3D` |
//! | TIME | `T17:30`, a day's part of a known day `2026-11-23TNI`; a span of time is `PT2H` |
//! | MONEY | `EUR 1500000` |
//! | PERCENT | `12.5` |
//! | QUANTITY | `40 km` |
//!
//! Days count from the publication date; without one, what needs it has no value.

mod amounts;
mod calendar;
mod clock;
mod currencies;
mod dates;
mod foreign;
mod numbers;
mod reader;
mod relative;
mod units;

#[cfg(test)]
mod tests;

use jiff::civil::Date;

use self::reader::{Reader, Value};
use crate::analyze::document::Document;

/// Finds all values of a text, in order and apart; in other languages than English by their own rules first. O(n).
pub(super) fn find(layer: &Document<'_>, published: Option<Date>, english: bool) -> Vec<Value> {
    let mut found = Vec::new();
    for sentence in &layer.sentences {
        let reader = Reader { layer, end: sentence.end, start: sentence.start, published, english };
        let mut at = sentence.start;
        while at < sentence.end {
            match reader.value(at) {
                Some(value) if value.tokens.end > at => {
                    at = value.tokens.end;
                    found.push(value);
                }
                _ => at += 1,
            }
        }
    }
    found
}

impl Reader<'_> {
    /// The value that begins with a token.
    fn value(&self, at: usize) -> Option<Value> {
        let foreign = if self.english { None } else { self.foreign(at) };
        foreign.or_else(|| self.amount(at)).or_else(|| self.date(at))
    }
}
