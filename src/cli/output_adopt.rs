//! `pressline output adopt`: an output goes on with its files, which were moved to another directory.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::anyhow;

use super::exit_code::ServiceFailure;
use super::files_output::FilesOutput;
use super::stream_plan::{FILE_NAMES, canonical, stream_name};
use crate::emit::files::Layout;
use crate::emit::files::survey::check_moved;
use crate::store::Streams;
use crate::work::outbox::Stream;

/// Moves the streams of a former directory to the one that is configured; returns what was done, for people.
pub(super) fn adopt(output: FilesOutput, from: Option<&Path>) -> anyhow::Result<String> {
    let FilesOutput { mut state, name, streams, configured } = output;
    let refused = |words: String| anyhow!(ServiceFailure(anyhow!("{words}")));
    for (stream, _) in &streams {
        let (progress, _) = state.progress(&stream.name)?;
        if progress.seq > 0 {
            return Err(refused(format!(
                "the state has written {} records to {} itself, so that nothing can be adopted there; if they are gone, \
                 `pressline output restart {name}` goes on in new files",
                progress.seq, stream.name
            )));
        }
    }
    let former = match from {
        Some(dir) => vec![canonical(dir)?],
        None => former_dirs(&state, &configured)?,
    };
    let mut fitting = Vec::new();
    let mut faults = Vec::new();
    for dir in former {
        match check(&state, &dir, &streams) {
            Ok(()) => fitting.push(dir),
            Err(fault) => faults.push(format!("{}: {fault:#}", dir.display())),
        }
    }
    match fitting.as_slice() {
        [dir] => {
            let names: Vec<_> =
                streams.iter().map(|(stream, layout)| (stream_name(dir, &layout.name), stream.name.clone())).collect();
            state.rename(&names)?;
            Ok(format!("{name} goes on with the files of {}\n", dir.display()))
        }
        [] if faults.is_empty() => Err(refused(format!(
            "the state knows no directory that is not configured any more, so that nothing can have been moved to {name}; \
             `pressline output restart {name}` goes on in new files there"
        ))),
        [] => Err(refused(format!("{name} does not hold what the state has written\n{}", faults.join("\n")))),
        several => {
            let dirs: Vec<_> = several.iter().map(|dir| format!("--from {}", dir.display())).collect();
            Err(refused(format!("the files of several directories would fit; say which: {}", dirs.join(", "))))
        }
    }
}

/// Returns the directories that the state has written to and that are not among the streams given.
fn former_dirs(state: &Streams, configured: &BTreeSet<String>) -> anyhow::Result<Vec<PathBuf>> {
    let names = state.names()?;
    let former = names.iter().filter(|name| !configured.contains(*name));
    let dirs = former.filter_map(|name| name.rsplit_once('/').filter(|(_, kind)| FILE_NAMES.contains(kind)));
    let dirs: BTreeSet<PathBuf> = dirs.map(|(dir, _)| dir.into()).collect();
    Ok(dirs.into_iter().collect())
}

/// Checks that the layouts' directory holds what the state has written to a former one.
fn check(state: &Streams, former: &Path, streams: &[(Stream, Layout)]) -> anyhow::Result<()> {
    let mut has_records = false;
    for (_, layout) in streams {
        let (progress, safe_seq) = state.progress(&stream_name(former, &layout.name))?;
        has_records |= progress.seq > 0;
        check_moved(layout, progress, safe_seq)?;
    }
    if has_records { Ok(()) } else { Err(anyhow!("the state has written nothing there")) }
}
