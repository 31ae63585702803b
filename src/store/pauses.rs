//! The table of the operator's pauses.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::convert::{LossyText, from_micros, to_micros};
use crate::work::pause::{OperatorPause, PauseTarget};

/// The prefixes of what is paused, in its key.
const FEED: &str = "feed:";
const HOST: &str = "host:";

/// Returns the pauses that last beyond a time, those of feeds first.
pub(super) fn in_force(db: &Connection, now: Timestamp) -> rusqlite::Result<Vec<OperatorPause>> {
    let mut ask =
        db.prepare_cached("SELECT target, since, until FROM pause WHERE until IS NULL OR until > ?1 ORDER BY target")?;
    let mut rows = ask.query([to_micros(now)])?;
    let mut pauses = Vec::new();
    while let Some(row) = rows.next()? {
        // Nobody wrote another row.
        let Some(target) = target(&row.get::<_, LossyText>(0)?.0) else { continue };
        let until = row.get::<_, Option<i64>>(2)?.map(from_micros);
        pauses.push(OperatorPause { target, since: from_micros(row.get(1)?), until });
    }
    Ok(pauses)
}

fn target(key: &str) -> Option<PauseTarget> {
    let feed = || Some(PauseTarget::Feed(key.strip_prefix(FEED)?.to_owned()));
    feed().or_else(|| Some(PauseTarget::Host(key.strip_prefix(HOST)?.to_owned())))
}

fn key(target: &PauseTarget) -> String {
    match target {
        PauseTarget::Feed(name) => format!("{FEED}{name}"),
        PauseTarget::Host(host) => format!("{HOST}{host}"),
    }
}

/// Notes a pause. That of what is paused already keeps its beginning.
pub(super) fn note(db: &Connection, pause: &OperatorPause) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO pause (target, since, until) VALUES (?1, ?2, ?3) ON CONFLICT (target) DO UPDATE SET
         since = iif(until <= excluded.since, excluded.since, since), until = excluded.until",
    )?
    .execute(params![key(&pause.target), to_micros(pause.since), pause.until.map(to_micros)])
    .map(drop)
}

/// Ends a pause.
pub(super) fn end(db: &Connection, target: &PauseTarget) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM pause WHERE target = ?1")?.execute([key(target)]).map(drop)
}
