//! The memory that large bodies share.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// The bytes that any body may have without a share (chosen: nearly all pages and feeds are smaller).
pub(super) const SMALL_BODY_BYTES: usize = 512 << 10;
/// The memory for what large bodies have beyond that, in KiB (chosen: one feed at its limit, and a dozen pages).
const BUDGET_KIB: u32 = 64 << 10;
/// How long a body waits for its share (chosen: most of a request's time is left after it).
const MAX_WAIT: Duration = Duration::from_secs(5);

/// A budget of memory for large bodies. Clones share it.
#[derive(Clone)]
pub(super) struct BodyBudget(Arc<Semaphore>);

/// A part of the budget, which is free again when the last clone is dropped.
#[derive(Clone, Debug)]
pub struct BodyShare(Arc<OwnedSemaphorePermit>);

/// Whether memory was held makes no difference between two responses.
impl PartialEq for BodyShare {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Eq for BodyShare {}

impl BodyBudget {
    /// Creates a budget.
    pub(super) fn new() -> Self {
        Self(Arc::new(Semaphore::new(BUDGET_KIB as usize)))
    }

    /// Waits for the share of a body of up to `limit` bytes; `None` when it does not come in time.
    pub(super) async fn share(&self, limit: usize) -> Option<BodyShare> {
        let permits = self.0.clone().acquire_many_owned(kib(limit));
        let permit = timeout(MAX_WAIT, permits).await.ok()?.ok()?;
        Some(BodyShare(Arc::new(permit)))
    }
}

impl BodyShare {
    /// Gives back what a body of so many bytes does not need.
    pub(super) fn shrink(&mut self, bytes: usize) {
        if let Some(permit) = Arc::get_mut(&mut self.0) {
            drop(permit.split(permit.num_permits().saturating_sub(kib(bytes) as usize)));
        }
    }
}

/// Returns what a body takes of the budget. A body larger than all of it takes all.
fn kib(bytes: usize) -> u32 {
    let kib = bytes.saturating_sub(SMALL_BODY_BYTES).div_ceil(1 << 10);
    u32::try_from(kib).unwrap_or(u32::MAX).min(BUDGET_KIB)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: usize = 4 << 20;

    #[tokio::test(start_paused = true)]
    async fn large_bodies_wait_for_one_another() {
        let budget = BodyBudget::new();
        let mut held = Vec::new();
        while let Some(share) = budget.share(PAGE).await {
            held.push(share);
        }
        assert_eq!(held.len(), 18);
        assert!(budget.share(SMALL_BODY_BYTES).await.is_some(), "a small one needs none");
        held.pop();
        assert!(budget.share(PAGE).await.is_some());
        held[0].shrink(SMALL_BODY_BYTES);
        assert!(budget.share(PAGE).await.is_some());
        drop(held);
        assert!(budget.share(usize::MAX).await.is_some(), "all of it is back");
    }
}
