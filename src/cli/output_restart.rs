//! `pressline output restart`: an output goes on in new files, from what the outbox holds and its files do not.

use std::fmt::Write as _;

use anyhow::Context;
use jiff::Timestamp;

use super::exit_code::ServiceFailure;
use super::files_output::FilesOutput;
use crate::emit::files::survey::Survey;
use crate::emit::files::{Files, Layout};
use crate::store::{Evidence, Restarted, Streams};
use crate::work::SeqSet;
use crate::work::outbox::Stream;

/// Restarts all streams of an output; returns what was done, for people.
pub(super) fn restart(output: FilesOutput) -> anyhow::Result<String> {
    let FilesOutput { mut state, name, streams, .. } = output;
    let mut text = String::new();
    for (stream, layout) in &streams {
        let words = restart_stream(&mut state, stream, layout).map_err(ServiceFailure)?;
        for line in words {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{name}/{}: {line}", layout.name);
        }
    }
    if text.is_empty() {
        let _ = writeln!(text, "{name}: nothing was ever written there, and there is nothing to go on from");
    }
    Ok(text)
}

/// Restarts one stream; returns what is to be told of it, or nothing of one that was never used.
fn restart_stream(state: &mut Streams, stream: &Stream, layout: &Layout) -> anyhow::Result<Vec<String>> {
    let (progress, safe_seq) = state.progress(&stream.name)?;
    let survey = Survey::new(layout, progress).context("cannot read the files")?;
    if progress.seq == 0 && survey.last_generation == 0 {
        return Ok(Vec::new());
    }
    let mut words = Vec::new();
    for rest in survey.separate_rests(layout).context("cannot prepare the files")? {
        words.push(format!("what stood behind the last whole record is in {}", rest.display()));
    }
    let evidence = Evidence {
        on_disk: survey.on_disk.clone(),
        last_generation: survey.last_generation,
        last_seq: survey.last_seq,
    };
    let Restarted { generation, rewritten } = state.restart(stream, &evidence, Timestamp::now())?;
    let (restarted, _) = state.progress(&stream.name)?;
    // Ends the files that were open.
    Files::open(layout.clone(), restarted).context("cannot end the files")?;
    let from_outbox =
        if rewritten.is_empty() { String::new() } else { format!(", with seq {rewritten} from the outbox") };
    words.push(format!("goes on in {} and with seq {}{from_outbox}", layout.file_name(generation), restarted.seq + 1));
    words.extend(gone(&survey, safe_seq, progress.synced.generation, &rewritten));
    if survey.last_seq > progress.seq {
        let repeated = SeqSet::of(progress.seq + 1, survey.last_seq);
        words.push(format!(
            "seq {repeated} were written after this state was saved: their articles may come again, under new numbers"
        ));
    }
    Ok(words)
}

/// Returns the words for records that were on disk and are no more, as far as that can be known.
fn gone(survey: &Survey, safe_seq: u64, generation: u64, rewritten: &SeqSet) -> Option<String> {
    let first = match survey.before {
        Some(before) => Some(before + 1),
        // The first file begins with the first record.
        None if generation == 1 => Some(1),
        None => None,
    };
    let lost =
        "are not in the files any more and cannot be written again; files that were ended before are not looked at";
    match first {
        Some(first) => {
            let gone = SeqSet::of(first, safe_seq).without(&survey.on_disk).without(rewritten);
            (!gone.is_empty()).then(|| format!("seq {gone} {lost}"))
        }
        None if survey.on_disk.first().is_none_or(|found| found > safe_seq) => {
            Some(format!("it is not known whether records up to seq {safe_seq} are still there: no file tells"))
        }
        None => {
            let found = survey.on_disk.first().unwrap_or(safe_seq);
            let gone = SeqSet::of(found, safe_seq).without(&survey.on_disk).without(rewritten);
            Some(if gone.is_empty() {
                format!("whether records before seq {found} are still there is not known: no manifest tells")
            } else {
                format!("seq {gone}, and perhaps some before {found}, {lost}")
            })
        }
    }
}
