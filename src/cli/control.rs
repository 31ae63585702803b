//! How commands reach a worker: over its socket, or, where none runs, by doing the same to the state themselves.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow};
use tokio::sync::watch;

use super::exit_code::ServiceFailure;
use super::runtime::block_on;
use super::settings::{self, ConfigArgs, join_problems};
use super::steering::Steering;
use crate::config::Config;
use crate::control::{ClientError, Refusal, RefusalCode, Reply, Request, WorkerReply, ask};
use crate::store::{Options, Store, StoreError};
use crate::telemetry::tell;

/// How long a worker that starts or ends, or another command, is waited for (chosen).
const BUSY_LIMIT: Duration = Duration::from_secs(3);
/// The wait between two attempts (chosen).
const BUSY_WAIT: Duration = Duration::from_millis(50);

/// Who has done what a request asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DoneBy {
    /// A running worker.
    Worker,
    /// This process, since no worker runs.
    Itself,
}

/// Has a request done by the worker or, where none runs, on the state.
///
/// A worker goes on with the configuration that it has read, though the files may be wrong now.
///
/// # Errors
/// A refusal; a state that is in use by a process that does not listen, or that cannot be used.
pub(super) fn send(config: &ConfigArgs, request: &Request) -> anyhow::Result<(Reply, DoneBy)> {
    let (config, problems) = config.load_partly()?;
    let begun = Instant::now();
    loop {
        let asked = match ask(&config.state.dir, request) {
            Ok(reply) => return accepted(reply, DoneBy::Worker),
            Err(error @ (ClientError::NoWorker(_) | ClientError::Address(_))) => error,
            Err(error) => return Err(ServiceFailure(explained(error)).into()),
        };
        if !problems.is_empty() {
            return Err(join_problems(&problems));
        }
        match block_on(do_itself(&config, request.clone())) {
            Err(error) if is_locked(&error) && begun.elapsed() < BUSY_LIMIT => std::thread::sleep(BUSY_WAIT),
            Err(error) if is_locked(&error) => {
                let words = format!("{}: {asked}", busy(&config.state.dir));
                return Err(ServiceFailure(anyhow!(words)).into());
            }
            done => return accepted(done?, DoneBy::Itself),
        }
    }
}

/// Returns a reply unless it is a refusal.
fn accepted(reply: Reply, done_by: DoneBy) -> anyhow::Result<(Reply, DoneBy)> {
    let Reply::Error(Refusal { code, message }) = reply else { return Ok((reply, done_by)) };
    Err(match code {
        RefusalCode::UnknownName | RefusalCode::NoHost | RefusalCode::InvalidRequest | RefusalCode::TooLong => {
            anyhow!(message)
        }
        RefusalCode::OtherUser | RefusalCode::State | RefusalCode::Timeout => ServiceFailure(anyhow!(message)).into(),
    })
}

fn busy(dir: &Path) -> String {
    format!(
        "a process uses the state in {} and cannot be asked (a worker that starts, a single pass, or one whose socket is gone)",
        dir.display()
    )
}

fn explained(error: ClientError) -> anyhow::Error {
    match &error {
        ClientError::System { source, .. } if source.kind() == std::io::ErrorKind::PermissionDenied => {
            anyhow!("{error}; only the user that runs the worker may steer it")
        }
        _ => error.into(),
    }
}

fn is_locked(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| matches!(cause.downcast_ref(), Some(StoreError::Locked { .. })))
}

/// Reads the configuration for a look at the state, and asks the worker that may run over it how it is.
///
/// # Errors
/// What is wrong with the configuration, unless a worker runs: that goes on with the one that it has read.
pub(super) fn look(config: &ConfigArgs) -> anyhow::Result<(Config, Result<Box<WorkerReply>, ClientError>)> {
    let (config, problems) = config.load_partly()?;
    let worker = match ask(&config.state.dir, &Request::Worker {}) {
        Ok(Reply::Worker(worker)) => Ok(worker),
        Ok(Reply::Error(refusal)) => Err(ClientError::Refused(refusal.message)),
        Ok(_) => Err(ClientError::Refused(unexpected().to_string())),
        Err(error) => Err(error),
    };
    match (problems.is_empty(), &worker) {
        (false, Err(_)) => Err(join_problems(&problems)),
        (is_well, _) => {
            if !is_well {
                tell(format_args!("warning: the configuration is wrong, and what can be read of it is shown"));
            }
            Ok((config, worker))
        }
    }
}

/// Does what a request asks for on the state, under its lock.
async fn do_itself(config: &Config, request: Request) -> anyhow::Result<Reply> {
    let options = Options {
        streams: Vec::new(),
        max_held_per_host: config.fetch.per_domain,
        waits_for_disk: false,
        keep_bytes: config.outbox.keep.0,
        resume_after: None,
    };
    let (store, _frames) = Store::open(&config.state.dir, options).context("cannot open the state")?;
    let (settings, _in_force) = watch::channel(Arc::new(settings::worker(config, None)?));
    Ok(Steering::new(store, &config.state.dir, settings, None).answer(request).await)
}

/// Returns the error of a reply that belongs to another request.
pub(super) fn unexpected() -> anyhow::Error {
    ServiceFailure(anyhow!("the worker's reply is not understood; is it of another version?")).into()
}
