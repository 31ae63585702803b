//! Errors of the state directory, and of requests to the engine.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use super::disk_fault::may_pass;
use crate::work::QueueError;

/// Why the state directory cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The directory cannot be created or written.
    #[error("cannot use state directory {}: {source}", dir.display())]
    Directory {
        /// The state directory.
        dir: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// Another process uses the directory.
    #[error("state directory {} is in use by another process; only one may write to it", dir.display())]
    Locked {
        /// The state directory.
        dir: PathBuf,
    },
    /// There is no state yet.
    #[error("no state in {}: nothing has run with this directory yet", dir.display())]
    Missing {
        /// The state directory.
        dir: PathBuf,
    },
    /// The file belongs to another program.
    #[error("{} belongs to another program; give pressline a state directory of its own", path.display())]
    Foreign {
        /// The state file.
        path: PathBuf,
    },
    /// The file was written by a later version of this program.
    #[error("{} has format {found}, this version knows up to {known}; use the newer version", path.display())]
    Newer {
        /// The state file.
        path: PathBuf,
        /// The file's format.
        found: i64,
        /// The latest format known here.
        known: usize,
    },
    /// The file is damaged, or no SQLite file at all.
    #[error("{} is damaged ({cause}); `pressline state repair` saves what can be read of it", path.display())]
    Damaged {
        /// The state file.
        path: PathBuf,
        /// The cause.
        cause: rusqlite::Error,
    },
    /// Nothing of the file can be read.
    #[error(
        "nothing of {} can be read; restore a backup, or move the state directory away and begin anew: what the feeds \
         still show is then emitted again", path.display()
    )]
    Lost {
        /// The state file.
        path: PathBuf,
    },
    /// SQLite cannot work with the file.
    #[error("cannot use {}: {cause}", path.display())]
    Engine {
        /// The state file.
        path: PathBuf,
        /// The cause.
        cause: rusqlite::Error,
    },
    /// A value in the file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable {
        /// The state file.
        path: PathBuf,
        /// The cause.
        source: QueueError,
    },
    /// The records that a reader asks for are no longer kept.
    #[error(
        "the records after seq {seq} are not kept any more, the oldest is {first}; `outbox.keep` says how much is kept, and \
         `--resume-after {}` goes on with what there is", first - 1
    )]
    NotKept {
        /// The last `seq` that the reader has.
        seq: u64,
        /// The oldest that there is.
        first: u64,
    },
    /// Two streams have the same name, and would share their progress.
    #[error("two outputs are named {name}")]
    SameName {
        /// The shared name.
        name: String,
    },
}

impl StoreError {
    /// Returns whether the error may pass by itself: a disk that is full or fails for now, a lock that is held for long.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Engine { cause, .. } => may_pass(cause),
            Self::Directory { source, .. } => {
                matches!(
                    source.kind(),
                    ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::ReadOnlyFilesystem
                )
            }
            _ => false,
        }
    }

    /// Returns what an error of SQLite means for the file at `path`.
    pub(super) fn from_sqlite(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        if is_damage(&source) { Self::Damaged { path, cause: source } } else { Self::Engine { path, cause: source } }
    }
}

/// The state file was deleted or replaced while the process had it open.
#[derive(Debug, thiserror::Error)]
#[error(
    "the state file was deleted or replaced while it was in use; put it back, or restore a backup, and start again"
)]
pub(super) struct StateGone;

/// The state file turned out to be damaged while it was in use.
#[derive(Debug, thiserror::Error)]
#[error("the state file is damaged ({0}); `pressline state repair` saves what can be read of it")]
pub(super) struct StateDamaged(#[source] rusqlite::Error);

/// Returns the cause of a request's or a commit's failure, with what to do where the file is damaged.
pub(super) fn cause(source: rusqlite::Error) -> Box<dyn std::error::Error + Send + Sync> {
    if is_damage(&source) { Box::new(StateDamaged(source)) } else { Box::new(source) }
}

/// Returns whether the file holds what SQLite has not written.
fn is_damage(source: &rusqlite::Error) -> bool {
    matches!(source.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

/// A request that cannot be right. It changed nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum InvalidRequest {
    #[error("job {0} is not held")]
    NotHeld(String),
    #[error("there is no stream {0}")]
    NoStream(usize),
}

impl From<InvalidRequest> for QueueError {
    fn from(request: InvalidRequest) -> Self {
        Self::Engine(Box::new(request))
    }
}

impl From<rusqlite::Error> for QueueError {
    fn from(source: rusqlite::Error) -> Self {
        Self::Engine(cause(source))
    }
}
