//! The state directory: its lock, and its safety from power cuts.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use super::error::StoreError;

/// The file that the one process which may write holds locked.
const LOCK: &str = "lock";

/// Locks the state directory, and creates it if there is none.
///
/// # Errors
/// A directory that cannot be used, or that another process has locked.
pub(super) fn lock(dir: &Path) -> Result<File, StoreError> {
    let unusable = |source| StoreError::Directory { dir: dir.to_owned(), source };
    if !dir.is_dir() {
        fs::create_dir_all(dir).map_err(unusable)?;
        let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        sync(parent).map_err(unusable)?;
    }
    let open = File::options().create(true).truncate(false).write(true).open(dir.join(LOCK));
    let file = open.map_err(unusable)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked { dir: dir.to_owned() }),
        Err(TryLockError::Error(source)) => Err(unusable(source)),
    }
}

/// Syncs a directory: a new file is safe from a power cut once its name in the directory is.
pub(super) fn sync(dir: &Path) -> std::io::Result<()> {
    File::open(dir).and_then(|dir| dir.sync_all())
}
