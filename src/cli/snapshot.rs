//! The state of files, which shows whether any has changed.

use std::path::PathBuf;
use std::time::SystemTime;

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
