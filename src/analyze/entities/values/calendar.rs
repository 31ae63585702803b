//! Calendar words and arithmetic.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};

use crate::text::phrases::lists;

/// The numbers of the English months by their names and abbreviations.
static MONTHS: LazyLock<HashMap<&str, i8>> = LazyLock::new(|| {
    let months = lists::MONTHS.iter().chain(lists::MONTH_FORMS).filter(|month| month.language == "en");
    months.filter_map(|month| Some((month.text, month.class.parse().ok()?))).collect()
});

/// Returns the number of a month, by its name or abbreviation in lower case without a full stop.
pub(super) fn month(low: &str) -> Option<i8> {
    MONTHS.get(low).copied()
}

/// Returns a weekday, by its name in lower case.
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

/// The units of time spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeUnit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
}

/// Returns a unit of time, and whether it is plural.
pub(super) fn unit(low: &str) -> Option<(TimeUnit, bool)> {
    let singular = low.strip_suffix('s').unwrap_or(low);
    let unit = match singular {
        "minute" => TimeUnit::Minute,
        "hour" => TimeUnit::Hour,
        "day" => TimeUnit::Day,
        "week" => TimeUnit::Week,
        "month" => TimeUnit::Month,
        "quarter" => TimeUnit::Quarter,
        "year" => TimeUnit::Year,
        "decade" => TimeUnit::Decade,
        _ => return None,
    };
    Some((unit, singular.len() < low.len()))
}

/// Returns a time span in ISO 8601.
pub(super) fn duration(count: f64, unit: TimeUnit) -> String {
    let (count, mark) = match unit {
        TimeUnit::Minute => return format!("PT{}M", super::numbers::format_number(count)),
        TimeUnit::Hour => return format!("PT{}H", super::numbers::format_number(count)),
        TimeUnit::Day => (count, 'D'),
        TimeUnit::Week => (count, 'W'),
        TimeUnit::Month => (count, 'M'),
        TimeUnit::Quarter => (count * 3.0, 'M'),
        TimeUnit::Year => (count, 'Y'),
        TimeUnit::Decade => (count * 10.0, 'Y'),
    };
    format!("P{}{mark}", super::numbers::format_number(count))
}

/// Returns the period of a unit `steps` away from a day, at the unit's grain: `2026-11`, `2026-W48`.
pub(super) fn shifted_period(day: Date, unit: TimeUnit, steps: i32) -> Option<String> {
    let months = |steps: i32| {
        let count = i32::from(day.year()) * 12 + i32::from(day.month()) - 1 + steps;
        (count.div_euclid(12), count.rem_euclid(12) + 1)
    };
    Some(match unit {
        TimeUnit::Minute | TimeUnit::Hour => return None,
        TimeUnit::Day => days_from(day, steps)?.to_string(),
        TimeUnit::Week => {
            let week = days_from(day, steps.checked_mul(7)?)?.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        TimeUnit::Month => {
            let (year, month) = months(steps);
            format!("{year:04}-{month:02}")
        }
        TimeUnit::Quarter => {
            let (year, month) = months(steps.checked_mul(3)?);
            format!("{year:04}-Q{}", (month + 2) / 3)
        }
        TimeUnit::Year => format!("{:04}", i32::from(day.year()).checked_add(steps)?),
        TimeUnit::Decade => format!("{:03}X", i32::from(day.year()).div_euclid(10).checked_add(steps)?),
    })
}

/// Returns the day that is some days away.
pub(super) fn days_from(day: Date, days: i32) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// Returns the last such weekday, today included, as news means it; with `ahead` the next one.
pub(super) fn nearest_weekday(day: Date, weekday: Weekday, ahead: bool) -> Option<Date> {
    let back = i32::from(day.weekday().since(weekday));
    days_from(day, if ahead { 7 - back } else { -back })
}
