//! The error of every engine behind the queue, the ledger and the outbox.

/// A failure that loses the state; the worker must end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QueueError {
    /// The engine failed.
    #[error("queue: {0}")]
    Engine(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The engine's thread or server is gone.
    #[error("queue is closed")]
    Closed,
}
