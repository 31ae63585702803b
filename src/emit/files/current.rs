//! The file that is being written.

use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};

use super::changed::changed;
use crate::emit::WriteError;
use crate::work::outbox::Frame;

/// The file that is being written, by its handle and its name.
#[derive(Debug)]
pub(super) struct CurrentFile {
    pub(super) generation: u64,
    pub(super) path: PathBuf,
    file: File,
    pub(super) len: u64,
    /// Whether a sync failed, so that it is unknown what is on disk.
    is_broken: bool,
}

impl CurrentFile {
    /// Opens or creates the file, and locks it.
    pub(super) fn open(generation: u64, path: &Path, may_exist: bool) -> Result<Self, WriteError> {
        let ended = path.with_extension("");
        if ended.exists() {
            return Err(changed(&ended, "exists, but was never written by us"));
        }
        let mut options = File::options();
        options.write(true).truncate(false).create(may_exist).create_new(!may_exist);
        let file = options.open(path).map_err(|e| WriteError::of_path(&e, "open", path))?;
        // Where the file system knows no locks, the state directory's own must do.
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            return Err(changed(path, "is being written by another process"));
        }
        let len = file.metadata()?.len();
        Ok(Self { generation, path: path.to_owned(), file, len, is_broken: false })
    }

    /// Writes a frame at its offset.
    pub(super) fn write(&mut self, frame: &Frame) -> Result<(), WriteError> {
        let Self { path, file, len, .. } = self;
        if frame.offset > *len {
            return Err(changed(path, &format!("has {len} bytes, but a frame stands at byte {}", frame.offset)));
        }
        let end = frame.offset + frame.bytes.len() as u64;
        let written = file.write_all_at(&frame.bytes, frame.offset);
        // Of a write that failed, a part may stand.
        *len = (*len).max(if written.is_ok() { end } else { file.metadata()?.len().min(end) });
        written.map_err(|e| WriteError::of_path(&e, "write", path))
    }

    /// Makes what was written durable.
    pub(super) fn sync(&mut self) -> Result<(), WriteError> {
        if self.is_broken {
            return Err(changed(&self.path, "could not be synced before"));
        }
        self.file.sync_data().map_err(|e| {
            self.is_broken = true;
            WriteError::of_sync(&e, &self.path)
        })
    }

    /// Checks that the name still leads to this file, and that nobody else has changed its length.
    pub(super) fn verify(&self) -> Result<(), WriteError> {
        let open = self.file.metadata().map_err(|e| WriteError::of_path(&e, "look at", &self.path))?;
        if open.nlink() == 0 {
            return Err(changed(&self.path, &format!("was deleted while {} bytes had been written to it", self.len)));
        }
        match fs::metadata(&self.path) {
            Ok(named) if (named.dev(), named.ino()) != (open.dev(), open.ino()) => {
                return Err(changed(&self.path, "was replaced by another file"));
            }
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(changed(&self.path, "was moved away while it was being written"));
            }
            Err(error) => return Err(WriteError::of_path(&error, "look at", &self.path)),
        }
        if open.len() != self.len {
            let what = format!("has {} bytes, but {} were written", open.len(), self.len);
            return Err(changed(&self.path, &what));
        }
        Ok(())
    }
}
