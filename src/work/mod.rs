//! Work that outlives a process: jobs, and the queue, ledger and outbox that every engine provides.
//!
//! `store` is the engine that ships. The traits are the only border that a job can cross between processes.

mod error;
pub mod job;
pub mod ledger;
pub mod outbox;
pub mod pause;
pub mod poll_reason;
pub mod queue;
pub mod rhythm;
pub mod seq_set;

pub use error::QueueError;
pub use job::Job;
pub use ledger::Ledger;
pub use outbox::Outbox;
pub use queue::Queue;
pub use seq_set::SeqSet;
