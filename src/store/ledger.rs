//! The ledger's tables: feeds, entries, pages and articles.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::convert::{LossyText, count, from_micros, to_micros};
use super::{queue, sketches};
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

/// Returns the hash by which entries know their feed: 8 bytes of BLAKE3.
pub(super) fn feed_hash(name: &str) -> i64 {
    let mut hash = [0; 8];
    blake3::Hasher::new().update(name.as_bytes()).finalize_xof().fill(&mut hash);
    i64::from_le_bytes(hash)
}

/// Returns the state of a feed; the default for an unknown one.
pub(super) fn feed(db: &Connection, name: &str) -> Result<FeedState, QueueError> {
    let state = db
        .prepare_cached("SELECT state FROM feed WHERE name = ?1")?
        .query_row([name], |row| row.get::<_, LossyText>(0))
        .optional()?;
    // Rows that cannot be read are buried when the state is opened.
    Ok(state.and_then(|state| serde_json::from_str(&state.0).ok()).unwrap_or_default())
}

/// Buries the states of feeds that cannot be read: such a feed is asked as if it were new, and its entries are known.
pub(super) fn bury_unreadable_feeds(db: &Connection) -> rusqlite::Result<()> {
    let mut ask = db.prepare("SELECT name, state FROM feed")?;
    let mut rows = ask.query([])?;
    let mut unreadable = Vec::new();
    while let Some(row) = rows.next()? {
        let (name, state) = (row.get::<_, LossyText>(0)?.0, row.get::<_, LossyText>(1)?.0);
        if serde_json::from_str::<FeedState>(&state).is_err() {
            unreadable.push((name, state));
        }
    }
    for (name, state) in unreadable {
        queue::push_unreadable(db, &format!("feed:{name}"), &state)?;
        db.execute("DELETE FROM feed WHERE name = ?1", [name])?;
    }
    Ok(())
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
        revisits: count(row.get("revisits")?),
        revisited: time("revisited")?,
        last_seen: time("last_seen")?,
    };
    let now = if state.last_seen.is_some() { &key.fingerprint } else { &key.old_fingerprint };
    Ok(KnownEntry { is_same: row.get_ref("fingerprint")?.as_blob()? == digest(&[now]), state })
}

/// Returns the state of an article; `None` for an unknown one.
pub(super) fn article(db: &Connection, id: &str) -> Result<Option<ArticleState>, QueueError> {
    let state = db
        .prepare_cached("SELECT rev, text_hash, head_hash, duplicate_of FROM article WHERE id = ?1")?
        .query_row([id], |row| {
            Ok(ArticleState {
                rev: count(row.get(0)?),
                text_hash: row.get::<_, LossyText>(1)?.0,
                head_hash: row.get::<_, Option<LossyText>>(2)?.map(|text| text.0),
                duplicate_of: row.get::<_, Option<LossyText>>(3)?.map(|text| text.0),
            })
        })
        .optional()?;
    Ok(state)
}

/// Returns the article of the first page that has one.
pub(super) fn article_of_page(db: &Connection, pages: &[String]) -> Result<Option<String>, QueueError> {
    let mut ask = db.prepare_cached("SELECT article FROM page WHERE key = ?1")?;
    for page in pages {
        let article = ask.query_row([digest(&[page])], |row| row.get::<_, Option<LossyText>>(0)).optional()?;
        if let Some(Some(article)) = article {
            return Ok(Some(article.0));
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
        let (domain, reason) = (row.get::<_, LossyText>(0)?.0, row.get::<_, LossyText>(2)?.0);
        Ok(DomainPause { domain, until: from_micros(row.get(1)?), reason })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Applies one update.
pub(super) fn apply(db: &Connection, now: Timestamp, update: &LedgerUpdate) -> Result<(), QueueError> {
    match update {
        LedgerUpdate::Feed { name, state } => {
            let state = serde_json::to_string(state).map_err(|e| QueueError::Engine(Box::new(e)))?;
            db.prepare_cached("INSERT OR REPLACE INTO feed VALUES (?1, ?2)")?.execute([name, &state])?;
        }
        LedgerUpdate::Entry { feed, key, state } => {
            let EntryState { updated, revisits, revisited, last_seen } = state;
            let micros = |time: &Option<Timestamp>| time.map(to_micros);
            db.prepare_cached(
                "INSERT OR REPLACE INTO entry (key, fingerprint, updated, revisits, revisited, last_seen, feed)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                digest(&[feed, &key.id]),
                digest(&[&key.fingerprint]),
                micros(updated),
                revisits,
                micros(revisited),
                micros(last_seen),
                feed_hash(feed),
            ])?;
            // The page that an entry links to is remembered as long as the entry.
            db.prepare_cached("UPDATE page SET last_seen = max(coalesce(last_seen, 0), ?2) WHERE key = ?1")?
                .execute(params![digest(&[&key.page]), micros(last_seen)])?;
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
                "INSERT INTO domain (name, paused_until, reason, asked) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (name)
                 DO UPDATE SET paused_until = excluded.paused_until, reason = excluded.reason, asked = excluded.asked",
            )?
            .execute(params![domain, to_micros(*until), reason, to_micros(now)])?;
        }
    }
    Ok(())
}
