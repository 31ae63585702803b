//! The state of files, which shows whether any has changed.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

/// The state of a file: its path, its length, the time of its last change.
type FileState = (PathBuf, u64, Option<SystemTime>);

/// The state of some files at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Snapshot(Vec<FileState>);

impl Snapshot {
    /// Looks at the files. One that is not there has a state, too.
    pub(super) fn of(files: impl Iterator<Item = PathBuf>) -> Self {
        let state = |file: PathBuf| {
            let about = file.metadata().ok();
            let changed = about.as_ref().and_then(|about| about.modified().ok());
            (file, about.map_or(0, |about| about.len()), changed)
        };
        Self(files.map(state).collect())
    }
}

/// How often files are looked at (chosen). A change is read when it is as old, so that no half-written file is read.
pub(super) const CHECK_INTERVAL: Duration = Duration::from_secs(1);

/// A watch over files that were read. It knows a change that is over from one that still goes on.
#[derive(Debug)]
pub(super) struct ChangeWatch {
    read: Snapshot,
    last: Snapshot,
}

impl ChangeWatch {
    /// Creates a watch over files that were read in this state.
    pub(super) fn new(read: Snapshot) -> Self {
        Self { last: read.clone(), read }
    }

    /// Notes how the files are now, and returns whether they have changed since they were read, and not since the last look.
    pub(super) fn look(&mut self, now: &Snapshot) -> bool {
        let is_over = *now != self.read && *now == self.last;
        self.last.clone_from(now);
        is_over
    }

    /// Notes that the files were read in this state.
    pub(super) fn note_read(&mut self, now: Snapshot) {
        self.read = now;
    }
}
