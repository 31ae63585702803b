//! The schema of the state file, and its migrations.

use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::error::StoreError;

/// SQLite's application id of the state file: "prsl".
const APPLICATION_ID: i64 = 0x7072_736c;

/// How long a statement waits for a lock of another process (chosen).
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// The prepared statements that are kept (chosen: more than there are).
const CACHED_STATEMENTS: usize = 64;

/// The migrations, each from one format to the next. `PRAGMA user_version` counts those done. Never edit a released one.
const MIGRATIONS: &[&str] = &["
    -- Work. `id` is the order of arrival and breaks ties of `due`. Times are microseconds since 1970.
    CREATE TABLE job (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, host TEXT NOT NULL, due INTEGER NOT NULL,
        held INTEGER NOT NULL DEFAULT 0, attempt INTEGER NOT NULL DEFAULT 0, deaths INTEGER NOT NULL DEFAULT 0,
        failing_since INTEGER, job TEXT NOT NULL
    ) STRICT;
    CREATE INDEX job_turn ON job (host, held, deaths, due);
    CREATE INDEX job_held ON job (deaths) WHERE held = 1;
    CREATE INDEX job_suspect ON job (deaths, due) WHERE held = 0 AND deaths > 0;
    CREATE TABLE buried (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, attempt INTEGER NOT NULL,
        deaths INTEGER NOT NULL, failing_since INTEGER, job TEXT NOT NULL
    ) STRICT;

    -- Memory. Entries and pages are known by 16 bytes of BLAKE3: they are many, and only ever asked for by name.
    CREATE TABLE feed (name TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE entry (key BLOB PRIMARY KEY, fingerprint BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE page (key BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE article (id TEXT PRIMARY KEY, rev INTEGER NOT NULL, text_hash TEXT NOT NULL) STRICT, WITHOUT ROWID;

    -- Outbox. `generation` and `offset` are where a stream's next byte will stand, `began` when its file got its first.
    CREATE TABLE stream (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, zstd INTEGER NOT NULL, seq INTEGER NOT NULL DEFAULT 0,
        generation INTEGER NOT NULL DEFAULT 1, offset INTEGER NOT NULL DEFAULT 0, began INTEGER
    ) STRICT;
    CREATE TABLE frame (
        id INTEGER PRIMARY KEY, stream INTEGER NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL,
        generation INTEGER NOT NULL, offset INTEGER NOT NULL, bytes BLOB NOT NULL
    ) STRICT;
    CREATE INDEX frame_seq ON frame (stream, last_seq);
", "
    -- The failure of a job's last attempt, as JSON.
    ALTER TABLE job ADD COLUMN failure TEXT;

    -- Rows without `last_seen` are of format 1, whose fingerprints and page keys were made of other parts.
    ALTER TABLE entry ADD COLUMN updated INTEGER;
    ALTER TABLE entry ADD COLUMN revisits INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE entry ADD COLUMN revisited INTEGER;
    ALTER TABLE entry ADD COLUMN last_seen INTEGER;
    CREATE INDEX entry_seen ON entry (last_seen);
    -- Pages that were had, each with its article where it holds one.
    ALTER TABLE page ADD COLUMN article TEXT;
    ALTER TABLE page ADD COLUMN last_seen INTEGER;
    CREATE INDEX page_seen ON page (last_seen);
    ALTER TABLE article ADD COLUMN head_hash TEXT;
    ALTER TABLE article ADD COLUMN duplicate_of TEXT;

    -- What texts say, by which copies are found: a sketch, and one row for each of its bands.
    CREATE TABLE sketch (id INTEGER PRIMARY KEY, article TEXT NOT NULL UNIQUE, sketch BLOB NOT NULL) STRICT;
    CREATE TABLE band (hash INTEGER NOT NULL, sketch INTEGER NOT NULL, PRIMARY KEY (hash, sketch)) STRICT, WITHOUT ROWID;

    -- Registrable domains: when the next request may start, and the pause that they asked for.
    CREATE TABLE domain (
        name TEXT PRIMARY KEY, ready_at INTEGER, paused_until INTEGER, reason TEXT
    ) STRICT, WITHOUT ROWID;
", "
    -- Facts about the whole state: `clock`, the time at which it was last written; `pruned`, when it was last pruned.
    CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

    -- The feed of an entry, as a hash of its name. Rows without one are of format 2 and not seen since.
    ALTER TABLE entry ADD COLUMN feed INTEGER;
    DROP INDEX entry_seen;
    CREATE INDEX entry_seen ON entry (feed, last_seen);

    -- Why a job was buried, as JSON.
    ALTER TABLE buried ADD COLUMN failure TEXT;

    -- When a frame was committed, when the file in which it stands got its first line, and whether its bytes are safe at
    -- their destination, so that it is kept for a replay only.
    ALTER TABLE frame ADD COLUMN at INTEGER;
    ALTER TABLE frame ADD COLUMN began INTEGER;
    ALTER TABLE frame ADD COLUMN safe INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX frame_pending ON frame (stream, last_seq) WHERE safe = 0;

    -- When a pause was asked for, by which one that a wrong clock has noted is known.
    ALTER TABLE domain ADD COLUMN asked INTEGER;
", "
    -- Why a job that was not tried waits: `server`, `operator`.
    ALTER TABLE job ADD COLUMN postponed TEXT;

    -- What the operator has paused: `feed:NAME` or `host:HOST`. Without `until`, until it is resumed.
    CREATE TABLE pause (target TEXT PRIMARY KEY, since INTEGER NOT NULL, until INTEGER) STRICT, WITHOUT ROWID;
"];

/// Opens the file for writing, creates it if there is none, and migrates it.
pub(super) fn open(path: &Path) -> Result<Connection, StoreError> {
    let fault = |source| StoreError::from_sqlite(path, source);
    let mut db = Connection::open(path).map_err(fault)?;
    db.busy_timeout(BUSY_TIMEOUT).map_err(fault)?;
    let done = format(&db, path)?;
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = FAST;
         PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864;",
    )
    .map_err(fault)?;
    db.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    for (version, sql) in (1_i64..).zip(MIGRATIONS).skip(done) {
        let tx = db.transaction().map_err(fault)?;
        tx.execute_batch(sql)
            .and_then(|()| tx.pragma_update(None, "application_id", APPLICATION_ID))
            .and_then(|()| tx.pragma_update(None, "user_version", version))
            .and_then(|()| tx.commit())
            .map_err(fault)?;
    }
    Ok(db)
}

/// Opens the file for reading, beside a process that writes it.
pub(super) fn open_to_read(path: &Path) -> Result<Connection, StoreError> {
    let fault = |source| StoreError::from_sqlite(path, source);
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(fault)?;
    db.busy_timeout(BUSY_TIMEOUT).map_err(fault)?;
    match format(&db, path) {
        // Whoever may not write the directory can make no index of the log, and needs none where there is no log.
        Err(StoreError::Engine { .. }) if !log_of(path).exists() => open_at_rest(path),
        format => format.map(|_| db),
    }
}

/// Opens a file that nobody writes, without the files that SQLite would make beside it.
fn open_at_rest(path: &Path) -> Result<Connection, StoreError> {
    let fault = |source| StoreError::from_sqlite(path, source);
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(byte);
    let escape = |byte: &u8| if is_plain(byte) { char::from(*byte).to_string() } else { format!("%{byte:02X}") };
    let name: String = path.as_os_str().as_bytes().iter().map(escape).collect();
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let db = Connection::open_with_flags(format!("file:{name}?immutable=1"), flags).map_err(fault)?;
    format(&db, path)?;
    Ok(db)
}

/// Returns the path of the log that SQLite writes ahead of the file.
fn log_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

/// Returns how many migrations the file has seen.
///
/// # Errors
/// A file of another program or of a later version.
fn format(db: &Connection, path: &Path) -> Result<usize, StoreError> {
    let ask =
        |sql| db.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(|source| StoreError::from_sqlite(path, source));
    let found = ask("SELECT user_version FROM pragma_user_version")?;
    let owner = ask("SELECT application_id FROM pragma_application_id")?;
    let tables = ask("SELECT count(*) FROM sqlite_schema")?;
    if owner != APPLICATION_ID && (owner != 0 || found != 0 || tables != 0) {
        return Err(StoreError::Foreign { path: path.to_owned() });
    }
    let known = MIGRATIONS.len();
    match usize::try_from(found) {
        Ok(done) if done <= known => Ok(done),
        _ => Err(StoreError::Newer { path: path.to_owned(), found, known }),
    }
}
