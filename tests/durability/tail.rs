//! A reader that follows files: what it has seen must stand there for ever.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::files::list;

/// What the reader has seen, by the name that a file has when it is ended.
#[derive(Default)]
pub(crate) struct Tail {
    open: BTreeMap<PathBuf, Vec<u8>>,
    /// The hashes of ended files, which nobody touches any more.
    ended: BTreeMap<PathBuf, blake3::Hash>,
    pub(crate) looks: u64,
}

impl Tail {
    /// Looks at all files once: each must begin with what was seen of it before.
    pub(crate) fn look(&mut self, dirs: &[PathBuf]) {
        self.looks += 1;
        for file in dirs.iter().flat_map(|dir| list(dir)) {
            if self.ended.contains_key(&file.ended) {
                continue;
            }
            // It may have been renamed just now; then the next look finds it.
            let Ok(bytes) = fs::read(&file.path) else { continue };
            let seen = self.open.entry(file.ended.clone()).or_default();
            assert!(bytes.starts_with(seen), "{}: withdrawn after {} bytes", file.path.display(), seen.len());
            *seen = bytes;
            if !file.is_open() {
                let whole = self.open.remove(&file.ended).unwrap_or_default();
                self.ended.insert(file.ended, blake3::hash(&whole));
            }
        }
    }

    /// Forgets what a power cut took: the reader died with it.
    pub(crate) fn forget(&mut self, ended: &Path, kept: usize) {
        if let Some(seen) = self.open.get_mut(ended) {
            seen.truncate(kept);
        }
    }

    /// Checks that all files that were ever seen are there, the ended ones as they were.
    pub(crate) fn check_ended(&self) {
        for (path, hash) in &self.ended {
            assert_eq!(blake3::hash(&fs::read(path).unwrap()), *hash, "{} was changed", path.display());
        }
        let gone: Vec<_> = self.open.iter().filter(|(path, seen)| !seen.is_empty() && !path.exists()).collect();
        assert!(gone.is_empty(), "{gone:?}");
    }
}
