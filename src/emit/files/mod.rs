//! Lines to files, each exactly once.
//!
//! The outbox decides at which byte of which file a frame is written. Writing it twice changes nothing, and a reader that
//! follows the file never sees a byte withdrawn. A file that is being written is called `NAME-000001.jsonl.open`. When it is
//! ended, it loses its `.open` and belongs to the consumer. It is renamed only when its bytes are on disk and its successor
//! exists. The lowest `.open` number therefore says which files were ended, even when a consumer has moved those away.

mod errors;
mod listing;
#[cfg(test)]
mod tests;

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use errors::{unexpected, with_path};

use super::Sink;
use crate::work::outbox::{Frame, Progress};

/// The files of one stream.
#[derive(Debug)]
pub struct Files {
    dir: PathBuf,
    name: String,
    suffix: &'static str,
    current: CurrentFile,
    /// The first file that an earlier process had not ended. Frames of files before it are already written.
    ended_before: u64,
    /// The last file that may exist already.
    last_begun: u64,
    /// Whether a sync failed, so that it is unknown what is on disk.
    is_broken: bool,
}

/// The file that is being written.
#[derive(Debug)]
struct CurrentFile {
    generation: u64,
    path: PathBuf,
    file: File,
    len: u64,
}

impl Files {
    /// Opens the files `NAME-….jsonl` in `dir` (`….jsonl.zst` when frames are compressed), and ends those that an earlier
    /// process left to be ended.
    ///
    /// `progress` is what the outbox knows; its pending frames come next.
    ///
    /// # Errors
    /// When the directory cannot be written, or does not hold what the outbox requires: somebody changed the files, or the
    /// state directory was deleted. To continue would lose or double records.
    pub fn open(dir: &Path, name: &str, zstd: bool, progress: Progress) -> io::Result<Self> {
        create_dir(dir)?;
        let found = listing::list(dir, name)?;
        let Progress { synced, next, .. } = progress;
        listing::check(&found, progress)?;
        let mut files = match found.iter().find(|file| file.is_open && file.generation >= synced.generation) {
            Some(file) => {
                Self::at(dir, name, zstd, next.generation, CurrentFile::open(file.generation, &file.path, true)?)
            }
            None if synced.offset == 0 => {
                let path = path_of(dir, name, suffix(zstd), synced.generation);
                let current = CurrentFile::open(synced.generation, &path, false)?;
                sync_dir(dir)?;
                Self::at(dir, name, zstd, next.generation, current)
            }
            None => {
                let path = path_of(dir, name, suffix(zstd), synced.generation);
                return Err(unexpected(&path, &format!("is missing, but {} bytes of it were written", synced.offset)));
            }
        };
        if files.current.generation == synced.generation && files.current.len < synced.offset {
            let what = format!("has {} bytes, but {} were written", files.current.len, synced.offset);
            return Err(unexpected(&files.current.path, &what));
        }
        for older in found.iter().filter(|file| file.is_open && file.generation < files.current.generation) {
            files.end(&older.path)?;
        }
        files.ended_before = files.current.generation;
        Ok(files)
    }

    fn at(dir: &Path, name: &str, zstd: bool, last_begun: u64, current: CurrentFile) -> Self {
        let (dir, name) = (dir.to_owned(), name.to_owned());
        Self {
            dir,
            name,
            suffix: suffix(zstd),
            ended_before: current.generation,
            current,
            last_begun,
            is_broken: false,
        }
    }

    /// Renames a file whose bytes are on disk to its name without `.open`.
    fn end(&self, path: &Path) -> io::Result<()> {
        let ended = path.with_extension("");
        if ended.exists() {
            return Err(unexpected(&ended, "exists, but its name is that of a file still being written"));
        }
        fs::rename(path, &ended).map_err(|e| with_path(&e, "end", path))?;
        sync_dir(&self.dir)
    }
}

impl Sink for Files {
    fn write(&mut self, frame: &Frame) -> io::Result<()> {
        if frame.generation < self.ended_before {
            return Ok(());
        }
        self.rotate(frame.generation)?;
        let CurrentFile { generation, path, file, len } = &mut self.current;
        if frame.generation < *generation {
            return Err(unexpected(path, &format!("is begun, but a frame came for file {}", frame.generation)));
        }
        if frame.offset > *len {
            return Err(unexpected(path, &format!("has {len} bytes, but a frame stands at byte {}", frame.offset)));
        }
        file.write_all_at(&frame.bytes, frame.offset).map_err(|e| with_path(&e, "write", path))?;
        *len = (*len).max(frame.offset + frame.bytes.len() as u64);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        if self.is_broken {
            return Err(unexpected(&self.current.path, "could not be synced before"));
        }
        self.current.file.sync_data().map_err(|e| {
            self.is_broken = true;
            with_path(&e, "sync", &self.current.path)
        })
    }

    fn rotate(&mut self, generation: u64) -> io::Result<()> {
        if generation <= self.current.generation {
            return Ok(());
        }
        self.sync()?;
        let path = path_of(&self.dir, &self.name, self.suffix, generation);
        let may_exist = generation <= self.last_begun;
        let next = CurrentFile::open(generation, &path, may_exist)?;
        self.last_begun = self.last_begun.max(generation);
        sync_dir(&self.dir)?;
        let last = std::mem::replace(&mut self.current, next);
        self.end(&last.path)
    }
}

impl CurrentFile {
    fn open(generation: u64, path: &Path, may_exist: bool) -> io::Result<Self> {
        let ended = path.with_extension("");
        if ended.exists() {
            return Err(unexpected(&ended, "exists, but was never written by us"));
        }
        let mut options = File::options();
        options.write(true).truncate(false).create(may_exist).create_new(!may_exist);
        let file = options.open(path).map_err(|e| with_path(&e, "open", path))?;
        // Where the file system knows no locks, the state directory's own must do.
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            return Err(unexpected(path, "is being written by another process"));
        }
        let len = file.metadata()?.len();
        Ok(Self { generation, path: path.to_owned(), file, len })
    }
}

fn suffix(zstd: bool) -> &'static str {
    if zstd { "jsonl.zst" } else { "jsonl" }
}

fn path_of(dir: &Path, name: &str, suffix: &str, generation: u64) -> PathBuf {
    dir.join(format!("{name}-{generation:06}.{suffix}.open"))
}

/// Creates the directory, and those above it, so that they survive a power cut.
fn create_dir(dir: &Path) -> io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    create_dir(parent)?;
    fs::create_dir(dir).map_err(|e| with_path(&e, "make", dir))?;
    sync_dir(parent)
}

fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(|e| with_path(&e, "sync", dir))
}
