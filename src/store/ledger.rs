//! The ledger's tables: feeds, entries, pages and articles.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::convert::{from_micros, to_micros};
use super::sketches;
use crate::work::QueueError;
use crate::work::ledger::{
    ArticleState, DomainPause, EntryKey, EntryState, FeedState, Knowledge, KnownEntry, LedgerUpdate,
};

/// The key of an entry or a page: 16 bytes of BLAKE3, so that no two meet by chance.
type Digest = [u8; 16];

fn digest(parts: &[&str]) -> Digest {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    let mut digest = Digest::default();
    hasher.finalize_xof().fill(&mut digest);
    digest
}

/// Returns the state of a feed; the default for an unknown one.
pub(super) fn feed(db: &Connection, name: &str) -> Result<FeedState, QueueError> {
    let state = db
        .prepare_cached("SELECT state FROM feed WHERE name = ?1")?
        .query_row([name], |row| row.get::<_, String>(0))
        .optional()?;
    state.map_or_else(|| Ok(FeedState::default()), |state| parse_feed(name, &state))
}

/// Parses the state of a feed.
pub(super) fn parse_feed(name: &str, state: &str) -> Result<FeedState, QueueError> {
    serde_json::from_str(state).map_err(|source| QueueError::Decode { key: format!("feed:{name}"), source })
}

/// Returns what is known of each entry.
pub(super) fn entries(db: &Connection, feed: &str, entries: &[EntryKey]) -> Result<Vec<Knowledge>, QueueError> {
    let mut entry = db.prepare_cached(
        "SELECT fingerprint, updated, revisits, revisited, last_seen FROM entry WHERE key IN (?1, ?2)
         ORDER BY last_seen IS NULL LIMIT 1",
    )?;
    let mut page = db.prepare_cached("SELECT 1 FROM page WHERE key IN (?1, ?2)")?;
    let mut known = Vec::with_capacity(entries.len());
    for key in entries {
        let old_id = if key.old_id.is_empty() { &key.id } else { &key.old_id };
        let keys = [digest(&[feed, &key.id]), digest(&[feed, old_id])];
        let row = entry.query_row(keys, |row| known_entry(row, key)).optional()?;
        let is_page_had = !key.page.is_empty() && page.exists([digest(&[&key.page]), digest(&[&key.old_page])])?;
        known.push(Knowledge { entry: row, is_page_had });
    }
    Ok(known)
}

fn known_entry(row: &Row<'_>, key: &EntryKey) -> rusqlite::Result<KnownEntry> {
    let time = |column| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(column)?.map(from_micros));
    let state = EntryState {
        updated: time("updated")?,
        revisits: row.get("revisits")?,
        revisited: time("revisited")?,
        last_seen: time("last_seen")?,
    };
    let now = if state.last_seen.is_some() { &key.fingerprint } else { &key.old_fingerprint };
    Ok(KnownEntry { is_same: row.get::<_, Digest>("fingerprint")? == digest(&[now]), state })
}

/// Returns the state of an article; `None` for an unknown one.
pub(super) fn article(db: &Connection, id: &str) -> Result<Option<ArticleState>, QueueError> {
    let state = db
        .prepare_cached("SELECT rev, text_hash, head_hash, duplicate_of FROM article WHERE id = ?1")?
        .query_row([id], |row| {
            Ok(ArticleState {
                rev: row.get(0)?,
                text_hash: row.get(1)?,
                head_hash: row.get(2)?,
                duplicate_of: row.get(3)?,
            })
        })
        .optional()?;
    Ok(state)
}

/// Returns the article of the first page that has one.
pub(super) fn article_of_page(db: &Connection, pages: &[String]) -> Result<Option<String>, QueueError> {
    let mut ask = db.prepare_cached("SELECT article FROM page WHERE key = ?1")?;
    for page in pages {
        let article = ask.query_row([digest(&[page])], |row| row.get::<_, Option<String>>(0)).optional()?;
        if let Some(Some(article)) = article {
            return Ok(Some(article));
        }
    }
    Ok(None)
}

/// Returns the pauses that last beyond a time.
pub(super) fn pauses(db: &Connection, now: Timestamp) -> Result<Vec<DomainPause>, QueueError> {
    let mut ask = db.prepare_cached(
        "SELECT name, paused_until, coalesce(reason, '') FROM domain WHERE paused_until > ?1 ORDER BY name",
    )?;
    let rows = ask.query_map([to_micros(now)], |row| {
        Ok(DomainPause { domain: row.get(0)?, until: from_micros(row.get(1)?), reason: row.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Applies one update.
pub(super) fn apply(db: &Connection, update: &LedgerUpdate) -> Result<(), QueueError> {
    match update {
        LedgerUpdate::Feed { name, state } => {
            let state = serde_json::to_string(state).map_err(|e| QueueError::Engine(Box::new(e)))?;
            db.prepare_cached("INSERT OR REPLACE INTO feed VALUES (?1, ?2)")?.execute([name, &state])?;
        }
        LedgerUpdate::Entry { feed, key, state } => {
            let EntryState { updated, revisits, revisited, last_seen } = state;
            let micros = |time: &Option<Timestamp>| time.map(to_micros);
            db.prepare_cached(
                "INSERT OR REPLACE INTO entry (key, fingerprint, updated, revisits, revisited, last_seen)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                digest(&[feed, &key.id]),
                digest(&[&key.fingerprint]),
                micros(updated),
                revisits,
                micros(revisited),
                micros(last_seen),
            ])?;
        }
        LedgerUpdate::EntryRevised { feed, id } => {
            db.prepare_cached("UPDATE entry SET revisits = 0 WHERE key = ?1")?.execute([digest(&[feed, id])])?;
        }
        LedgerUpdate::Page { key, article, seen } => {
            db.prepare_cached(
                "INSERT INTO page (key, article, last_seen) VALUES (?1, ?2, ?3) ON CONFLICT (key)
                 DO UPDATE SET article = coalesce(article, excluded.article), last_seen = excluded.last_seen",
            )?
            .execute(params![digest(&[key]), article, to_micros(*seen)])?;
        }
        LedgerUpdate::Article { id, state } => {
            let ArticleState { rev, text_hash, head_hash, duplicate_of } = state;
            db.prepare_cached(
                "INSERT OR REPLACE INTO article (id, rev, text_hash, head_hash, duplicate_of)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![id, rev, text_hash, head_hash, duplicate_of])?;
        }
        LedgerUpdate::Sketch { id, sketch } => sketches::add(db, id, sketch)?,
        LedgerUpdate::Pause(DomainPause { domain, until, reason }) => {
            db.prepare_cached(
                "INSERT INTO domain (name, paused_until, reason) VALUES (?1, ?2, ?3) ON CONFLICT (name)
                 DO UPDATE SET paused_until = excluded.paused_until, reason = excluded.reason",
            )?
            .execute(params![domain, to_micros(*until), reason])?;
        }
    }
    Ok(())
}
