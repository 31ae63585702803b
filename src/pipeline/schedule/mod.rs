//! The schedule of polls. Pure: the same history gives the same time.
//!
//! `learning` keeps a feed's rhythm, `intensity` turns it into expected entries, `forecast` into a time, which `interval`
//! clamps by what configuration and publisher ask for. `backoff` waits after failures, unless `outage` finds that it is
//! our own network that fails. `audit` decides when a poll is unconditional.

mod audit;
mod backoff;
mod forecast;
mod hints;
mod intensity;
mod interval;
mod learning;
mod outage;
mod rhythm_words;
mod slots;
#[cfg(test)]
mod tests;
mod wait;

pub(super) use audit::{audit, validators};
pub(super) use backoff::{FailureKind, MAX_FAILURE_WAIT, failure_wait, outage_wait};
pub use hints::skipped_until;
pub(super) use hints::{check_skipped, outside_skipped};
pub(super) use interval::{Polled, plan};
pub(super) use learning::News;
pub(super) use outage::OutageDetector;
pub use rhythm_words::rhythm_words;
pub(super) use wait::after;
