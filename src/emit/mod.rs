//! Output of records: the format of lines, and the sinks that they go to.

use crate::work::outbox::Frame;

mod error;
pub mod files;
pub mod line;
pub mod stdout;

pub use error::WriteError;

/// A destination of one stream's frames. Frames come in the order in which they were committed.
///
/// After [`WriteError::Unavailable`] the same call may be repeated: frames have fixed positions, so nothing is doubled.
pub trait Sink: Send {
    /// Writes a frame at its position. A frame that was written before, by this process or another, may come again.
    ///
    /// # Errors
    /// When it cannot be written whole.
    fn write(&mut self, frame: &Frame) -> Result<(), WriteError>;

    /// Makes everything written durable: on return the outbox may delete it.
    ///
    /// # Errors
    /// A failed sync. What is on disk is unknown then, so the process must end and write its outbox again. Also files that
    /// were changed underneath: what the outbox still holds must stay there.
    fn sync(&mut self) -> Result<(), WriteError>;

    /// Ends the files before `generation`, without waiting for its first frame. Does nothing where there are no files.
    ///
    /// The outbox must have deleted every frame of those files: a file that is ended is never looked for again.
    ///
    /// # Errors
    /// When a file cannot be ended.
    fn rotate(&mut self, _generation: u64) -> Result<(), WriteError> {
        Ok(())
    }

    /// Checks that what was written still stands where it was written. Costs no write.
    ///
    /// # Errors
    /// [`WriteError::Changed`] when another program changed it.
    fn verify(&self) -> Result<(), WriteError> {
        Ok(())
    }
}
