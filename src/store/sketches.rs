//! The sketches of texts that were emitted, and the bands by which a near copy is found.

use rusqlite::{Connection, OptionalExtension, params};

use crate::text::sketch::Sketch;
use crate::work::QueueError;

/// The newest sketches that are kept (chosen: some weeks of a large desk; about 46 MB of the state file).
const MAX_SKETCHES: i64 = 100_000;
/// The most candidates of one band that are looked at, so that a text which everybody copies stays cheap (chosen).
const MAX_CANDIDATES: usize = 64;

/// Adds the sketch of an article, in the place of its former one, and drops what is too old.
pub(super) fn add(db: &Connection, article: &str, sketch: &Sketch) -> Result<(), QueueError> {
    let former = db
        .prepare_cached("SELECT id FROM sketch WHERE article = ?1")?
        .query_row([article], |row| row.get::<_, i64>(0))
        .optional()?;
    if let Some(former) = former {
        remove(db, former)?;
    }
    db.prepare_cached("INSERT INTO sketch (article, sketch) VALUES (?1, ?2)")?
        .execute(params![article, sketch.to_bytes()])?;
    let id = db.last_insert_rowid();
    insert_bands(db, id, sketch)?;
    let old = db
        .prepare_cached("SELECT id FROM sketch WHERE id <= ?1 ORDER BY id LIMIT 2")?
        .query_map([id - MAX_SKETCHES], |row| row.get::<_, i64>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    old.into_iter().try_for_each(|id| remove(db, id))
}

fn insert_bands(db: &Connection, id: i64, sketch: &Sketch) -> rusqlite::Result<()> {
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO band VALUES (?1, ?2)")?;
    sketch.bands().into_iter().try_for_each(|band| insert.execute(params![band.cast_signed(), id]).map(drop))
}

fn remove(db: &Connection, id: i64) -> Result<(), QueueError> {
    let bytes: Vec<u8> =
        db.prepare_cached("DELETE FROM sketch WHERE id = ?1 RETURNING sketch")?.query_row([id], |row| row.get(0))?;
    let mut delete = db.prepare_cached("DELETE FROM band WHERE hash = ?1 AND sketch = ?2")?;
    for band in Sketch::from_bytes(&bytes).iter().flat_map(Sketch::bands) {
        delete.execute(params![band.cast_signed(), id])?;
    }
    Ok(())
}

/// Returns the earliest article, other than `article`, of whose text a sketch shows a copy.
pub(super) fn original_of(db: &Connection, article: &str, sketch: &Sketch) -> Result<Option<String>, QueueError> {
    let mut ask = db.prepare_cached("SELECT sketch FROM band WHERE hash = ?1 ORDER BY sketch LIMIT ?2")?;
    let mut ids = Vec::new();
    for band in sketch.bands() {
        let rows = ask.query_map(params![band.cast_signed(), MAX_CANDIDATES as i64], |row| row.get::<_, i64>(0))?;
        ids.extend(rows.collect::<Result<Vec<_>, _>>()?);
    }
    ids.sort_unstable();
    ids.dedup();
    let mut ask = db.prepare_cached("SELECT article, sketch FROM sketch WHERE id = ?1")?;
    for id in ids {
        let (other, bytes): (String, Vec<u8>) = ask.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if other != article && Sketch::from_bytes(&bytes).is_some_and(|earlier| sketch.is_copy_of(&earlier)) {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

/// Adds the bands of all sketches, which a repaired file has none of.
pub(super) fn index_all(db: &Connection) -> rusqlite::Result<()> {
    let mut ask = db.prepare("SELECT id, sketch FROM sketch")?;
    let mut rows = ask.query([])?;
    while let Some(row) = rows.next()? {
        let (id, bytes): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
        if let Some(sketch) = Sketch::from_bytes(&bytes) {
            insert_bands(db, id, &sketch)?;
        }
    }
    Ok(())
}
