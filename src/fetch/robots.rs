//! robots.txt: what a site lets crawlers ask for, remembered for a day.
//!
//! RFC 9309: no file (any 4xx) allows everything, a file that cannot be had for now (5xx, no answer) allows nothing for
//! now, and a file that is too large counts as far as it was read.

use std::collections::HashMap;
use std::sync::{Arc, Mutex as Lock};
use std::time::{Duration, Instant};

use robotxt::{Agent, Robots};
use tokio::sync::Mutex;
use url::Url;

use super::lock;
use crate::error::JobError;

/// How long rules are kept.
const FRESH: Duration = Duration::from_hours(24);
/// How long a failure is kept; shorter than the shortest wait before a page is tried again.
const FAILED: Duration = Duration::from_secs(20);
/// Origins remembered.
const CAPACITY: usize = 4096;
/// Bytes of robots.txt behind the rules remembered.
const CAPACITY_BYTES: usize = 32 << 20;

/// What robots.txt files say, origin by origin.
pub(super) struct RobotsCache {
    agent: String,
    known: Lock<Known>,
}

#[derive(Default)]
struct Known {
    origins: HashMap<String, Origin>,
    bytes: usize,
}

struct Origin {
    slot: Arc<Slot>,
    /// What its file weighs.
    bytes: usize,
    since: Instant,
}

/// One origin; the lock is held while its file is fetched, so that it is fetched once.
type Slot = Mutex<Option<(Instant, Outcome)>>;

#[derive(Clone)]
enum Outcome {
    Rules(Arc<Robots>),
    Failed(JobError),
}

impl RobotsCache {
    /// `user_agent` is the full header.
    pub(super) fn new(user_agent: &str) -> Self {
        Self { agent: product(user_agent).to_owned(), known: Lock::default() }
    }

    /// The rules for an address, fetched by `fetch` when they are not known; `None` where there is no file.
    pub(super) async fn rules(
        &self,
        url: &Url,
        fetch: impl Future<Output = Result<Option<Vec<u8>>, JobError>>,
    ) -> Result<Arc<Robots>, JobError> {
        let origin = url.origin().ascii_serialization();
        let slot = self.slot(&origin);
        let mut slot = slot.lock().await;
        if let Some((at, outcome)) = &*slot {
            match outcome {
                Outcome::Rules(rules) if at.elapsed() < FRESH => return Ok(rules.clone()),
                Outcome::Failed(error) if at.elapsed() < FAILED => return Err(error.clone()),
                _ => {}
            }
        }
        let fetched = fetch.await.map(|file| {
            let file = file.unwrap_or_default();
            (Arc::new(Robots::parse(&file, Agent::Exact(&self.agent))), file.len())
        });
        let outcome = match &fetched {
            Ok((rules, bytes)) => {
                self.account(&origin, *bytes);
                Outcome::Rules(rules.clone())
            }
            Err(error) => Outcome::Failed(error.clone()),
        };
        // A pause says by itself how long it lasts.
        if !matches!(outcome, Outcome::Failed(JobError::Paused { .. })) {
            *slot = Some((Instant::now(), outcome));
        }
        fetched.map(|(rules, _)| rules)
    }

    fn slot(&self, origin: &str) -> Arc<Slot> {
        let mut known = lock(&self.known);
        if let Some(origin) = known.origins.get(origin) {
            return origin.slot.clone();
        }
        known.make_room();
        let slot = Arc::new(Mutex::new(None));
        known.origins.insert(origin.to_owned(), Origin { slot: slot.clone(), bytes: 0, since: Instant::now() });
        slot
    }

    /// Notes how much an origin's file weighs.
    fn account(&self, origin: &str, bytes: usize) {
        let mut known = lock(&self.known);
        let Some(origin) = known.origins.get_mut(origin) else { return };
        let before = std::mem::replace(&mut origin.bytes, bytes);
        origin.since = Instant::now();
        known.bytes = known.bytes + bytes - before;
        known.make_room();
    }
}

/// The name a user agent is known by in robots.txt: its first product, or the one behind `compatible;` where it poses as
/// a browser.
fn product(user_agent: &str) -> &str {
    let own = user_agent.split_once("compatible;").map_or(user_agent, |(_, own)| own).trim_start();
    own.split(|c: char| matches!(c, '/' | ';' | ')') || c.is_whitespace()).next().unwrap_or_default()
}

impl Known {
    /// Where there is too much, forgets the older half.
    fn make_room(&mut self) {
        if self.origins.len() < CAPACITY && self.bytes <= CAPACITY_BYTES {
            return;
        }
        let mut ages: Vec<Instant> = self.origins.values().map(|origin| origin.since).collect();
        ages.sort_unstable();
        let Some(&middle) = ages.get(ages.len() / 2) else { return };
        self.origins.retain(|_, origin| origin.since > middle);
        self.bytes = self.origins.values().map(|origin| origin.bytes).sum();
    }
}

#[cfg(test)]
mod tests {
    use super::product;

    #[test]
    fn the_name_in_the_files() {
        assert_eq!(product("pressline/0.1 (+https://news.example)"), "pressline");
        assert_eq!(product("pressline"), "pressline");
        assert_eq!(product("Mozilla/5.0 (compatible; NewsDesk/2.1; +https://news.example)"), "NewsDesk");
        assert_eq!(product("Mozilla/5.0 (compatible;NewsDesk)"), "NewsDesk");
    }
}
