//! Lines to standard output, at least once: after a restart, those whose arrival was unknown come again.

use std::io::{self, Write};

use super::Sink;
use crate::work::outbox::Frame;

/// A sink that writes to standard output, or to any other writer.
///
/// A slow reader blocks the write. A reader that is gone causes [`io::ErrorKind::BrokenPipe`].
#[derive(Debug)]
pub struct Stdout<W = io::Stdout>(W);

impl Stdout {
    /// Creates a sink for this process's standard output.
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
    /// Creates a sink for another writer.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A pipe whose reader leaves after some bytes.
    struct Pipe(Vec<u8>, usize);

    impl Write for Pipe {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let space = self.1 - self.0.len();
            if space == 0 {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            let written = bytes.len().min(space);
            self.0.extend(bytes.iter().take(written));
            Ok(written)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn frames_follow_each_other_until_the_reader_leaves() {
        let frame = Frame { stream: 0, first_seq: 1, last_seq: 1, generation: 1, offset: 0, bytes: b"{}\n".to_vec() };
        let mut out = Stdout::to(Pipe(vec![], 8));
        out.write(&frame).unwrap();
        out.write(&frame).unwrap();
        assert_eq!(out.write(&frame).unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        assert_eq!(out.0.0, b"{}\n{}\n{}");
    }
}
