//! Dates and amounts in other European languages: "3 mars 2025", "3,4 Milliarden Euro", "1.500 euros".

use std::collections::HashMap;
use std::sync::LazyLock;

use super::amounts::money;
use super::dates::plain_year;
use super::numbers::format_number;
use super::reader::{SentenceReader, ValueMention, value_mention};
use crate::model::annotation::EntityType;
use crate::text::phrases::lists;

/// Languages whose dates are read in a running text.
const LANGUAGES: [&str; 6] = ["de", "es", "fr", "it", "nl", "pt"];

/// The numbers of months by their names in these languages.
static MONTHS: LazyLock<HashMap<&str, i8>> = LazyLock::new(|| {
    let months = lists::MONTHS.iter().filter(|month| LANGUAGES.contains(&month.language));
    months.filter_map(|month| Some((month.text, month.class.parse().ok()?))).collect()
});

/// The longest name of a month, in bytes.
const LONGEST: usize = 12;

impl SentenceReader<'_> {
    /// Returns the date or amount that begins with a token. The English rules follow where this returns nothing.
    pub(super) fn foreign(&self, at: usize) -> Option<ValueMention> {
        if let Some((currency, next)) = self.currency_before(at) {
            let (value, end) = self.foreign_number(next)?;
            return Some(money(at..end, currency, value));
        }
        if let Some(date) = self.foreign_date(at) {
            return Some(date);
        }
        let (value, next) = self.foreign_number(at)?;
        let percent = match (self.lower(next).as_str(), self.lower(next + 1).as_str()) {
            ("%" | "prozent" | "procent" | "percento", _) => 1,
            ("pour" | "por", "cent" | "ciento" | "cento") | ("per", "cento") => 2,
            _ => 0,
        };
        if percent > 0 {
            return Some(value_mention(at, next + percent, EntityType::Percent, Some(format_number(value))));
        }
        let next = next + usize::from(matches!(self.lower(next).as_str(), "de" | "di"));
        let currency = match self.lower(next).as_str().trim_start_matches("d'") {
            "€" | "euro" | "euros" => "EUR",
            "$" | "dollar" | "dollars" | "dollari" | "us-dollar" => "USD",
            "£" => "GBP",
            _ if self.word(next).strip_prefix("d’") == Some("euros") => "EUR",
            _ => return None,
        };
        Some(money(at..next + 1, currency, value))
    }

    /// Returns a date: `3. März 2025`, `3 de marzo de 2025`, `mars 2025`.
    fn foreign_date(&self, at: usize) -> Option<ValueMention> {
        let day = self.word(at).trim_end_matches('.').trim_end_matches("er").parse().ok();
        let day: Option<i8> = day.filter(|day| (1..=31).contains(day));
        let skip = |at: usize, words: &[&str]| at + usize::from(words.contains(&self.word(at)));
        let next = if day.is_some() { skip(at + 1, &["de", ".", "di"]) } else { at };
        let month = month(self.word(next))?;
        let year_at = skip(next + 1, &["de", "del"]);
        let year = plain_year(self.word(year_at));
        if day.is_none() && year.is_none() {
            return None;
        }
        let end = if year.is_some() { year_at + 1 } else { next + 1 };
        Some(value_mention(at, end, EntityType::Date, self.calendar_day(at, year, month, day)))
    }

    /// Returns a number with a decimal comma and points between thousands, and with its scale.
    fn foreign_number(&self, at: usize) -> Option<(f64, usize)> {
        let raw = self.word(at);
        if raw.len() > 20 || !raw.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',') {
            return None;
        }
        let (whole, fraction) = raw.split_once(',').unwrap_or((raw, ""));
        let thousands = whole.split('.').skip(1).all(|group| group.len() == 3);
        let whole = if thousands { whole.replace('.', "") } else { whole.to_owned() };
        let near = |token: usize| token < self.end && !self.document.has_space_before(token);
        let digits = |raw: &str| !raw.is_empty() && raw.bytes().all(|b| b.is_ascii_digit());
        // the comma of "3,4" is a token of its own
        let apart = self.word(at + 1) == "," && near(at + 1) && near(at + 2) && digits(self.word(at + 2));
        let (fraction, next) =
            if apart && fraction.is_empty() { (self.word(at + 2), at + 3) } else { (fraction, at + 1) };
        let value: f64 = if fraction.is_empty() { whole } else { format!("{whole}.{fraction}") }.parse().ok()?;
        match scale(self.lower(next).as_str(), self.word(next)) {
            Some(factor) => Some((value * factor, next + 1)),
            None => Some((value, next)),
        }
    }
}

/// Returns the number of a month, by its name in any of the languages.
fn month(word: &str) -> Option<i8> {
    if word.len() > LONGEST || !word.starts_with(char::is_alphabetic) {
        return None;
    }
    let low = word.to_lowercase();
    MONTHS.get(low.as_str()).copied()
}

/// Returns the factor that a word stands for.
fn scale(low: &str, raw: &str) -> Option<f64> {
    Some(match low {
        "mil" | "mille" | "tausend" => 1e3,
        "millionen" | "mio" | "million" | "millions" | "millones" | "milioni" | "miljoen" | "miljoner" => 1e6,
        "milliarden" | "milliarde" | "mrd" | "milliard" | "milliards" | "miliardi" | "miljard" | "miljarder" => 1e9,
        "billionen" => 1e12,
        _ if matches!(raw, "millón" | "milhões" | "milhão") => 1e6,
        _ if raw == "bilhões" => 1e9,
        _ => return None,
    })
}
