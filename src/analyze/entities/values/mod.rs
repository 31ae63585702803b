//! Dates, times, amounts of money, percentages and measurements, by rules, with normalised values.
//!
//! | kind | value |
//! |---|---|
//! | DATE | `2026-11-23`, `2026-W48`, `2026-11`, `2026-Q4`, `2026`, `199X`, `--11-23`; a span of time is `P3D` |
//! | TIME | `T17:30`, a part of a known day `2026-11-23TNI`; a span of time is `PT2H` |
//! | MONEY | `EUR 1500000` |
//! | PERCENT | `12.5` |
//! | QUANTITY | `40 km` |
//!
//! Relative dates count from the publication date; without one they have no value.

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

use self::reader::{SentenceReader, ValueMention};
use crate::analyze::document::Document;

/// Returns all values of a text, in order; none overlap. Other languages than English try their own rules first. O(n).
pub(super) fn find(document: &Document<'_>, published: Option<Date>, english: bool) -> Vec<ValueMention> {
    let mut found = Vec::new();
    for sentence in &document.sentences {
        let reader = SentenceReader { document, end: sentence.end, start: sentence.start, published, english };
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

impl SentenceReader<'_> {
    /// Returns the value that begins with a token.
    fn value(&self, at: usize) -> Option<ValueMention> {
        let foreign = if self.english { None } else { self.foreign(at) };
        foreign.or_else(|| self.amount(at)).or_else(|| self.date(at))
    }
}
