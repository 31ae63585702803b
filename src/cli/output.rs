//! One JSON object a line on stdout.

use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write};

use serde::Serialize;
use serde_json::json;

use super::progress::Progress;
use crate::emit::line;

/// Lines on stdout, and whether any of them told of a failure.
pub(super) struct Lines {
    out: BufWriter<StdoutLock<'static>>,
    failed: bool,
    progress: Option<Progress>,
}

impl Lines {
    pub(super) fn new() -> Self {
        Self { out: BufWriter::new(io::stdout().lock()), failed: false, progress: None }
    }

    /// The same for a command that may take long: `total` inputs, or as many as come.
    pub(super) fn with_progress(total: Option<usize>) -> Self {
        Self { progress: Some(Progress::new(total)), ..Self::new() }
    }

    /// Writes one answer and flushes it, so that a program at the other end of a pipe can go on.
    pub(super) fn answer(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.progress.iter().for_each(Progress::step);
        self.out.write_all(&line::bytes(value))?;
        self.out.flush()
    }

    /// Writes text for people who asked for it as data.
    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())?;
        self.out.flush()
    }

    /// Writes `{"input","error"}` in the place of an answer.
    pub(super) fn failure(&mut self, input: &str, error: &anyhow::Error) -> io::Result<()> {
        self.failed = true;
        self.answer(&json!({ "input": input, "error": format!("{error:#}") }))
    }

    /// The exit code: 0 when all inputs were answered, 1 when some failed.
    pub(super) fn code(&self) -> u8 {
        if self.failed { super::SOME_FAILED } else { super::OK }
    }
}

/// Whether this is the reader of our stdout having gone away (`| head`), which is no error.
pub(super) fn reader_left(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|e| e.downcast_ref::<io::Error>()).any(|e| e.kind() == ErrorKind::BrokenPipe)
}
