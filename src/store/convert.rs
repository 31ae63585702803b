//! Values as the state file holds them.

use jiff::Timestamp;
use rusqlite::types::{FromSql, FromSqlResult, ValueRef};

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

/// Returns a small count, whatever a damaged row says.
pub(super) fn count(n: i64) -> u32 {
    u32::try_from(n.max(0)).unwrap_or(u32::MAX)
}

/// A text of which bytes that are no UTF-8 are replaced: a damaged row must not end more than itself.
pub(super) struct LossyText(pub(super) String);

impl FromSql for LossyText {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_bytes().map(|bytes| Self(String::from_utf8_lossy(bytes).into_owned()))
    }
}
