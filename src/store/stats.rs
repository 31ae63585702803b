//! The state in figures, for people and metrics.

use jiff::Timestamp;
use rusqlite::Connection;

use super::{at, memory, micros, unsigned};
use crate::model::memory::FeedState;
use crate::model::outbox::Place;
use crate::queue::QueueError;

/// The state at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Jobs that nobody holds.
    pub waiting: u64,
    /// Of those, the ones whose time has come.
    pub due: u64,
    /// Jobs that are being worked on; after a crash, those that were.
    pub held: u64,
    /// Jobs given up, of which the newest 10,000 are kept.
    pub buried: u64,
    /// When the first waiting job falls due.
    pub next_due: Option<Timestamp>,
    /// Bytes committed that are not yet known to be on disk in their files.
    pub pending_bytes: u64,
    /// Every feed ever polled, by name.
    pub feeds: Vec<(String, FeedState)>,
    /// Every stream ever written, by name.
    pub streams: Vec<StreamStats>,
}

/// How far a stream has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamStats {
    /// Its name.
    pub name: String,
    /// `seq` of its last line.
    pub seq: u64,
    /// Where its next byte will stand.
    pub next: Place,
}

pub(super) fn collect(db: &Connection, now: Timestamp) -> Result<Stats, QueueError> {
    let mut stats = db.query_row(
        "SELECT count(*), count(*) FILTER (WHERE due <= ?1), min(due), (SELECT count(*) FROM job WHERE held = 1),
                (SELECT count(*) FROM buried), (SELECT coalesce(sum(length(bytes)), 0) FROM frame)
         FROM job WHERE held = 0",
        [micros(now)],
        |row| {
            Ok(Stats {
                waiting: unsigned(row.get(0)?),
                due: unsigned(row.get(1)?),
                next_due: row.get::<_, Option<i64>>(2)?.map(at),
                held: unsigned(row.get(3)?),
                buried: unsigned(row.get(4)?),
                pending_bytes: unsigned(row.get(5)?),
                ..Stats::default()
            })
        },
    )?;
    let mut feeds = db.prepare_cached("SELECT name, state FROM feed ORDER BY name")?;
    let mut rows = feeds.query([])?;
    while let Some(row) = rows.next()? {
        let (name, text): (String, String) = (row.get(0)?, row.get(1)?);
        let known = memory::read_feed(&name, &text)?;
        stats.feeds.push((name, known));
    }
    stats.streams = db
        .prepare_cached("SELECT name, seq, generation, offset FROM stream ORDER BY name")?
        .query_map([], |row| {
            let next = Place { generation: unsigned(row.get(2)?), offset: unsigned(row.get(3)?) };
            Ok(StreamStats { name: row.get(0)?, seq: unsigned(row.get(1)?), next })
        })?
        .collect::<Result<_, _>>()?;
    Ok(stats)
}
