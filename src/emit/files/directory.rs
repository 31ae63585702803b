//! The directory of an output: its one name, and its safety from power cuts.

use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

use super::listing;
use super::manifest::MANIFEST;
use crate::emit::WriteError;

/// Returns the one absolute path of a directory, however it is spelt. What does not exist yet is taken as it is written.
///
/// # Errors
/// When the working directory or a part of the path cannot be read.
pub fn canonical(dir: &Path) -> io::Result<PathBuf> {
    let mut path = PathBuf::new();
    for part in std::path::absolute(dir)?.components() {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            part => path.push(part),
        }
        // A link is followed before the `..` behind it is.
        if path.symlink_metadata().is_ok() {
            path = path.canonicalize()?;
        }
    }
    Ok(path)
}

/// Returns whether a directory holds a manifest or files of any stream.
pub(super) fn is_used(dir: &Path) -> Result<bool, WriteError> {
    Ok(dir.is_dir() && (dir.join(MANIFEST).exists() || listing::has_files(dir)?))
}

/// Creates the directory, and those above it, so that they survive a power cut.
pub(super) fn create_dir(dir: &Path) -> Result<(), WriteError> {
    if dir.is_dir() {
        return Ok(());
    }
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    create_dir(parent)?;
    match fs::create_dir(dir) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists || !dir.is_dir() => {
            Err(WriteError::of_path(&error, "make", dir))
        }
        _ => sync_dir(parent),
    }
}

/// Syncs a directory: a new name in it is safe from a power cut then.
pub(super) fn sync_dir(dir: &Path) -> Result<(), WriteError> {
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(|e| WriteError::of_sync(&e, dir))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_directory_has_one_name_however_it_is_spelt() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("deep/out")).unwrap();
        symlink(root.join("deep/out"), root.join("link")).unwrap();
        let check = |spelling: &str, expected: &str| {
            assert_eq!(canonical(&root.join(spelling)).unwrap(), root.join(expected), "{spelling}");
        };
        check("deep/out", "deep/out");
        check("deep/out/", "deep/out");
        check("deep/./out//", "deep/out");
        check("deep/../deep/out", "deep/out");
        check("link", "deep/out");
        check("link/../out", "deep/out");
        check("link/later", "deep/out/later");
        check("deep/out/not/yet/../there", "deep/out/not/there");
        let relative = Path::new("some/out");
        assert_eq!(
            canonical(relative).unwrap(),
            std::env::current_dir().unwrap().canonicalize().unwrap().join(relative)
        );
    }
}
