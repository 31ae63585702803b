//! Times and waits.

use std::time::Duration;

use jiff::Timestamp;

/// Returns the time after a wait, or the last possible time.
pub(in crate::pipeline) fn after(now: Timestamp, wait: Duration) -> Timestamp {
    now.checked_add(wait).unwrap_or(Timestamp::MAX)
}

/// Returns a share of `width` that differs from feed to feed and poll to poll.
pub(super) fn spread(width: Duration, name: &str, polls: u64) -> Duration {
    let hash = blake3::hash(format!("{name} {polls}").as_bytes());
    let [first, second, ..] = *hash.as_bytes();
    width.mul_f64(f64::from(u16::from_be_bytes([first, second])) / f64::from(u16::MAX))
}
