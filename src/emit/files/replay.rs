//! The records of a stream's files, to be had again.

use std::collections::BTreeMap;
use std::io;

use super::layout::Layout;
use super::{lines, listing, manifest};
use crate::emit::WriteError;

/// Calls a function with each record of a stream's files from a `seq` on, in the order of the files.
///
/// Files of which the manifest says that they end before are not read.
///
/// # Errors
/// When the files cannot be read, or the function fails.
pub fn replay(
    layout: &Layout,
    from: u64,
    take: &mut dyn FnMut(u64, &[u8]) -> io::Result<()>,
) -> Result<(), WriteError> {
    if !layout.dir.is_dir() {
        return Ok(());
    }
    let listed = manifest::of_stream(&layout.dir, &layout.name)?;
    let last: BTreeMap<u64, u64> =
        listed.into_iter().filter_map(|listed| Some((listed.generation, listed.last_seq?))).collect();
    for file in listing::list(&layout.dir, &layout.name)? {
        if last.get(&file.generation).is_some_and(|last| *last < from) {
            continue;
        }
        let mut take_later = |seq: u64, line: &[u8]| if seq < from { Ok(()) } else { take(seq, line) };
        lines::read(&file.path, &mut take_later).map_err(|e| match e.kind() {
            io::ErrorKind::BrokenPipe => WriteError::ReaderGone,
            _ => WriteError::of_path(&e, "replay", &file.path),
        })?;
    }
    Ok(())
}
