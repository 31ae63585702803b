//! The ledger's tables: feeds, entries, pages and articles.

use rusqlite::{Connection, OptionalExtension, params};

use crate::work::QueueError;
use crate::work::ledger::{ArticleState, EntryKey, EntryStatus, FeedState, LedgerUpdate};

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

pub(super) fn entry_statuses(
    db: &Connection,
    feed: &str,
    entries: &[EntryKey],
) -> Result<Vec<EntryStatus>, QueueError> {
    let mut entry = db.prepare_cached("SELECT fingerprint FROM entry WHERE key = ?1")?;
    let mut page = db.prepare_cached("SELECT 1 FROM page WHERE key = ?1")?;
    let mut known = Vec::with_capacity(entries.len());
    for key in entries {
        let then = entry.query_row([digest(&[feed, &key.id])], |row| row.get::<_, Digest>(0)).optional()?;
        known.push(match then {
            Some(then) if then == digest(&[&key.fingerprint]) => EntryStatus::Known,
            Some(_) => EntryStatus::Changed,
            None if !key.page.is_empty() && page.exists([digest(&[&key.page])])? => EntryStatus::PageKnown,
            None => EntryStatus::New,
        });
    }
    Ok(known)
}

/// Returns the state of an article; `None` for an unknown one.
pub(super) fn article(db: &Connection, id: &str) -> Result<Option<ArticleState>, QueueError> {
    let state = db
        .prepare_cached("SELECT rev, text_hash FROM article WHERE id = ?1")?
        .query_row([id], |row| Ok(ArticleState { rev: row.get(0)?, text_hash: row.get(1)? }))
        .optional()?;
    Ok(state)
}

/// Applies one update.
pub(super) fn apply(db: &Connection, update: &LedgerUpdate) -> Result<(), QueueError> {
    match update {
        LedgerUpdate::Feed { name, state } => {
            let state = serde_json::to_string(state).map_err(|e| QueueError::Engine(Box::new(e)))?;
            db.prepare_cached("INSERT OR REPLACE INTO feed VALUES (?1, ?2)")?.execute([name, &state])?;
        }
        LedgerUpdate::Entry { feed, key } => {
            db.prepare_cached("INSERT OR REPLACE INTO entry VALUES (?1, ?2)")?
                .execute([digest(&[feed, &key.id]), digest(&[&key.fingerprint])])?;
            if !key.page.is_empty() {
                db.prepare_cached("INSERT OR IGNORE INTO page VALUES (?1)")?.execute([digest(&[&key.page])])?;
            }
        }
        LedgerUpdate::Article { id, state } => {
            db.prepare_cached("INSERT OR REPLACE INTO article VALUES (?1, ?2, ?3)")?.execute(params![
                id,
                state.rev,
                state.text_hash
            ])?;
        }
    }
    Ok(())
}
