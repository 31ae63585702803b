//! The rhythm of a feed: what is remembered of the times at which it publishes.

use serde::{Deserialize, Serialize};

/// What is remembered of the times at which a feed publishes. The memory fades from day to day, so that it follows changes.
///
/// Entries are counted in thousandths. All times are UTC. It takes about half a kilobyte as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rhythm {
    /// The day up to which the memory has faded, in days since 1970.
    pub day: i64,
    /// The seconds for which polls have watched the feed.
    pub watched: u64,
    /// The number of entries that the feed showed last.
    pub shown: u32,
    /// The entries of about the last week.
    pub entries: u32,
    /// The seconds in which they appeared.
    pub span: u32,
    /// The entries of the last hours.
    pub recent: u32,
    /// The entries that the rhythm had let expect in these hours.
    pub expected: u32,
    /// The entries by hour of the day.
    pub hours: [u32; 24],
    /// The seconds for which each hour of the day was watched.
    pub hour_spans: [u32; 24],
    /// The entries by day of the week, from Monday.
    pub weekdays: [u32; 7],
    /// The seconds for which each day of the week was watched.
    pub weekday_spans: [u32; 7],
    /// The entries by sixth of an hour.
    pub sixths: [u32; 6],
}
