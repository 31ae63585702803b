//! Power cuts, simulated: bytes that were not synced are cut away or turned into zeros.

use std::cmp::Ordering;
use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::Path;

use pressline::store::Streams;

use crate::files::{StreamFile, list};
use crate::random::Random;
use crate::tail::Tail;
use crate::without_children;

/// Tears the open files of an output behind what the state knows to be on disk; returns how many it has torn.
pub(crate) fn tear(state: &Path, dir: &Path, random: &mut Random, tail: &mut Tail) -> u64 {
    if !dir.is_dir() {
        return 0;
    }
    let mut torn = 0;
    let _guard = without_children();
    let streams = Streams::open(state, &[]).unwrap();
    let canonical = dir.canonicalize().unwrap();
    for file in list(dir).into_iter().filter(StreamFile::is_open) {
        let (progress, _) = streams.progress(&format!("{}/{}", canonical.display(), file.kind)).unwrap();
        let len = fs::metadata(&file.path).unwrap().len();
        let safe = match file.number.cmp(&progress.synced.generation) {
            Ordering::Less => len,
            Ordering::Equal => progress.synced.offset,
            Ordering::Greater => 0,
        };
        assert!(safe <= len, "{} has {len} bytes, but {safe} are said to be on disk", file.path.display());
        if safe == len {
            continue;
        }
        let kept = safe + random.below(len - safe);
        let open = File::options().write(true).open(&file.path).unwrap();
        if random.below(2) == 0 {
            open.set_len(kept).unwrap();
        } else {
            let zeros = vec![0; usize::try_from(len - kept).unwrap()];
            open.write_all_at(&zeros, kept).unwrap();
        }
        tail.tear(&file.ended, usize::try_from(kept).unwrap());
        torn += 1;
    }
    torn
}
