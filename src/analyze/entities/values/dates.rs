//! Calendar dates: days, months and years.

use jiff::civil::Date;

use super::calendar;
use super::numbers::digits;
use super::reader::{SentenceReader, ValueMention, value_mention};
use crate::model::annotation::EntityType::{Date as Day, Time};

impl SentenceReader<'_> {
    /// Returns the date or time that begins with a token.
    pub(super) fn date(&self, at: usize) -> Option<ValueMention> {
        let raw = self.word(at);
        let first = *raw.as_bytes().first()?;
        if first.is_ascii_digit() {
            return self
                .clock(at)
                .or_else(|| self.day_month(at))
                .or_else(|| self.counted_span(at))
                .or_else(|| self.year(at));
        }
        if !first.is_ascii_alphabetic() {
            return None;
        }
        let low = self.lower(at);
        let word = low.as_str();
        match word {
            "today" | "yesterday" | "tomorrow" | "tonight" => {
                return Some(self.relative_day(at, word));
            }
            "noon" | "midnight" => {
                return Some(value_mention(
                    at,
                    at + 1,
                    Time,
                    Some(if word == "noon" { "T12:00" } else { "T00:00" }.to_owned()),
                ));
            }
            "last" | "next" | "this" | "past" | "coming" | "previous" | "following" | "the" => {
                return self.deictic_period(at).or_else(|| self.century(at));
            }
            "early" | "late" | "mid" | "earlier" | "later" => {
                return self.deictic_period(at + 1).map(|value| ValueMention { tokens: at..value.tokens.end, ..value });
            }
            _ => {}
        }
        if let Some(part) = ["mid-", "early-", "late-"].iter().find_map(|part| word.strip_prefix(part)) {
            if plain_year(part).is_some() {
                return Some(value_mention(at, at + 1, Day, Some(part.to_owned())));
            }
            let month = calendar::month(part).filter(|_| raw.ends_with(|c: char| c.is_ascii_lowercase()))?;
            let next = at + 1;
            let comma = usize::from(self.word(next) == ",");
            let year = plain_year(self.word(next + comma));
            let end = if year.is_some() { next + comma + 1 } else { next };
            return Some(value_mention(at, end, Day, self.calendar_day(at, year, month, None)));
        }
        if let Some(weekday) = calendar::weekday(word).filter(|_| first.is_ascii_uppercase()) {
            return Some(self.weekday(at, weekday));
        }
        if let Some(quarter) = self.quarter(at) {
            return Some(quarter);
        }
        if calendar::month(word).is_some() && first.is_ascii_uppercase() {
            return self.month_day(at);
        }
        self.counted_span(at)
    }

    /// Returns a date that begins with a month: `March 5, 2025`, `March 5`, `March 2025`, `March`.
    pub(super) fn month_day(&self, at: usize) -> Option<ValueMention> {
        let month = calendar::month(self.lower(at).as_str())?;
        let mut next = at + 1;
        let day = self.day(next);
        if let Some((_, length)) = day {
            next += length;
        }
        let mut year_at = next;
        if self.word(year_at) == "," || (day.is_none() && self.word(year_at) == "of") {
            year_at += 1;
        }
        let year = plain_year(self.word(year_at));
        if year.is_some() {
            next = year_at + 1;
        }
        if day.is_none() && year.is_none() && !self.names_month(at) {
            return None;
        }
        Some(value_mention(at, next, Day, self.calendar_day(at, year, month, day.map(|(day, _)| day))))
    }

    /// Returns whether a lone `May`, `March` or `April` is a month, by the word before it.
    fn names_month(&self, at: usize) -> bool {
        if !matches!(self.word(at), "May" | "March" | "April" | "June" | "August" | "Jan" | "Mar") {
            return self.word(at).len() > 3 || self.word(at).ends_with('.');
        }
        at > self.start
            && matches!(
                self.lower(at - 1).as_str(),
                "in" | "since"
                    | "until"
                    | "till"
                    | "by"
                    | "from"
                    | "to"
                    | "early"
                    | "late"
                    | "mid"
                    | "last"
                    | "next"
                    | "this"
                    | "of"
                    | "for"
                    | "during"
                    | "before"
                    | "after"
                    | "and"
                    | "through"
                    | "between"
            )
    }

    /// Returns a date that begins with a day: `5 March 2025`, `5th of March`, `2025-03-05`.
    pub(super) fn day_month(&self, at: usize) -> Option<ValueMention> {
        let raw = self.word(at);
        if raw.len() == 10 && raw.as_bytes()[4] == b'-' {
            let date: Date = raw.parse().ok()?;
            return Some(value_mention(at, at + 1, Day, Some(date.to_string())));
        }
        let (day, length) = self.day(at)?;
        let mut next = at + length;
        if self.word(next) == "of" {
            next += 1;
        }
        if !self.word(next).starts_with(|c: char| c.is_ascii_uppercase()) {
            return None;
        }
        let month = calendar::month(self.lower(next).as_str())?;
        next += 1;
        let comma = usize::from(self.word(next) == ",");
        let year = plain_year(self.word(next + comma));
        if year.is_some() {
            next += comma + 1;
        }
        Some(value_mention(at, next, Day, self.calendar_day(at, year, month, Some(day))))
    }

    /// Returns a day of the month (`5`, `5th` or `5-7`) and its length in tokens.
    fn day(&self, at: usize) -> Option<(i8, usize)> {
        let raw = self.word(at);
        let number = raw.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        if !matches!(raw.len() - number.len(), 0 | 2) {
            return None;
        }
        let number = number.split_once(['-', '–']).map_or(number, |(first, _)| first);
        let day: i8 = number.parse().ok().filter(|day| (1..=31).contains(day))?;
        Some((day, 1))
    }

    /// Returns the value of a day or month.
    ///
    /// Without a year it is the last such day, because news reports the past, or one of the next three months. Where
    /// the text says so it is the next one ("will open in May") or the last ("since May").
    pub(super) fn calendar_day(&self, at: usize, year: Option<i16>, month: i8, day: Option<i8>) -> Option<String> {
        let before = self.lower(at.wrapping_sub(1));
        let back = match before.as_str() {
            "since" => 11,
            "by" | "until" | "till" => 2,
            _ if self.refers_to_future(at) => 0,
            _ => 8,
        };
        let year = year.or_else(|| {
            let published = self.published?;
            let away = (i16::from(month) - i16::from(published.month()) + 12 + back).rem_euclid(12) - back;
            let months = i32::from(published.year()) * 12 + i32::from(published.month()) - 1 + i32::from(away);
            i16::try_from(months.div_euclid(12)).ok()
        });
        Some(match (year, day) {
            (Some(year), Some(day)) => Date::new(year, month, day).ok()?.to_string(),
            (Some(year), None) => format!("{year:04}-{month:02}"),
            (None, Some(day)) => format!("--{month:02}-{day:02}"),
            (None, None) => format!("--{month:02}"),
        })
    }

    /// Returns a year or decade: `in 2024`, `the 1990s`.
    fn year(&self, at: usize) -> Option<ValueMention> {
        let raw = self.word(at);
        if let Some(decade) = raw.strip_suffix('s').filter(|raw| raw.len() == 4 && raw.ends_with('0')) {
            plain_year(decade)?;
            return Some(value_mention(at, at + 1, Day, Some(format!("{}X", decade.get(..3)?))));
        }
        plain_year(raw)?;
        let dated = at == self.start
            || matches!(
                self.lower(at - 1).as_str(),
                "in" | "since"
                    | "of"
                    | "from"
                    | "by"
                    | "until"
                    | "till"
                    | "before"
                    | "after"
                    | "to"
                    | "and"
                    | "between"
                    | "during"
                    | "early"
                    | "late"
                    | "mid"
                    | "the"
                    | "through"
                    | "around"
                    | "circa"
                    | "("
                    | "-"
                    | "–"
                    | "summer"
                    | "spring"
                    | "autumn"
                    | "winter"
                    | "year"
                    | "a"
                    | "his"
                    | "her"
                    | "their"
                    | "its"
                    | "this"
                    | "for"
            );
        dated.then(|| value_mention(at, at + 1, Day, Some(raw.to_owned())))
    }

    /// Returns a century: `the 19th century`, `21st century`.
    fn century(&self, at: usize) -> Option<ValueMention> {
        let raw = self.word(at + 1);
        let number = ["st", "nd", "rd", "th"].iter().find_map(|end| raw.strip_suffix(end))?;
        let century: u32 = number.parse().ok()?;
        let end = matches!(self.lower(at + 2).as_str(), "century" | "centuries").then_some(at + 3)?;
        Some(value_mention(at, end, Day, Some(format!("{:02}XX", century.checked_sub(1)?))))
    }
}

/// Returns a year of four digits.
pub(super) fn plain_year(raw: &str) -> Option<i16> {
    let year = digits(raw).filter(|_| raw.len() == 4 && raw.bytes().all(|b| b.is_ascii_digit()))?;
    (1500.0..2100.0).contains(&year).then_some(year as i16)
}
