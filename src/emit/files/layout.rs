//! The layout of a stream's files.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::work::outbox::Partition;

/// The layout of a stream's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The directory of the output.
    pub dir: PathBuf,
    /// The name that files begin with (`articles`).
    pub name: String,
    /// Whether frames are compressed.
    pub zstd: bool,
    /// The directories below `dir` that files are put into.
    pub partition: Partition,
}

impl Layout {
    /// Returns the path of a file while it is open.
    pub(super) fn path_of(&self, generation: u64, began: Option<Timestamp>) -> PathBuf {
        let suffix = if self.zstd { "jsonl.zst" } else { "jsonl" };
        let folder = began.and_then(|began| self.partition.folder(began)).unwrap_or_default();
        self.dir.join(folder).join(format!("{}-{generation:06}.{suffix}.open", self.name))
    }

    /// Returns the name of a file once it is ended.
    pub fn file_name(&self, generation: u64) -> String {
        let open = self.path_of(generation, None);
        open.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }
}
