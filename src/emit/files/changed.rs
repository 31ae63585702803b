//! The words for files that another program changed.

use std::path::Path;

use crate::emit::WriteError;

/// Returns the error of a file that is not as the outbox requires, with the ways on.
pub(super) fn changed(path: &Path, what: &str) -> WriteError {
    WriteError::Changed(format!(
        "{} {what}; were the files changed, or the state directory deleted? Nothing more is written there, and the outbox \
         keeps what may not be on disk. Put the files back as they were, or give the output another `dir`",
        path.display()
    ))
}
