//! Dates in numbers.

use super::cursor::Cursor;
use super::parts::TimeOfDay;

/// The first year of two digits that is of the last century: `69` is 2069, `70` is 1970 (chosen).
const LAST_CENTURY_FROM: i64 = 70;
/// The most weeks that an ISO year has.
const MAX_WEEK: i64 = 53;
/// The most months that a year has.
const MAX_MONTH: i64 = 12;

/// Reads three numbers with the same sign between them, or a date in one piece; returns whether there was one.
pub(super) fn read_numeric_date(cursor: &mut Cursor<'_>) -> bool {
    let Some(first) = cursor.peek(0) else { return false };
    if cursor.parts.has_day() || cursor.parts.month.is_some() {
        return false;
    }
    if read_compact_date(cursor) {
        return true;
    }
    let sign = cursor.peek_text(1);
    if !matches!(sign, "-" | "/" | ".") {
        return false;
    }
    let (Some(a), Some(second)) = (first.number(), cursor.peek(2)) else { return false };
    let is_part = |is_spaced: bool| sign == "." || !is_spaced;
    let Some(b) = second.number().filter(|_| second.digits() <= 3 && is_part(second.is_spaced)) else {
        return false;
    };
    if first.is_four_digits() && second.digits() == 3 {
        set_ordinal(cursor, a, b);
        cursor.at += 3;
        return cursor.parts.ordinal.is_some();
    }
    let third = cursor.peek(4).filter(|t| cursor.has_sign(3, sign) && is_part(t.is_spaced));
    let Some((c, third_digits)) = third.and_then(|t| Some((t.number()?, t.digits()))) else {
        return first.is_four_digits() && read_year_and_month(cursor, a, b);
    };
    if second.digits() > 2 {
        return false;
    }
    match (first.digits(), third_digits) {
        (4, 1..=2) => {
            set_date(cursor, [a, b, c], false);
            cursor.parts.may_be_persian = true;
        }
        (1..=2, 4) => set_date(cursor, [c, b, a], sign == "/" || b > MAX_MONTH),
        (2, 2) if sign == "-" => set_date(cursor, [full_year(a), b, c], false),
        (1..=2, 2) => set_date(cursor, [full_year(c), b, a], sign == "/" || b > MAX_MONTH),
        _ => return false,
    }
    cursor.at += 5;
    true
}

/// Reads `20190805`, `20190805103015` and, when nothing else stands there, the ordinal date `2019217`.
fn read_compact_date(cursor: &mut Cursor<'_>) -> bool {
    let Some((number, digits)) = cursor.peek(0).and_then(|t| Some((t.number()?, t.digits()))) else { return false };
    let (date, time) = match digits {
        8 => (number, None),
        12 => (number / 10_000, Some(number % 10_000 * 100)),
        14 => (number / 1_000_000, Some(number % 1_000_000)),
        7 if cursor.tokens.len() == 1 => {
            set_ordinal(cursor, number / 1_000, number % 1_000);
            cursor.at += 1;
            return true;
        }
        _ => return false,
    };
    set_date(cursor, [date / 10_000, date / 100 % 100, date % 100], false);
    if let Some(time) = time {
        cursor.parts.time = Some(TimeOfDay::from_digits(time));
    }
    cursor.accepts_compact_time = true;
    cursor.at += 1;
    true
}

/// Sets year, month and day.
pub(super) fn set_date(cursor: &mut Cursor<'_>, [year, month, day]: [i64; 3], is_order_ambiguous: bool) {
    let parts = &mut cursor.parts;
    parts.year = i16::try_from(year).ok();
    parts.month = i8::try_from(month).ok();
    parts.day = i8::try_from(day).ok();
    parts.is_order_ambiguous = is_order_ambiguous;
    // 2019-13-08 can only mean one thing
    if !is_order_ambiguous && month > MAX_MONTH && day <= MAX_MONTH {
        std::mem::swap(&mut parts.month, &mut parts.day);
    }
}

/// Sets a year and the day in it.
fn set_ordinal(cursor: &mut Cursor<'_>, year: i64, day: i64) {
    cursor.parts.year = i16::try_from(year).ok();
    cursor.parts.ordinal = i16::try_from(day).ok().filter(|day| *day > 0);
}

/// Reads `2019-08` when nothing else stands there.
fn read_year_and_month(cursor: &mut Cursor<'_>, year: i64, month: i64) -> bool {
    if cursor.tokens.len() != 3 {
        return false;
    }
    set_date(cursor, [year, month, 1], false);
    cursor.at += 3;
    true
}

/// Reads `2019-W32-1`, `2019W321`, `2019-W32`; returns whether there was one.
pub(super) fn read_week_date(cursor: &mut Cursor<'_>) -> bool {
    let Some(year) = cursor.number(0, 4..=4).filter(|_| !cursor.parts.has_day()) else { return false };
    let dash = usize::from(cursor.has_sign(1, "-"));
    if cursor.peek_text(1 + dash) != "w" {
        return false;
    }
    let (week, day, taken) = if let Some(both) = cursor.number(2 + dash, 3..=3) {
        (both / 10, both % 10, 3 + dash)
    } else if let Some(week) = cursor.number(2 + dash, 2..=2) {
        match cursor.number(4 + dash, 1..=1).filter(|_| cursor.has_sign(3 + dash, "-")) {
            Some(day) => (week, day, 5 + dash),
            None => (week, 1, 3 + dash),
        }
    } else {
        return false;
    };
    if !(1..=MAX_WEEK).contains(&week) || !(1..=7).contains(&day) {
        return false;
    }
    cursor.parts.year = i16::try_from(year).ok();
    cursor.parts.week = Some((week as i8, day as i8));
    cursor.at += taken;
    true
}

/// Returns the year that two digits stand for.
pub(super) fn full_year(two_digits: i64) -> i64 {
    if two_digits < LAST_CENTURY_FROM { 2000 + two_digits } else { 1900 + two_digits }
}
