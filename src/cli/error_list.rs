//! The list of what fails: feeds, pages that are tried again, and jobs that were given up.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use serde::Serialize;
use url::Url;

use crate::model::record::Stage;
use crate::model::{shown_url, without_secrets};
use crate::pipeline::{FeedSpec, error_id, unreadable_id};
use crate::store::{FailedJob, NextTry, Store, StoreError};
use crate::work::ledger::FeedState;

/// Something that fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct ErrorReport {
    /// The id that its error records have, too.
    pub id: String,
    pub kind: ErrorKind,
    pub status: ErrorStatus,
    pub feed: Option<String>,
    /// The address, without what gives access.
    pub url: Option<Url>,
    pub title: Option<String>,
    pub stage: Option<Stage>,
    /// The error's code; `null` where only its message was kept.
    pub code: Option<String>,
    pub detail: Option<String>,
    /// The time of the first failure.
    pub since: Timestamp,
    pub attempts: u32,
    /// How often the process ended while it held the job.
    pub deaths: u32,
    /// The time of the next attempt; `null` for what is being tried, and for what was given up.
    pub next_try: Option<Timestamp>,
    /// The time at which it was given up.
    pub buried: Option<Timestamp>,
    /// The job's key in the queue.
    #[serde(skip)]
    pub key: String,
}

/// What fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ErrorKind {
    Feed,
    Page,
    /// A row of the state that cannot be read.
    State,
}

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ErrorStatus {
    Waiting,
    Running,
    Buried,
}

/// Returns all that fails in a state: the configured feeds by name, then jobs, those given up last.
///
/// Costs a walk over all jobs.
///
/// # Errors
/// When there is no state, or it cannot be read.
pub(super) fn errors(
    dir: &Path,
    feeds: &BTreeMap<String, FeedSpec>,
    now: Timestamp,
) -> Result<Vec<ErrorReport>, StoreError> {
    let stats = Store::inspect(dir, now)?;
    let jobs = Store::failed_jobs(dir)?;
    let (polls, pages): (Vec<_>, Vec<_>) = jobs.into_iter().partition(is_waiting_poll);
    let polls: BTreeMap<&str, &FailedJob> = polls.iter().map(|job| (job.key.as_str(), job)).collect();
    let failing = stats.feeds.iter().filter(|(_, state)| state.last_error.is_some());
    let of_feeds = failing.filter_map(|(name, state)| {
        let key = format!("poll:{name}");
        Some(feed_error(name, feeds.get(name)?, state, polls.get(key.as_str()).copied()))
    });
    Ok(of_feeds.chain(pages.iter().map(job_error)).collect())
}

/// Polls that wait are told with what is known of their feed.
fn is_waiting_poll(job: &FailedJob) -> bool {
    job.key.starts_with("poll:") && !matches!(job.next, NextTry::Buried(_))
}

fn feed_error(name: &str, spec: &FeedSpec, state: &FeedState, job: Option<&FailedJob>) -> ErrorReport {
    let url = shown_url(&spec.url);
    let since = state.failing_since.or(job.map(|job| job.since)).or(state.polled).unwrap_or_default();
    let failure = job.and_then(|job| job.failure.clone());
    let is_running = job.is_some_and(|job| job.next == NextTry::Running);
    ErrorReport {
        id: error_id(&url, since),
        kind: ErrorKind::Feed,
        status: if is_running { ErrorStatus::Running } else { ErrorStatus::Waiting },
        feed: Some(name.to_owned()),
        url: Some(url),
        title: None,
        stage: failure.as_ref().map(|failure| failure.stage),
        code: failure.map(|failure| failure.code),
        detail: state.last_error.clone(),
        since,
        attempts: state.failures,
        deaths: job.map_or(0, |job| job.deaths),
        next_try: state.next_poll.filter(|_| !is_running),
        buried: None,
        key: format!("poll:{name}"),
    }
}

fn job_error(job: &FailedJob) -> ErrorReport {
    let url = job.url.as_deref().and_then(|url| url.parse().ok()).map(|url| shown_url(&url));
    let (status, next_try, buried) = match job.next {
        NextTry::Due(at) => (ErrorStatus::Waiting, Some(at), None),
        NextTry::Running => (ErrorStatus::Running, None, None),
        NextTry::Buried(at) => (ErrorStatus::Buried, None, Some(at)),
    };
    let is_page = ["page:", "entry:"].iter().any(|kind| job.key.starts_with(kind));
    let is_unreadable = job.failure.as_ref().is_some_and(|failure| failure.code == crate::pipeline::UNREADABLE);
    let id = match (&url, buried) {
        (Some(url), _) if !is_unreadable => error_id(url, job.since),
        (_, at) => unreadable_id(&job.key, at.unwrap_or(job.since)),
    };
    ErrorReport {
        id,
        kind: if is_page && !is_unreadable { ErrorKind::Page } else { ErrorKind::State },
        status,
        feed: job.feed.clone(),
        url,
        title: job.title.as_deref().map(|title| without_secrets(title).into_owned()),
        stage: job.failure.as_ref().map(|failure| failure.stage),
        code: job.failure.as_ref().map(|failure| failure.code.clone()),
        detail: job.failure.as_ref().map(|failure| failure.detail.clone()),
        since: job.since,
        attempts: job.attempts,
        deaths: job.deaths,
        next_try,
        buried,
        key: job.key.clone(),
    }
}
