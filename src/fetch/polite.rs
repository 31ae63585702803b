//! Taking turns: requests under way for one domain, the delay between two, and the pauses a server asked for.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep_until, timeout_at};
use url::{Host as UrlHost, Url};

use super::lock;
use crate::error::JobError;

/// The longest `Crawl-delay` that is kept.
const LONGEST_DELAY: Duration = Duration::from_secs(30);
/// Domains remembered.
const CAPACITY: usize = 8192;

/// Whose turn it is, domain by domain.
pub(super) struct Hosts {
    per_host: usize,
    delay: Duration,
    patience: Duration,
    known: Mutex<HashMap<String, Arc<Host>>>,
}

struct Host {
    permits: Arc<Semaphore>,
    waiting: AtomicU32,
    clock: Mutex<Clock>,
}

/// When a domain may be asked again.
#[derive(Clone, Copy, Debug, Default)]
struct Clock {
    /// The earliest start of the next request.
    next: Option<Instant>,
    /// The end of a pause the server asked for.
    paused: Option<Instant>,
    /// What its robots.txt asks for.
    crawl_delay: Option<Duration>,
}

/// How a request goes about its turn.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Manner {
    /// The user's own network: only a delay the server itself asks for is kept.
    pub own: bool,
    /// The next hop of a request whose turn it already was: no delay.
    pub follows: bool,
}

/// One request's turn; while it is held it counts as under way, and its end starts the delay.
pub(super) struct Turn {
    host: Arc<Host>,
    key: String,
    gap: Duration,
    _permit: OwnedSemaphorePermit,
}

impl Hosts {
    pub(super) fn new(per_host: usize, delay: Duration, patience: Duration) -> Self {
        Self { per_host: per_host.max(1), delay, patience, known: Mutex::default() }
    }

    /// Waits until this address may be asked, at most for the patience; a pause is never waited for.
    pub(super) async fn turn(&self, url: &Url, manner: Manner) -> Result<Turn, JobError> {
        let key = key(url);
        let host = self.host(&key);
        let paused = |wait| JobError::Paused { host: key.clone(), wait };
        let now = Instant::now();
        let deadline = now + self.patience;
        let clock = *lock(&host.clock);
        let waiting = host.wait();
        let ahead = waiting.ahead / u32::try_from(self.per_host).unwrap_or(u32::MAX);
        let expected = clock.ready(now).saturating_add(clock.gap(self.delay, manner).saturating_mul(ahead));
        if clock.pause(now).is_some() || (!manner.follows && expected > self.patience) {
            return Err(paused(clock.pause(now).unwrap_or(expected)));
        }
        let acquired = timeout_at(deadline.into(), host.permits.clone().acquire_owned()).await;
        let Ok(Ok(permit)) = acquired else { return Err(paused(self.patience)) };
        drop(waiting);
        let start = lock(&host.clock).reserve(Instant::now(), deadline, self.delay, manner).map_err(paused)?;
        sleep_until(start.into()).await;
        let gap = lock(&host.clock).gap(self.delay, manner);
        Ok(Turn { host, key, gap, _permit: permit })
    }

    /// Keeps the delay that a robots.txt asks for.
    pub(super) fn set_crawl_delay(&self, url: &Url, delay: Option<Duration>) {
        lock(&self.host(&key(url)).clock).crawl_delay = delay.map(|delay| delay.min(LONGEST_DELAY));
    }

    fn host(&self, key: &str) -> Arc<Host> {
        let mut known = lock(&self.known);
        if let Some(host) = known.get(key) {
            return host.clone();
        }
        if known.len() >= CAPACITY {
            forget(&mut known);
        }
        let host = Arc::new(Host {
            permits: Arc::new(Semaphore::new(self.per_host)),
            waiting: AtomicU32::new(0),
            clock: Mutex::default(),
        });
        known.insert(key.to_owned(), host.clone());
        host
    }
}

/// Forgets domains that owe nothing to the past; where too many owe, all that nobody is asking.
fn forget(known: &mut HashMap<String, Arc<Host>>) {
    let now = Instant::now();
    known.retain(|_, host| Arc::strong_count(host) > 1 || lock(&host.clock).owes(now));
    if known.len() > CAPACITY / 2 {
        known.retain(|_, host| Arc::strong_count(host) > 1);
    }
}

impl Clock {
    /// How long until the next start.
    fn ready(&self, now: Instant) -> Duration {
        self.next.map_or(Duration::ZERO, |next| next.saturating_duration_since(now))
    }

    /// How long a pause still runs.
    fn pause(&self, now: Instant) -> Option<Duration> {
        self.paused.map(|until| until.saturating_duration_since(now)).filter(|wait| !wait.is_zero())
    }

    fn owes(&self, now: Instant) -> bool {
        self.pause(now).is_some() || !self.ready(now).is_zero() || self.crawl_delay.is_some()
    }

    /// The time between two requests.
    fn gap(&self, delay: Duration, manner: Manner) -> Duration {
        let ours = if manner.own { Duration::ZERO } else { delay };
        ours.max(self.crawl_delay.unwrap_or_default())
    }

    /// Takes the next start, or says how long it would be if that is after the deadline or in a pause.
    fn reserve(
        &mut self,
        now: Instant,
        deadline: Instant,
        delay: Duration,
        manner: Manner,
    ) -> Result<Instant, Duration> {
        if let Some(wait) = self.pause(now) {
            return Err(wait);
        }
        let start = if manner.follows { now } else { now + self.ready(now) };
        if start > deadline.max(now) {
            return Err(start - now);
        }
        self.next = Some(start + self.gap(delay, manner));
        Ok(start)
    }
}

/// One more request that waits for its domain, until this is dropped.
struct Waiting<'a> {
    host: &'a Host,
    ahead: u32,
}

impl Host {
    fn wait(&self) -> Waiting<'_> {
        Waiting { host: self, ahead: self.waiting.fetch_add(1, Ordering::Relaxed) }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.host.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Turn {
    /// Pauses the whole domain.
    pub(super) fn pause(&self, wait: Duration) {
        let until = Instant::now() + wait;
        let mut clock = lock(&self.host.clock);
        clock.paused = clock.paused.max(Some(until));
    }

    /// Whether another address takes turns with this one.
    pub(super) fn covers(&self, url: &Url) -> bool {
        key(url) == self.key
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut clock = lock(&self.host.clock);
        clock.next = clock.next.max(Some(Instant::now() + self.gap));
    }
}

/// What takes turns together: a registrable domain, or a host and port where there is none.
fn key(url: &Url) -> String {
    let host = match url.host() {
        Some(UrlHost::Domain(name)) => {
            let name = name.trim_end_matches('.');
            if let Some(domain) = psl::domain_str(name) {
                return domain.to_owned();
            }
            name.to_owned()
        }
        _ => url.host_str().unwrap_or_default().to_owned(),
    };
    format!("{host}:{}", super::guard::port(url))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{Clock, Hosts, Manner, key};

    const SECOND: Duration = Duration::from_secs(1);

    #[track_caller]
    fn check_key(url: &str, expected: &str) {
        assert_eq!(key(&url.parse().unwrap()), expected);
    }

    #[test]
    fn who_takes_turns_together() {
        check_key("https://www.news.example.co.uk/a", "example.co.uk");
        check_key("http://example.co.uk.:8080/", "example.co.uk");
        check_key("http://localhost:81/", "localhost:81");
        check_key("http://127.0.0.1/", "127.0.0.1:80");
        check_key("https://[::1]/", "[::1]:443");
    }

    #[test]
    fn starts_keep_the_delay() {
        let (mut clock, now, far) = (Clock::default(), Instant::now(), Instant::now() + 30 * SECOND);
        let far_manner = Manner::default();
        assert_eq!(clock.reserve(now, far, SECOND, far_manner), Ok(now));
        assert_eq!(clock.reserve(now, far, SECOND, far_manner), Ok(now + SECOND));
        assert_eq!(clock.reserve(now, now, SECOND, far_manner), Err(2 * SECOND));
        let hop = Manner { follows: true, ..Manner::default() };
        assert_eq!(clock.reserve(now, far, SECOND, hop), Ok(now));
        clock.paused = Some(now + 9 * SECOND);
        assert_eq!(clock.reserve(now, far, SECOND, hop), Err(9 * SECOND));
    }

    #[test]
    fn own_network_waits_only_when_asked() {
        let (mut clock, now, far) = (Clock::default(), Instant::now(), Instant::now() + 30 * SECOND);
        let own = Manner { own: true, ..Manner::default() };
        assert_eq!(clock.reserve(now, far, SECOND, own), Ok(now));
        assert_eq!(clock.reserve(now, far, SECOND, own), Ok(now));
        clock.crawl_delay = Some(3 * SECOND);
        assert_eq!(clock.reserve(now, far, SECOND, own), Ok(now));
        assert_eq!(clock.reserve(now, far, SECOND, own), Ok(now + 3 * SECOND));
    }

    #[test]
    fn memory_is_bounded() {
        let hosts = Hosts::new(1, SECOND, SECOND);
        for n in 0..super::CAPACITY * 3 {
            hosts.set_crawl_delay(&format!("http://site{n}.com/").parse().unwrap(), Some(SECOND));
        }
        assert!(super::lock(&hosts.known).len() <= super::CAPACITY);
    }
}
