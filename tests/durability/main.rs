//! Kills at random moments: no record is lost, none is doubled, no byte is taken back.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod files;
mod kill;
mod outbox;
mod random;
mod tail;
mod tear;
mod throughput;

use std::process::{Child, Command};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Until a child's program has begun, the child holds copies of all open files of this process, and with them an engine's lock.
static FORK: Mutex<()> = Mutex::new(());

/// Keeps other threads from starting children as long as the guard lives.
fn without_children() -> MutexGuard<'static, ()> {
    FORK.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts a child; its program has begun when this returns.
fn start(command: &mut Command) -> Child {
    let _guard = without_children();
    command.spawn().unwrap()
}
