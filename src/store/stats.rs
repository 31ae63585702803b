//! Statistics of the state, for people and metrics.

use jiff::Timestamp;
use rusqlite::Connection;

use super::convert::{LossyText, from_micros, to_micros, unsigned};
use super::{ledger, pauses};
use crate::work::QueueError;
use crate::work::ledger::{DomainPause, FeedState};
use crate::work::outbox::Position;
use crate::work::pause::OperatorPause;

/// The statistics of the state at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// The number of jobs that nobody holds.
    pub waiting: u64,
    /// The number of these that are due.
    pub due: u64,
    /// The number of waiting jobs that are visits of pages.
    pub waiting_pages: u64,
    /// The time at which the first of these is due.
    pub next_page_due: Option<Timestamp>,
    /// The number of jobs that are being worked on; after a crash, of those that were.
    pub held: u64,
    /// The number of jobs in the dead-letter list, which keeps the newest 10,000.
    pub buried: u64,
    /// The time at which the first waiting job is due.
    pub next_due: Option<Timestamp>,
    /// The bytes committed that are not yet known to be on disk in their files.
    pub pending_bytes: u64,
    /// The state of every feed ever polled, by name.
    pub feeds: Vec<(String, FeedState)>,
    /// The pauses of domains that are in force.
    pub pauses: Vec<DomainPause>,
    /// The pauses of the operator that are in force.
    pub operator_pauses: Vec<OperatorPause>,
    /// The progress of every stream ever written, by name.
    pub streams: Vec<StreamStats>,
}

/// The progress of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamStats {
    /// The stream's name.
    pub name: String,
    /// The `seq` of its last line.
    pub seq: u64,
    /// The position of its next byte.
    pub next: Position,
}

/// Collects the statistics.
pub(super) fn collect(db: &Connection, now: Timestamp) -> Result<Stats, QueueError> {
    // A file of a former format, which nobody has written since, keeps nothing that is safe.
    let pending = if db.column_exists(None, "frame", "safe")? { "WHERE safe = 0" } else { "" };
    let sql = format!(
        "SELECT count(*), count(*) FILTER (WHERE due <= ?1), min(due), (SELECT count(*) FROM job WHERE held = 1),
                (SELECT count(*) FROM buried), (SELECT coalesce(sum(length(bytes)), 0) FROM frame {pending}),
                count(*) FILTER (WHERE key NOT GLOB 'poll:*'), min(due) FILTER (WHERE key NOT GLOB 'poll:*')
         FROM job WHERE held = 0"
    );
    let mut stats = db.query_row(&sql, [to_micros(now)], |row| {
        Ok(Stats {
            waiting: unsigned(row.get(0)?),
            due: unsigned(row.get(1)?),
            next_due: row.get::<_, Option<i64>>(2)?.map(from_micros),
            held: unsigned(row.get(3)?),
            buried: unsigned(row.get(4)?),
            pending_bytes: unsigned(row.get(5)?),
            waiting_pages: unsigned(row.get(6)?),
            next_page_due: row.get::<_, Option<i64>>(7)?.map(from_micros),
            ..Stats::default()
        })
    })?;
    let mut feeds = db.prepare_cached("SELECT name, state FROM feed ORDER BY name")?;
    let mut rows = feeds.query([])?;
    while let Some(row) = rows.next()? {
        let (name, text) = (row.get::<_, LossyText>(0)?.0, row.get::<_, LossyText>(1)?.0);
        // A row that cannot be read is buried when the service opens the state next.
        stats.feeds.push((name, serde_json::from_str(&text).unwrap_or_default()));
    }
    // A file of the former format, which nobody has written since, has no such table.
    if db.table_exists(None, "domain")? {
        stats.pauses = ledger::pauses(db, now)?;
    }
    if db.table_exists(None, "pause")? {
        stats.operator_pauses = pauses::in_force(db, now)?;
    }
    stats.streams = db
        .prepare_cached("SELECT name, seq, generation, offset FROM stream ORDER BY name")?
        .query_map([], |row| {
            let next = Position { generation: unsigned(row.get(2)?), offset: unsigned(row.get(3)?) };
            Ok(StreamStats { name: row.get(0)?, seq: unsigned(row.get(1)?), next })
        })?
        .collect::<Result<_, _>>()?;
    Ok(stats)
}
