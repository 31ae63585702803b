//! Errors of files, each with its path.

use std::io::{self, ErrorKind};
use std::path::Path;

/// Returns the same error with the action and the path.
pub(super) fn with_path(error: &io::Error, action: &str, path: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("cannot {action} {}: {error}", path.display()))
}

/// Returns the error of a file that is not as the outbox requires.
pub(super) fn unexpected(path: &Path, what: &str) -> io::Error {
    let why = "were the files changed, or the state directory deleted?";
    io::Error::new(ErrorKind::InvalidData, format!("{} {what}; {why}", path.display()))
}
