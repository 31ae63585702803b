//! The exit codes of the program.

use crate::pipeline::WorkerError;
use crate::store::StoreError;

/// Everything succeeded.
pub(super) const SUCCESS: u8 = 0;
/// Some input failed and was named, or the service met what may pass by itself, so that a restart is worth trying.
pub(super) const FAILURE: u8 = 1;
/// The command line or the configuration is wrong.
pub(super) const USAGE: u8 = 2;

/// A failure of the service that its configuration does not explain: a port in use, a disk, a network.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub(super) struct ServiceFailure(pub anyhow::Error);

/// What the service met and an operator must change in the configuration.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Misconfigured(pub String);

/// Returns the exit code after an error. A service manager restarts after [`FAILURE`] and not after [`USAGE`].
pub(super) fn of(error: &anyhow::Error) -> u8 {
    let state = error.chain().find_map(|cause| cause.downcast_ref::<StoreError>());
    match state {
        // The configuration names a directory that is another program's, or one output twice.
        Some(StoreError::Foreign { .. } | StoreError::SameName { .. }) => USAGE,
        Some(_) => FAILURE,
        None if error.chain().any(<dyn std::error::Error>::is::<Misconfigured>) => USAGE,
        None if error.chain().any(|cause| cause.is::<ServiceFailure>() || cause.is::<WorkerError>()) => FAILURE,
        None => USAGE,
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::path::PathBuf;

    use anyhow::{Context, anyhow};

    use super::*;

    #[test]
    fn what_may_pass_is_restarted() {
        let check = |error: anyhow::Error, expected: u8| assert_eq!(of(&error), expected, "{error:#}");
        let state = |error: StoreError| Err::<(), _>(error).context("cannot open the state").unwrap_err();
        let dir = PathBuf::from("state");
        check(state(StoreError::Locked { dir: dir.clone() }), FAILURE);
        check(
            state(StoreError::Directory { dir: dir.clone(), source: io::ErrorKind::PermissionDenied.into() }),
            FAILURE,
        );
        check(state(StoreError::Newer { path: dir.clone(), found: 9, known: 2 }), FAILURE);
        check(state(StoreError::Foreign { path: dir.clone() }), USAGE);
        check(anyhow::Error::new(ServiceFailure(anyhow!("port in use"))), FAILURE);
        check(anyhow::Error::new(ServiceFailure(state(StoreError::Foreign { path: dir }))), USAGE);
        let port = anyhow::Error::new(Misconfigured("may not listen".to_owned())).context("cannot listen");
        check(anyhow::Error::new(ServiceFailure(port)), USAGE);
        check(anyhow!("p.toml:1: unknown key"), USAGE);
        check(Err::<(), _>(WorkerError::Panicked).context("the worker ended").unwrap_err(), FAILURE);
    }
}
