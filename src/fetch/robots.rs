//! What a site's robots.txt allows crawlers to fetch, cached for a day.
//!
//! RFC 9309: no file (any 4xx) allows everything. A file that cannot be fetched now (5xx, no response) disallows
//! everything for now. A file that is too large counts as far as it was read.

use std::collections::HashMap;
use std::sync::{Arc, Mutex as Lock};
use std::time::Duration;

use robotxt::{Agent, Robots};
use tokio::sync::Mutex;
use tokio::time::Instant;
use url::Url;

use super::sync::lock;
use crate::error::JobError;

/// How long rules are cached (RFC 9309, section 2.4: at most 24 hours).
const RULES_TTL: Duration = Duration::from_hours(24);
/// How long a failure is cached (chosen: shorter than the shortest wait before a page is tried again).
const FAILURE_TTL: Duration = Duration::from_secs(20);
/// The most origins in the cache (chosen).
const MAX_ORIGINS: usize = 4096;
/// The most bytes of robots.txt files behind the cached rules (chosen).
const MAX_BYTES: usize = 32 << 20;

/// A cache of the rules of robots.txt files, by origin.
pub(super) struct RobotsCache {
    agent: String,
    cache: Lock<Cache>,
}

#[derive(Default)]
struct Cache {
    origins: HashMap<String, Origin>,
    bytes: usize,
}

struct Origin {
    slot: Arc<Slot>,
    /// The size of its file, in bytes.
    bytes: usize,
    since: Instant,
}

/// The slot of one origin. Its lock is held while the file is fetched, so that it is fetched once.
type Slot = Mutex<Option<(Instant, Outcome)>>;

#[derive(Clone)]
enum Outcome {
    Rules(Arc<Robots>),
    Failed(JobError),
}

impl RobotsCache {
    /// Creates a cache for a program with this full `User-Agent` header.
    pub(super) fn new(user_agent: &str) -> Self {
        Self { agent: product_token(user_agent).to_owned(), cache: Lock::default() }
    }

    /// Returns the rules for an address. `fetch` fetches them when they are not cached; `None` stands for no file.
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
                Outcome::Rules(rules) if at.elapsed() < RULES_TTL => return Ok(rules.clone()),
                Outcome::Failed(error) if at.elapsed() < FAILURE_TTL => return Err(error.clone()),
                _ => {}
            }
        }
        let fetched = fetch.await.map(|file| {
            let file = file.unwrap_or_default();
            (Arc::new(Robots::parse(&file, Agent::Exact(&self.agent))), file.len())
        });
        let outcome = match &fetched {
            Ok((rules, bytes)) => {
                self.set_size(&origin, *bytes);
                Outcome::Rules(rules.clone())
            }
            Err(error) => Outcome::Failed(error.clone()),
        };
        // A pause is not cached: it carries its own duration.
        if !matches!(outcome, Outcome::Failed(JobError::Paused { .. } | JobError::PausedByOperator { .. })) {
            *slot = Some((Instant::now(), outcome));
        }
        fetched.map(|(rules, _)| rules)
    }

    fn slot(&self, origin: &str) -> Arc<Slot> {
        let mut cache = lock(&self.cache);
        if let Some(origin) = cache.origins.get(origin) {
            return origin.slot.clone();
        }
        cache.make_room();
        let slot = Arc::new(Mutex::new(None));
        cache.origins.insert(origin.to_owned(), Origin { slot: slot.clone(), bytes: 0, since: Instant::now() });
        slot
    }

    /// Sets the size of an origin's file.
    fn set_size(&self, origin: &str, bytes: usize) {
        let mut cache = lock(&self.cache);
        let Some(origin) = cache.origins.get_mut(origin) else { return };
        let before = std::mem::replace(&mut origin.bytes, bytes);
        origin.since = Instant::now();
        cache.bytes = cache.bytes + bytes - before;
        cache.make_room();
    }
}

/// Returns the product token of a user agent (RFC 9309, section 2.2.1).
///
/// It is the first product, or the one behind `compatible;` where the header imitates a browser's.
fn product_token(user_agent: &str) -> &str {
    let own = user_agent.split_once("compatible;").map_or(user_agent, |(_, own)| own).trim_start();
    own.split(|c: char| matches!(c, '/' | ';' | ')') || c.is_whitespace()).next().unwrap_or_default()
}

impl Cache {
    /// Removes the older half where the cache is too large.
    fn make_room(&mut self) {
        if self.origins.len() < MAX_ORIGINS && self.bytes <= MAX_BYTES {
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
    use super::product_token;

    #[test]
    fn the_name_in_the_files() {
        assert_eq!(product_token("pressline/0.1 (+https://news.example)"), "pressline");
        assert_eq!(product_token("pressline"), "pressline");
        assert_eq!(product_token("Mozilla/5.0 (compatible; NewsDesk/2.1; +https://news.example)"), "NewsDesk");
        assert_eq!(product_token("Mozilla/5.0 (compatible;NewsDesk)"), "NewsDesk");
    }
}
