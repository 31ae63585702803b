//! Why records cannot be written, and whether that may pass.

use std::io::{self, ErrorKind};
use std::path::Path;

/// EIO: the device failed (POSIX). The standard library has no kind for it.
const DEVICE_FAILED: i32 = 5;

/// Why a sink cannot write.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// What may pass by itself: no room, a device that fails. The same call may be repeated; nothing is doubled.
    #[error("{0}")]
    Unavailable(#[source] io::Error),
    /// The reader of a pipe has gone, which is no failure of this program.
    #[error("the reader of standard output has gone")]
    ReaderGone,
    /// Another program changed the files. To continue would lose or double records.
    #[error("{0}")]
    Changed(String),
    /// Anything else, a failed sync above all: what is on disk is unknown then.
    #[error("{0}")]
    Failed(#[source] io::Error),
}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::BrokenPipe => Self::ReaderGone,
            _ if may_pass(&error) => Self::Unavailable(error),
            _ => Self::Failed(error),
        }
    }
}

impl WriteError {
    /// Returns the error of an action on a path, which is named in its words.
    pub(super) fn of_path(error: &io::Error, action: &str, path: &Path) -> Self {
        let named = io::Error::new(error.kind(), format!("cannot {action} {}: {error}", path.display()));
        if may_pass(error) { Self::Unavailable(named) } else { Self::Failed(named) }
    }

    /// Returns the error of a failed sync, which never passes: the kernel may have dropped what it could not write.
    pub(super) fn of_sync(error: &io::Error, path: &Path) -> Self {
        Self::Failed(io::Error::new(error.kind(), format!("cannot sync {}: {error}", path.display())))
    }
}

/// Returns whether an error is that of a disk which is full or fails for now.
fn may_pass(error: &io::Error) -> bool {
    use ErrorKind::{OutOfMemory, QuotaExceeded, ReadOnlyFilesystem, StorageFull, TimedOut};
    matches!(error.kind(), StorageFull | QuotaExceeded | TimedOut | OutOfMemory | ReadOnlyFilesystem)
        || error.raw_os_error() == Some(DEVICE_FAILED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_pass_is_told_from_what_does_not() {
        let check = |code: i32, passes: bool| {
            let error = io::Error::from_raw_os_error(code);
            let of_path = WriteError::of_path(&error, "write", Path::new("out/a"));
            assert_eq!(matches!(of_path, WriteError::Unavailable(_)), passes, "{code}: {of_path}");
            assert!(matches!(WriteError::of_sync(&error, Path::new("a")), WriteError::Failed(_)), "{code}");
        };
        // ENOSPC, EDQUOT, EIO, EROFS, ETIMEDOUT; then EACCES, ENOENT, EFBIG, EBADF.
        for code in [28, 122, 5, 30, 110] {
            check(code, true);
        }
        for code in [13, 2, 27, 9] {
            check(code, false);
        }
        assert!(matches!(WriteError::from(io::Error::from_raw_os_error(32)), WriteError::ReaderGone));
    }
}
