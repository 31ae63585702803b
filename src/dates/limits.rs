//! The years that are plausible in a date of news.

use std::ops::RangeInclusive;

/// The years that are accepted (chosen). Older ones are slips or placeholders more often than archives.
pub(super) const YEARS: RangeInclusive<i16> = 1800..=2100;
/// The seconds since 1970 that are accepted when a date is nothing but a number: 1990 to 2100 (chosen).
pub(super) const UNIX_SECONDS: RangeInclusive<i64> = 631_152_000..=4_102_444_799;
