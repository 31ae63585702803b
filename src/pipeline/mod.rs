//! The worker: leases jobs, walks each down the data's way, commits what comes of them.
//!
//! It knows traits, not engines: [`Queue`], [`Ledger`] and [`Outbox`] stand for the state, [`Sink`] for the places
//! where records go. It alone reads the clock.
//!
//! [`Queue`]: crate::queue::Queue
//! [`Ledger`]: crate::ledger::Ledger
//! [`Outbox`]: crate::queue::Outbox
//! [`Sink`]: crate::emit::Sink

mod article;
mod failure;
mod outlets;
mod poll;
mod schedule;
mod settle;
mod stages;
pub mod suspect;
#[cfg(test)]
mod testing;
mod worker;

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use crate::model::job::FullText;

pub use outlets::{OutletError, Outlets, Output, View};
pub use settle::Tally;
pub use worker::{Ended, Parts, Stop, first_polls, polls, work};

/// What a user can set of the worker.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Jobs held at a time.
    pub in_flight: usize,
    /// Threads for extraction and analysis.
    pub threads: usize,
    /// A feed is never asked more often than this.
    pub min_interval: Duration,
    /// A feed is never asked more rarely than this while it answers.
    pub max_interval: Duration,
    /// How many entries of a new feed are fetched.
    pub first_poll_entries: usize,
    /// The feeds by name.
    pub feeds: BTreeMap<String, FeedSpec>,
    /// `b3:` and 16 hex digits, for provenance.
    pub config_hash: String,
    /// Make one pass over what is due, and end: when the pass began.
    pub pass: Option<Timestamp>,
}

/// One feed to follow.
#[derive(Clone, Debug)]
pub struct FeedSpec {
    /// Its address, credentials included.
    pub url: Url,
    /// Ask this often, instead of as often as it changes.
    pub interval: Option<Duration>,
    /// Added to the tags of its articles.
    pub tags: Vec<String>,
    /// Where the text comes from.
    pub full_text: FullText,
    /// Sent along to the feed's own host.
    pub headers: Vec<(String, String)>,
}
