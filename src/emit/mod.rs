//! Output of records: the format of lines, and the sinks that they go to.

use std::io;

use crate::work::outbox::Frame;

pub mod files;
pub mod line;
pub mod stdout;

/// A destination of one stream's frames. Frames come in the order in which they were committed.
///
/// After an error the same call may be repeated: frames have fixed positions, so nothing is doubled in files.
pub trait Sink: Send {
    /// Writes a frame at its position. A frame that was written before, by this process or another, may come again.
    ///
    /// # Errors
    /// When it cannot be written whole.
    fn write(&mut self, frame: &Frame) -> io::Result<()>;

    /// Makes everything written durable: on return the outbox may delete it.
    ///
    /// # Errors
    /// A failed sync. What is on disk is unknown then, so the process must end and write its outbox again.
    fn sync(&mut self) -> io::Result<()>;

    /// Ends the files before `generation`, without waiting for its first frame. Does nothing where there are no files.
    ///
    /// # Errors
    /// When a file cannot be ended or begun.
    fn rotate(&mut self, _generation: u64) -> io::Result<()> {
        Ok(())
    }
}
