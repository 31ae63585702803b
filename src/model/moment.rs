//! Dates as publishers give them: an instant and the offset it was written in.

use std::fmt;
use std::str::FromStr;

use jiff::fmt::temporal::DateTimeParser;
use jiff::{Timestamp, tz::Offset};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An instant with the offset it was written in, so that "the day it was published" stays the publisher's day.
///
/// Serialises as RFC 3339 in whole seconds: `2026-11-23T09:30:00+01:00`, `…Z` for UTC.
/// Ordered by instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    /// The instant in time.
    pub at: Timestamp,
    /// The offset from UTC as written, in seconds east; 0 when the source named no zone.
    pub offset: i32,
}

impl Moment {
    /// Creates a moment in UTC.
    pub const fn utc(at: Timestamp) -> Self {
        Self { at, offset: 0 }
    }

    /// Returns the calendar day in the publisher's own zone.
    pub fn date(self) -> jiff::civil::Date {
        self.zone().to_datetime(self.at).date()
    }

    fn zone(self) -> Offset {
        Offset::from_seconds(self.offset).unwrap_or(Offset::UTC)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.zone().to_datetime(self.at).strftime("%Y-%m-%dT%H:%M:%S"))?;
        match self.offset / 60 {
            0 => f.write_str("Z"),
            minutes => {
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        }
    }
}

impl FromStr for Moment {
    type Err = jiff::Error;

    /// Parses RFC 3339 only. [`crate::dates`] reads the dates of publishers.
    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        static PARSER: DateTimeParser = DateTimeParser::new();
        let at: Timestamp = text.parse()?;
        let pieces = PARSER.parse_pieces(text)?;
        let offset = pieces.to_numeric_offset().map_or(0, Offset::seconds);
        Ok(Self { at, offset })
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.at.cmp(&other.at).then(self.offset.cmp(&other.offset))
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Moment {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Moment".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[track_caller]
    fn check(written: &str, printed: &str, day: &str) {
        let moment: Moment = written.parse().unwrap();
        assert_eq!((moment.to_string(), moment.date().to_string()), (printed.into(), day.into()));
    }

    #[test]
    fn keeps_the_publishers_zone_and_day() {
        check("2026-11-23T00:30:00+01:00", "2026-11-23T00:30:00+01:00", "2026-11-23");
        check("2026-11-23T23:30:00-05:00", "2026-11-23T23:30:00-05:00", "2026-11-23");
        check("2026-11-23T23:30:00.25Z", "2026-11-23T23:30:00Z", "2026-11-23");
    }
}
