//! Why the worker ends before it was asked to.

use super::output_thread::SinkError;
use crate::work::QueueError;

/// Why the worker ended before it was asked to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WorkerError {
    /// The state is lost.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// Records can no longer be written.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// The settler panicked: a bug.
    #[error("settling panicked")]
    Panicked,
}
