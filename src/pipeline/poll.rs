//! What follows from a feed that answered: pages to visit, things to remember, news of the feed.

use std::collections::HashSet;

use jiff::Timestamp;
use url::Url;

use super::schedule::{self, Freshness};
use super::stages::Polled;
use super::{FeedSpec, Settings};
use crate::feed::normalized_url;
use crate::model::feed::Recovery;
use crate::model::job::{ArticleJob, EntrySketch};
use crate::model::memory::{Change, EntryKey, FeedState, Recall};
use crate::model::outbox::{Fate, Push};
use crate::model::record::{FEED, FeedEvent, FeedRecord};
use crate::model::{Entry, Feed, Job, Moment, content_id, without_credentials};

/// A permanent redirect is believed once it was seen this often in a row.
pub(super) const MOVED_SIGHTINGS: u32 = 3;

/// All that follows from one poll.
pub(super) struct Followed {
    pub fate: Fate,
    pub push: Vec<Push>,
    pub changes: Vec<Change>,
    pub events: Vec<FeedRecord>,
    /// Entries by what was known of them, for the metrics.
    pub counts: [(&'static str, u64); 4],
}

/// The entries that can be visited, each once, with what identifies them.
pub(super) fn keys(feed: &Feed) -> Vec<(EntryKey, &Entry, &Url)> {
    let mut seen = HashSet::new();
    let key = |entry, link: &Url| EntryKey {
        id: Entry::clone(entry).id,
        fingerprint: fingerprint(entry),
        page: normalized_url(link),
    };
    let linked = feed.entries.iter().filter_map(|entry| Some((entry, entry.link.as_ref()?)));
    linked
        .map(|(entry, link)| (key(entry, link), entry, link))
        .filter(|(key, ..)| seen.insert(key.id.clone()))
        .collect()
}

/// What would make an entry worth another visit: another headline, another address, a new "updated".
fn fingerprint(entry: &Entry) -> String {
    let updated = entry.updated.map(|at| at.to_string());
    let link = entry.link.as_ref().map(Url::as_str);
    let parts = [entry.title.as_deref(), updated.as_deref(), link].map(Option::unwrap_or_default);
    content_id("", &parts.join("\n"))
}

/// Decides what follows; `recalls` tells what the ledger knows of each of `keys`.
pub(super) fn follow(
    name: &str,
    spec: &FeedSpec,
    settings: &Settings,
    state: FeedState,
    polled: &Polled,
    recalls: &[Recall],
) -> Followed {
    let now = polled.at;
    let default = Feed::default();
    let feed = polled.feed.as_ref().unwrap_or(&default);
    let keys = keys(feed);
    let first = state.succeeded.is_none();
    let mut wanted = visits(&keys, recalls, if first { settings.first_poll_entries } else { usize::MAX });
    // Oldest first, so that records come out in the order of events.
    wanted.reverse();
    // In a single pass, what is found belongs to the pass.
    let due = settings.pass.unwrap_or(now);
    let push = wanted.into_iter().map(|index| visit(name, keys[index].1, keys[index].2, now, due)).collect();
    let news: Vec<bool> = recalls.iter().map(|recall| *recall != Recall::Known).collect();
    let changes = keys
        .iter()
        .zip(&news)
        .filter(|(_, new)| **new)
        .map(|((key, ..), _)| Change::Entry { feed: name.to_owned(), key: key.clone() });
    let mut changes: Vec<Change> = changes.collect();
    let count = |kind| recalls.iter().filter(|recall| **recall == kind).count() as u64;
    let new = count(Recall::New) as usize;
    let events = events(name, spec, &state, polled, new == keys.len() && new > 0 && !first);
    let seen = Freshness { new, all: keys.len() };
    let (state, next) = remember(state, name, spec, settings, polled, seen);
    changes.push(Change::Feed { name: name.to_owned(), state: Box::new(state) });
    let counts = [
        ("new", new as u64),
        ("known", count(Recall::Known) + count(Recall::PageKnown)),
        ("changed", count(Recall::Changed)),
        ("without_link", (feed.entries.iter().filter(|entry| entry.link.is_none()).count()) as u64),
    ];
    Followed { fate: Fate::Again(next), push, changes, events, counts }
}

/// Which entries are visited: the new and the changed, at most `most`, newest first by date where there are dates.
fn visits(keys: &[(EntryKey, &Entry, &Url)], recalls: &[Recall], most: usize) -> Vec<usize> {
    let due = |index: &usize| matches!(recalls[*index], Recall::New | Recall::Changed);
    let mut wanted: Vec<usize> = (0..keys.len()).filter(due).collect();
    let date = |index: &usize| keys[*index].1.published.or(keys[*index].1.updated);
    if wanted.iter().all(|index| date(index).is_some()) {
        wanted.sort_by_key(|index| std::cmp::Reverse(date(index)));
    }
    wanted.truncate(most);
    wanted
}

fn visit(feed: &str, entry: &Entry, link: &Url, now: Timestamp, due: Timestamp) -> Push {
    let job = ArticleJob {
        url: link.clone(),
        feed: feed.to_owned(),
        entry_id: entry.id.clone(),
        first_seen: Moment::utc(now),
        entry: EntrySketch {
            title: entry.title.clone(),
            authors: entry.authors.clone(),
            published: entry.published,
            updated: entry.updated,
            tags: entry.tags.clone(),
            content: entry.content.clone(),
        },
    };
    Push { job: Job::Article(Box::new(job)), due }
}

/// The feed's new state, and when it is asked again.
fn remember(
    state: FeedState,
    name: &str,
    spec: &FeedSpec,
    settings: &Settings,
    polled: &Polled,
    seen: Freshness,
) -> (FeedState, Timestamp) {
    let hints = polled.feed.as_ref().map(|feed| feed.hints.clone()).unwrap_or_default();
    let interval = schedule::interval(settings, spec, &state, &hints, polled.meta.max_age, seen);
    let next = schedule::next_poll(polled.at, interval, name, state.polls, &hints);
    let meta = &polled.meta;
    let changed = polled.feed.is_some();
    let state = FeedState {
        etag: meta.etag.clone().or_else(|| state.etag.clone().filter(|_| !changed)),
        last_modified: meta.last_modified.clone().or_else(|| state.last_modified.clone().filter(|_| !changed)),
        polled: Some(polled.at),
        succeeded: Some(polled.at),
        next_poll: Some(next),
        interval: interval.as_secs(),
        polls: state.polls + 1,
        unchanged: state.unchanged + u64::from(!changed),
        entries: state.entries + seen.new as u64,
        failures: 0,
        failing_since: None,
        last_error: None,
        body_hash: polled.body_hash.clone().or(state.body_hash),
        recovered: polled.feed.as_ref().map_or(state.recovered, mended),
        moved: sighting(state.moved, meta.moved_permanently.clone()),
    };
    (state, next)
}

/// Whether more was mended than the root element, which half of all feeds leave incomplete and no entry suffers from.
fn mended(feed: &Feed) -> bool {
    feed.recovered.iter().any(|recovery| *recovery != Recovery::Root)
}

/// Counts how often in a row the same new address was given.
fn sighting(before: Option<(Url, u32)>, now: Option<Url>) -> Option<(Url, u32)> {
    match (before, now) {
        // Once believed, the new address is asked directly and no longer redirects.
        (Some((url, times)), None) if times >= MOVED_SIGHTINGS => Some((url, times)),
        (Some((url, times)), Some(to)) if url == to => Some((url, times + 1)),
        (_, Some(to)) => Some((to, 1)),
        (_, None) => None,
    }
}

/// News of the feed's health; each is told when it begins, not at every poll.
fn events(name: &str, spec: &FeedSpec, state: &FeedState, polled: &Polled, all_new: bool) -> Vec<FeedRecord> {
    let mut events = Vec::new();
    let mut tell = |event, detail: String| events.push(event_record(name, spec, event, detail, polled.at));
    if let Some(feed) = &polled.feed {
        if mended(feed) && !state.recovered {
            tell(FeedEvent::Recovered, format!("read after repairs: {:?}", feed.recovered));
        }
        if feed.entries.is_empty() && state.entries > 0 {
            tell(FeedEvent::Silent, "the feed can be read and holds no entry, though it did before".to_owned());
        }
        if all_new {
            let detail =
                format!("all {} entries are new; some may have come and gone between polls", feed.entries.len());
            tell(FeedEvent::GapSuspected, detail);
        }
    }
    if let Some((to, MOVED_SIGHTINGS)) = sighting(state.moved.clone(), polled.meta.moved_permanently.clone())
        && polled.meta.moved_permanently.is_some()
    {
        tell(FeedEvent::Moved, format!("answers from {to} for good; set this address in the configuration"));
    }
    events
}

/// One piece of news of a feed.
pub(super) fn event_record(name: &str, spec: &FeedSpec, event: FeedEvent, detail: String, at: Timestamp) -> FeedRecord {
    let url = without_credentials(&spec.url);
    let id = content_id("f_", url.as_str());
    FeedRecord {
        schema: FEED.to_owned(),
        id,
        seq: Some(0),
        feed: name.to_owned(),
        url,
        event,
        detail,
        seen: Moment::utc(at),
    }
}
