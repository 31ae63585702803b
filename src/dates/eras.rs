//! Calendars that count their years otherwise.

use jiff::Span;
use jiff::civil::Date;

/// Eras as they stand before a year of theirs, and the year before their first.
const ERAS: [(&str, i64); 6] =
    [("令和", 2018), ("平成", 1988), ("昭和", 1925), ("大正", 1911), ("民國", 1911), ("民国", 1911)];

/// Years of the Buddha's that can be meant: 1857 to 2100 of ours.
const BUDDHIST: std::ops::RangeInclusive<i16> = 2400..=2643;
/// Years of Persia's sun calendar that can be meant: 1921 to 2092 of ours.
const PERSIAN: std::ops::Range<i16> = 1300..1472;
/// Where those that have a day more stand in 33 years, as from 1244 to 1472.
const LEAP: [i16; 8] = [1, 5, 9, 13, 17, 22, 26, 30];

/// Whether a folded text ends in a year, as before `年`; one of an era (`令和8`, `民國115`, `令和元`) becomes one of ours.
pub(super) fn ends_in_year(folded: &mut String) -> bool {
    let bare = folded.trim_end();
    let before = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = bare.get(before.len()..).unwrap_or_default();
    let (number, before) = match before.strip_suffix('元') {
        Some(before) if digits.is_empty() => (Some(1), before),
        _ if digits.len() <= 3 => (digits.parse::<i64>().ok(), before),
        _ => (None, before),
    };
    let before = before.trim_end();
    let era = ERAS.iter().find_map(|(name, first)| Some((before.strip_suffix(name)?.len(), first)));
    let (Some((start, first)), Some(number)) = (era, number) else { return digits.len() == 4 };
    folded.truncate(start);
    folded.push(' ');
    folded.push_str(&(first + number).to_string());
    true
}

/// The year of ours that a year is, as Thailand counts.
pub(super) fn of_ours(year: i16) -> i16 {
    if BUDDHIST.contains(&year) { year - 543 } else { year }
}

/// The day of ours that a day of Persia's sun calendar is.
pub(super) fn persian(year: i16, month: i8, day: i8) -> Option<Date> {
    let is_leap = |year: i16| LEAP.contains(&(year % 33));
    let (months, length) = match month {
        1..=6 => (i32::from(month - 1) * 31, 31),
        7..=11 => (i32::from(month - 1) * 30 + 6, 30),
        12 => (336, if is_leap(year) { 30 } else { 29 }),
        _ => return None,
    };
    if !PERSIAN.contains(&year) || !(1..=length).contains(&day) {
        return None;
    }
    let leaps = (PERSIAN.start..year).filter(|year| is_leap(*year)).count() as i32;
    let days = i32::from(year - PERSIAN.start) * 365 + leaps + months + i32::from(day - 1);
    Date::constant(1921, 3, 21).checked_add(Span::new().days(days)).ok()
}
