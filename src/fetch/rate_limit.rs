//! Rate limits: concurrent requests per domain, the delay between two, and the pauses that servers ask for.
//!
//! All waits run on tokio's clock, so that tests can pause it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until, timeout_at};
use url::{Host, Url};

use super::guard::port;
use super::schedule::{DomainSchedule, HopContext};
use super::sync::lock;
use crate::error::JobError;

/// The longest `Crawl-delay` that is kept (chosen: longer ones would starve a feed's articles).
const MAX_CRAWL_DELAY: Duration = Duration::from_secs(30);
/// The most domains remembered (chosen).
const MAX_DOMAINS: usize = 8192;

/// A limiter of the requests to each domain.
pub(super) struct RateLimiter {
    per_domain: usize,
    delay: Duration,
    /// The longest wait for a permit.
    max_wait: Duration,
    domains: Mutex<HashMap<String, Arc<Domain>>>,
}

/// The state of one domain.
struct Domain {
    permits: Arc<Semaphore>,
    waiting: AtomicU32,
    schedule: Mutex<DomainSchedule>,
}

/// A permit for one request to a domain. While it is held the request counts as under way, and its end starts the delay.
pub(super) struct HostPermit {
    domain: Arc<Domain>,
    key: String,
    delay: Duration,
    _permit: OwnedSemaphorePermit,
}

impl RateLimiter {
    pub(super) fn new(per_domain: usize, delay: Duration, max_wait: Duration) -> Self {
        Self { per_domain: per_domain.max(1), delay, max_wait, domains: Mutex::default() }
    }

    /// Waits until this address may be requested, for `max_wait` at most. A pause is never waited for.
    ///
    /// # Errors
    /// [`JobError::Paused`] when the domain is paused, or the wait would be longer.
    pub(super) async fn acquire(&self, url: &Url, hop: HopContext) -> Result<HostPermit, JobError> {
        let key = domain_key(url);
        let domain = self.domain(&key);
        let paused = |wait| JobError::Paused { host: key.clone(), wait };
        let now = Instant::now();
        let deadline = now + self.max_wait;
        let schedule = *lock(&domain.schedule);
        let waiting = domain.wait();
        let ahead = waiting.ahead / u32::try_from(self.per_domain).unwrap_or(u32::MAX);
        let expected = schedule.wait(now).saturating_add(schedule.delay(self.delay, hop).saturating_mul(ahead));
        if schedule.pause(now).is_some() || (!hop.is_redirect && expected > self.max_wait) {
            return Err(paused(schedule.pause(now).unwrap_or(expected)));
        }
        let acquired = timeout_at(deadline, domain.permits.clone().acquire_owned()).await;
        let Ok(Ok(permit)) = acquired else { return Err(paused(self.max_wait)) };
        drop(waiting);
        let start = lock(&domain.schedule).reserve(Instant::now(), deadline, self.delay, hop).map_err(paused)?;
        sleep_until(start).await;
        let delay = lock(&domain.schedule).delay(self.delay, hop);
        Ok(HostPermit { domain, key, delay, _permit: permit })
    }

    /// Sets the delay that a robots.txt asks for.
    pub(super) fn set_crawl_delay(&self, url: &Url, delay: Option<Duration>) {
        let domain = self.domain(&domain_key(url));
        lock(&domain.schedule).crawl_delay = delay.map(|delay| delay.min(MAX_CRAWL_DELAY));
    }

    fn domain(&self, key: &str) -> Arc<Domain> {
        let mut domains = lock(&self.domains);
        if let Some(domain) = domains.get(key) {
            return domain.clone();
        }
        if domains.len() >= MAX_DOMAINS {
            evict(&mut domains);
        }
        let domain = Arc::new(Domain {
            permits: Arc::new(Semaphore::new(self.per_domain)),
            waiting: AtomicU32::new(0),
            schedule: Mutex::default(),
        });
        domains.insert(key.to_owned(), domain.clone());
        domain
    }
}

/// Removes domains without pending limits; where too many have some, all that nobody requests.
fn evict(domains: &mut HashMap<String, Arc<Domain>>) {
    let now = Instant::now();
    domains.retain(|_, domain| Arc::strong_count(domain) > 1 || lock(&domain.schedule).is_pending(now));
    if domains.len() > MAX_DOMAINS / 2 {
        domains.retain(|_, domain| Arc::strong_count(domain) > 1);
    }
}

/// A count of one request that waits for its domain. Dropping it ends the count.
struct Waiting<'a> {
    domain: &'a Domain,
    /// The number of requests that waited before this one.
    ahead: u32,
}

impl Domain {
    fn wait(&self) -> Waiting<'_> {
        Waiting { domain: self, ahead: self.waiting.fetch_add(1, Ordering::Relaxed) }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.domain.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

impl HostPermit {
    /// Pauses the whole domain.
    pub(super) fn pause_domain(&self, wait: Duration) {
        lock(&self.domain.schedule).pause_until(Instant::now() + wait);
    }

    /// Returns whether another address belongs to the same domain.
    pub(super) fn covers(&self, url: &Url) -> bool {
        domain_key(url) == self.key
    }
}

impl Drop for HostPermit {
    fn drop(&mut self) {
        lock(&self.domain.schedule).delay_until(Instant::now() + self.delay);
    }
}

/// Returns the unit of rate limits: the registrable domain, or host and port where there is none.
fn domain_key(url: &Url) -> String {
    let host = match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            if let Some(domain) = psl::domain_str(name) {
                return domain.to_owned();
            }
            name.to_owned()
        }
        _ => url.host_str().unwrap_or_default().to_owned(),
    };
    format!("{host}:{}", port(url))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;
    use url::Url;

    use super::{HostPermit, JobError, MAX_DOMAINS, RateLimiter, domain_key};
    use crate::fetch::schedule::HopContext;

    const SECOND: Duration = Duration::from_secs(1);

    fn url(url: &str) -> Url {
        url.parse().unwrap()
    }

    /// Acquires a permit for an ordinary request to one domain.
    async fn acquire(limiter: &RateLimiter) -> Result<HostPermit, JobError> {
        limiter.acquire(&url("http://news.example/"), HopContext::default()).await
    }

    #[track_caller]
    fn assert_paused(result: Result<HostPermit, JobError>, wait: Duration) {
        assert_eq!(result.err(), Some(JobError::Paused { host: "news.example".to_owned(), wait }));
    }

    #[test]
    fn limits_apply_to_registrable_domains() {
        let check = |address: &str, expected: &str| assert_eq!(domain_key(&url(address)), expected);
        check("https://www.news.example.co.uk/a", "example.co.uk");
        check("http://example.co.uk.:8080/", "example.co.uk");
        check("http://localhost:81/", "localhost:81");
        check("http://127.0.0.1/", "127.0.0.1:80");
        check("https://[::1]/", "[::1]:443");
    }

    #[tokio::test(start_paused = true)]
    async fn the_delay_runs_from_the_end_of_a_request() {
        let limiter = RateLimiter::new(1, SECOND, 30 * SECOND);
        let begun = Instant::now();
        let first = acquire(&limiter).await.unwrap();
        assert_eq!(begun.elapsed(), Duration::ZERO);
        tokio::time::sleep(3 * SECOND).await;
        drop(first);
        acquire(&limiter).await.unwrap();
        assert_eq!(begun.elapsed(), 4 * SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn a_listed_network_has_no_delay() {
        let limiter = RateLimiter::new(1, SECOND, 30 * SECOND);
        let listed = HopContext { is_listed_network: true, ..HopContext::default() };
        let begun = Instant::now();
        for _ in 0..3 {
            drop(limiter.acquire(&url("http://news.example/"), listed).await.unwrap());
        }
        assert_eq!(begun.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_holds_for_its_time_and_is_never_waited_for() {
        let limiter = RateLimiter::new(1, Duration::ZERO, 30 * SECOND);
        acquire(&limiter).await.unwrap().pause_domain(20 * SECOND);
        assert_paused(acquire(&limiter).await, 20 * SECOND);
        tokio::time::sleep(15 * SECOND).await;
        assert_paused(acquire(&limiter).await, 5 * SECOND);
        tokio::time::sleep(5 * SECOND).await;
        acquire(&limiter).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_permit_is_waited_for_as_long_as_allowed() {
        let limiter = RateLimiter::new(1, Duration::ZERO, 30 * SECOND);
        let held = acquire(&limiter).await.unwrap();
        let begun = Instant::now();
        let other = async {
            tokio::time::sleep(10 * SECOND).await;
            drop(held);
        };
        let (second, ()) = tokio::join!(acquire(&limiter), other);
        assert_eq!(begun.elapsed(), 10 * SECOND);
        assert_paused(acquire(&limiter).await, 30 * SECOND);
        assert_eq!(begun.elapsed(), 40 * SECOND);
        drop(second);
    }

    #[tokio::test(start_paused = true)]
    async fn a_queue_that_is_too_long_is_not_joined() {
        let limiter = RateLimiter::new(1, 20 * SECOND, 30 * SECOND);
        let begun = Instant::now();
        drop(acquire(&limiter).await.unwrap());
        let (second, third) = tokio::join!(acquire(&limiter), acquire(&limiter));
        assert!(second.is_ok());
        assert_paused(third, 40 * SECOND);
        assert_eq!(begun.elapsed(), 20 * SECOND, "the third did not wait");
    }

    #[test]
    fn memory_is_bounded() {
        let limiter = RateLimiter::new(1, SECOND, SECOND);
        for n in 0..MAX_DOMAINS * 3 {
            limiter.set_crawl_delay(&url(&format!("http://site{n}.com/")), Some(SECOND));
        }
        assert!(super::lock(&limiter.domains).len() <= MAX_DOMAINS);
    }
}
