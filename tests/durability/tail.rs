//! A reader that follows files: what it has seen must stand there for ever.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::files::list;

/// What the reader has seen, by the name that a file has when it is ended.
#[derive(Default)]
pub(crate) struct Tail {
    open: BTreeMap<PathBuf, Vec<u8>>,
    /// How many bytes a power cut has left of an open file, until all that was seen stands there again.
    torn: BTreeMap<PathBuf, usize>,
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
            if let Some(kept) = self.torn.get(&file.ended).copied() {
                assert!(bytes.starts_with(&seen[..kept]), "{}: lost before {kept}", file.path.display());
                if !bytes.starts_with(seen) {
                    continue;
                }
                self.torn.remove(&file.ended);
            }
            assert!(bytes.starts_with(seen), "{}: withdrawn after {} bytes", file.path.display(), seen.len());
            *seen = bytes;
            if !file.is_open() {
                let whole = self.open.remove(&file.ended).unwrap_or_default();
                self.ended.insert(file.ended, blake3::hash(&whole));
            }
        }
    }

    /// Notes that a power cut has left so many bytes of an open file, all of which was seen.
    pub(crate) fn tear(&mut self, ended: &Path, kept: usize) {
        let torn = self.torn.entry(ended.to_owned()).or_insert(kept);
        *torn = kept.min(*torn);
    }

    /// Whether a power cut has torn a file, and nobody has written it again since.
    pub(crate) fn is_torn(&self, ended: &Path) -> bool {
        self.torn.contains_key(ended)
    }

    /// Checks that all files that were ever seen are there, the ended ones as they were.
    pub(crate) fn check_ended(&self) {
        for (path, hash) in &self.ended {
            assert_eq!(blake3::hash(&fs::read(path).unwrap()), *hash, "{} was changed", path.display());
        }
        assert!(self.torn.is_empty(), "not written again: {:?}", self.torn);
        let gone: Vec<_> = self.open.iter().filter(|(path, seen)| !seen.is_empty() && !path.exists()).collect();
        assert!(gone.is_empty(), "{gone:?}");
    }
}
