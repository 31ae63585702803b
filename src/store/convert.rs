//! Values as the state file holds them.

use jiff::Timestamp;

/// Returns a time in microseconds since 1970, rounded down.
pub(super) fn to_micros(time: Timestamp) -> i64 {
    time.as_microsecond()
}

/// Returns the time that [`to_micros`] wrote.
pub(super) fn from_micros(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::MAX)
}

/// Returns a count as SQLite's signed number. Counts stay far below its end.
pub(super) fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Returns the count that [`signed`] wrote.
pub(super) fn unsigned(n: i64) -> u64 {
    u64::try_from(n).unwrap_or_default()
}
