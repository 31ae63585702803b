//! The listing of an output directory when it is opened, checked against the outbox.

use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use super::changed::changed;
use crate::emit::WriteError;
use crate::work::outbox::Progress;

/// The digits of a file's number; a larger number has more.
const MIN_DIGITS: usize = 6;
/// What the names of partitions' directories begin with.
const PARTITIONS: [&str; 2] = ["dt=", "hour="];

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
        if let Some((generation, is_open)) = file.file_name().to_str().and_then(|file| parse_name(file, name)) {
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
        found |= stream.is_some_and(|(file, stream)| parse_name(file, stream).is_some());
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
        let is_partition = name.to_str().is_some_and(|name| PARTITIONS.iter().any(|key| name.starts_with(key)));
        if !is_partition {
            take(&entry)?;
        } else if entry.file_type()?.is_dir() {
            visit(&entry.path(), take)?;
        }
    }
    Ok(())
}

/// Parses `NAME-000001.jsonl[.zst][.open]`; returns the number, and whether the file is open.
fn parse_name(file: &str, name: &str) -> Option<(u64, bool)> {
    let (number, suffix) = file.strip_prefix(name)?.strip_prefix('-')?.split_once('.')?;
    let (suffix, is_open) = suffix.strip_suffix(".open").map_or((suffix, false), |suffix| (suffix, true));
    let is_number = number.len() >= MIN_DIGITS && number.bytes().all(|b| b.is_ascii_digit());
    if !is_number || !matches!(suffix, "jsonl" | "jsonl.zst") {
        return None;
    }
    Some((number.parse().ok()?, is_open))
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

#[cfg(test)]
mod tests {
    use super::parse_name;

    #[test]
    fn knows_its_own_files() {
        let check = |file, expected| assert_eq!(parse_name(file, "articles"), expected, "{file}");
        check("articles-000001.jsonl", Some((1, false)));
        check("articles-000012.jsonl.open", Some((12, true)));
        check("articles-1000000.jsonl.zst", Some((1_000_000, false)));
        check("articles-000003.jsonl.zst.open", Some((3, true)));
        check("articles-extra-000001.jsonl", None);
        check("articles-000001.json", None);
        check("articles-1.jsonl", None);
        check("articles-000001.jsonl.gz", None);
        check("quotes-000001.jsonl", None);
    }
}
