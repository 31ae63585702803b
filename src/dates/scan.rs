//! Finds the parts of a date among the tokens, left to right.

use super::found::{Clock, Found};
use super::tokens::{Kind, Token};
use super::{YEARS, names, zones};
use zones::Zone;

/// Everything of the first date that the tokens hold. O(n).
pub(super) fn scan(tokens: &[Token<'_>]) -> Found {
    let mut scan = Scan { tokens, at: 0, found: Found::default(), compact: false };
    while scan.at < tokens.len() && scan.step() {}
    scan.year_alone();
    scan.found
}

struct Scan<'t> {
    tokens: &'t [Token<'t>],
    at: usize,
    found: Found,
    /// Whether digits in one piece may be a time: after `T` or a date in one piece.
    compact: bool,
}

impl<'t> Scan<'t> {
    /// Takes the next part; `false` when the date is over.
    fn step(&mut self) -> bool {
        match self.peek(0).map(|t| t.kind) {
            Some(Kind::Number) => self.clock() || self.numeric_date() || self.week_date() || self.number(),
            Some(Kind::Word) => self.word(),
            Some(Kind::Sign) => {
                if !self.offset() {
                    self.at += 1;
                }
                true
            }
            None => false,
        }
    }

    fn peek(&self, ahead: usize) -> Option<&'t Token<'t>> {
        self.tokens.get(self.at + ahead)
    }

    /// The number `ahead`, when it has `digits` digits and, past the first, no space before it.
    fn digits(&self, ahead: usize, digits: std::ops::RangeInclusive<usize>) -> Option<i64> {
        let token = self.peek(ahead)?;
        (digits.contains(&token.digits()) && (ahead == 0 || !token.spaced)).then(|| token.number())?
    }

    fn sign(&self, ahead: usize, sign: &str) -> bool {
        self.peek(ahead).is_some_and(|t| t.is(sign))
    }

    /// `10:30`, `10:30:15.25`, `10.30` after a date, `10h30`, `10 am`, `103015` after `T`.
    fn clock(&mut self) -> bool {
        if self.found.time.is_some() {
            return false;
        }
        let Some(hour) = self.digits(0, 1..=2) else { return self.clock_in_one_piece() };
        // What has a year is another date.
        let dotted = self.found.has_day() && self.sign(1, ".") && self.peek(4).is_none_or(|t| t.digits() != 4);
        let french = self.peek(1).is_some_and(|t| t.text == "h");
        let mut clock = Clock { hour: hour as i8, ..Clock::default() };
        if (self.sign(1, ":") || dotted || french)
            && let Some(minute) = self.digits(2, 2..=2).or_else(|| self.minute_apart(french))
        {
            clock.minute = minute as i8;
            self.at += 3;
            if (self.sign(0, ":") || (dotted && self.sign(0, ".")))
                && let Some(second) = self.digits(1, 2..=2)
            {
                clock.second = second as i8;
                self.at += 2;
                clock.nanosecond = self.fraction();
            }
            self.half();
        } else if french && self.found.has_day() {
            self.at += 2;
        } else {
            self.at += 1;
            if !self.half() {
                self.at -= 1;
                return false;
            }
        }
        self.found.time = Some(clock);
        true
    }

    /// The minutes of `10 h 30`.
    fn minute_apart(&self, french: bool) -> Option<i64> {
        self.peek(2).filter(|t| french && t.digits() == 2)?.number()
    }

    fn clock_in_one_piece(&mut self) -> bool {
        let Some(token) = self.peek(0).filter(|t| self.compact && matches!(t.digits(), 4 | 6)) else { return false };
        let Some(number) = token.number() else { return false };
        let number = if token.digits() == 4 { number * 100 } else { number };
        self.at += 1;
        let [hour, minute, second] = [number / 10_000, number / 100 % 100, number % 100].map(|n| n as i8);
        self.found.time = Some(Clock { hour, minute, second, nanosecond: self.fraction() });
        true
    }

    /// Nanoseconds of `.25` or `,25`, 0 when there is none.
    fn fraction(&mut self) -> i32 {
        let Some(digits) = self.peek(1).filter(|t| t.digits() > 0 && !t.spaced) else { return 0 };
        if !self.sign(0, ".") && !self.sign(0, ",") {
            return 0;
        }
        self.at += 2;
        let nine: String = digits.text.chars().chain("000000000".chars()).take(9).collect();
        nine.parse().unwrap_or(0)
    }

    /// `am`, `pm`, `a.m.`, `p. m.` after a time.
    fn half(&mut self) -> bool {
        let word = |ahead: usize| self.peek(ahead).map_or("", |t| t.text);
        let (afternoon, taken) = match (word(0), word(1), word(2)) {
            ("pm" | "μμ" | "م" | "مساء", _, _) => (true, 1),
            ("am" | "πμ" | "ص" | "صباحا", _, _) => (false, 1),
            ("p", ".", "m") => (true, 3),
            ("a", ".", "m") => (false, 3),
            _ => return false,
        };
        self.found.afternoon = Some(afternoon);
        self.at += taken;
        if taken == 3 && self.sign(0, ".") {
            self.at += 1;
        }
        true
    }

    /// Three numbers with the same sign between, or a date in one piece.
    fn numeric_date(&mut self) -> bool {
        let Some(first) = self.peek(0) else { return false };
        if self.found.has_day() || self.found.month.is_some() {
            return false;
        }
        if self.date_in_one_piece() {
            return true;
        }
        let Some(sign) = self.peek(1).filter(|t| matches!(t.text, "-" | "/" | ".")).map(|t| t.text) else {
            return false;
        };
        let (Some(a), Some(second)) = (first.number(), self.peek(2)) else { return false };
        let Some(b) = second.number().filter(|_| second.digits() <= 3 && (sign == "." || !second.spaced)) else {
            return false;
        };
        if first.digits() == 4 && second.digits() == 3 {
            self.found.year = i16::try_from(a).ok();
            self.found.ordinal = i16::try_from(b).ok().filter(|day| *day > 0);
            self.at += 3;
            return self.found.ordinal.is_some();
        }
        let third = self.peek(4).filter(|t| self.sign(3, sign) && (sign == "." || !t.spaced));
        let Some((c, third)) = third.and_then(|t| Some((t.number()?, t.digits()))) else {
            return self.year_and_month(first.digits(), a, b);
        };
        if second.digits() > 2 {
            return false;
        }
        match (first.digits(), third) {
            (4, 1..=2) => {
                self.set(a, b, c, false);
                self.found.solar = true;
            }
            (1..=2, 4) => self.set(c, b, a, sign == "/" || b > 12),
            (2, 2) if sign == "-" => self.set(century(a), b, c, false),
            (1..=2, 2) => self.set(century(c), b, a, sign == "/" || b > 12),
            _ => return false,
        }
        self.at += 5;
        true
    }

    /// `20190805`, `20190805103015`.
    fn date_in_one_piece(&mut self) -> bool {
        let Some(token) = self.peek(0) else { return false };
        let Some(number) = token.number() else { return false };
        let (date, time) = match token.digits() {
            8 => (number, None),
            12 => (number / 10_000, Some(number % 10_000 * 100)),
            14 => (number / 1_000_000, Some(number % 1_000_000)),
            7 if self.tokens.len() == 1 => {
                self.found.year = i16::try_from(number / 1_000).ok();
                self.found.ordinal = i16::try_from(number % 1_000).ok().filter(|day| *day > 0);
                self.at += 1;
                return true;
            }
            _ => return false,
        };
        self.set(date / 10_000, date / 100 % 100, date % 100, false);
        if let Some(time) = time {
            let [hour, minute, second] = [time / 10_000, time / 100 % 100, time % 100].map(|n| n as i8);
            self.found.time = Some(Clock { hour, minute, second, nanosecond: 0 });
        }
        self.compact = true;
        self.at += 1;
        true
    }

    fn set(&mut self, year: i64, month: i64, day: i64, either: bool) {
        self.found.year = i16::try_from(year).ok();
        self.found.month = i8::try_from(month).ok();
        self.found.day = i8::try_from(day).ok();
        self.found.either = either;
        // 2019-13-08 can only mean one thing
        if !either && month > 12 && day <= 12 {
            std::mem::swap(&mut self.found.month, &mut self.found.day);
        }
    }

    /// `2019-08` and nothing else.
    fn year_and_month(&mut self, digits: usize, year: i64, month: i64) -> bool {
        if digits != 4 || self.tokens.len() != 3 {
            return false;
        }
        self.set(year, month, 1, false);
        self.at += 3;
        true
    }

    /// `2019-W32-1`, `2019W321`, `2019-W32`.
    fn week_date(&mut self) -> bool {
        let Some(year) = self.digits(0, 4..=4).filter(|_| !self.found.has_day()) else { return false };
        let dashed = usize::from(self.sign(1, "-"));
        if self.peek(1 + dashed).is_none_or(|t| t.text != "w") {
            return false;
        }
        let (week, taken) = if let Some(both) = self.digits(2 + dashed, 3..=3) {
            ((both / 10, both % 10), 3 + dashed)
        } else if let Some(week) = self.digits(2 + dashed, 2..=2) {
            let day = self.digits(4 + dashed, 1..=1).filter(|_| self.sign(3 + dashed, "-"));
            ((week, day.unwrap_or(1)), if day.is_some() { 5 } else { 3 } + dashed)
        } else {
            return false;
        };
        if !(1..=53).contains(&week.0) || !(1..=7).contains(&week.1) {
            return false;
        }
        self.found.year = i16::try_from(year).ok();
        self.found.week = Some((week.0 as i8, week.1 as i8));
        self.at += taken;
        true
    }

    /// A day or a year by itself.
    fn number(&mut self) -> bool {
        let Some((number, digits)) = self.peek(0).and_then(|t| Some((t.number()?, t.digits()))) else {
            self.at += 1;
            return true;
        };
        self.at += 1;
        let found = &mut self.found;
        if found.has_day() {
            return found.time.is_none(); // a number more: the date is over, a time may still come
        }
        match digits {
            4 if found.year.is_none() => found.year = i16::try_from(number).ok(),
            // without a month, an earlier number was about something else
            1..=2 if (found.day.is_none() || found.month.is_none()) && (1..=31).contains(&number) => {
                found.day = i8::try_from(number).ok();
            }
            2 if found.year.is_none() && found.month.is_some() && !self.full_year_follows() => {
                self.found.year = i16::try_from(century(number)).ok();
            }
            _ => self.forget(),
        }
        true
    }

    fn full_year_follows(&self) -> bool {
        self.tokens.iter().skip(self.at).any(|t| t.digits() == 4)
    }

    /// A word: a month, a weekday, a zone, glue, or something else, which a date does not go across.
    fn word(&mut self) -> bool {
        let Some(word) = self.peek(0).map(|t| t.text) else { return false };
        if let Some((month, taken)) = self.month(word) {
            if self.found.has_day() {
                return false;
            }
            self.found.month = Some(month);
            self.at += taken - 1;
        } else if let Some(month) = names::persian_month(word).filter(|_| !self.found.has_day()) {
            self.found.month = Some(month);
            self.found.solar = true;
        } else if let Some(afternoon) = names::leading_half(word) {
            self.found.afternoon = Some(afternoon);
        } else if self.zone(word) {
            return true;
        } else if let Some(day) = names::weekday(word) {
            self.found.weekday = self.found.weekday.or(Some(day));
        } else if word == "t" {
            self.compact = self.found.has_day();
        } else if !names::is_glue(word) && !self.found.has_day() {
            self.forget();
        }
        self.at += 1;
        true
    }

    /// The month that stands here, and of how many tokens: `November`, `تشرين الثاني`, `พ.ย`, `tháng 11`.
    fn month(&self, word: &str) -> Option<(i8, usize)> {
        if word == "thang" {
            let number = self.peek(1)?.number().filter(|number| (1..=12).contains(number))?;
            return Some((number as i8, 2));
        }
        if word.is_ascii() {
            return names::month(word).map(|month| (month, 1));
        }
        let second = if self.sign(1, ".") { 2 } else { 1 };
        let both = self.peek(second).filter(|t| t.kind == Kind::Word).map(|t| format!("{word}_{}", t.text));
        let both = both.and_then(|both| names::month(&both)).map(|month| (month, second + 1));
        both.or_else(|| names::month(word).map(|month| (month, 1)))
    }

    /// What was gathered so far belonged to no date.
    fn forget(&mut self) {
        if !self.found.has_day() {
            self.found = Found { weekday: self.found.weekday, time: self.found.time, ..Found::default() };
        }
    }

    /// `EST`, `GMT`, `Europe/Brussels`; only beside a time or a whole day, since `et` and `met` are words too.
    fn zone(&mut self, word: &str) -> bool {
        if self.found.zone.is_some() || (self.found.time.is_none() && !self.found.has_day()) {
            return false;
        }
        if self.sign(1, "/") {
            let parts = if self.sign(3, "/") { 5 } else { 3 };
            let name: String = self.tokens.iter().skip(self.at).take(parts).map(|t| t.text).collect();
            if let Some(zone) = zones::by_place(&name) {
                self.found.zone = Some(zone);
                self.at += parts;
                return true;
            }
        }
        let Some(zone) = zones::by_abbreviation(word) else { return false };
        self.found.american = zones::is_american(word);
        self.found.zone = Some(zone);
        self.at += 1;
        if matches!(word, "gmt" | "utc" | "ut" | "z") {
            self.shift();
        }
        true
    }

    /// An offset right after a time.
    fn offset(&mut self) -> bool {
        let after_time = self.found.time.is_some() || (self.found.has_day() && self.sign(0, "+"));
        after_time && self.found.zone.is_none() && self.shift()
    }

    /// `+0100`, `-05:30`, `+1`.
    fn shift(&mut self) -> bool {
        let east = match self.peek(0).filter(|t| t.kind == Kind::Sign).map(|t| t.text) {
            Some("+") => 1,
            Some("-") => -1,
            _ => return false,
        };
        let Some(number) = self.digits(1, 1..=4) else { return false };
        let long = self.peek(1).is_some_and(|t| t.digits() > 2);
        let (hours, minutes, taken) = match self.digits(3, 2..=2).filter(|_| self.sign(2, ":")) {
            _ if long => (number / 100, number % 100, 2),
            Some(minutes) => (number, minutes, 4),
            None => (number, 0, 2),
        };
        self.at += taken;
        // the farthest zones are +14:00 and -12:00; what lies beyond is no offset
        let zone = if hours <= 15 && minutes < 60 { east * (hours * 60 + minutes) } else { 0 };
        self.found.zone = Some(Zone::Fixed(zone as i32));
        true
    }

    /// `2019` and nothing else.
    fn year_alone(&mut self) {
        if let ([only], Some(year)) = (self.tokens, self.found.year)
            && only.digits() == 4
            && YEARS.contains(&year)
        {
            self.set(i64::from(year), 1, 1, false);
        }
    }
}

/// The year of two digits.
fn century(year: i64) -> i64 {
    if year < 70 { 2000 + year } else { 1900 + year }
}
