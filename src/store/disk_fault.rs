//! Faults of the disk below the state.

use rusqlite::{ErrorCode, ffi};

/// Returns whether an error is that of a disk which is full or fails for now, or of a lock that another program holds.
///
/// A failed sync is none: what is on disk is unknown then.
pub(super) fn may_pass(fault: &rusqlite::Error) -> bool {
    let rusqlite::Error::SqliteFailure(failure, _) = fault else { return false };
    let is_sync = matches!(failure.extended_code, ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC);
    match failure.code {
        ErrorCode::DiskFull | ErrorCode::DatabaseBusy => true,
        ErrorCode::SystemIoFailure => !is_sync,
        _ => false,
    }
}
