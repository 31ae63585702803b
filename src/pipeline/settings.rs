//! The settings of the worker.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use crate::work::job::FullText;

/// The settings of the worker.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The most jobs held at a time.
    pub in_flight: usize,
    /// The threads for extraction and analysis.
    pub cpu_threads: usize,
    /// The shortest time between two polls of a feed.
    pub min_interval: Duration,
    /// The longest time between two polls of a feed that answers.
    pub max_interval: Duration,
    /// The mean delay aimed at for a feed with one entry an hour. Busier feeds are read sooner, quieter ones later.
    pub target_delay: Duration,
    /// The most entries of a new feed that are fetched.
    pub first_poll_entries: usize,
    /// The feeds by name.
    pub feeds: BTreeMap<String, FeedSpec>,
    /// The hash of the configuration for provenance: `b3:` and 16 hex digits.
    pub config_hash: String,
    /// The start of a single pass over what is due, after which the worker ends; `None` for a service.
    pub pass: Option<Timestamp>,
}

/// A feed to poll.
#[derive(Clone, Debug)]
pub struct FeedSpec {
    /// The feed's address, credentials included.
    pub url: Url,
    /// A fixed interval between polls, instead of one that adapts.
    pub interval: Option<Duration>,
    /// Tags that are added to those of its articles.
    pub tags: Vec<String>,
    /// Where the text of its articles comes from.
    pub full_text: FullText,
    /// Headers that are sent to the feed's own origin, and with its pages on the same registrable domain.
    pub headers: Vec<(String, String)>,
}
