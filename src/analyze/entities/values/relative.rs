//! Dates and times that count from the day of publication, and spans of time.

use jiff::civil::{Date, Weekday};

use super::calendar::{self, Unit};
use super::dates::plain_year;
use super::reader::{Reader, Value, found};
use crate::model::annotation::EntityType::{Date as Day, Time};

/// Words that say that a day behind them is to come.
const AHEAD: [&str; 3] = ["will", "shall", "'ll"];
/// Verbs that say so right before it.
const SOON: [&str; 4] = ["opens", "starts", "begins", "ends"];
/// Words that end the clause in which they say so.
const ENDS: [&str; 14] = [
    "said",
    "says",
    "told",
    "announced",
    "reported",
    "added",
    "wrote",
    "who",
    "which",
    "that",
    "after",
    "since",
    ";",
    "\"",
];
/// So many tokens before a weekday may such a word stand.
const CLAUSE: usize = 12;

impl Reader<'_> {
    /// `Monday`, `Monday night`, `every Monday`, `Monday, March 5`.
    pub(super) fn weekday(&self, at: usize, weekday: Weekday) -> Value {
        let plural = self.low(at).str().ends_with("days");
        if plural || (at > self.start && matches!(self.low(at - 1).str(), "every" | "each")) {
            return found(at, at + 1, Day, None);
        }
        let day = self.published.and_then(|day| {
            let ahead = self.is_ahead(at) && day.weekday() != weekday;
            calendar::nearest(day, weekday, ahead)
        });
        let value = self.part_of_day(found(at, at + 1, Day, day.map(|day| day.to_string())));
        // the day of the month says more
        let next = value.tokens.end + usize::from(self.raw(value.tokens.end) == ",");
        let dated = |date: &Value| {
            let length = date.value.as_ref().map(String::len);
            length == Some("2026-11-23".len()) || (self.published.is_none() && length == Some("--11-23".len()))
        };
        let digit = self.raw(next).starts_with(|c: char| c.is_ascii_digit());
        let date = if digit {
            self.day_month(next)
        } else {
            calendar::month(self.low(next).str()).and_then(|_| self.month_day(next))
        };
        match date.filter(dated) {
            Some(date) if plain_year(self.raw(date.tokens.end - 1)).is_some() => {
                found(at, date.tokens.end, Day, date.value)
            }
            Some(date) => found(at, date.tokens.end, Day, date.value.map(|value| in_its_year(value, weekday))),
            None => value,
        }
    }

    /// Whether the clause speaks of what is to come: "will vote on Friday".
    pub(super) fn is_ahead(&self, at: usize) -> bool {
        let says = |token: usize| {
            let low = self.low(token);
            AHEAD.contains(&low.str()) || (low.str() == "due" && self.low(token + 1).str() != "to")
        };
        let same = |token: &usize| !ENDS.contains(&self.low(*token).str());
        let soon = (1..=2).any(|back| SOON.contains(&self.low(at.wrapping_sub(back)).str()));
        // "On Friday the court will rule"
        let opens = at <= self.start + 1;
        let before = self.start.max(at.saturating_sub(CLAUSE))..at;
        soon || before.rev().take_while(same).any(says) || (opens && (at..at + CLAUSE).take_while(same).any(says))
    }

    /// `the first quarter of 2027`, `Q3 2025`.
    pub(super) fn quarter(&self, at: usize) -> Option<Value> {
        let number = match self.low(at).str() {
            "first" | "q1" => 1,
            "second" | "q2" => 2,
            "third" | "q3" => 3,
            "fourth" | "q4" => 4,
            _ => return None,
        };
        let short = self.low(at).str().starts_with('q');
        let mut next = at + 1;
        if !short {
            if self.low(next).str() != "quarter" {
                return None;
            }
            next += 1;
        }
        next += usize::from(matches!(self.low(next).str(), "of" | "in" | ","));
        let year = plain_year(self.raw(next))?;
        Some(found(at, next + 1, Day, Some(format!("{year:04}-Q{number}"))))
    }

    /// `last week`, `this month`, `next Friday`, `the past three years`, `last March`.
    pub(super) fn pointed(&self, at: usize) -> Option<Value> {
        let mut next = at;
        if self.low(next).str() == "the" {
            next += 1;
        }
        let low = self.low(next);
        let steps = match low.str() {
            "last" | "past" | "previous" => -1,
            "this" => 0,
            "next" | "coming" | "following" => 1,
            _ => return None,
        };
        // what counts from another day than today has no value
        let anchored = !matches!(low.str(), "previous" | "following");
        next += 1;
        let word = self.low(next);
        let word = word.str();
        let published = self.published.filter(|_| anchored);
        if let Some((unit, plural)) = calendar::unit(word) {
            if matches!(unit, Unit::Hour | Unit::Minute) {
                return (!plural).then(|| found(at, next + 1, Time, None));
            }
            let value = if plural { None } else { published.and_then(|day| calendar::shifted(day, unit, steps)) };
            return Some(found(at, next + 1, Day, value));
        }
        if let Some(weekday) = calendar::weekday(word) {
            let value = published.and_then(|day| match steps {
                -1 => calendar::nearest(calendar::moved(day, -1)?, weekday, false),
                _ => calendar::nearest(day, weekday, steps == 1),
            });
            return Some(self.part_of_day(found(at, next + 1, Day, value.map(|day| day.to_string()))));
        }
        if let Some(month) = calendar::month(word) {
            let value = published.map(|day| {
                let later = month > day.month();
                let year = day.year()
                    + match steps {
                        -1 => -i16::from(later || month == day.month()),
                        1 => i16::from(!later),
                        _ => 0,
                    };
                format!("{year:04}-{month:02}")
            });
            return Some(found(at, next + 1, Day, value));
        }
        if let Some(part) = part(word) {
            let day = published.and_then(|day| calendar::moved(day, if part == "NI" { steps } else { 0 }));
            return Some(found(at, next + 1, Time, day.map(|day| format!("{day}T{part}"))));
        }
        if matches!(word, "summer" | "winter" | "spring" | "autumn" | "fall" | "season" | "weekend") && word != "season"
        {
            return Some(found(at, next + 1, Day, None));
        }
        let (count, after) = self.number(next)?;
        let (unit, _) = calendar::unit(self.low(after).str())?;
        let kind = if matches!(unit, Unit::Hour | Unit::Minute) { Time } else { Day };
        Some(found(at, after + 1, kind, Some(calendar::duration(count, unit))))
    }

    /// `three days ago`, `two hours`, `a week earlier`.
    pub(super) fn counted(&self, at: usize) -> Option<Value> {
        let (count, next) = match self.low(at).str() {
            "a" | "an" => (1.0, at + 1),
            _ => self.number(at)?,
        };
        let (unit, plural) = calendar::unit(self.low(next).str())?;
        let article = next == at + 1 && matches!(self.low(at).str(), "a" | "an");
        let after = self.low(next + 1);
        let clock = matches!(unit, Unit::Hour | Unit::Minute);
        match after.str() {
            "ago" => {
                let whole = count.fract() == 0.0 && count.abs() < 1e6;
                let value =
                    self.published.filter(|_| whole).and_then(|day| calendar::shifted(day, unit, -(count as i32)));
                return Some(found(at, next + 2, if clock { Time } else { Day }, value));
            }
            "earlier" | "later" => return Some(found(at, next + 2, if clock { Time } else { Day }, None)),
            _ => {}
        }
        if article || (!plural && count > 1.0) || matches!(unit, Unit::Quarter) {
            return None;
        }
        let old = usize::from(after.str() == "old" && unit == Unit::Year);
        Some(found(at, next + 1 + old, if clock { Time } else { Day }, Some(calendar::duration(count, unit))))
    }

    pub(super) fn relative_day(&self, at: usize, word: &str) -> Value {
        let steps = match word {
            "yesterday" => -1,
            "tomorrow" => 1,
            _ => 0,
        };
        let day = self.published.and_then(|day| calendar::moved(day, steps));
        if word == "tonight" {
            return found(at, at + 1, Time, day.map(|day| format!("{day}TNI")));
        }
        self.part_of_day(found(at, at + 1, Day, day.map(|day| day.to_string())))
    }

    /// Takes a following `morning` or `night` in, which makes a time of a day.
    fn part_of_day(&self, value: Value) -> Value {
        match part(self.low(value.tokens.end).str()) {
            Some(part) => {
                found(value.tokens.start, value.tokens.end + 1, Time, value.value.map(|day| format!("{day}T{part}")))
            }
            None => value,
        }
    }
}

/// A day in the year next to the one given in which it falls on a weekday.
fn in_its_year(value: String, weekday: Weekday) -> String {
    let Ok(day) = value.parse::<Date>() else { return value };
    let years = [0, -1, 1].map(|years| day.year() + years);
    let mut days = years.iter().filter_map(|year| Date::new(*year, day.month(), day.day()).ok());
    days.find(|day| day.weekday() == weekday).map_or(value, |day| day.to_string())
}

fn part(word: &str) -> Option<&'static str> {
    Some(match word {
        "morning" => "MO",
        "afternoon" => "AF",
        "evening" => "EV",
        "night" => "NI",
        _ => return None,
    })
}
