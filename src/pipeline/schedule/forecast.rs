//! The forecast of the time at which the next poll is worth its request.
//!
//! The later a poll, the longer the entries wait that have appeared since the last one. The poll is due when their waits
//! together are expected to reach a budget. Polls so come close together while a feed publishes, and rarely when it does
//! not; between feeds, the gap goes with the root of the rate, which gives the least mean wait for a number of requests.

use std::time::Duration;

use super::intensity::Intensity;
use crate::work::rhythm::Rhythm;

/// The seconds of one step of the sum (chosen: half the shortest slot of a rhythm).
const STEP: f64 = 300.0;
/// The steps that are looked ahead: a week.
const MAX_STEPS: usize = 7 * 24 * 12;
/// A wait beyond this many target delays is late (chosen by simulation).
const LATE_AFTER: f64 = 2.8;
/// The factor with which the late part of a wait counts (chosen by simulation).
const LATE_WEIGHT: f64 = 20.0;
/// The part of the entries that a feed shows which may be new at a poll, so that two polls overlap (chosen).
const MAX_NEW_PART: f64 = 0.75;
/// The seconds of an hour: the target delay is that of a feed with one entry an hour.
const HOUR: f64 = 3_600.0;

/// Returns the time until the next poll is worth its request; a week at most.
pub(super) fn gap(rhythm: &Rhythm, now: i64, target_delay: Duration) -> Duration {
    let target = target_delay.as_secs_f64();
    // With one entry an hour and gaps of twice the target, entries wait for the target on average.
    let budget = 2.0 * target * target / HOUR;
    let late_steps = (LATE_AFTER * target / STEP).round() as usize;
    let most_new =
        if rhythm.shown == 0 { f64::MAX } else { (MAX_NEW_PART * f64::from(rhythm.shown)).max(MAX_NEW_PART) };
    let intensity = Intensity::of(rhythm);
    // What has appeared by each step, and the sum of its waits.
    let (mut appeared, mut waited) = (vec![0.0_f64], 0.0_f64);
    for step in 0..MAX_STEPS {
        let start = step as f64 * STEP;
        let new = intensity.ahead(now, start) * STEP;
        let before = appeared[step];
        let late = step.checked_sub(late_steps).map_or(0.0, |late| (LATE_WEIGHT - 1.0) * appeared[late]);
        let waits = (before + new / 2.0 + late) * STEP;
        let of_budget = part(budget - waited, waits);
        let of_shown = part(most_new - before, new);
        if of_budget.min(of_shown) < 1.0 {
            return Duration::from_secs_f64(start + of_budget.min(of_shown) * STEP);
        }
        waited += waits;
        appeared.push(before + new);
    }
    Duration::from_secs_f64(MAX_STEPS as f64 * STEP)
}

/// Returns the part of `whole` that `rest` is, or 1 where it is as much or more.
fn part(rest: f64, whole: f64) -> f64 {
    if rest >= whole { 1.0 } else { (rest / whole).max(0.0) }
}
