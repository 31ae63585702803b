//! What an operator has paused: feeds and hosts, kept in the state.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::convert::{LossyText, from_micros, to_micros};
use crate::work::QueueError;

/// What a pause concerns.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PauseTarget {
    /// A feed, by its name: it is not polled, and its pages are not fetched.
    Feed(String),
    /// A host and all below it: nothing is requested from them.
    Host(String),
}

impl PauseTarget {
    /// Returns the kind of the target as the state names it, and its name.
    fn parts(&self) -> (&'static str, &str) {
        match self {
            Self::Feed(name) => ("feed", name),
            Self::Host(name) => ("host", name),
        }
    }
}

/// A pause by an operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorPause {
    /// What is paused.
    pub target: PauseTarget,
    /// The time at which it was paused.
    pub since: Timestamp,
}

/// The names of everything that is paused, for the lease.
#[derive(Debug, Default)]
pub(super) struct PausedNames {
    feeds: BTreeSet<String>,
    hosts: BTreeSet<String>,
}

impl PausedNames {
    /// Returns whether a pause concerns a feed, or a host or one above it.
    pub(super) fn covers(&self, feed: &str, host: &str) -> bool {
        self.feeds.contains(feed) || !self.hosts.is_empty() && domains(host).any(|domain| self.hosts.contains(domain))
    }
}

/// Returns a host and the domains above it, the longest first.
fn domains(host: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(host), |name| name.split_once('.').map(|(_, above)| above))
}

/// Returns the names of everything that is paused.
pub(super) fn names(db: &Connection) -> rusqlite::Result<PausedNames> {
    let mut names = PausedNames::default();
    for pause in list(db)? {
        match pause.target {
            PauseTarget::Feed(name) => names.feeds.insert(name),
            PauseTarget::Host(name) => names.hosts.insert(name),
        };
    }
    Ok(names)
}

/// Returns all pauses, by kind and name.
pub(super) fn list(db: &Connection) -> rusqlite::Result<Vec<OperatorPause>> {
    let mut ask = db.prepare_cached("SELECT kind, name, since FROM pause ORDER BY kind, name")?;
    let rows = ask.query_map([], |row| {
        let (kind, name) = (row.get::<_, LossyText>(0)?.0, row.get::<_, LossyText>(1)?.0);
        let target = if kind == "feed" { PauseTarget::Feed(name) } else { PauseTarget::Host(name) };
        Ok(OperatorPause { target, since: from_micros(row.get(2)?) })
    })?;
    rows.collect()
}

/// Notes a pause, and returns whether it is new.
pub(super) fn add(db: &Connection, target: &PauseTarget, now: Timestamp) -> Result<bool, QueueError> {
    let (kind, name) = target.parts();
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO pause VALUES (?1, ?2, ?3)")?;
    Ok(insert.execute(params![kind, name, to_micros(now)])? > 0)
}

/// Ends a pause, and returns whether there was one.
pub(super) fn remove(db: &Connection, target: &PauseTarget) -> Result<bool, QueueError> {
    let (kind, name) = target.parts();
    Ok(db.prepare_cached("DELETE FROM pause WHERE kind = ?1 AND name = ?2")?.execute([kind, name])? > 0)
}
