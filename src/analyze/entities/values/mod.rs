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
mod relative;
mod units;

#[cfg(test)]
mod tests;

use std::ops::Range;

use jiff::civil::Date;

use crate::analyze::text::Layer;
use crate::model::annotation::EntityType;

/// Something found by rule.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Value {
    pub(super) tokens: Range<usize>,
    pub(super) kind: EntityType,
    pub(super) value: Option<String>,
}

/// Finds all values of a text, in order and apart; in other languages than English by their own rules first. O(n).
pub(super) fn find(layer: &Layer<'_>, published: Option<Date>, english: bool) -> Vec<Value> {
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

fn found(start: usize, end: usize, kind: EntityType, value: Option<String>) -> Value {
    Value { tokens: start..end, kind, value }
}

/// A sentence that is being read.
struct Reader<'a> {
    layer: &'a Layer<'a>,
    start: usize,
    end: usize,
    published: Option<Date>,
    english: bool,
}

impl Reader<'_> {
    /// The value that begins with a token.
    fn value(&self, at: usize) -> Option<Value> {
        let foreign = if self.english { None } else { self.foreign(at) };
        foreign.or_else(|| self.amount(at)).or_else(|| self.date(at))
    }

    /// A token in lower case; empty beyond the sentence and for long words.
    fn low(&self, at: usize) -> Low {
        if at < self.start || at >= self.end { Low::default() } else { Low::of(self.layer.word(at)) }
    }

    fn raw(&self, at: usize) -> &str {
        if at < self.start || at >= self.end { "" } else { self.layer.word(at) }
    }
}

/// A short word in lower case, without its final full stop and without an allocation.
#[derive(Clone, Copy, Default)]
struct Low {
    bytes: [u8; 16],
    length: usize,
}

impl Low {
    fn of(word: &str) -> Self {
        let word = word.strip_suffix('.').unwrap_or(word);
        let mut low = Self::default();
        if word.len() <= low.bytes.len() {
            low.length = word.len();
            low.bytes[..word.len()].copy_from_slice(word.as_bytes());
            low.bytes[..word.len()].make_ascii_lowercase();
        }
        low
    }

    fn str(&self) -> &str {
        self.bytes.get(..self.length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("")
    }
}
