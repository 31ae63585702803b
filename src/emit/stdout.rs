//! Lines to standard output, at least once: after a restart, those whose arrival was unknown come again.

use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::os::fd::AsFd;
use std::thread;
use std::time::Duration;

use super::{Sink, WriteError};
use crate::work::outbox::Frame;

/// How long a pipe that was made non-blocking by another process is left alone when it is full (chosen).
const NON_BLOCKING_WAIT: Duration = Duration::from_millis(20);

/// A sink that writes to standard output, or to any other writer.
///
/// A slow reader blocks the write. A reader that is gone causes [`WriteError::ReaderGone`].
#[derive(Debug)]
pub struct Stdout<W = File> {
    writer: W,
    /// The frame that was begun and not finished, by its last `seq`, and how many of its bytes are written.
    begun: Option<(u64, usize)>,
}

impl Stdout {
    /// Creates a sink for this process's standard output.
    ///
    /// # Errors
    /// When standard output is closed, or not open for writing.
    pub fn new() -> io::Result<Self> {
        // Unbuffered, so that it is always known how much has been written.
        let mut file = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        // Writing nothing changes nothing, but for the error where nothing can be written. A reader that has gone already
        // is met by the first record.
        match file.write(&[]) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
            _ => Ok(Self::to(file)),
        }
    }
}

impl<W: Write + Send> Stdout<W> {
    /// Creates a sink for another writer.
    pub const fn to(writer: W) -> Self {
        Self { writer, begun: None }
    }
}

impl<W: Write + Send> Sink for Stdout<W> {
    fn write(&mut self, frame: &Frame) -> Result<(), WriteError> {
        let mut written = self.begun.take().filter(|(seq, _)| *seq == frame.last_seq).map_or(0, |(_, written)| written);
        while let Some(rest) = frame.bytes.get(written..).filter(|rest| !rest.is_empty()) {
            match self.writer.write(rest) {
                Ok(0) => return Err(WriteError::ReaderGone),
                Ok(count) => written += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => thread::sleep(NON_BLOCKING_WAIT),
                Err(error) => {
                    self.begun = Some((frame.last_seq, written));
                    return Err(error.into());
                }
            }
        }
        Ok(())
    }

    fn sync(&mut self) -> Result<(), WriteError> {
        Ok(self.writer.flush()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pipe whose reader leaves after some bytes, or a disk that is full after some.
    struct Pipe(Vec<u8>, usize, ErrorKind);

    impl Write for Pipe {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let space = self.1 - self.0.len();
            if space == 0 {
                return Err(self.2.into());
            }
            let written = bytes.len().min(space);
            self.0.extend(bytes.iter().take(written));
            Ok(written)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn frame(seq: u64) -> Frame {
        let bytes = b"{}\n".to_vec();
        Frame { stream: 0, first_seq: seq, last_seq: seq, generation: 1, offset: 0, began: None, bytes }
    }

    #[test]
    fn frames_follow_each_other_until_the_reader_leaves() {
        let mut out = Stdout::to(Pipe(vec![], 8, ErrorKind::BrokenPipe));
        out.write(&frame(1)).unwrap();
        out.write(&frame(2)).unwrap();
        assert!(matches!(out.write(&frame(3)), Err(WriteError::ReaderGone)));
        assert_eq!(out.writer.0, b"{}\n{}\n{}");
    }

    #[test]
    fn a_frame_that_found_no_room_goes_on_where_it_stopped() {
        let mut out = Stdout::to(Pipe(vec![], 4, ErrorKind::StorageFull));
        out.write(&frame(1)).unwrap();
        assert!(matches!(out.write(&frame(2)), Err(WriteError::Unavailable(_))));
        assert!(matches!(out.write(&frame(2)), Err(WriteError::Unavailable(_))));
        out.writer.1 = 9;
        out.write(&frame(2)).unwrap();
        out.write(&frame(3)).unwrap();
        assert_eq!(out.writer.0, b"{}\n{}\n{}\n");
    }
}
