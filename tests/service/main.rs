//! The real binary: records over loopback HTTP, lists, the demo, and what it says to people.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod cli;
mod config;
mod control;
mod demo;
mod disk;
mod end_to_end;
mod entries;
mod errors;
mod exit_codes;
mod find;
mod heavy;
mod lists;
mod logs;
mod migration;
mod outputs_adopt;
mod outputs_backup;
mod outputs_restart;
mod reload;
mod replay;
mod retries;
mod schedule;
mod secrets;
mod state;
mod stdout;
mod suspect;
