//! The exit codes of the program.

/// Everything succeeded.
pub(super) const SUCCESS: u8 = 0;
/// Some input failed and was named, or the worker lost its state or an output.
pub(super) const FAILURE: u8 = 1;
/// The command line or the configuration is wrong.
pub(super) const USAGE: u8 = 2;
/// A second signal ended the service: 128 and the number of SIGINT, by the shells' convention.
pub(super) const INTERRUPTED: u8 = 130;
