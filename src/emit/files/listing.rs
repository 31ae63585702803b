//! The listing of an output directory when it is opened, checked against the outbox.

use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use super::changed::changed;
use super::file_name;
use super::layout::Layout;
use super::manifest::{self, Listed, MANIFEST};
use crate::emit::WriteError;
use crate::work::outbox::{Partition, Progress};

/// One file of a stream.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ListedFile {
    pub(super) generation: u64,
    pub(super) path: PathBuf,
    /// Whether its name still ends in `.open`.
    pub(super) is_open: bool,
    pub(super) len: u64,
}

/// Returns the stream's files, in order, those in directories of partitions included.
pub(super) fn list(dir: &Path, name: &str) -> Result<Vec<ListedFile>, WriteError> {
    let mut found = Vec::new();
    visit(dir, &mut |file| {
        if let Some((generation, is_open)) = file.file_name().to_str().and_then(|file| file_name::parse(file, name)) {
            found.push(ListedFile { generation, path: file.path(), is_open, len: file.metadata()?.len() });
        }
        Ok(())
    })
    .map_err(|e| WriteError::of_path(&e, "list", dir))?;
    found.sort();
    Ok(found)
}

/// Returns whether there are files of any stream.
pub(super) fn has_files(dir: &Path) -> Result<bool, WriteError> {
    let mut found = false;
    visit(dir, &mut |file| {
        let name = file.file_name();
        let stream = name.to_str().and_then(|file| Some((file, file.split_once('-')?.0)));
        found |= stream.is_some_and(|(file, stream)| file_name::parse(file, stream).is_some());
        Ok(())
    })
    .map_err(|e| WriteError::of_path(&e, "list", dir))?;
    Ok(found)
}

/// Calls a function for each file in a directory and its partitions.
fn visit(dir: &Path, take: &mut impl FnMut(&DirEntry) -> io::Result<()>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name();
        if !name.to_str().is_some_and(Partition::is_folder) {
            take(&entry)?;
        } else if entry.file_type()?.is_dir() {
            visit(&entry.path(), take)?;
        }
    }
    Ok(())
}

/// Checks that no file holds more than was ever committed.
///
/// # Errors
/// Files that do: they belong to another program, or were changed.
pub(super) fn check(found: &[ListedFile], Progress { next, .. }: Progress) -> Result<(), WriteError> {
    for file in found.iter().filter(|file| file.generation >= next.generation) {
        if file.generation > next.generation || !file.is_open {
            return Err(changed(&file.path, "exists, but the state directory does not know of it"));
        }
        if file.len > next.offset {
            let what = format!("has {} bytes, but only {} were ever committed", file.len, next.offset);
            return Err(changed(&file.path, &what));
        }
    }
    Ok(())
}

/// Returns the open file in which the first pending frame stands or that comes after it, if there is one.
///
/// # Errors
/// When a file that was begun is missing, or shorter than what is known to be on disk.
pub(super) fn check_open<'a>(
    layout: &Layout,
    found: &'a [ListedFile],
    Progress { synced, .. }: Progress,
) -> Result<Option<&'a ListedFile>, WriteError> {
    let open = found.iter().find(|file| file.is_open && file.generation >= synced.generation);
    match open {
        None if synced.offset > 0 => {
            let what = format!("is missing, but {} bytes of it were written", synced.offset);
            Err(changed(&layout.path_of(synced.generation, None), &what))
        }
        Some(file) if file.generation == synced.generation && file.len < synced.offset => {
            Err(changed(&file.path, &format!("has {} bytes, but {} were written", file.len, synced.offset)))
        }
        open => Ok(open),
    }
}

/// Checks that the manifest lists no file of a stream that was never begun.
///
/// # Errors
/// A manifest that does: the state is older than the files, or belongs to others. To go on would use their names again.
pub(super) fn check_listed(layout: &Layout, progress: Progress) -> Result<(), WriteError> {
    let listed = manifest::of_stream(&layout.dir, &layout.name)?;
    match listed.into_iter().find(|listed| listed.generation >= progress.next.generation) {
        Some(Listed { file, .. }) => Err(changed(
            &layout.dir.join(MANIFEST),
            &format!("lists {file}, but the state directory does not know of it"),
        )),
        None => Ok(()),
    }
}
