//! Years of other calendars: East Asian eras, the Buddhist era, and the Persian solar calendar.

use jiff::Span;
use jiff::civil::Date;

/// The names of eras, as written before a year, and the year before the first of each.
const ERAS: [(&str, i64); 6] =
    [("令和", 2018), ("平成", 1988), ("昭和", 1925), ("大正", 1911), ("民國", 1911), ("民国", 1911)];

/// The years between the Buddhist era of Thailand and the Gregorian one.
const BUDDHIST_OFFSET: i16 = 543;
/// The Buddhist years that are accepted: 1857 to 2100 in the Gregorian calendar.
const BUDDHIST_YEARS: std::ops::RangeInclusive<i16> = 2400..=2643;
/// The Persian years that are accepted: 1921 to 2092 in the Gregorian calendar.
const PERSIAN_YEARS: std::ops::Range<i16> = 1300..1472;
/// The leap years within a cycle of 33 years, which is exact from 1244 to 1472.
const LEAP_YEARS: [i16; 8] = [1, 5, 9, 13, 17, 22, 26, 30];

/// The digits that the number of an era's year has at most.
const MAX_ERA_DIGITS: usize = 3;

/// Returns whether a normalized text ends in a year, as it must before `年`.
///
/// The year of an era (`令和8`, `民國115`, `令和元`) is replaced by the Gregorian one.
pub(super) fn convert_era_year(normalized: &mut String) -> bool {
    let bare = normalized.trim_end();
    let before = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = bare.get(before.len()..).unwrap_or_default();
    let (number, before) = match before.strip_suffix('元') {
        Some(before) if digits.is_empty() => (Some(1), before),
        _ if digits.len() <= MAX_ERA_DIGITS => (digits.parse::<i64>().ok(), before),
        _ => (None, before),
    };
    let before = before.trim_end();
    let era = ERAS.iter().find_map(|(name, first)| Some((before.strip_suffix(name)?.len(), first)));
    let (Some((start, first)), Some(number)) = (era, number) else { return digits.len() == 4 };
    normalized.truncate(start);
    normalized.push(' ');
    normalized.push_str(&(first + number).to_string());
    true
}

/// Returns the Gregorian year for a year that may be of the Buddhist era.
pub(super) fn gregorian_year(year: i16) -> i16 {
    if BUDDHIST_YEARS.contains(&year) { year - BUDDHIST_OFFSET } else { year }
}

/// Returns the Gregorian date of a date in the Persian solar calendar, `None` when there is no such day.
pub(super) fn gregorian_from_persian(year: i16, month: i8, day: i8) -> Option<Date> {
    let is_leap = |year: i16| LEAP_YEARS.contains(&(year % 33));
    let (months, length) = match month {
        1..=6 => (i32::from(month - 1) * 31, 31),
        7..=11 => (i32::from(month - 1) * 30 + 6, 30),
        12 => (336, if is_leap(year) { 30 } else { 29 }),
        _ => return None,
    };
    if !PERSIAN_YEARS.contains(&year) || !(1..=length).contains(&day) {
        return None;
    }
    let leaps = (PERSIAN_YEARS.start..year).filter(|year| is_leap(*year)).count() as i32;
    let days = i32::from(year - PERSIAN_YEARS.start) * 365 + leaps + months + i32::from(day - 1);
    Date::constant(1921, 3, 21).checked_add(Span::new().days(days)).ok()
}
