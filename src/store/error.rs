//! Why the state cannot be opened, and how the engine's faults look to the queue's users.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::queue::QueueError;

/// The state directory cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// It cannot be made, or nothing can be written in it.
    #[error("cannot use state directory {}: {source}", dir.display())]
    Directory {
        /// The state directory.
        dir: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// Another process has it open.
    #[error("state directory {} is in use by another process; only one may write to it", dir.display())]
    Locked {
        /// The state directory.
        dir: PathBuf,
    },
    /// Nothing has run with it yet.
    #[error("no state in {}: nothing has run with this directory yet", dir.display())]
    Missing {
        /// The state directory.
        dir: PathBuf,
    },
    /// The file is no state file of ours.
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
        /// Its format.
        found: i64,
        /// The latest format known here.
        known: usize,
    },
    /// The file is damaged, or no SQLite file at all.
    #[error("{} is damaged ({source}); restore it from a backup", path.display())]
    Damaged {
        /// The state file.
        path: PathBuf,
        /// The cause.
        source: rusqlite::Error,
    },
    /// SQLite cannot work with the file.
    #[error("cannot use {}: {source}", path.display())]
    Engine {
        /// The state file.
        path: PathBuf,
        /// The cause.
        source: rusqlite::Error,
    },
    /// Something in the file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable {
        /// The state file.
        path: PathBuf,
        /// The cause.
        source: QueueError,
    },
    /// Two streams have one name, and would share one memory.
    #[error("two outputs are named {name}")]
    SameName {
        /// The name.
        name: String,
    },
}

impl StoreError {
    /// What a fault of SQLite means for the file at `path`.
    pub(super) fn of(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Damaged { path, source },
            _ => Self::Engine { path, source },
        }
    }
}

/// A request that cannot be right; it changed nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum Misuse {
    #[error("job {0} is not held")]
    NotHeld(String),
    #[error("there is no stream {0}")]
    NoStream(usize),
}

impl From<Misuse> for QueueError {
    fn from(misuse: Misuse) -> Self {
        Self::Engine(Box::new(misuse))
    }
}

impl From<rusqlite::Error> for QueueError {
    fn from(source: rusqlite::Error) -> Self {
        Self::Engine(Box::new(source))
    }
}
