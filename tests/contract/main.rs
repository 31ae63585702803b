//! The promises of the library's parts: engines of work and memory, hostile texts and feeds, weights, schemas.
//!
//! Nothing here starts a child process: until a child's program has begun it holds copies of all open files, and with them the
//! locks that an engine's tests let go and take again.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../support/linear.rs"]
mod linear;

mod analyze;
mod engines;
mod feed;
mod identity;
mod models;
mod mutations;
mod quotes;
mod schema;
mod simulation;
