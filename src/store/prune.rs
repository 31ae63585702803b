//! Forgets what is in no feed any more. Articles stay, since their revisions are counted on.

use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::convert::to_micros;
use super::ledger::{feed, feed_hash};
use crate::work::QueueError;

/// The most rows of a table that one request deletes (chosen: some milliseconds, so that others hardly wait).
pub(super) const MAX_ROWS: usize = 2000;

/// What was forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// The entries of feeds.
    pub entries: usize,
    /// The pages.
    pub pages: usize,
    /// The feeds that are no longer configured.
    pub feeds: usize,
}

impl Pruned {
    /// Adds the counts of another request.
    pub(super) const fn add(&mut self, other: Self) {
        self.entries += other.entries;
        self.pages += other.pages;
        self.feeds += other.feeds;
    }
}

/// Deletes up to [`MAX_ROWS`] entries of a configured feed that were gone for `keep` when its entries were last read.
///
/// A feed that fails, or has nothing new to say, so loses nothing, however long that lasts.
pub(super) fn entries_of_feed(db: &Connection, name: &str, keep: Duration) -> Result<usize, QueueError> {
    let Some(horizon) = feed(db, name)?.listed.and_then(|listed| listed.checked_sub(keep).ok()) else { return Ok(0) };
    Ok(delete_entries(db, feed_hash(name), horizon)?)
}

/// Deletes up to [`MAX_ROWS`] pages, and as many entries of each feed that is not configured, not noted since `horizon`.
pub(super) fn unseen(db: &Connection, configured: &HashSet<i64>, horizon: Timestamp) -> Result<Pruned, QueueError> {
    let mut pruned = Pruned::default();
    let mut next = db.prepare_cached("SELECT min(feed) FROM entry WHERE feed > ?1")?;
    let mut last = i64::MIN;
    while let Some(hash) = next.query_row([last], |row| row.get::<_, Option<i64>>(0))? {
        if !configured.contains(&hash) {
            pruned.entries += delete_entries(db, hash, horizon)?;
        }
        last = hash;
    }
    pruned.pages = db
        .prepare_cached(
            "DELETE FROM page WHERE key IN (SELECT key FROM page WHERE last_seen < ?1 ORDER BY last_seen LIMIT ?2)",
        )?
        .execute(params![to_micros(horizon), MAX_ROWS as i64])?;
    db.prepare_cached("DELETE FROM domain WHERE paused_until < ?1")?.execute([to_micros(horizon)])?;
    Ok(pruned)
}

/// Deletes the states of feeds that are not configured and were not polled since `horizon`.
pub(super) fn feeds(db: &Connection, configured: &HashSet<i64>, horizon: Timestamp) -> Result<usize, QueueError> {
    let mut ask = db.prepare_cached("SELECT name FROM feed")?;
    let names = ask.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<BTreeSet<_>, _>>()?;
    let mut deleted = 0;
    for name in names.into_iter().filter(|name| !configured.contains(&feed_hash(name))) {
        if feed(db, &name)?.polled.is_none_or(|polled| polled < horizon) {
            deleted += db.prepare_cached("DELETE FROM feed WHERE name = ?1")?.execute([name])?;
        }
    }
    Ok(deleted)
}

fn delete_entries(db: &Connection, feed: i64, horizon: Timestamp) -> rusqlite::Result<usize> {
    db.prepare_cached(
        "DELETE FROM entry WHERE key IN (SELECT key FROM entry WHERE feed = ?1 AND last_seen < ?2 LIMIT ?3)",
    )?
    .execute(params![feed, to_micros(horizon), MAX_ROWS as i64])
}

/// Returns whether the state is to be pruned, and notes that it is: once in `interval`.
pub(super) fn is_due(db: &Connection, now: Timestamp, interval: Duration) -> rusqlite::Result<bool> {
    let last = db
        .query_row("SELECT value FROM meta WHERE name = 'pruned'", [], |row| row.get::<_, i64>(0))
        .optional()?
        .filter(|last| *last <= to_micros(now));
    let after = now.checked_sub(interval).map_or(i64::MIN, to_micros);
    let is_due = last.is_none_or(|last| last < after);
    if is_due {
        db.execute("INSERT OR REPLACE INTO meta VALUES ('pruned', ?1)", [to_micros(now)])?;
    }
    Ok(is_due)
}
