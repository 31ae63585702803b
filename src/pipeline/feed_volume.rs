//! Notices that a feed holds far fewer entries than it always did.

use std::time::Duration;

use jiff::Timestamp;

use crate::work::ledger::FeedState;

/// The entries of a feed from which on a fall is worth saying (chosen).
const MIN_VOLUME: u32 = 8;
/// The fall that is worth saying: to less than one in this many (chosen).
const FALL: u32 = 4;
/// The unit in which volumes are remembered.
const HUNDREDTHS: u32 = 100;
/// The part of the volume by which it may rise in a day (chosen: a feed that begins anew daily stays low).
const RISE_A_DAY: f64 = 0.1;
/// The seconds of a day.
const DAY: f64 = 86_400.0;

/// Returns whether `count` entries are a fall that is worth an event: none where there were some, or a few of many.
pub(super) fn is_fall(state: &FeedState, count: usize) -> bool {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    match state.volume.map(|volume| volume / HUNDREDTHS) {
        // A feed that an earlier version knew has no volume yet.
        None => count == 0 && state.entries > 0,
        Some(volume) => (count == 0 && volume > 0) || (volume >= MIN_VOLUME && count.saturating_mul(FALL) < volume),
    }
}

/// Returns the volume to remember after a document with `count` entries: it falls at once and rises slowly.
pub(super) fn volume_after(state: &FeedState, count: usize, at: Timestamp) -> u32 {
    let count = u32::try_from(count).unwrap_or(u32::MAX).saturating_mul(HUNDREDTHS);
    let Some(volume) = state.volume else { return count };
    let passed = state.polled.map_or(Duration::ZERO, |polled| at.duration_since(polled).unsigned_abs());
    let days = passed.as_secs_f64() / DAY;
    let rise = (f64::from(volume) * RISE_A_DAY).max(f64::from(HUNDREDTHS)) * days;
    count.min(volume.saturating_add(rise.ceil() as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads documents of these sizes `hours` apart, and returns the places at which a fall is said.
    fn falls(sizes: &[usize], hours: i64) -> Vec<usize> {
        let mut state = FeedState::default();
        let mut found = Vec::new();
        for (index, size) in sizes.iter().enumerate() {
            let at = Timestamp::from_second(index as i64 * hours * 3_600).unwrap();
            if is_fall(&state, *size) {
                found.push(index);
            }
            let volume = Some(volume_after(&state, *size, at));
            state = FeedState { volume, polled: Some(at), entries: state.entries + *size as u64, ..state };
        }
        found
    }

    #[test]
    fn a_fall_is_said_once() {
        assert_eq!(falls(&[20, 20, 1, 1, 1], 1), [2]);
        assert_eq!(falls(&[20, 20, 0, 0], 1), [2]);
        assert_eq!(falls(&[3, 3, 0, 0, 3], 1), [2]);
        assert_eq!(falls(&[40, 9, 2], 1), [1, 2]);
    }

    #[test]
    fn what_is_usual_is_not_said() {
        assert_eq!(falls(&[1, 1, 2, 1], 1), [0; 0]);
        assert_eq!(falls(&[20, 15, 10, 6], 1), [0; 0]);
        assert_eq!(falls(&[0, 0, 5, 5], 1), [0; 0]);
        // A feed of today's entries, over three days: only the first midnight is news.
        let day = [1, 8, 16, 24, 32, 40];
        assert_eq!(falls(&[[40; 6], day, day, day].concat(), 4), [6]);
    }

    #[test]
    fn a_feed_that_has_grown_may_fall_again() {
        let months = [vec![20; 3], vec![1], vec![30; 40], vec![2]].concat();
        assert_eq!(falls(&months, 24), [3, 44]);
    }
}
