//! The parts of a date, and the moment that they make.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, Timestamp};

use super::eras;
use super::limits::YEARS;
use super::zones::Zone;
use crate::model::Moment;

/// The parts of a date that were found in a text.
#[derive(Clone, Debug, Default)]
pub(super) struct DateParts {
    pub year: Option<i16>,
    pub month: Option<i8>,
    pub day: Option<i8>,
    /// Whether the numbers do not show which of them is the day and which the month.
    pub is_order_ambiguous: bool,
    /// Whether the year may be Persian: by the name of its month, or because it stands first.
    pub may_be_persian: bool,
    /// The day of the year, 1 to 366.
    pub ordinal: Option<i16>,
    /// The ISO week and its day, both from 1.
    pub week: Option<(i8, i8)>,
    /// 1 for Monday to 7.
    pub weekday: Option<i8>,
    pub time: Option<TimeOfDay>,
    /// Whether the time is in the afternoon, where a 12-hour clock is used.
    pub is_afternoon: Option<bool>,
    pub zone: Option<Zone>,
    /// Whether the zone is one of North America.
    pub is_zone_american: bool,
}

/// A time of day as written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct TimeOfDay {
    pub hour: i8,
    pub minute: i8,
    pub second: i8,
    pub nanosecond: i32,
}

impl TimeOfDay {
    /// Returns the time of a number such as `103015`.
    pub(super) fn from_digits(number: i64) -> Self {
        let [hour, minute, second] = [number / 10_000, number / 100 % 100, number % 100].map(|n| n as i8);
        Self { hour, minute, second, nanosecond: 0 }
    }
}

impl DateParts {
    /// Returns whether the day is known.
    pub(super) fn has_day(&self) -> bool {
        let has_day_of_year =
            (self.month.is_some() && self.day.is_some()) || self.ordinal.is_some() || self.week.is_some();
        self.year.is_some() && has_day_of_year
    }

    /// Returns the moment, when there is a day and it exists.
    pub(super) fn moment(&self) -> Option<Moment> {
        let date = self.date().filter(|d| YEARS.contains(&d.year()) && !is_placeholder(*d))?;
        let at = self.time_on(date)?;
        let (at, offset) = match &self.zone {
            None => (TimeZone::UTC.to_timestamp(at), Offset::UTC),
            Some(Zone::Fixed(minutes)) => {
                let offset = Offset::from_seconds(minutes * 60).ok()?;
                (offset.to_timestamp(at), offset)
            }
            Some(Zone::Place(zone)) => {
                let at: Result<Timestamp, _> = zone.to_timestamp(at);
                let offset = at.as_ref().map_or(Offset::UTC, |t| zone.to_offset(*t));
                (at, offset)
            }
        };
        Some(Moment { at: at.ok()?, offset: offset.seconds() })
    }

    fn date(&self) -> Option<Date> {
        let year = eras::gregorian_year(self.year?);
        if let Some(ordinal) = self.ordinal {
            let first = Date::new(year, 1, 1).ok()?;
            return first.checked_add(Span::new().days(ordinal - 1)).ok().filter(|d| d.year() == year);
        }
        if let Some((week, day)) = self.week {
            // 4 January lies in week 1 of every year
            let fourth = Date::new(year, 1, 4).ok()?;
            let days = i32::from(week - 1) * 7 + i32::from(day) - i32::from(fourth.weekday().to_monday_one_offset());
            return fourth.checked_add(Span::new().days(days)).ok();
        }
        let (month, day) = (self.month?, self.day?);
        if self.may_be_persian && year < *YEARS.start() {
            return eras::gregorian_from_persian(year, month, day);
        }
        let written = Date::new(year, month, day).ok();
        let swapped = if self.is_order_ambiguous { Date::new(year, day, month).ok() } else { None };
        let on_weekday = |d: &Date| self.weekday == Some(d.weekday().to_monday_one_offset());
        match (written, swapped) {
            (Some(w), Some(s)) if on_weekday(&w) == on_weekday(&s) => {
                Some(if self.is_afternoon.is_some() || self.is_zone_american { s } else { w })
            }
            (Some(w), Some(s)) => Some(if on_weekday(&s) { s } else { w }),
            (written, swapped) => written.or(swapped),
        }
    }

    /// Returns the time on that day, midnight for an impossible time, since the day is still of use.
    fn time_on(&self, date: Date) -> Option<DateTime> {
        let TimeOfDay { hour, minute, second, nanosecond } = self.time.unwrap_or_default();
        let hour = match self.is_afternoon {
            Some(true) if hour < 12 => hour + 12,
            Some(false) if hour == 12 => 0,
            _ => hour,
        };
        if (hour, minute, second) == (24, 0, 0) {
            return date.tomorrow().ok().map(|d| d.to_datetime(Time::midnight()));
        }
        let time = Time::new(hour, minute, second.min(59), nanosecond); // 60 is a leap second
        Some(date.to_datetime(time.unwrap_or_else(|_| Time::midnight())))
    }
}

/// Returns whether the day is one that software writes when it has no date.
fn is_placeholder(date: Date) -> bool {
    matches!((date.year(), date.month(), date.day()), (1900 | 1970, 1, 1) | (1969, 12, 31))
}
