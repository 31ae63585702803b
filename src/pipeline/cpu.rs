//! CPU permits: how many pure stages run at once, and whose.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use url::Url;

use crate::fetch::domain_key;

/// The bytes from which on a document is large (chosen: hardly any news page is, and one takes a good part of a second).
const LARGE_BYTES: usize = 512 << 10;
/// The domains beyond which those that nobody waits for are forgotten (chosen).
const MAX_IDLE_DOMAINS: usize = 1024;

/// The right to compute: whose document it is, and whether it is a large one.
#[derive(Clone, Debug)]
pub(super) struct CpuClaim {
    domain: String,
    is_large: bool,
}

impl CpuClaim {
    /// Returns the claim of a document of so many bytes.
    pub(super) fn new(url: &Url, bytes: usize) -> Self {
        Self { domain: domain_key(url), is_large: bytes >= LARGE_BYTES }
    }
}

/// The permits of all CPU threads. Clones share them.
///
/// Half of the threads, one at least, are open to large documents, and half to any one registrable domain. So a small
/// document of another domain waits for a thread that is busy with its like.
#[derive(Clone)]
pub(super) struct CpuPermits {
    all: Arc<Semaphore>,
    large: Arc<Semaphore>,
    domains: Arc<Mutex<HashMap<String, Weak<Semaphore>>>>,
    share: usize,
}

/// A permit to compute on one thread until it is dropped.
pub(super) struct CpuPermit {
    _all: Option<OwnedSemaphorePermit>,
    _large: Option<OwnedSemaphorePermit>,
    _domain: Option<OwnedSemaphorePermit>,
}

impl CpuPermits {
    /// Creates the permits of this many threads.
    pub(super) fn new(threads: usize) -> Self {
        let share = (threads / 2).max(1);
        let (all, large) = (Arc::new(Semaphore::new(threads)), Arc::new(Semaphore::new(share)));
        Self { all, large, domains: Arc::default(), share }
    }

    /// Waits for a thread. Those who wait come in the order of their claims, within a domain and among large documents.
    pub(super) async fn acquire(&self, claim: &CpuClaim) -> CpuPermit {
        // All take them in this order, so that nobody waits for another in a circle. None of them is ever closed.
        let domain = self.domain(&claim.domain).acquire_owned().await.ok();
        let large = if claim.is_large { self.large.clone().acquire_owned().await.ok() } else { None };
        CpuPermit { _all: self.all.clone().acquire_owned().await.ok(), _large: large, _domain: domain }
    }

    fn domain(&self, name: &str) -> Arc<Semaphore> {
        let mut domains = self.domains.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(domain) = domains.get(name).and_then(Weak::upgrade) {
            return domain;
        }
        if domains.len() >= MAX_IDLE_DOMAINS {
            domains.retain(|_, domain| domain.strong_count() > 0);
        }
        let domain = Arc::new(Semaphore::new(self.share));
        domains.insert(name.to_owned(), Arc::downgrade(&domain));
        domain
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn claim(host: &str, bytes: usize) -> CpuClaim {
        CpuClaim::new(&format!("https://{host}/a").parse().unwrap(), bytes)
    }

    /// Takes permits for documents as long as it may, and says which had to wait.
    #[track_caller]
    fn check(threads: usize, documents: &[(&str, usize)], expected: &str) {
        let permits = CpuPermits::new(threads);
        let mut held = Vec::new();
        let mut drawn = String::new();
        for (host, bytes) in documents {
            let permit = permits.acquire(&claim(host, *bytes)).now_or_never();
            drawn.push(if permit.is_some() { '+' } else { '.' });
            held.extend(permit);
        }
        assert_eq!(drawn, expected, "{threads} threads: {documents:?}");
        drop(held);
        let all_back = permits.acquire(&claim("a.example", LARGE_BYTES)).now_or_never();
        assert!(all_back.is_some(), "a permit was kept");
    }

    #[test]
    fn a_heavy_host_leaves_room_for_others() {
        check(2, &[("a.example", 1), ("b.example", 1), ("c.example", 1)], "++.");
        check(2, &[("a.example", LARGE_BYTES), ("b.example", LARGE_BYTES), ("c.example", 1)], "+.+");
        check(2, &[("a.example", 1), ("a.example", 1), ("b.example", 1)], "+.+");
        check(4, &[("x.a.com", 1), ("y.a.com", 1), ("z.a.com", 1), ("b.com", 1)], "++.+");
        check(1, &[("a.example", LARGE_BYTES), ("b.example", 1)], "+.");
        check(8, &[("a.example", LARGE_BYTES); 9], "++++.....");
        check(3, &[("a.example", 1), ("b.example", LARGE_BYTES), ("c.example", LARGE_BYTES), ("d.example", 1)], "++.+");
    }

    #[test]
    fn idle_domains_are_forgotten() {
        let permits = CpuPermits::new(2);
        for number in 0..3 * MAX_IDLE_DOMAINS {
            drop(permits.acquire(&claim(&format!("site{number}.com"), 1)).now_or_never());
        }
        assert!(permits.domains.lock().unwrap().len() <= MAX_IDLE_DOMAINS);
    }
}
