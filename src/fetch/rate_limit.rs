//! Rate limits: concurrent requests per domain, the delay between two, and the pauses that servers ask for.
//!
//! All waits run on tokio's clock, so that tests can pause it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until, timeout_at};
use url::Url;

use super::domain::domain_key;
use super::pauses::{DomainPause, NewPauses};
use super::restraint::Restraint;
use super::schedule::{DomainSchedule, HopContext};
use super::sync::lock;
use crate::clock::Clock;
use crate::error::JobError;

/// The longest `Crawl-delay` that is kept (chosen: longer ones would starve a feed's articles).
const MAX_CRAWL_DELAY: Duration = Duration::from_secs(30);
/// The longest pause that is restored (chosen: a clock that was wrong must not silence a domain).
const MAX_RESTORED: Duration = Duration::from_hours(366 * 24);
/// The most domains remembered (chosen).
const MAX_DOMAINS: usize = 8192;

/// A limiter of the requests to each domain.
pub(super) struct RateLimiter {
    per_domain: usize,
    delay: Duration,
    /// The longest wait for a permit.
    max_wait: Duration,
    domains: Mutex<HashMap<String, Arc<Domain>>>,
    new_pauses: Arc<NewPauses>,
    clock: Clock,
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
    new_pauses: Arc<NewPauses>,
    clock: Clock,
    _permit: OwnedSemaphorePermit,
}

impl RateLimiter {
    pub(super) fn new(per_domain: usize, delay: Duration, max_wait: Duration, clock: Clock) -> Self {
        let (domains, new_pauses) = (Mutex::default(), Arc::default());
        Self { per_domain: per_domain.max(1), delay, max_wait, domains, new_pauses, clock }
    }

    /// Returns the pauses in force, ordered by domain.
    pub(super) fn pauses(&self) -> Vec<DomainPause> {
        let (now, time) = (Instant::now(), self.clock.now());
        let domains = lock(&self.domains);
        let in_force = domains.iter().filter_map(|(key, domain)| {
            let (wait, reason) = lock(&domain.schedule).paused(now)?;
            Some(DomainPause { domain: key.clone(), until: time.checked_add(wait).ok()?, reason })
        });
        let mut pauses: Vec<_> = in_force.collect();
        pauses.sort_by(|a, b| a.domain.cmp(&b.domain));
        pauses
    }

    /// Returns the pauses that have begun since the last call.
    pub(super) fn take_new_pauses(&self) -> Vec<DomainPause> {
        self.new_pauses.take()
    }

    /// Puts pauses of an earlier run in force again.
    pub(super) fn restore_pauses(&self, pauses: Vec<DomainPause>) {
        let (now, time) = (Instant::now(), self.clock.now());
        for pause in pauses {
            let Ok(wait) = Duration::try_from(pause.until.duration_since(time)) else { continue };
            lock(&self.domain(&pause.domain).schedule).pause_until(now, now + wait.min(MAX_RESTORED), pause.reason);
        }
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
        let new_pauses = self.new_pauses.clone();
        Ok(HostPermit { domain, key, delay, new_pauses, clock: self.clock, _permit: permit })
    }

    /// Sets the delay that a robots.txt asks for.
    pub(super) fn set_crawl_delay(&self, url: &Url, delay: Option<Duration>) {
        let domain = self.domain(&domain_key(url));
        let delay = delay.map(|delay| delay.min(MAX_CRAWL_DELAY));
        let mut schedule = lock(&domain.schedule);
        let is_longer = |delay: &Duration| schedule.crawl_delay.is_none_or(|known| *delay > known);
        if let Some(longer) = delay.filter(|delay| *delay < self.max_wait && is_longer(delay)) {
            // It was learnt from a request, and the next must keep the distance to that one already. Where that is longer
            // than anyone waits, a single pass would never read a page.
            schedule.delay_until(Instant::now() + longer);
        }
        schedule.crawl_delay = delay;
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

/// Removes domains without pending limits; where too many have some, first those without a pause, then all that nobody
/// requests.
fn evict(domains: &mut HashMap<String, Arc<Domain>>) {
    let now = Instant::now();
    domains.retain(|_, domain| Arc::strong_count(domain) > 1 || lock(&domain.schedule).is_pending(now));
    if domains.len() > MAX_DOMAINS / 2 {
        domains.retain(|_, domain| Arc::strong_count(domain) > 1 || lock(&domain.schedule).pause(now).is_some());
    }
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
    /// Pauses the whole domain, for a chosen time where the server names none, and returns for how long.
    pub(super) fn pause_domain(&self, restraint: Restraint) -> Duration {
        let now = Instant::now();
        let mut schedule = lock(&self.domain.schedule);
        let wait = restraint.wait.unwrap_or_else(|| schedule.chosen_pause());
        let is_new = schedule.pause_until(now, now + wait, restraint.reason);
        drop(schedule);
        if is_new {
            let until = self.clock.now().checked_add(wait).unwrap_or(Timestamp::MAX);
            self.new_pauses.add(DomainPause { domain: self.key.clone(), until, reason: restraint.reason });
        }
        wait
    }

    /// Notes that the domain answered a request and did not refuse it.
    pub(super) fn accept(&self) {
        lock(&self.domain.schedule).accept();
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;
    use url::Url;

    use super::{Clock, DomainPause, HostPermit, JobError, MAX_DOMAINS, RateLimiter, Restraint, Timestamp};
    use crate::fetch::pauses::PauseReason;
    use crate::fetch::schedule::HopContext;

    const SECOND: Duration = Duration::from_secs(1);

    fn url(url: &str) -> Url {
        url.parse().unwrap()
    }

    fn limiter(per_domain: usize, delay: Duration, max_wait: Duration) -> RateLimiter {
        RateLimiter::new(per_domain, delay, max_wait, Clock::system())
    }

    const fn asked(wait: Duration) -> Restraint {
        Restraint { wait: Some(wait), reason: PauseReason::RetryAfter }
    }

    /// Acquires a permit for an ordinary request to one domain.
    async fn acquire(limiter: &RateLimiter) -> Result<HostPermit, JobError> {
        limiter.acquire(&url("http://news.example/"), HopContext::default()).await
    }

    #[track_caller]
    fn assert_paused(result: Result<HostPermit, JobError>, wait: Duration) {
        assert_eq!(result.err(), Some(JobError::Paused { host: "news.example".to_owned(), wait }));
    }

    #[tokio::test(start_paused = true)]
    async fn the_delay_runs_from_the_end_of_a_request() {
        let limiter = limiter(1, SECOND, 30 * SECOND);
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
        let limiter = limiter(1, SECOND, 30 * SECOND);
        let listed = HopContext { is_listed_network: true, ..HopContext::default() };
        let begun = Instant::now();
        for _ in 0..3 {
            drop(limiter.acquire(&url("http://news.example/"), listed).await.unwrap());
        }
        assert_eq!(begun.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_holds_for_its_time_and_is_never_waited_for() {
        let limiter = limiter(1, Duration::ZERO, 30 * SECOND);
        acquire(&limiter).await.unwrap().pause_domain(asked(20 * SECOND));
        assert_paused(acquire(&limiter).await, 20 * SECOND);
        tokio::time::sleep(15 * SECOND).await;
        assert_paused(acquire(&limiter).await, 5 * SECOND);
        tokio::time::sleep(5 * SECOND).await;
        acquire(&limiter).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_permit_is_waited_for_as_long_as_allowed() {
        let limiter = limiter(1, Duration::ZERO, 30 * SECOND);
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
        let limiter = limiter(1, 20 * SECOND, 30 * SECOND);
        let begun = Instant::now();
        drop(acquire(&limiter).await.unwrap());
        let (second, third) = tokio::join!(acquire(&limiter), acquire(&limiter));
        assert!(second.is_ok());
        assert_paused(third, 40 * SECOND);
        assert_eq!(begun.elapsed(), 20 * SECOND, "the third did not wait");
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_outlive_the_limiter() {
        let start: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        let week = 7 * 24 * 3600 * SECOND;
        let limiter = RateLimiter::new(1, SECOND, 30 * SECOND, Clock::simulated(start));
        let permit = acquire(&limiter).await.unwrap();
        permit.pause_domain(asked(week));
        permit.pause_domain(asked(SECOND));
        let until = "2026-11-30T09:00:00Z".parse().unwrap();
        let pause = DomainPause { domain: "news.example".to_owned(), until, reason: PauseReason::RetryAfter };
        assert_eq!(limiter.pauses(), std::slice::from_ref(&pause));
        assert_eq!((limiter.take_new_pauses(), limiter.take_new_pauses()), (vec![pause.clone()], vec![]));
        let day = 24 * 3600 * SECOND;
        let later = RateLimiter::new(1, SECOND, 30 * SECOND, Clock::simulated(start.checked_add(day).unwrap()));
        let over = DomainPause { domain: "old.example".to_owned(), until: start, reason: PauseReason::RateLimit };
        later.restore_pauses(vec![pause, over]);
        assert_paused(acquire(&later).await, week.checked_sub(day).unwrap());
        assert_eq!((later.pauses().len(), later.take_new_pauses().len()), (1, 0));
    }

    #[test]
    fn memory_is_bounded() {
        let limiter = limiter(1, SECOND, SECOND);
        for n in 0..MAX_DOMAINS * 3 {
            limiter.set_crawl_delay(&url(&format!("http://site{n}.com/")), Some(SECOND));
        }
        assert!(super::lock(&limiter.domains).len() <= MAX_DOMAINS);
    }
}
