//! The listing of an output directory when it is opened, checked against the outbox.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::errors::{unexpected, with_path};
use crate::work::outbox::Progress;

/// The digits of a file's number; a larger number has more.
const MIN_DIGITS: usize = 6;

/// One file of a stream.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ListedFile {
    pub(super) generation: u64,
    pub(super) path: PathBuf,
    /// Whether its name still ends in `.open`.
    pub(super) is_open: bool,
    pub(super) len: u64,
}

/// Returns the stream's files, in order.
pub(super) fn list(dir: &Path, name: &str) -> io::Result<Vec<ListedFile>> {
    let mut found = Vec::new();
    for file in fs::read_dir(dir).map_err(|e| with_path(&e, "list", dir))? {
        let file = file?;
        if let Some((generation, is_open)) = file.file_name().to_str().and_then(|file| parse_name(file, name)) {
            found.push(ListedFile { generation, path: file.path(), is_open, len: file.metadata()?.len() });
        }
    }
    found.sort();
    Ok(found)
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
pub(super) fn check(found: &[ListedFile], Progress { next, .. }: Progress) -> io::Result<()> {
    for file in found.iter().filter(|file| file.generation >= next.generation) {
        if file.generation > next.generation || !file.is_open {
            return Err(unexpected(&file.path, "exists, but the state directory does not know of it"));
        }
        if file.len > next.offset {
            let what = format!("has {} bytes, but only {} were ever committed", file.len, next.offset);
            return Err(unexpected(&file.path, &what));
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
