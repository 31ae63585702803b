//! Answers of local commands: one JSON object per line on stdout.

use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write};

use serde::Serialize;
use serde_json::json;

use super::exit_code::{FAILURE, SUCCESS};
use super::progress::Progress;
use crate::emit::line;

/// A writer of lines to stdout that remembers whether any of them was a failure.
pub(super) struct LineWriter {
    out: BufWriter<StdoutLock<'static>>,
    has_failed: bool,
    progress: Option<Progress>,
}

impl LineWriter {
    pub(super) fn new() -> Self {
        Self { out: BufWriter::new(io::stdout().lock()), has_failed: false, progress: None }
    }

    /// Creates a writer that shows progress through `total` inputs, or through an unknown number.
    pub(super) fn with_progress(total: Option<usize>) -> Self {
        Self { progress: Some(Progress::new(total)), ..Self::new() }
    }

    /// Writes one answer and flushes it, so that a program that reads a pipe can go on.
    pub(super) fn answer(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.progress.iter().for_each(Progress::step);
        self.out.write_all(&line::bytes(value))?;
        self.out.flush()
    }

    /// Writes plain text, for people who asked for it as data.
    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())?;
        self.out.flush()
    }

    /// Writes an answer that says why an input was not read.
    pub(super) fn unread(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.has_failed = true;
        self.answer(value)
    }

    /// Writes `{"input","error"}` in place of an answer.
    pub(super) fn failure(&mut self, input: &str, error: &anyhow::Error) -> io::Result<()> {
        self.has_failed = true;
        self.answer(&json!({ "input": input, "error": format!("{error:#}") }))
    }

    /// Returns the exit code: 0 when all inputs were answered, 1 when some failed.
    pub(super) fn exit_code(&self) -> u8 {
        if self.has_failed { FAILURE } else { SUCCESS }
    }
}

/// Returns whether an error means that the reader of stdout has gone (`| head`), which is no failure.
pub(super) fn is_reader_gone(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|e| e.downcast_ref::<io::Error>()).any(|e| e.kind() == ErrorKind::BrokenPipe)
}
