//! Upkeep of a state that is open: times that a wrong clock left behind, and what is to be forgotten.

use std::collections::HashSet;
use std::time::Duration;

use jiff::Timestamp;

use super::prune::{MAX_ROWS, Pruned};
use super::{Store, clock, ledger, prune, with_turns};
use crate::work::QueueError;

/// How often a state is pruned (chosen).
const PRUNE_INTERVAL: Duration = Duration::from_hours(24);
/// The feeds that are pruned in one request (chosen: some milliseconds).
const FEEDS_PER_REQUEST: usize = 200;

impl Store {
    /// Puts right what a wrong clock has left in the state, and returns the number of jobs that moved. From then on each
    /// lease watches the clock. `longest_wait` is the longest of a page.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn put_times_right(&self, now: Timestamp, longest_wait: Duration) -> Result<usize, QueueError> {
        self.watch_clock(now, longest_wait);
        let max_held = self.max_held();
        let task = move |db: &rusqlite::Connection| {
            let step = clock::step_since_last_commit(db, now)?;
            with_turns(db, max_held, |hosts| Ok(clock::put_right(db, now, step, longest_wait, hosts)?))
        };
        self.run(task).await
    }

    /// Forgets entries and pages that were in no feed for `keep`, once a day; returns what was forgotten, `None` when it
    /// is not due. `configured` are the names of all feeds.
    ///
    /// Costs requests of a few milliseconds, between which others are served.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn prune(
        &self,
        configured: Vec<String>,
        now: Timestamp,
        keep: Duration,
    ) -> Result<Option<Pruned>, QueueError> {
        if !self.run(move |db| Ok(prune::is_due(db, now, PRUNE_INTERVAL)?)).await? {
            return Ok(None);
        }
        let Ok(horizon) = now.checked_sub(keep) else { return Ok(Some(Pruned::default())) };
        let hashes: HashSet<i64> = configured.iter().map(|name| ledger::feed_hash(name)).collect();
        let mut pruned = Pruned::default();
        for names in configured.chunks(FEEDS_PER_REQUEST) {
            let names = names.to_vec();
            pruned.entries += self.run(move |db| prune_feeds(db, &names, keep)).await?;
        }
        loop {
            let hashes = hashes.clone();
            let more = self.run(move |db| prune::unseen(db, &hashes, horizon)).await?;
            pruned.add(more);
            if more.pages < MAX_ROWS && more.entries < MAX_ROWS {
                break;
            }
        }
        pruned.feeds = self.run(move |db| prune::feeds(db, &hashes, horizon)).await?;
        Ok(Some(pruned))
    }
}

/// Prunes the entries of a few feeds. What one of them has beyond the limit goes the next day.
fn prune_feeds(db: &rusqlite::Connection, names: &[String], keep: Duration) -> Result<usize, QueueError> {
    names.iter().try_fold(0, |sum, name| Ok(sum + prune::entries_of_feed(db, name, keep)?))
}
