//! Records out: the line format and where lines go.

use std::io;

use crate::model::outbox::Frame;

pub mod files;
pub mod line;
pub mod stdout;

/// Where the frames of one stream end up. Frames come in the order they were committed in.
///
/// After an error the same call may be made again; what was written stands where it should, so nothing is doubled in files.
pub trait Sink: Send {
    /// Writes a frame at its place. A frame that was written before, by this process or one that died, may come again.
    ///
    /// # Errors
    /// When it cannot be written whole.
    fn write(&mut self, frame: &Frame) -> io::Result<()>;

    /// Makes all that was written durable: on return the outbox may forget it.
    ///
    /// # Errors
    /// When that failed. Nobody knows then what is on disk, so the process must end and write its outbox again.
    fn sync(&mut self) -> io::Result<()>;

    /// Ends the files before `generation`, without waiting for its first frame. Nothing to do where there are no files.
    ///
    /// # Errors
    /// When a file cannot be ended or begun.
    fn rotate(&mut self, _generation: u64) -> io::Result<()> {
        Ok(())
    }
}
