//! Dates and times relative to the publication date, and time spans.

use jiff::civil::{Date, Weekday};

use super::calendar::{self, TimeUnit};
use super::dates::plain_year;
use super::reader::{SentenceReader, ValueMention, value_mention};
use crate::model::annotation::EntityType::{Date as Day, Time};

/// Auxiliaries that put a following day into the future.
const FUTURE_AUXILIARIES: [&str; 3] = ["will", "shall", "'ll"];
/// Verbs that put a day right after them into the future.
const FUTURE_VERBS: [&str; 4] = ["opens", "starts", "begins", "ends"];
/// Words that end the clause of such a word.
const CLAUSE_ENDS: [&str; 14] = [
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
/// The largest number of tokens between such a word and a weekday (chosen).
const MAX_CLAUSE_TOKENS: usize = 12;

impl SentenceReader<'_> {
    /// Returns a day by its weekday: `Monday`, `Monday night`, `every Monday`, `Monday, March 5`.
    pub(super) fn weekday(&self, at: usize, weekday: Weekday) -> ValueMention {
        let plural = self.lower(at).as_str().ends_with("days");
        if plural || (at > self.start && matches!(self.lower(at - 1).as_str(), "every" | "each")) {
            return value_mention(at, at + 1, Day, None);
        }
        let day = self.published.and_then(|day| {
            let ahead = self.refers_to_future(at) && day.weekday() != weekday;
            calendar::nearest_weekday(day, weekday, ahead)
        });
        let value = self.part_of_day(value_mention(at, at + 1, Day, day.map(|day| day.to_string())));
        // the day of the month says more
        let next = value.tokens.end + usize::from(self.word(value.tokens.end) == ",");
        let dated = |date: &ValueMention| {
            let length = date.value.as_ref().map(String::len);
            length == Some("2026-11-23".len()) || (self.published.is_none() && length == Some("--11-23".len()))
        };
        let digit = self.word(next).starts_with(|c: char| c.is_ascii_digit());
        let date = if digit {
            self.day_month(next)
        } else {
            calendar::month(self.lower(next).as_str()).and_then(|_| self.month_day(next))
        };
        match date.filter(dated) {
            Some(date) if plain_year(self.word(date.tokens.end - 1)).is_some() => {
                value_mention(at, date.tokens.end, Day, date.value)
            }
            Some(date) => value_mention(
                at,
                date.tokens.end,
                Day,
                date.value.map(|value| nearest_year_with_weekday(value, weekday)),
            ),
            None => value,
        }
    }

    /// Returns whether the clause is about the future: "will vote on Friday".
    pub(super) fn refers_to_future(&self, at: usize) -> bool {
        let says = |token: usize| {
            let low = self.lower(token);
            FUTURE_AUXILIARIES.contains(&low.as_str())
                || (low.as_str() == "due" && self.lower(token + 1).as_str() != "to")
        };
        let same = |token: &usize| !CLAUSE_ENDS.contains(&self.lower(*token).as_str());
        let soon = (1..=2).any(|back| FUTURE_VERBS.contains(&self.lower(at.wrapping_sub(back)).as_str()));
        // "On Friday the court will rule"
        let opens = at <= self.start + 1;
        let before = self.start.max(at.saturating_sub(MAX_CLAUSE_TOKENS))..at;
        soon || before.rev().take_while(same).any(says)
            || (opens && (at..at + MAX_CLAUSE_TOKENS).take_while(same).any(says))
    }

    /// Returns a quarter: `the first quarter of 2027`, `Q3 2025`.
    pub(super) fn quarter(&self, at: usize) -> Option<ValueMention> {
        let number = match self.lower(at).as_str() {
            "first" | "q1" => 1,
            "second" | "q2" => 2,
            "third" | "q3" => 3,
            "fourth" | "q4" => 4,
            _ => return None,
        };
        let short = self.lower(at).as_str().starts_with('q');
        let mut next = at + 1;
        if !short {
            if self.lower(next).as_str() != "quarter" {
                return None;
            }
            next += 1;
        }
        next += usize::from(matches!(self.lower(next).as_str(), "of" | "in" | ","));
        let year = plain_year(self.word(next))?;
        Some(value_mention(at, next + 1, Day, Some(format!("{year:04}-Q{number}"))))
    }

    /// Returns a period relative to today: `last week`, `this month`, `next Friday`, `the past three years`, `last
    /// March`.
    pub(super) fn deictic_period(&self, at: usize) -> Option<ValueMention> {
        let mut next = at;
        if self.lower(next).as_str() == "the" {
            next += 1;
        }
        let low = self.lower(next);
        let steps = match low.as_str() {
            "last" | "past" | "previous" => -1,
            "this" => 0,
            "next" | "coming" | "following" => 1,
            _ => return None,
        };
        // what counts from another day than today has no value
        let anchored = !matches!(low.as_str(), "previous" | "following");
        next += 1;
        let word = self.lower(next);
        let word = word.as_str();
        let published = self.published.filter(|_| anchored);
        if let Some((unit, plural)) = calendar::unit(word) {
            if matches!(unit, TimeUnit::Hour | TimeUnit::Minute) {
                return (!plural).then(|| value_mention(at, next + 1, Time, None));
            }
            let value =
                if plural { None } else { published.and_then(|day| calendar::shifted_period(day, unit, steps)) };
            return Some(value_mention(at, next + 1, Day, value));
        }
        if let Some(weekday) = calendar::weekday(word) {
            let value = published.and_then(|day| match steps {
                -1 => calendar::nearest_weekday(calendar::days_from(day, -1)?, weekday, false),
                _ => calendar::nearest_weekday(day, weekday, steps == 1),
            });
            return Some(self.part_of_day(value_mention(at, next + 1, Day, value.map(|day| day.to_string()))));
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
            return Some(value_mention(at, next + 1, Day, value));
        }
        if let Some(part) = part_of_day_code(word) {
            let day = published.and_then(|day| calendar::days_from(day, if part == "NI" { steps } else { 0 }));
            return Some(value_mention(at, next + 1, Time, day.map(|day| format!("{day}T{part}"))));
        }
        if matches!(word, "summer" | "winter" | "spring" | "autumn" | "fall" | "season" | "weekend") && word != "season"
        {
            return Some(value_mention(at, next + 1, Day, None));
        }
        let (count, after) = self.number(next)?;
        let (unit, _) = calendar::unit(self.lower(after).as_str())?;
        let kind = if matches!(unit, TimeUnit::Hour | TimeUnit::Minute) { Time } else { Day };
        Some(value_mention(at, after + 1, kind, Some(calendar::duration(count, unit))))
    }

    /// Returns a counted time span: `three days ago`, `two hours`, `a week earlier`.
    pub(super) fn counted_span(&self, at: usize) -> Option<ValueMention> {
        let (count, next) = match self.lower(at).as_str() {
            "a" | "an" => (1.0, at + 1),
            _ => self.number(at)?,
        };
        let (unit, plural) = calendar::unit(self.lower(next).as_str())?;
        let article = next == at + 1 && matches!(self.lower(at).as_str(), "a" | "an");
        let after = self.lower(next + 1);
        let clock = matches!(unit, TimeUnit::Hour | TimeUnit::Minute);
        match after.as_str() {
            "ago" => {
                let whole = count.fract() == 0.0 && count.abs() < 1e6;
                let value = self
                    .published
                    .filter(|_| whole)
                    .and_then(|day| calendar::shifted_period(day, unit, -(count as i32)));
                return Some(value_mention(at, next + 2, if clock { Time } else { Day }, value));
            }
            "earlier" | "later" => {
                return Some(value_mention(at, next + 2, if clock { Time } else { Day }, None));
            }
            _ => {}
        }
        if article || (!plural && count > 1.0) || matches!(unit, TimeUnit::Quarter) {
            return None;
        }
        let old = usize::from(after.as_str() == "old" && unit == TimeUnit::Year);
        Some(value_mention(at, next + 1 + old, if clock { Time } else { Day }, Some(calendar::duration(count, unit))))
    }

    pub(super) fn relative_day(&self, at: usize, word: &str) -> ValueMention {
        let steps = match word {
            "yesterday" => -1,
            "tomorrow" => 1,
            _ => 0,
        };
        let day = self.published.and_then(|day| calendar::days_from(day, steps));
        if word == "tonight" {
            return value_mention(at, at + 1, Time, day.map(|day| format!("{day}TNI")));
        }
        self.part_of_day(value_mention(at, at + 1, Day, day.map(|day| day.to_string())))
    }

    /// Returns a day with a following `morning` or `night`, which makes it a time.
    fn part_of_day(&self, value: ValueMention) -> ValueMention {
        match part_of_day_code(self.lower(value.tokens.end).as_str()) {
            Some(part) => value_mention(
                value.tokens.start,
                value.tokens.end + 1,
                Time,
                value.value.map(|day| format!("{day}T{part}")),
            ),
            None => value,
        }
    }
}

/// Returns a day in the given year or a year next to it, so that it falls on a weekday.
fn nearest_year_with_weekday(value: String, weekday: Weekday) -> String {
    let Ok(day) = value.parse::<Date>() else {
        return value;
    };
    let years = [0, -1, 1].map(|years| day.year() + years);
    let mut days = years.iter().filter_map(|year| Date::new(*year, day.month(), day.day()).ok());
    days.find(|day| day.weekday() == weekday).map_or(value, |day| day.to_string())
}

fn part_of_day_code(word: &str) -> Option<&'static str> {
    Some(match word {
        "morning" => "MO",
        "afternoon" => "AF",
        "evening" => "EV",
        "night" => "NI",
        _ => return None,
    })
}
