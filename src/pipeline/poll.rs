//! What follows from a polled feed: pages to visit, changes of the ledger, and feed events.

use std::collections::HashSet;

use jiff::Timestamp;
use url::Url;

use super::feed_events::{feed_events, needed_repair, next_sighting};
use super::outcome::PolledFeed;
use super::schedule::{self, EntryCounts};
use super::settings::{FeedSpec, Settings};
use crate::identity::normalized_url;
use crate::model::record::FeedRecord;
use crate::model::{Entry, Feed, Moment, content_id};
use crate::work::Job;
use crate::work::job::{ArticleJob, EntryMetadata};
use crate::work::ledger::{EntryKey, EntryStatus, FeedState, LedgerUpdate};
use crate::work::queue::{JobFate, NewJob};

/// Everything that follows from one poll.
pub(super) struct PollResult {
    pub fate: JobFate,
    pub new_jobs: Vec<NewJob>,
    pub updates: Vec<LedgerUpdate>,
    pub events: Vec<FeedRecord>,
    /// The number of entries by status, for the metrics.
    pub entry_counts: [(&'static str, u64); 4],
}

/// An entry that can be visited.
pub(super) struct LinkedEntry<'a> {
    pub key: EntryKey,
    entry: &'a Entry,
    link: &'a Url,
}

/// Returns the entries that have a link, each id once.
pub(super) fn linked_entries(feed: &Feed) -> Vec<LinkedEntry<'_>> {
    let mut seen = HashSet::new();
    let linked = feed.entries.iter().filter_map(|entry| Some((entry, entry.link.as_ref()?)));
    linked
        .map(|(entry, link)| {
            let key = EntryKey { id: entry.id.clone(), fingerprint: fingerprint(entry), page: normalized_url(link) };
            LinkedEntry { key, entry, link }
        })
        .filter(|linked| seen.insert(linked.key.id.clone()))
        .collect()
}

/// Returns a hash of the fields whose change makes an entry worth another visit: headline, address and "updated".
fn fingerprint(entry: &Entry) -> String {
    let updated = entry.updated.map(|at| at.to_string());
    let link = entry.link.as_ref().map(Url::as_str);
    let parts = [entry.title.as_deref(), updated.as_deref(), link].map(Option::unwrap_or_default);
    content_id("", &parts.join("\n"))
}

/// Decides what follows from a poll. `statuses` are those of [`linked_entries`], in their order.
pub(super) fn follow_up(
    name: &str,
    spec: &FeedSpec,
    settings: &Settings,
    state: FeedState,
    polled: &PolledFeed,
    statuses: &[EntryStatus],
) -> PollResult {
    let default = Feed::default();
    let feed = polled.feed.as_ref().unwrap_or(&default);
    let entries = linked_entries(feed);
    let is_first = state.succeeded.is_none();
    let limit = if is_first { settings.first_poll_entries } else { usize::MAX };
    // In a single pass, what is found belongs to the pass.
    let due = settings.pass.unwrap_or(polled.at);
    // Oldest first, so that records come out in the order of events.
    let to_visit = entries_to_visit(&entries, statuses, limit).into_iter().rev();
    let new_jobs = to_visit.map(|index| article_job(name, &entries[index], polled.at, due)).collect();
    let count = |status| statuses.iter().filter(|s| **s == status).count() as u64;
    let new = count(EntryStatus::New);
    let is_gap = new == entries.len() as u64 && new > 0 && !is_first;
    let events = feed_events(name, spec, &state, polled, is_gap);
    let entry_counts = [
        ("new", new),
        ("known", count(EntryStatus::Known) + count(EntryStatus::PageKnown)),
        ("changed", count(EntryStatus::Changed)),
        ("without_link", (feed.entries.iter().filter(|entry| entry.link.is_none()).count()) as u64),
    ];
    let counts = EntryCounts { new: new as usize, all: entries.len() };
    let (state, next) = next_state(state, name, spec, settings, polled, counts);
    let mut updates = entry_updates(name, &entries, statuses);
    updates.push(LedgerUpdate::Feed { name: name.to_owned(), state: Box::new(state) });
    PollResult { fate: JobFate::Reschedule(next), new_jobs, updates, events, entry_counts }
}

/// Returns the indices of the entries to visit: the new and the changed, at most `limit`.
///
/// They are sorted newest first where all have dates, and else in the feed's order.
fn entries_to_visit(entries: &[LinkedEntry<'_>], statuses: &[EntryStatus], limit: usize) -> Vec<usize> {
    let is_wanted = |index: &usize| matches!(statuses[*index], EntryStatus::New | EntryStatus::Changed);
    let mut wanted: Vec<usize> = (0..entries.len()).filter(is_wanted).collect();
    let date = |index: &usize| entries[*index].entry.published.or(entries[*index].entry.updated);
    if wanted.iter().all(|index| date(index).is_some()) {
        wanted.sort_by_key(|index| std::cmp::Reverse(date(index)));
    }
    wanted.truncate(limit);
    wanted
}

fn article_job(feed: &str, linked: &LinkedEntry<'_>, now: Timestamp, due: Timestamp) -> NewJob {
    let LinkedEntry { entry, link, .. } = linked;
    let job = ArticleJob {
        url: (*link).clone(),
        feed: feed.to_owned(),
        entry_id: entry.id.clone(),
        first_seen: Moment::utc(now),
        entry: EntryMetadata {
            title: entry.title.clone(),
            authors: entry.authors.clone(),
            published: entry.published,
            updated: entry.updated,
            tags: entry.tags.clone(),
            content: entry.content.clone(),
        },
    };
    NewJob { job: Job::Article(Box::new(job)), due }
}

/// Returns the ledger's updates for all entries that it does not know as they are.
fn entry_updates(feed: &str, entries: &[LinkedEntry<'_>], statuses: &[EntryStatus]) -> Vec<LedgerUpdate> {
    let unknown = entries.iter().zip(statuses).filter(|(_, status)| **status != EntryStatus::Known);
    unknown.map(|(linked, _)| LedgerUpdate::Entry { feed: feed.to_owned(), key: linked.key.clone() }).collect()
}

/// Returns the feed's new state, and the time of its next poll.
fn next_state(
    state: FeedState,
    name: &str,
    spec: &FeedSpec,
    settings: &Settings,
    polled: &PolledFeed,
    counts: EntryCounts,
) -> (FeedState, Timestamp) {
    let hints = polled.feed.as_ref().map(|feed| feed.hints.clone()).unwrap_or_default();
    let interval = schedule::interval(settings, spec, &state, &hints, polled.meta.max_age, counts);
    let next = schedule::next_poll(polled.at, interval, name, state.polls, &hints);
    let meta = &polled.meta;
    let has_changed = polled.feed.is_some();
    let state = FeedState {
        etag: meta.etag.clone().or_else(|| state.etag.clone().filter(|_| !has_changed)),
        last_modified: meta.last_modified.clone().or_else(|| state.last_modified.clone().filter(|_| !has_changed)),
        polled: Some(polled.at),
        succeeded: Some(polled.at),
        next_poll: Some(next),
        interval: interval.as_secs(),
        polls: state.polls + 1,
        unchanged: state.unchanged + u64::from(!has_changed),
        entries: state.entries + counts.new as u64,
        failures: 0,
        failing_since: None,
        last_error: None,
        body_hash: polled.body_hash.clone().or(state.body_hash),
        recovered: polled.feed.as_ref().map_or(state.recovered, needed_repair),
        moved: next_sighting(state.moved, meta.moved_permanently.clone()),
    };
    (state, next)
}
