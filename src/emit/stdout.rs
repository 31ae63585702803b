//! Lines to standard output, at least once: after a restart, those come again that were not known to have arrived.

use std::io::{self, Write};

use super::Sink;
use crate::model::outbox::Frame;

/// Writes frames to standard output, or to any other writer.
///
/// A slow reader blocks the write, and with it all that waits for it. A reader that is gone shows as
/// [`io::ErrorKind::BrokenPipe`].
#[derive(Debug)]
pub struct Stdout<W = io::Stdout>(W);

impl Stdout {
    /// Writes to this process's standard output.
    pub fn new() -> Self {
        Self(io::stdout())
    }
}

impl Default for Stdout {
    fn default() -> Self {
        Self::new()
    }
}

impl<W: Write + Send> Stdout<W> {
    /// Writes to `writer` instead.
    pub const fn to(writer: W) -> Self {
        Self(writer)
    }
}

impl<W: Write + Send> Sink for Stdout<W> {
    fn write(&mut self, frame: &Frame) -> io::Result<()> {
        self.0.write_all(&frame.bytes)?;
        self.0.flush()
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
