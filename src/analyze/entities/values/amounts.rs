//! Amounts of money, percentages and measurements.

use super::calendar::{self, TimeUnit};
use super::numbers::{digits, format_number, number_with_suffix, number_word, scale};
use super::reader::{LowercaseWord, SentenceReader, ValueMention};
use super::units::unit;
use crate::model::annotation::EntityType;

impl SentenceReader<'_> {
    /// Returns the amount that begins with a token.
    pub(super) fn amount(&self, at: usize) -> Option<ValueMention> {
        if let Some((currency, next)) = self.currency_before(at) {
            if let Some(end) = self.range(next) {
                return Some(ValueMention { tokens: at..end, kind: EntityType::Money, value: None });
            }
            let (value, end) = self.scaled_number(next)?;
            return Some(money(at..end, currency, value * self.later_scale(next, end)));
        }
        if let Some((currency, value, end)) = self.attached_currency(at) {
            return Some(money(at..end, currency, value));
        }
        let starts = self.word(at).as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
        if !starts {
            return None;
        }
        if let Some((value, unit)) =
            number_with_suffix(self.word(at)).and_then(|(value, tail)| Some((value, unit(tail)?)))
        {
            return Some(quantity(at..at + 1, Some(value), unit));
        }
        if let Some(value) = self.hyphened(at) {
            return Some(value);
        }
        if let Some(next) = self.range(at) {
            return self.measured(at, None, next);
        }
        let (value, next) = self.scaled_number(at)?;
        self.measured(at, Some(value), next)
    }

    /// Returns the amount whose number ends before a token, by the unit there. A range has no value.
    fn measured(&self, at: usize, value: Option<f64>, next: usize) -> Option<ValueMention> {
        let percent = match self.lower(next).as_str() {
            "%" | "percent" | "pct" => 1,
            "per" if self.lower(next + 1).as_str() == "cent" => 2,
            "percentage" if matches!(self.lower(next + 1).as_str(), "point" | "points") => 2,
            _ => 0,
        };
        if percent > 0 {
            return Some(ValueMention {
                tokens: at..next + percent,
                kind: EntityType::Percent,
                value: value.map(format_number),
            });
        }
        let scaled = digits(self.word(next - 1)).is_none();
        if let Some((currency, words)) = self.currency_after(next, value.filter(|_| scaled)) {
            let value = value.map(|value| format!("{currency} {}", format_number(value)));
            return Some(ValueMention { tokens: at..next + words, kind: EntityType::Money, value });
        }
        let (unit, words) = self.unit(next)?;
        Some(quantity(at..next + words, value, unit))
    }

    /// Returns the end of a range of numbers with its scale: `10-15 million`, `20-25`.
    fn range(&self, at: usize) -> Option<usize> {
        let (first, last) = self.word(at).split_once(['-', '–'])?;
        digits(first)?;
        digits(last)?;
        Some(at + 1 + usize::from(scale(self.lower(at + 1).as_str()).is_some()))
    }

    /// Returns the factor of a number that shares the scale of the next: `$3 to $4 million`.
    fn later_scale(&self, number: usize, end: usize) -> f64 {
        let plain = digits(self.word(number)).filter(|value| end == number + 1 && *value < 1000.0);
        let to = matches!(self.lower(end).as_str(), "to" | "-" | "–" | "and");
        let later = || {
            let (_, next) = self.currency_before(end + 1)?;
            let bare = digits(self.word(next)).or_else(|| number_with_suffix(self.word(next)).map(|(bare, _)| bare))?;
            let (whole, _) = self.scaled_number(next).filter(|_| Some(bare) >= plain)?;
            Some(whole / bare)
        };
        let between = self.word(end) != "and" || self.lower(number.saturating_sub(2)).as_str() == "between";
        plain.filter(|_| to && between).and_then(|_| later()).unwrap_or(1.0)
    }

    /// Returns the value of a hyphenated measure: `five-kilometer`, `two-hour`, `20-year-old`.
    fn hyphened(&self, at: usize) -> Option<ValueMention> {
        let low = self.lower(at);
        let (number, word) = low.as_str().split_once('-')?;
        let count = digits(number).or_else(|| number_word(number))?;
        let word = word.strip_suffix("-old").or_else(|| word.strip_suffix("-long")).unwrap_or(word);
        let tokens = at..at + 1;
        if let Some((span, _)) = calendar::unit(word).filter(|(span, _)| *span != TimeUnit::Quarter) {
            let clock = matches!(span, TimeUnit::Hour | TimeUnit::Minute);
            let kind = if clock { EntityType::Time } else { EntityType::Date };
            return Some(ValueMention { tokens, kind, value: Some(calendar::duration(count, span)) });
        }
        Some(quantity(tokens, Some(count), unit(word)?))
    }

    /// Returns a number, also with an attached scale (`5bn`, `2.5-billion`), and the token after it.
    pub(super) fn scaled_number(&self, at: usize) -> Option<(f64, usize)> {
        if let Some((value, tail)) = number_with_suffix(self.word(at)) {
            let tail = LowercaseWord::new(tail.strip_prefix('-').unwrap_or(tail));
            return scale(tail.as_str()).map(|factor| (value * factor, at + 1));
        }
        self.number(at)
    }
}

/// Returns an amount of money.
pub(super) fn money(tokens: std::ops::Range<usize>, currency: &str, value: f64) -> ValueMention {
    ValueMention { tokens, kind: EntityType::Money, value: Some(format!("{currency} {}", format_number(value))) }
}

fn quantity(tokens: std::ops::Range<usize>, value: Option<f64>, unit: &str) -> ValueMention {
    ValueMention {
        tokens,
        kind: EntityType::Quantity,
        value: value.map(|value| format!("{} {unit}", format_number(value))),
    }
}
