//! What stands in the files of a stream, when it can no longer be taken for what was written there.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::changed::changed;
use super::directory::{create_dir, sync_dir};
use super::layout::Layout;
use super::listing::{self, ListedFile};
use super::{lines, manifest};
use crate::emit::WriteError;
use crate::work::SeqSet;
use crate::work::outbox::Progress;

/// What the files of a stream hold, by their own evidence.
#[derive(Debug)]
pub struct Survey {
    /// The records in the files that may hold what the outbox does not know to be on disk, and in later ones.
    pub on_disk: SeqSet,
    /// The `seq` of the last record before those files, where the manifest or the file before tells it.
    pub before: Option<u64>,
    /// The last `seq` that was ever written, as far as files and manifest tell; 0 when they hold nothing.
    pub last_seq: u64,
    /// The last number of a file, as far as files and manifest tell; 0 when there are none.
    pub last_generation: u64,
    /// The open files, which are to be ended, with the bytes that hold whole records.
    open: Vec<(PathBuf, u64)>,
    /// The ended files that were read.
    ended: Vec<PathBuf>,
}

impl Survey {
    /// Reads the files of a layout from the one in which the first pending frame stands.
    ///
    /// Costs a reading of these files and of the manifest.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn new(layout: &Layout, progress: Progress) -> Result<Self, WriteError> {
        let mut survey = Self {
            on_disk: SeqSet::default(),
            before: None,
            last_seq: 0,
            last_generation: 0,
            open: Vec::new(),
            ended: Vec::new(),
        };
        if !layout.dir.is_dir() {
            return Ok(survey);
        }
        let found = listing::list(&layout.dir, &layout.name)?;
        let first = progress.synced.generation;
        for file in found.iter().filter(|file| file.generation >= first) {
            survey.read(file)?;
        }
        for listed in manifest::of_stream(&layout.dir, &layout.name)? {
            survey.last_generation = survey.last_generation.max(listed.generation);
            if let Some(seq) = listed.last_seq {
                survey.last_seq = survey.last_seq.max(seq);
                survey.before = survey.before.max((listed.generation < first).then_some(seq));
            }
        }
        survey.last_generation = survey.last_generation.max(found.last().map_or(0, |file| file.generation));
        let previous = found.iter().rev().find(|file| file.generation < first);
        if let Some(previous) = previous.filter(|_| survey.before.is_none()) {
            survey.before = last_seq(&previous.path)?;
        }
        survey.last_seq = survey.last_seq.max(survey.on_disk.last().max(survey.before).unwrap_or(0));
        Ok(survey)
    }

    fn read(&mut self, file: &ListedFile) -> Result<(), WriteError> {
        let mut take = |seq, _: &[u8]| {
            self.on_disk.insert(seq);
            Ok(())
        };
        // A file of the same number without `.open` is the one that consumers have.
        let is_copy = file.is_open && file.path.with_extension("").exists();
        let whole = if is_copy {
            0
        } else {
            lines::read(&file.path, &mut take).map_err(|e| WriteError::of_path(&e, "read", &file.path))?
        };
        if file.is_open {
            self.open.push((file.path.clone(), whole));
        } else {
            self.ended.push(file.path.clone());
        }
        Ok(())
    }

    /// Makes the open files such that they can be ended, and makes them durable.
    ///
    /// What stands behind the last whole record is moved to a file of its own; returns these files.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn separate_rests(&self, layout: &Layout) -> Result<Vec<PathBuf>, WriteError> {
        let sync = |file: &File, path: &Path| file.sync_all().map_err(|e| WriteError::of_sync(&e, path));
        for path in &self.ended {
            sync(&File::open(path).map_err(|e| WriteError::of_path(&e, "open", path))?, path)?;
        }
        let mut rests = Vec::new();
        for (path, whole) in &self.open {
            let fault = |e: io::Error| WriteError::of_path(&e, "cut", path);
            let mut file = File::options().read(true).write(true).open(path).map_err(fault)?;
            if file.metadata().map_err(fault)?.len() > *whole {
                rests.push(save_rest(&mut file, path, *whole)?);
                file.set_len(*whole).map_err(fault)?;
            }
            sync(&file, path)?;
        }
        // A directory that was deleted is begun anew; the manifest says that it is ours.
        create_dir(&layout.dir)?;
        manifest::create(&layout.dir)?;
        sync_dir(&layout.dir)?;
        Ok(rests)
    }
}

/// Copies what stands behind `from` to `NAME.rest`, behind what may stand there already.
fn save_rest(file: &mut File, path: &Path, from: u64) -> Result<PathBuf, WriteError> {
    let rest = path.with_extension("rest");
    let fault = |e: io::Error| WriteError::of_path(&e, "write", &rest);
    let mut to = File::options().append(true).create(true).open(&rest).map_err(fault)?;
    file.seek(SeekFrom::Start(from)).map_err(fault)?;
    io::copy(file, &mut to).map_err(fault)?;
    to.flush().and_then(|()| to.sync_all()).map_err(|e| WriteError::of_sync(&e, &rest))?;
    sync_dir(rest.parent().unwrap_or(Path::new(".")))?;
    Ok(rest)
}

fn last_seq(path: &Path) -> Result<Option<u64>, WriteError> {
    let mut last = None;
    let mut take = |seq, _: &[u8]| {
        last = Some(seq);
        Ok(())
    };
    lines::read(path, &mut take).map_err(|e| WriteError::of_path(&e, "read", path))?;
    Ok(last)
}

/// Checks that a directory holds the files that a stream wrote elsewhere, up to its last record that is known to be on disk.
///
/// Changes nothing.
///
/// # Errors
/// [`WriteError::Changed`] when it does not, or when the files cannot be read.
pub fn check_moved(layout: &Layout, progress: Progress, safe_seq: u64) -> Result<(), WriteError> {
    let found = listing::list(&layout.dir, &layout.name)?;
    listing::check(&found, progress)?;
    listing::check_open(layout, &found, progress)?;
    listing::check_listed(layout, progress)?;
    let survey = Survey::new(layout, progress)?;
    if survey.last_seq < safe_seq || survey.last_seq > progress.seq {
        let what = format!(
            "holds {} up to seq {}, but they were written up to {safe_seq} at least and {} at most",
            layout.name, survey.last_seq, progress.seq
        );
        return Err(changed(&layout.dir.join(&layout.name), &what));
    }
    Ok(())
}
