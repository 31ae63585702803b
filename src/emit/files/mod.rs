//! Lines to files, each exactly once.
//!
//! The outbox decides at which byte of which file a frame is written. Writing it twice changes nothing, and a reader that
//! follows the file never sees a byte withdrawn. A file that is being written is called `NAME-000001.jsonl.open`. When it is
//! ended, it loses its `.open` and belongs to the consumer. It is renamed only when its bytes are on disk and either its
//! successor exists or the outbox has nothing left of it. The lowest `.open` number therefore says which files were ended,
//! even when a consumer has moved those away. A file begins with its first frame: none is empty.

mod changed;
mod current;
pub mod directory;
mod file_name;
mod layout;
mod lines;
mod listing;
mod manifest;
pub mod replay;
pub mod survey;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::Path;

use changed::{changed, changed_directory};
use current::CurrentFile;
use directory::{create_dir, sync_dir};
pub use layout::Layout;
use listing::ListedFile;

use super::{Sink, WriteError};
use crate::work::outbox::{Frame, Progress};

/// The files of one stream.
#[derive(Debug)]
pub struct Files {
    layout: Layout,
    /// The number of the file that is being written, or that the next frame begins.
    generation: u64,
    current: Option<CurrentFile>,
    /// The first file that an earlier process had not ended. Frames of files before it are already written.
    ended_before: u64,
    /// The last file that may exist already.
    last_begun: u64,
}

impl Files {
    /// Opens the files `NAME-….jsonl` of a layout, and ends those that an earlier process left to be ended.
    ///
    /// `progress` is what the outbox knows; its pending frames come next.
    ///
    /// # Errors
    /// When the directory cannot be written, or does not hold what the outbox requires: somebody changed the files, or the
    /// state directory was deleted. To continue would lose or double records.
    pub fn open(layout: Layout, progress: Progress) -> Result<Self, WriteError> {
        let Progress { synced, next, seq } = progress;
        // What is committed and not known to be on disk may not have reached it before a crash: then nothing is missing.
        let is_begun = synced.generation > 1 || synced.offset > 0;
        if is_begun && !directory::is_used(&layout.dir)? {
            let what = format!("holds nothing of ours, but {seq} records were written there; is its disk not mounted?");
            return Err(changed_directory(&layout.dir, &format!("{} {what}", layout.dir.display())));
        }
        create_dir(&layout.dir)?;
        let found = listing::list(&layout.dir, &layout.name)?;
        listing::check(&found, progress)?;
        listing::check_listed(&layout, progress)?;
        let open = listing::check_open(&layout, &found, progress)?;
        let current = open.map(|file| CurrentFile::open(file.generation, &file.path, true)).transpose()?;
        let generation = current.as_ref().map_or(synced.generation, |file| file.generation);
        let files = Self { layout, generation, current, ended_before: generation, last_begun: next.generation };
        files.end_older(&found)?;
        Ok(files)
    }

    fn end_older(&self, found: &[ListedFile]) -> Result<(), WriteError> {
        let older = found.iter().filter(|file| file.is_open && file.generation < self.generation);
        older.into_iter().try_for_each(|file| self.end(&file.path))
    }

    /// Lists a file whose bytes are on disk in the manifest, and renames it to its name without `.open`.
    fn end(&self, path: &Path) -> Result<(), WriteError> {
        let ended = path.with_extension("");
        let folder = path.parent().unwrap_or(&self.layout.dir);
        if path.exists() {
            if fs::metadata(path)?.len() == 0 {
                fs::remove_file(path).map_err(|e| WriteError::of_path(&e, "remove", path))?;
                return sync_dir(folder);
            }
            if ended.exists() {
                return Err(changed(&ended, "exists, but its name is that of a file still being written"));
            }
            manifest::add(&self.layout.dir, path, &ended)?;
            fs::rename(path, &ended).map_err(|e| WriteError::of_path(&e, "end", path))?;
        }
        sync_dir(folder)
    }

    /// Begins the file of a frame that is beyond the current one, then ends that one.
    fn begin(&mut self, frame: &Frame) -> Result<(), WriteError> {
        let next = self.create(frame)?;
        if let Some(last) = &self.current {
            self.end(&last.path)?;
        }
        self.generation = frame.generation;
        self.current = Some(next);
        Ok(())
    }

    fn create(&mut self, frame: &Frame) -> Result<CurrentFile, WriteError> {
        let path = self.layout.path_of(frame.generation, frame.began);
        let folder = path.parent().unwrap_or(&self.layout.dir);
        create_dir(folder)?;
        let file = CurrentFile::open(frame.generation, &path, frame.generation <= self.last_begun)?;
        self.last_begun = self.last_begun.max(frame.generation);
        sync_dir(folder)?;
        Ok(file)
    }
}

impl Sink for Files {
    fn write(&mut self, frame: &Frame) -> Result<(), WriteError> {
        if frame.generation < self.ended_before {
            return Ok(());
        }
        if frame.generation > self.generation && self.current.is_some() {
            self.sync()?;
        }
        if frame.generation > self.generation || self.current.is_none() && frame.generation == self.generation {
            self.begin(frame)?;
        }
        match &mut self.current {
            Some(current) if current.generation == frame.generation => {
                // A write beyond the end would hide that the file was cut.
                current.verify()?;
                current.write(frame)
            }
            _ => {
                let path = self.layout.path_of(self.generation, None);
                Err(changed(&path, &format!("is begun, but a frame came for file {}", frame.generation)))
            }
        }
    }

    fn sync(&mut self) -> Result<(), WriteError> {
        let Some(current) = &mut self.current else { return Ok(()) };
        current.sync()?;
        current.verify()
    }

    fn rotate(&mut self, generation: u64) -> Result<(), WriteError> {
        if generation <= self.generation {
            return Ok(());
        }
        self.sync()?;
        if let Some(last) = &self.current {
            self.end(&last.path)?;
        }
        self.current = None;
        self.generation = generation;
        Ok(())
    }

    fn verify(&self) -> Result<(), WriteError> {
        self.current.as_ref().map_or(Ok(()), CurrentFile::verify)
    }
}
