//! The settings of the worker.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use crate::clock::Clock;
use crate::error::JobError;
use crate::fetch::remaining_pause;
use crate::model::shown_url;
use crate::work::job::{FullText, PollJob};

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
    /// The oldest entries of a new feed that are fetched; `None` for all.
    pub first_poll_age: Option<Duration>,
    /// When a page that failed is asked again.
    pub retry: RetryPolicy,
    /// The feeds by name.
    pub feeds: BTreeMap<String, FeedSpec>,
    /// The feeds that the operator has paused, each with the end of its pause; `None` for one that lasts.
    pub paused_feeds: BTreeMap<String, Option<Timestamp>>,
    /// The hash of the configuration for provenance: `b3:` and 16 hex digits.
    pub config_hash: String,
    /// The clock that jobs and records are dated by.
    pub clock: Clock,
    /// The start of a single pass over what is due, after which the worker ends; `None` for a service.
    pub pass: Option<Timestamp>,
}

impl Settings {
    /// Refuses a job of a feed that the operator has paused.
    ///
    /// # Errors
    /// [`JobError::PausedByOperator`].
    pub(super) fn check_paused(&self, feed: &str) -> Result<(), JobError> {
        let until = self.paused_feeds.get(feed);
        match until.and_then(|until| remaining_pause(*until, self.clock.now())) {
            Some(wait) => Err(JobError::PausedByOperator { name: feed.to_owned(), wait }),
            None => Ok(()),
        }
    }
}

/// When a page that failed is asked again: after waits that double from the first to the longest, up to an age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// The wait after the first failure.
    pub initial_interval: Duration,
    /// The longest wait.
    pub max_interval: Duration,
    /// The time after the first failure at which no further attempt is made.
    pub max_age: Duration,
}

/// A feed to poll.
#[derive(Clone, Debug)]
pub struct FeedSpec {
    /// The feed's address, credentials included.
    pub url: Url,
    /// A fixed interval between polls, instead of one that adapts.
    pub interval: Option<Duration>,
    /// The group that the feed belongs to.
    pub group: Option<String>,
    /// Tags that are added to those of its articles.
    pub tags: Vec<String>,
    /// Where the text of its articles comes from.
    pub full_text: FullText,
    /// Headers that are sent to the feed's own origin, and with its pages on the same registrable domain.
    pub headers: Vec<(String, String)>,
}

impl FeedSpec {
    /// Returns the job that polls the feed of this name.
    pub fn poll_job(&self, name: &str) -> PollJob {
        PollJob { feed: name.to_owned(), url: shown_url(&self.url) }
    }
}
