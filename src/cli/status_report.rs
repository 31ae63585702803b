//! What `pressline status` knows: the configured feeds with their states, the queue and the outputs.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use url::Url;

use super::operator_pauses::OperatorPauses;
use super::status_backlog::{FailingPagesReport, WaitingReport, failing_pages, waiting};
use super::status_pauses::{PauseReport, PausedHost, paused_hosts};
use crate::config::{Config, Feed};
use crate::control::WorkerReply;
use crate::model::shown_url;
use crate::pipeline::rhythm_words;
use crate::store::{Backlog, Stats};
use crate::work::ledger::FeedState;
use crate::work::poll_reason::PollReason;

/// The state of feeds, queue and outputs at one moment.
#[derive(Serialize)]
pub(super) struct Report {
    pub waiting: u64,
    pub due: u64,
    pub held: u64,
    pub buried: u64,
    pub pending_bytes: u64,
    /// The waiting jobs that are visits of pages.
    pub waiting_pages: u64,
    /// The configured feeds, by name. A feed that was removed is not among them.
    pub feeds: Vec<FeedReport>,
    /// The hosts that asked for a pause that still lasts.
    pub paused_hosts: Vec<PausedHost>,
    pub outputs: Vec<OutputReport>,
    /// The running worker; `null` where none answers.
    pub worker: Option<WorkerReply>,
    /// Why a worker that may run cannot be asked.
    pub worker_error: Option<String>,
    /// The waiting jobs, by kind and reason.
    pub waiting_by_reason: Vec<WaitingReport>,
    /// The pauses of the operator that are in force.
    pub pauses: Vec<PauseReport>,
    /// The pages that wait for another attempt, by feed and error.
    pub failing_pages: Vec<FailingPagesReport>,
}

/// A configured feed.
#[derive(Serialize)]
pub(super) struct FeedReport {
    pub name: String,
    /// The address as configured, without credentials.
    pub url: Url,
    pub group: Option<String>,
    /// The time of the last poll; `null` for a feed that was never polled.
    pub polled: Option<Timestamp>,
    pub succeeded: Option<Timestamp>,
    pub next_poll: Option<Timestamp>,
    /// What decided the time of the next poll, in words.
    pub why: String,
    pub reason: PollReason,
    /// The seconds between the last two polls, as planned.
    pub interval: u64,
    pub polls: u64,
    pub unchanged: u64,
    /// The number of entries seen so far.
    pub entries: u64,
    pub failures: u32,
    pub failing_since: Option<Timestamp>,
    pub last_error: Option<String>,
    /// Whether the last body could be read only after repairs.
    pub recovered: bool,
    pub validators_lie: bool,
    pub moved: Option<(Url, u32)>,
    pub paused_until: Option<Timestamp>,
    /// The operator's pause that keeps it from being polled.
    pub operator_pause: Option<PauseReport>,
    /// The number of its pages that wait for another attempt.
    pub failing_pages: u64,
}

/// The progress of an output's stream.
#[derive(Serialize)]
pub(super) struct OutputReport {
    pub name: String,
    pub seq: u64,
    pub generation: u64,
    pub offset: u64,
}

impl Report {
    /// Joins the configuration with the state.
    pub(super) fn new(config: &Config, stats: &Stats, backlog: &Backlog, now: Timestamp) -> Self {
        let known: BTreeMap<&str, &FeedState> =
            stats.feeds.iter().map(|(name, state)| (name.as_str(), state)).collect();
        let unknown = FeedState::default();
        let pauses = OperatorPauses::new(stats.operator_pauses.clone());
        let mut failing = BTreeMap::<&str, u64>::new();
        for pages in &backlog.failing_pages {
            *failing.entry(&pages.feed).or_default() += pages.pages;
        }
        let mut feeds: Vec<FeedReport> = config
            .feeds
            .iter()
            .map(|feed| {
                let name = feed.name.as_str();
                FeedReport {
                    operator_pause: pauses.of_feed(name, &feed.url.0).map(PauseReport::new),
                    failing_pages: failing.get(name).copied().unwrap_or_default(),
                    ..FeedReport::new(feed, known.get(name).copied().unwrap_or(&unknown), now)
                }
            })
            .collect();
        feeds.sort_by(|a, b| a.name.cmp(&b.name));
        Self {
            waiting: stats.waiting,
            due: stats.due,
            held: stats.held,
            buried: stats.buried,
            pending_bytes: stats.pending_bytes,
            waiting_pages: stats.waiting_pages,
            paused_hosts: paused_hosts(
                feeds.iter().filter_map(|feed| Some((&feed.url, feed.paused_until?))),
                &stats.pauses,
            ),
            feeds,
            outputs: stats
                .streams
                .iter()
                .map(|s| OutputReport {
                    name: s.name.clone(),
                    seq: s.seq,
                    generation: s.next.generation,
                    offset: s.next.offset,
                })
                .collect(),
            worker: None,
            worker_error: None,
            waiting_by_reason: waiting(backlog),
            pauses: pauses.all().map(PauseReport::new).collect(),
            failing_pages: failing_pages(backlog),
        }
    }
}

impl FeedReport {
    fn new(feed: &Feed, state: &FeedState, now: Timestamp) -> Self {
        let is_paused = matches!(state.reason, PollReason::Paused | PollReason::RetryAfter);
        Self {
            name: feed.name.to_string(),
            url: shown_url(&feed.url.0),
            group: feed.group.as_ref().map(ToString::to_string),
            polled: state.polled,
            succeeded: state.succeeded,
            next_poll: state.next_poll,
            why: why(state),
            reason: state.reason,
            interval: state.interval,
            polls: state.polls,
            unchanged: state.unchanged,
            entries: state.entries,
            failures: state.failures,
            failing_since: state.failing_since,
            last_error: state.last_error.clone(),
            recovered: state.recovered,
            validators_lie: state.validators_lie,
            moved: state.moved.clone(),
            paused_until: state.next_poll.filter(|next| is_paused && *next > now),
            operator_pause: None,
            failing_pages: 0,
        }
    }

    /// Returns whether the last poll failed.
    pub(super) const fn is_failing(&self) -> bool {
        self.last_error.is_some()
    }
}

/// Returns why a feed is polled next when it is.
fn why(state: &FeedState) -> String {
    match state.reason {
        PollReason::Rhythm => rhythm_words(&state.rhythm).unwrap_or_else(|| state.reason.to_string()),
        PollReason::Failed => failed(state.failures),
        PollReason::FirstPolls if state.polls == 0 => "first poll".to_owned(),
        reason => reason.to_string(),
    }
}

/// Returns how often a feed has failed, in words.
pub(super) fn failed(times: u32) -> String {
    if times == 1 { "failed once".to_owned() } else { format!("failed {times} times") }
}
