//! The state directory: its locks, and its safety from power cuts.

use std::fs::{self, File, Metadata, TryLockError};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::error::StoreError;

/// The state file's name.
pub(super) const STATE: &str = "state.sqlite3";
/// The file that the one process which may write holds locked.
const LOCK: &str = "lock";

/// The locks of the one process that may write to a state directory. Dropping them frees it.
///
/// The directory itself is locked, which nobody can delete and make anew unnoticed; and a file in it, which former
/// releases lock, and which serves where a file system locks no directories.
#[derive(Debug)]
pub(super) struct DirectoryLock {
    _directory: Option<File>,
    _file: File,
}

/// Returns the path of the state file in a directory.
///
/// # Errors
/// [`StoreError::Missing`] when there is none.
pub(super) fn state_file(dir: &Path) -> Result<PathBuf, StoreError> {
    let path = dir.join(STATE);
    if path.exists() { Ok(path) } else { Err(StoreError::Missing { dir: dir.to_owned() }) }
}

/// Locks the state directory, and creates it if there is none.
///
/// # Errors
/// A directory that cannot be used, or that another process has locked.
pub(super) fn lock(dir: &Path) -> Result<DirectoryLock, StoreError> {
    let unusable = |source| StoreError::Directory { dir: dir.to_owned(), source };
    if !dir.is_dir() {
        fs::create_dir_all(dir).map_err(unusable)?;
        let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        sync(parent).map_err(unusable)?;
    }
    let in_use = || StoreError::Locked { dir: dir.to_owned() };
    let directory = File::open(dir).map_err(unusable)?;
    let is_directory_locked = match directory.try_lock() {
        Ok(()) => true,
        Err(TryLockError::WouldBlock) => return Err(in_use()),
        // Some network file systems lock only what is open for writing.
        Err(TryLockError::Error(_)) => false,
    };
    let open = File::options().create(true).truncate(false).write(true).open(dir.join(LOCK));
    let file = open.map_err(unusable)?;
    match file.try_lock() {
        Ok(()) => Ok(DirectoryLock { _directory: is_directory_locked.then_some(directory), _file: file }),
        Err(TryLockError::WouldBlock) => Err(in_use()),
        Err(TryLockError::Error(source)) => Err(unusable(source)),
    }
}

/// The identity of a file that is open, by which it is noticed when its name comes to mean another file or none.
#[derive(Debug)]
pub(super) struct FileIdentity {
    path: PathBuf,
    found: (u64, u64),
}

impl FileIdentity {
    /// Returns the identity of the file at `path`.
    pub(super) fn of(path: &Path) -> std::io::Result<Self> {
        Ok(Self { path: path.to_owned(), found: identity(&fs::metadata(path)?) })
    }

    /// Returns whether the name still means the same file. Costs a call of the system.
    pub(super) fn is_unchanged(&self) -> bool {
        match fs::metadata(&self.path) {
            Ok(metadata) => identity(&metadata) == self.found,
            Err(error) => error.kind() != std::io::ErrorKind::NotFound,
        }
    }
}

fn identity(metadata: &Metadata) -> (u64, u64) {
    (metadata.dev(), metadata.ino())
}

/// Syncs a directory: a new file is safe from a power cut once its name in the directory is.
pub(super) fn sync(dir: &Path) -> std::io::Result<()> {
    File::open(dir).and_then(|dir| dir.sync_all())
}
