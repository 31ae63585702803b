//! Has failed jobs tried again.

use std::collections::HashMap;
use std::path::PathBuf;

use jiff::Timestamp;
use tokio::task::spawn_blocking;

use super::error_list::{ErrorKind, ErrorReport, ErrorStatus, errors};
use super::operator_pauses::{OperatorPauses, shown};
use crate::control::{Refusal, RefusalCode, RetriedJob, RetryReply, RetryTarget};
use crate::pipeline::Settings;
use crate::store::{PlannedPoll, Retried, Store, StoreError};
use crate::work::pause::PauseTarget;

/// Makes failed jobs due now, and puts those back that were buried.
///
/// An id is that of the list: a job that merely waits, is held or was had is none.
///
/// # Errors
/// The state.
pub(super) async fn retry(
    store: &Store,
    dir: PathBuf,
    settings: &Settings,
    target: &RetryTarget,
    now: Timestamp,
) -> Result<RetryReply, Refusal> {
    let feeds = settings.feeds.clone();
    // Beside the worker, which goes on meanwhile.
    let listed = spawn_blocking(move || errors(&dir, &feeds, now)).await;
    let failed = |words: String| Refusal { code: RefusalCode::State, message: words };
    let listed = match listed {
        Ok(Ok(listed)) => listed,
        Ok(Err(StoreError::Missing { .. })) => Vec::new(),
        Ok(Err(error)) => return Err(failed(error.to_string())),
        Err(error) => return Err(failed(error.to_string())),
    };
    let is_meant = |error: &ErrorReport| match target {
        RetryTarget::All => true,
        RetryTarget::Id(id) => error.id == *id,
        RetryTarget::Feed(feed) => error.feed.as_ref() == Some(feed),
    };
    let meant: Vec<ErrorReport> = listed.into_iter().filter(is_meant).collect();
    let mut outcomes = poll_now(store, settings, &meant, now).await?;
    let jobs: Vec<String> =
        meant.iter().filter(|error| !outcomes.contains_key(&error.key)).map(|error| error.key.clone()).collect();
    let retried = store.retry(jobs.clone(), now).await?;
    outcomes.extend(jobs.into_iter().zip(retried));
    let pauses = OperatorPauses::new(store.operator_pauses(now).await?);
    let jobs = meant.into_iter().map(|error| {
        let outcome = outcomes.get(&error.key).copied().unwrap_or(Retried::Gone);
        let reason = matches!(outcome, Retried::Due | Retried::PutBack).then(|| paused_by(&error, &pauses)).flatten();
        RetriedJob { id: error.id, outcome: word(outcome).to_owned(), reason }
    });
    Ok(RetryReply { jobs: jobs.collect() })
}

/// Polls the failing feeds now, and returns what became of each by its key.
async fn poll_now(
    store: &Store,
    settings: &Settings,
    errors: &[ErrorReport],
    now: Timestamp,
) -> Result<HashMap<String, Retried>, Refusal> {
    let is_feed = |error: &&ErrorReport| error.kind == ErrorKind::Feed && error.status != ErrorStatus::Buried;
    let names = errors.iter().filter(is_feed).filter_map(|error| error.feed.clone());
    let polls: Vec<_> = names.filter_map(|name| Some(settings.feeds.get(&name)?.poll_job(&name))).collect();
    let planned = store.poll_now(polls.clone(), now).await?;
    let outcomes = polls.into_iter().zip(planned).map(|(poll, planned)| {
        let outcome = match planned {
            PlannedPoll::Due(_) => Retried::Due,
            PlannedPoll::Held => Retried::Running,
        };
        (format!("poll:{}", poll.feed), outcome)
    });
    Ok(outcomes.collect())
}

fn paused_by(error: &ErrorReport, pauses: &OperatorPauses) -> Option<String> {
    let pause = pauses.of_feed(error.feed.as_deref()?, error.url.as_ref()?)?;
    let (PauseTarget::Feed(name) | PauseTarget::Host(name)) = &pause.target;
    let how = shown(pause.target.clone()).resume_command();
    Some(format!("waits, since {name} is paused; `{how}` ends that"))
}

const fn word(outcome: Retried) -> &'static str {
    match outcome {
        Retried::Due => "due",
        Retried::PutBack => "put_back",
        Retried::Running => "running",
        Retried::Unreadable => "unreadable",
        Retried::Gone => "gone",
    }
}
