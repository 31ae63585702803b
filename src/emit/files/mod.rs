//! Lines into files, each exactly once.
//!
//! The outbox says at which byte of which file a frame stands, so writing it twice changes nothing and a reader that follows
//! the file never sees a byte taken back. A file that is written is `NAME-000001.jsonl.open`; ended, it loses its `.open` and
//! is the consumer's. Its bytes are on disk and its successor stands beside it before it is renamed: the lowest `.open`
//! number therefore says which files were ended, even when a consumer has carried those away.

mod found;
#[cfg(test)]
mod tests;

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::Sink;
use crate::model::outbox::{Frame, Progress};

/// The files of one stream.
#[derive(Debug)]
pub struct Files {
    dir: PathBuf,
    name: String,
    suffix: &'static str,
    live: Live,
    /// Files before this one were ended by a process before us: frames that belong there are there.
    ended_before: u64,
    /// The last file that may exist already.
    begun: u64,
    /// A sync failed: what is on disk is unknown.
    broken: bool,
}

/// The file that is written.
#[derive(Debug)]
struct Live {
    generation: u64,
    path: PathBuf,
    file: File,
    len: u64,
}

impl Files {
    /// Opens the files `NAME-….jsonl` in `dir` (`….jsonl.zst` when frames are compressed), and ends those that a process
    /// before us had left to be ended.
    ///
    /// `so_far` is what the outbox knows; its pending frames come next.
    ///
    /// # Errors
    /// When the directory cannot be written, or does not hold what the outbox says it must: somebody changed the files, or
    /// the state directory was deleted. Writing on would lose or double records.
    pub fn open(dir: &Path, name: &str, zstd: bool, so_far: Progress) -> io::Result<Self> {
        make_dir(dir)?;
        let found = found::list(dir, name)?;
        let Progress { synced, next, .. } = so_far;
        found::check(&found, so_far)?;
        let mut files = match found.iter().find(|file| file.is_open && file.generation >= synced.generation) {
            Some(file) => Self::at(dir, name, zstd, next.generation, Live::open(file.generation, &file.path, true)?),
            None if synced.offset == 0 => {
                let path = path_of(dir, name, suffix(zstd), synced.generation);
                let live = Live::open(synced.generation, &path, false)?;
                sync_dir(dir)?;
                Self::at(dir, name, zstd, next.generation, live)
            }
            None => {
                let path = path_of(dir, name, suffix(zstd), synced.generation);
                return Err(refuse(&path, &format!("is missing, but {} bytes of it were written", synced.offset)));
            }
        };
        if files.live.generation == synced.generation && files.live.len < synced.offset {
            let what = format!("has {} bytes, but {} were written", files.live.len, synced.offset);
            return Err(refuse(&files.live.path, &what));
        }
        for older in found.iter().filter(|file| file.is_open && file.generation < files.live.generation) {
            files.end(&older.path)?;
        }
        files.ended_before = files.live.generation;
        Ok(files)
    }

    fn at(dir: &Path, name: &str, zstd: bool, begun: u64, live: Live) -> Self {
        let (dir, name) = (dir.to_owned(), name.to_owned());
        Self { dir, name, suffix: suffix(zstd), ended_before: live.generation, live, begun, broken: false }
    }

    /// Takes `.open` off a file whose bytes are on disk.
    fn end(&self, path: &Path) -> io::Result<()> {
        let ended = path.with_extension("");
        if ended.exists() {
            return Err(refuse(&ended, "exists, but its name is that of a file still being written"));
        }
        fs::rename(path, &ended).map_err(|e| about(&e, "end", path))?;
        sync_dir(&self.dir)
    }
}

impl Sink for Files {
    fn write(&mut self, frame: &Frame) -> io::Result<()> {
        if frame.generation < self.ended_before {
            return Ok(());
        }
        self.rotate(frame.generation)?;
        let Live { generation, path, file, len } = &mut self.live;
        if frame.generation < *generation {
            return Err(refuse(path, &format!("is begun, but a frame came for file {}", frame.generation)));
        }
        if frame.offset > *len {
            return Err(refuse(path, &format!("has {len} bytes, but a frame stands at byte {}", frame.offset)));
        }
        file.write_all_at(&frame.bytes, frame.offset).map_err(|e| about(&e, "write", path))?;
        *len = (*len).max(frame.offset + frame.bytes.len() as u64);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        if self.broken {
            return Err(refuse(&self.live.path, "could not be synced before"));
        }
        self.live.file.sync_data().map_err(|e| {
            self.broken = true;
            about(&e, "sync", &self.live.path)
        })
    }

    fn rotate(&mut self, generation: u64) -> io::Result<()> {
        if generation <= self.live.generation {
            return Ok(());
        }
        self.sync()?;
        let path = path_of(&self.dir, &self.name, self.suffix, generation);
        let may_exist = generation <= self.begun;
        let next = Live::open(generation, &path, may_exist)?;
        self.begun = self.begun.max(generation);
        sync_dir(&self.dir)?;
        let last = std::mem::replace(&mut self.live, next);
        self.end(&last.path)
    }
}

impl Live {
    fn open(generation: u64, path: &Path, may_exist: bool) -> io::Result<Self> {
        let ended = path.with_extension("");
        if ended.exists() {
            return Err(refuse(&ended, "exists, but was never written by us"));
        }
        let mut options = File::options();
        options.write(true).truncate(false).create(may_exist).create_new(!may_exist);
        let file = options.open(path).map_err(|e| about(&e, "open", path))?;
        // Where the file system knows no locks, the state directory's own must do.
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            return Err(refuse(path, "is being written by another process"));
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

/// Makes the directory, and those above it, so that they survive a power cut.
fn make_dir(dir: &Path) -> io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    make_dir(parent)?;
    fs::create_dir(dir).map_err(|e| about(&e, "make", dir))?;
    sync_dir(parent)
}

fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(|e| about(&e, "sync", dir))
}

/// The same error, saying of what.
fn about(error: &io::Error, what: &str, path: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("cannot {what} {}: {error}", path.display()))
}

/// What is there is not what must be there.
fn refuse(path: &Path, what: &str) -> io::Error {
    let why = "were the files changed, or the state directory deleted?";
    io::Error::new(ErrorKind::InvalidData, format!("{} {what}; {why}", path.display()))
}
