//! The worker: leases jobs, runs each through its stages, and commits what follows.
//!
//! It knows traits, not engines: [`Queue`], [`Ledger`] and [`Outbox`] are the state, [`Sink`] a destination of records.
//! It alone reads the clock.
//!
//! [`Queue`]: crate::work::Queue
//! [`Ledger`]: crate::work::Ledger
//! [`Outbox`]: crate::work::Outbox
//! [`Sink`]: crate::emit::Sink

mod address;
mod article;
mod backlog;
mod batch;
mod cpu;
mod current_settings;
mod entries;
mod error_record;
mod failure;
mod feed_events;
mod feed_volume;
mod gate;
mod novelty;
mod outcome;
mod output;
mod output_thread;
mod own_network;
mod pauses;
mod poll;
mod poll_failure;
mod retry;
mod schedule;
mod settings;
mod settle;
mod sinks;
mod stages;
pub mod suspect;
#[cfg(test)]
mod testing;
mod totals;
mod unreadable;
mod worker;
mod worker_error;

pub use current_settings::CurrentSettings;
pub use gate::Gate;
pub use output::Output;
pub use output_thread::SinkError;
pub use pauses::restored_pause;
pub use schedule::rhythm_words;
pub use settings::{FeedSpec, RetryPolicy, Settings};
pub use sinks::{OutputSinks, Sinks};
pub use totals::Totals;
pub use worker::{Shutdown, WorkerParts, configured_polls, latest_poll, run, schedule_polls};
pub use worker_error::WorkerError;
