//! Files as inputs: bounded reads, and gzip by the file's name.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use flate2::read::MultiGzDecoder;

/// Reads a file, unpacking `.gz`.
///
/// # Errors
/// A file that cannot be read, or is larger than `limit` bytes unpacked.
pub(super) fn read_file(path: &Path, limit: u64) -> anyhow::Result<Vec<u8>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let bytes = if is_gzip(path) { read_bounded(MultiGzDecoder::new(file), limit) } else { read_bounded(file, limit) };
    bytes.with_context(|| format!("cannot read {}", path.display()))
}

/// Reads the beginning of a file, unpacking `.gz`, and leaves out what is behind `limit` bytes.
///
/// # Errors
/// A file that cannot be read.
pub(super) fn read_file_start(path: &Path, limit: u64) -> anyhow::Result<Vec<u8>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let bytes = if is_gzip(path) { read_start(MultiGzDecoder::new(file), limit) } else { read_start(file, limit) };
    bytes.with_context(|| format!("cannot read {}", path.display()))
}

/// Reads the first `limit` bytes of a source.
pub(super) fn read_start(from: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a source to its end.
///
/// # Errors
/// A source that cannot be read, or is larger than `limit` bytes.
pub(super) fn read_bounded(from: impl Read, limit: u64) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        bail!("larger than {limit} bytes");
    }
    Ok(bytes)
}

/// Returns whether a file's name says that it is packed with gzip.
pub(super) fn is_gzip(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "gz")
}

/// Collects all files below a directory. Links to directories are not followed.
pub(super) fn collect_files(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in folder.read_dir()? {
        let entry = entry?;
        match entry.file_type()? {
            kind if kind.is_dir() => collect_files(&entry.path(), files)?,
            // A link to a file is a file; one to a directory may lead in a circle.
            _ if entry.path().is_file() => files.push(entry.path()),
            _ => {}
        }
    }
    Ok(())
}
