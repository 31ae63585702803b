//! Money, percentages, measurements.

use super::calendar::{self, Unit};
use super::numbers::{digits, glued, scale, small, write};
use super::reader::{Low, Reader, Value};
use super::units::unit;
use crate::model::annotation::EntityType;

impl Reader<'_> {
    /// The amount that begins with a token.
    pub(super) fn amount(&self, at: usize) -> Option<Value> {
        if let Some((currency, next)) = self.sign(at) {
            if let Some(end) = self.range(next) {
                return Some(Value { tokens: at..end, kind: EntityType::Money, value: None });
            }
            let (value, end) = self.sum(next)?;
            return Some(money(at..end, currency, value * self.later_scale(next, end)));
        }
        if let Some((currency, value, end)) = self.glued_sign(at) {
            return Some(money(at..end, currency, value));
        }
        let starts = self.raw(at).as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
        if !starts {
            return None;
        }
        if let Some((value, unit)) = glued(self.raw(at)).and_then(|(value, tail)| Some((value, unit(tail)?))) {
            return Some(quantity(at..at + 1, Some(value), unit));
        }
        if let Some(value) = self.hyphened(at) {
            return Some(value);
        }
        if let Some(next) = self.range(at) {
            return self.measured(at, None, next);
        }
        let (value, next) = self.sum(at)?;
        self.measured(at, Some(value), next)
    }

    /// The amount whose number ends before a token: what stands there says of what. A range has no one value.
    fn measured(&self, at: usize, value: Option<f64>, next: usize) -> Option<Value> {
        let percent = match self.low(next).str() {
            "%" | "percent" | "pct" => 1,
            "per" if self.low(next + 1).str() == "cent" => 2,
            "percentage" if matches!(self.low(next + 1).str(), "point" | "points") => 2,
            _ => 0,
        };
        if percent > 0 {
            return Some(Value { tokens: at..next + percent, kind: EntityType::Percent, value: value.map(write) });
        }
        let scaled = digits(self.raw(next - 1)).is_none();
        if let Some((currency, words)) = self.currency(next, value.filter(|_| scaled)) {
            let value = value.map(|value| format!("{currency} {}", write(value)));
            return Some(Value { tokens: at..next + words, kind: EntityType::Money, value });
        }
        let (unit, words) = self.unit(next)?;
        Some(quantity(at..next + words, value, unit))
    }

    /// The end of a range of numbers with its scale: `10-15 million`, `20-25`.
    fn range(&self, at: usize) -> Option<usize> {
        let (first, last) = self.raw(at).split_once(['-', '–'])?;
        digits(first)?;
        digits(last)?;
        Some(at + 1 + usize::from(scale(self.low(at + 1).str()).is_some()))
    }

    /// What a number is to be multiplied by that shares the scale of the next: `$3 to $4 million`.
    fn later_scale(&self, number: usize, end: usize) -> f64 {
        let plain = digits(self.raw(number)).filter(|value| end == number + 1 && *value < 1000.0);
        let to = matches!(self.low(end).str(), "to" | "-" | "–" | "and");
        let later = || {
            let (_, next) = self.sign(end + 1)?;
            let bare = digits(self.raw(next)).or_else(|| glued(self.raw(next)).map(|(bare, _)| bare))?;
            let (whole, _) = self.sum(next).filter(|_| Some(bare) >= plain)?;
            Some(whole / bare)
        };
        let between = self.raw(end) != "and" || self.low(number.saturating_sub(2)).str() == "between";
        plain.filter(|_| to && between).and_then(|_| later()).unwrap_or(1.0)
    }

    /// `five-kilometer`, `two-hour`, `20-year-old`.
    fn hyphened(&self, at: usize) -> Option<Value> {
        let low = self.low(at);
        let (number, word) = low.str().split_once('-')?;
        let count = digits(number).or_else(|| small(number))?;
        let word = word.strip_suffix("-old").or_else(|| word.strip_suffix("-long")).unwrap_or(word);
        let tokens = at..at + 1;
        if let Some((span, _)) = calendar::unit(word).filter(|(span, _)| *span != Unit::Quarter) {
            let clock = matches!(span, Unit::Hour | Unit::Minute);
            let kind = if clock { EntityType::Time } else { EntityType::Date };
            return Some(Value { tokens, kind, value: Some(calendar::duration(count, span)) });
        }
        Some(quantity(tokens, Some(count), unit(word)?))
    }

    /// A number, also with its scale written on (`5bn`, `2.5-billion`).
    pub(super) fn sum(&self, at: usize) -> Option<(f64, usize)> {
        if let Some((value, tail)) = glued(self.raw(at)) {
            let tail = Low::of(tail.strip_prefix('-').unwrap_or(tail));
            return scale(tail.str()).map(|factor| (value * factor, at + 1));
        }
        self.number(at)
    }
}

/// An amount of money.
pub(super) fn money(tokens: std::ops::Range<usize>, currency: &str, value: f64) -> Value {
    Value { tokens, kind: EntityType::Money, value: Some(format!("{currency} {}", write(value))) }
}

fn quantity(tokens: std::ops::Range<usize>, value: Option<f64>, unit: &str) -> Value {
    Value { tokens, kind: EntityType::Quantity, value: value.map(|value| format!("{} {unit}", write(value))) }
}
