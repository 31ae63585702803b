//! Watches whether it is our own network that fails, and acquits the feeds that were blamed for it.

use jiff::Timestamp;
use tracing::{info, warn};

use super::failure::Failure;
use super::poll_failure::acquitted;
use super::schedule::{FailureKind, OutageDetector};
use crate::error::JobError;
use crate::work::Job;
use crate::work::ledger::{FeedState, LedgerUpdate};
use crate::work::queue::Lease;

/// The watch over our own network.
#[derive(Debug, Default)]
pub(super) struct OwnNetwork {
    detector: OutageDetector,
    is_outage: bool,
}

impl OwnNetwork {
    /// Notes that a server answered.
    pub(super) fn note_answer(&mut self) {
        self.detector.reached();
        if std::mem::take(&mut self.is_outage) {
            info!("our own network is back");
        }
    }

    /// Notes a failed job, and returns whether our own network is at fault. `state` is that of its feed before.
    pub(super) fn note_failure(&mut self, lease: &Lease, error: &JobError, state: &FeedState, now: Timestamp) -> bool {
        match (error, &lease.job) {
            // Nobody was asked.
            (
                JobError::Paused { .. }
                | JobError::PausedByOperator { .. }
                | JobError::Interrupted
                | JobError::AddressForbidden { .. }
                | JobError::Panicked { .. }
                | JobError::Poison { .. },
                _,
            ) => return false,
            (_, Job::Poll(job)) if FailureKind::of(error) == FailureKind::Unreachable => {
                let port = job.url.port_or_known_default().unwrap_or_default();
                self.detector.unreached(&job.feed, &format!("{}:{port}", lease.job.host()), state, now);
            }
            // A page that cannot be reached says nothing: it may be its robots.txt alone.
            (_, Job::Article(_)) if FailureKind::of(error) == FailureKind::Unreachable => {}
            _ => self.note_answer(),
        }
        let is_outage = self.detector.is_outage(now);
        if is_outage && !self.is_outage {
            warn!("no host can be reached: our own network seems down, and no feed is blamed for it");
        }
        self.is_outage = is_outage;
        is_outage
    }

    /// Returns the changes of the ledger after a failure: its own, and in an outage the acquittals of those blamed before.
    pub(super) fn judged(&mut self, failure: &Failure<'_>, mut updates: Vec<LedgerUpdate>) -> Vec<LedgerUpdate> {
        if failure.is_outage {
            let acquittal = |(name, state)| LedgerUpdate::Feed { name, state: Box::new(acquitted(state)) };
            updates.extend(self.detector.misjudged().into_iter().map(acquittal));
        } else if let [LedgerUpdate::Feed { name, state }] = updates.as_slice() {
            self.detector.counted(name, state);
        }
        updates
    }
}
