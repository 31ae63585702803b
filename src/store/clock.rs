//! Times that a wrong clock has left in the state.
//!
//! Every commit notes its time. When the clock turns out to have been ahead, what it has put off moves back by as much;
//! and no page waits longer than its longest wait, whatever its row says.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use super::convert::{from_micros, to_micros};
use super::queue::ChangedHosts;

/// The least step of a clock that counts (chosen: time servers correct less without a word).
const MIN_STEP: SignedDuration = SignedDuration::from_mins(1);
/// The least time without any commit after which jobs are given that time (chosen: more than any page is tried for).
const MIN_STANDSTILL: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Notes the time of a commit.
pub(super) fn note(db: &Connection, now: Timestamp) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO meta VALUES ('clock', ?1)")?.execute([to_micros(now)]).map(drop)
}

/// Returns how far the clock has moved since the last commit beyond what can be: back, or ahead over a standstill.
///
/// A process that stood still for a week looks like a clock that was behind, and both are to cost no page its attempts.
pub(super) fn step_since_last_commit(db: &Connection, now: Timestamp) -> rusqlite::Result<Option<SignedDuration>> {
    let last = db
        .query_row("SELECT value FROM meta WHERE name = 'clock'", [], |row| row.get::<_, i64>(0))
        .optional()?
        .map(from_micros);
    let step = last.map(|last| last.duration_until(now));
    Ok(step.filter(|step| *step <= -MIN_STEP || *step >= MIN_STANDSTILL))
}

/// Returns how far a clock has moved beyond the time that has passed, if that is worth noting.
pub(super) fn step_beyond(from: Timestamp, to: Timestamp, passed: Duration) -> Option<SignedDuration> {
    let passed = SignedDuration::try_from(passed).ok()?;
    let step = from.duration_until(to).checked_sub(passed)?;
    (step.abs() >= MIN_STEP).then_some(step)
}

/// Puts right what a clock left behind that has moved by `step`, and returns the number of jobs that moved.
///
/// No page waits longer than `longest_wait`.
pub(super) fn put_right(
    db: &Connection,
    now: Timestamp,
    step: Option<SignedDuration>,
    longest_wait: Duration,
    hosts: &mut ChangedHosts,
) -> rusqlite::Result<usize> {
    let at = to_micros(now);
    let by = i64::try_from(step.unwrap_or_default().as_micros()).unwrap_or_default();
    let mut moved = 0;
    if by < 0 {
        let shift = "UPDATE job SET due = due + ?2 WHERE held <> 1 AND due > ?1 RETURNING host";
        moved += collect(db, shift, params![at, by], hosts)?;
        db.execute("UPDATE domain SET paused_until = paused_until + ?2, asked = ?1 WHERE asked > ?1", params![at, by])?;
        db.execute("UPDATE pause SET until = until + ?2, since = ?1 WHERE since > ?1", params![at, by])?;
    } else {
        let shift = "UPDATE job SET failing_since = min(failing_since + ?2, ?1) WHERE failing_since + ?2 > 0";
        db.execute(shift, params![at, by])?;
    }
    db.execute("UPDATE job SET failing_since = ?1 WHERE failing_since > ?1", [at])?;
    let longest = to_micros(now.checked_add(longest_wait).unwrap_or(Timestamp::MAX));
    let clamp = "UPDATE job SET due = ?1 WHERE held <> 1 AND due > ?2 AND NOT (key >= 'poll:' AND key < 'poll;')
                 RETURNING host";
    moved += collect(db, clamp, params![at, longest], hosts)?;
    note(db, now)?;
    Ok(moved)
}

/// Runs an update, adds the hosts that it returns, and returns the number of rows.
fn collect(
    db: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
    hosts: &mut ChangedHosts,
) -> rusqlite::Result<usize> {
    let mut update = db.prepare(sql)?;
    let mut rows = update.query(parameters)?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        hosts.insert(row.get(0)?);
        count += 1;
    }
    Ok(count)
}
