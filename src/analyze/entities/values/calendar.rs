//! The calendar's words.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};

use crate::text::phrases::lists;

/// The numbers of the English months by their names and abbreviations.
static MONTHS: LazyLock<HashMap<&str, i8>> = LazyLock::new(|| {
    let months = lists::MONTHS.iter().chain(lists::MONTH_FORMS).filter(|month| month.language == "en");
    months.filter_map(|month| Some((month.text, month.class.parse().ok()?))).collect()
});

/// The number of a month, by its name or abbreviation in lower case without a full stop.
pub(super) fn month(low: &str) -> Option<i8> {
    MONTHS.get(low).copied()
}

/// A weekday, by its name in lower case.
pub(super) fn weekday(low: &str) -> Option<Weekday> {
    Some(match low {
        "monday" | "mondays" => Weekday::Monday,
        "tuesday" | "tuesdays" => Weekday::Tuesday,
        "wednesday" | "wednesdays" => Weekday::Wednesday,
        "thursday" | "thursdays" => Weekday::Thursday,
        "friday" | "fridays" => Weekday::Friday,
        "saturday" | "saturdays" => Weekday::Saturday,
        "sunday" | "sundays" => Weekday::Sunday,
        _ => return None,
    })
}

/// What spans of time are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
}

/// A unit of time, and whether it stands in the plural.
pub(super) fn unit(low: &str) -> Option<(Unit, bool)> {
    let singular = low.strip_suffix('s').unwrap_or(low);
    let unit = match singular {
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        _ => return None,
    };
    Some((unit, singular.len() < low.len()))
}

/// A span of time in ISO 8601.
pub(super) fn duration(count: f64, unit: Unit) -> String {
    let (count, mark) = match unit {
        Unit::Minute => return format!("PT{}M", super::numbers::write(count)),
        Unit::Hour => return format!("PT{}H", super::numbers::write(count)),
        Unit::Day => (count, 'D'),
        Unit::Week => (count, 'W'),
        Unit::Month => (count, 'M'),
        Unit::Quarter => (count * 3.0, 'M'),
        Unit::Year => (count, 'Y'),
        Unit::Decade => (count * 10.0, 'Y'),
    };
    format!("P{}{mark}", super::numbers::write(count))
}

/// The period of a unit that lies `steps` away from a day, at the unit's grain: `2026-11`, `2026-W48`.
pub(super) fn shifted(day: Date, unit: Unit, steps: i32) -> Option<String> {
    let months = |steps: i32| {
        let count = i32::from(day.year()) * 12 + i32::from(day.month()) - 1 + steps;
        (count.div_euclid(12), count.rem_euclid(12) + 1)
    };
    Some(match unit {
        Unit::Minute | Unit::Hour => return None,
        Unit::Day => moved(day, steps)?.to_string(),
        Unit::Week => {
            let week = moved(day, steps.checked_mul(7)?)?.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        Unit::Month => {
            let (year, month) = months(steps);
            format!("{year:04}-{month:02}")
        }
        Unit::Quarter => {
            let (year, month) = months(steps.checked_mul(3)?);
            format!("{year:04}-Q{}", (month + 2) / 3)
        }
        Unit::Year => format!("{:04}", i32::from(day.year()).checked_add(steps)?),
        Unit::Decade => format!("{:03}X", i32::from(day.year()).div_euclid(10).checked_add(steps)?),
    })
}

/// A day some days away.
pub(super) fn moved(day: Date, days: i32) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// The weekday as news means it: the last one, today included; `ahead` means the next one.
pub(super) fn nearest(day: Date, weekday: Weekday, ahead: bool) -> Option<Date> {
    let back = i32::from(day.weekday().since(weekday));
    moved(day, if ahead { 7 - back } else { -back })
}
