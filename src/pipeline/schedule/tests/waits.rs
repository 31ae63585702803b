//! Waits after failures.

use std::time::Duration;

use super::super::{FailureKind, failure_wait, outage_wait};
use crate::error::JobError;
use crate::pipeline::testing::settings;

/// Draws the waits in minutes of polls that fail one after another, as long as `days` last.
fn waits(kind: FailureKind, days: u64) -> Vec<u64> {
    let (mut passed, mut found) = (Duration::ZERO, Vec::new());
    for failures in 1.. {
        let wait = failure_wait(&settings(), kind, (failures, failures), passed);
        found.push(wait.as_secs() / 60);
        passed += wait;
        if passed > Duration::from_hours(24 * days) {
            break;
        }
    }
    found
}

#[test]
fn a_server_that_is_down_is_asked_again_soon() {
    for kind in [FailureKind::Unreachable, FailureKind::Unwell] {
        let day = waits(kind, 1);
        assert_eq!((&day[..5], day.iter().max()), (&[10, 20, 40, 60, 60][..], Some(&60)));
        assert!(waits(kind, 2).iter().all(|wait| *wait <= 120));
        assert_eq!(waits(kind, 60).last(), Some(&360));
    }
}

#[test]
fn an_address_without_a_feed_is_asked_once_a_week_in_the_end() {
    let waits = waits(FailureKind::Refused, 60);
    assert_eq!((&waits[..4], waits.last()), (&[10, 20, 40, 80][..], Some(&(7 * 24 * 60))));
}

#[test]
fn what_is_refused_counts_alone_for_its_waits() {
    let wait = failure_wait(&settings(), FailureKind::Refused, (12, 1), Duration::from_hours(10));
    assert_eq!(wait, Duration::from_mins(10));
    assert_eq!(failure_wait(&settings(), FailureKind::Unwell, (u32::MAX, 0), Duration::MAX), Duration::from_hours(6));
}

#[test]
fn errors_have_their_kind() {
    let host = || "harbour.example".to_owned();
    let status = |status| FailureKind::of(&JobError::Status { host: host(), status, retry_after: None });
    let unreachable = JobError::Unreachable { host: host(), detail: String::new() };
    let late = JobError::TimedOut { host: host(), phase: "dns", limit: Duration::ZERO };
    assert_eq!([&unreachable, &late].map(FailureKind::of), [FailureKind::Unreachable; 2]);
    assert_eq!([429, 500, 503, 599, 408].map(status), [FailureKind::Unwell; 5]);
    assert_eq!([401, 403, 404, 410, 418].map(status), [FailureKind::Refused; 5]);
    assert_eq!(FailureKind::of(&JobError::NotAFeed { message: String::new() }), FailureKind::Refused);
}

#[test]
fn an_outage_of_ours_is_waited_out_in_minutes() {
    let waits: Vec<u64> = (0..50).map(|n| outage_wait(&format!("feed-{n}"), 7).as_secs()).collect();
    assert!(waits.iter().all(|wait| (300..=900).contains(wait)), "{waits:?}");
    assert!(waits.iter().max().unwrap() - waits.iter().min().unwrap() > 300, "{waits:?}");
}
