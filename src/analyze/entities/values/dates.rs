//! Days, months and years as the calendar names them.

use jiff::civil::Date;

use super::calendar;
use super::numbers::digits;
use super::reader::{Reader, Value, found};
use crate::model::annotation::EntityType::{Date as Day, Time};

impl Reader<'_> {
    /// The date or time that begins with a token.
    pub(super) fn date(&self, at: usize) -> Option<Value> {
        let raw = self.raw(at);
        let first = *raw.as_bytes().first()?;
        if first.is_ascii_digit() {
            return self
                .clock(at)
                .or_else(|| self.day_month(at))
                .or_else(|| self.counted(at))
                .or_else(|| self.year(at));
        }
        if !first.is_ascii_alphabetic() {
            return None;
        }
        let low = self.low(at);
        let word = low.str();
        match word {
            "today" | "yesterday" | "tomorrow" | "tonight" => return Some(self.relative_day(at, word)),
            "noon" | "midnight" => {
                return Some(found(
                    at,
                    at + 1,
                    Time,
                    Some(if word == "noon" { "T12:00" } else { "T00:00" }.to_owned()),
                ));
            }
            "last" | "next" | "this" | "past" | "coming" | "previous" | "following" | "the" => {
                return self.pointed(at).or_else(|| self.century(at));
            }
            "early" | "late" | "mid" | "earlier" | "later" => {
                return self.pointed(at + 1).map(|value| Value { tokens: at..value.tokens.end, ..value });
            }
            _ => {}
        }
        if let Some(part) = ["mid-", "early-", "late-"].iter().find_map(|part| word.strip_prefix(part)) {
            if plain_year(part).is_some() {
                return Some(found(at, at + 1, Day, Some(part.to_owned())));
            }
            let month = calendar::month(part).filter(|_| raw.ends_with(|c: char| c.is_ascii_lowercase()))?;
            let next = at + 1;
            let comma = usize::from(self.raw(next) == ",");
            let year = plain_year(self.raw(next + comma));
            let end = if year.is_some() { next + comma + 1 } else { next };
            return Some(found(at, end, Day, self.calendar_day(at, year, month, None)));
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
        self.counted(at)
    }

    /// `March 5, 2025`, `March 5`, `March 2025`, `March`.
    pub(super) fn month_day(&self, at: usize) -> Option<Value> {
        let month = calendar::month(self.low(at).str())?;
        let mut next = at + 1;
        let day = self.day(next);
        if let Some((_, length)) = day {
            next += length;
        }
        let mut year_at = next;
        if self.raw(year_at) == "," || (day.is_none() && self.raw(year_at) == "of") {
            year_at += 1;
        }
        let year = plain_year(self.raw(year_at));
        if year.is_some() {
            next = year_at + 1;
        }
        if day.is_none() && year.is_none() && !self.names_month(at) {
            return None;
        }
        Some(found(at, next, Day, self.calendar_day(at, year, month, day.map(|(day, _)| day))))
    }

    /// Whether a lone `May`, `March` or `April` is a month: something before it says so.
    fn names_month(&self, at: usize) -> bool {
        if !matches!(self.raw(at), "May" | "March" | "April" | "June" | "August" | "Jan" | "Mar") {
            return self.raw(at).len() > 3 || self.raw(at).ends_with('.');
        }
        at > self.start
            && matches!(
                self.low(at - 1).str(),
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

    /// `5 March 2025`, `5th of March`, `2025-03-05`.
    pub(super) fn day_month(&self, at: usize) -> Option<Value> {
        let raw = self.raw(at);
        if raw.len() == 10 && raw.as_bytes()[4] == b'-' {
            let date: Date = raw.parse().ok()?;
            return Some(found(at, at + 1, Day, Some(date.to_string())));
        }
        let (day, length) = self.day(at)?;
        let mut next = at + length;
        if self.raw(next) == "of" {
            next += 1;
        }
        if !self.raw(next).starts_with(|c: char| c.is_ascii_uppercase()) {
            return None;
        }
        let month = calendar::month(self.low(next).str())?;
        next += 1;
        let comma = usize::from(self.raw(next) == ",");
        let year = plain_year(self.raw(next + comma));
        if year.is_some() {
            next += comma + 1;
        }
        Some(found(at, next, Day, self.calendar_day(at, year, month, Some(day))))
    }

    /// A day of the month, `5`, `5th` or `5-7`, and its length in tokens.
    fn day(&self, at: usize) -> Option<(i8, usize)> {
        let raw = self.raw(at);
        let number = raw.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        if !matches!(raw.len() - number.len(), 0 | 2) {
            return None;
        }
        let number = number.split_once(['-', '–']).map_or(number, |(first, _)| first);
        let day: i8 = number.parse().ok().filter(|day| (1..=31).contains(day))?;
        Some((day, 1))
    }

    /// The value of a day or month. Without a year it is the last one, for news tells what has been, or one of the next three
    /// months; where the text says so, the next one ("will open in May") or the last ("since May").
    pub(super) fn calendar_day(&self, at: usize, year: Option<i16>, month: i8, day: Option<i8>) -> Option<String> {
        let before = self.low(at.wrapping_sub(1));
        let back = match before.str() {
            "since" => 11,
            "by" | "until" | "till" => 2,
            _ if self.is_ahead(at) => 0,
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

    /// `in 2024`, `the 1990s`.
    fn year(&self, at: usize) -> Option<Value> {
        let raw = self.raw(at);
        if let Some(decade) = raw.strip_suffix('s').filter(|raw| raw.len() == 4 && raw.ends_with('0')) {
            plain_year(decade)?;
            return Some(found(at, at + 1, Day, Some(format!("{}X", decade.get(..3)?))));
        }
        plain_year(raw)?;
        let dated = at == self.start
            || matches!(
                self.low(at - 1).str(),
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
        dated.then(|| found(at, at + 1, Day, Some(raw.to_owned())))
    }

    /// `the 19th century`, `21st century`.
    fn century(&self, at: usize) -> Option<Value> {
        let raw = self.raw(at + 1);
        let number = ["st", "nd", "rd", "th"].iter().find_map(|end| raw.strip_suffix(end))?;
        let century: u32 = number.parse().ok()?;
        let end = matches!(self.low(at + 2).str(), "century" | "centuries").then_some(at + 3)?;
        Some(found(at, end, Day, Some(format!("{:02}XX", century.checked_sub(1)?))))
    }
}

/// A year in four digits.
pub(super) fn plain_year(raw: &str) -> Option<i16> {
    let year = digits(raw).filter(|_| raw.len() == 4 && raw.bytes().all(|b| b.is_ascii_digit()))?;
    (1500.0..2100.0).contains(&year).then_some(year as i16)
}
