//! What follows from a polled feed: pages to visit, changes of the ledger, and feed events.

use std::collections::HashSet;

use jiff::Timestamp;
use url::Url;

use super::feed_events::{feed_events, is_gap, needed_repair, next_sighting};
use super::feed_volume::volume_after;
use super::outcome::PolledFeed;
use super::schedule::{self, News, Polled};
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
    let news = news(&entries, statuses, is_first);
    let events = feed_events(name, spec, &state, polled, &news);
    let entry_counts = [
        ("new", new),
        ("known", count(EntryStatus::Known) + count(EntryStatus::PageKnown)),
        ("changed", count(EntryStatus::Changed)),
        ("without_link", (feed.entries.iter().filter(|entry| entry.link.is_none()).count()) as u64),
    ];
    let entries_seen = state.entries + new;
    let (state, next) = next_state(FeedState { entries: entries_seen, ..state }, name, spec, settings, (polled, &news));
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

/// Returns what a poll found, for the feed's rhythm. All dates of a first poll show the feed's past.
fn news(entries: &[LinkedEntry<'_>], statuses: &[EntryStatus], is_first: bool) -> News {
    let is_new = |status: &EntryStatus| matches!(status, EntryStatus::New | EntryStatus::PageKnown);
    let dates = entries.iter().zip(statuses).filter(|(_, status)| is_first || is_new(status));
    News {
        new: statuses.iter().filter(|status| is_new(status)).count(),
        all: entries.len(),
        dates: dates.filter_map(|(linked, _)| Some(linked.entry.published?.at.as_second())).collect(),
    }
}

/// Returns the feed's new state, and the time of its next poll.
fn next_state(
    state: FeedState,
    name: &str,
    spec: &FeedSpec,
    settings: &Settings,
    (polled, news): (&PolledFeed, &News),
) -> (FeedState, Timestamp) {
    let (meta, feed) = (&polled.meta, polled.feed.as_ref());
    let poll = Polled { name, at: polled.at, feed, max_age: meta.max_age, news };
    let plan = schedule::plan(settings, spec, &state, &poll);
    let has_changed = feed.is_some();
    let validators = (
        meta.etag.clone().or_else(|| state.etag.clone().filter(|_| !has_changed)),
        meta.last_modified.clone().or_else(|| state.last_modified.clone().filter(|_| !has_changed)),
    );
    let audit = schedule::audit(&state, polled, validators, news);
    let state = FeedState {
        etag: audit.validators.0,
        last_modified: audit.validators.1,
        polled: Some(polled.at),
        succeeded: Some(polled.at),
        next_poll: Some(plan.next),
        interval: plan.interval.as_secs(),
        polls: state.polls + 1,
        unchanged: state.unchanged + u64::from(!has_changed),
        entries: state.entries,
        failures: 0,
        failing_since: None,
        last_error: None,
        body_hash: polled.body_hash.clone().or(state.body_hash.clone()),
        recovered: feed.map_or(state.recovered, needed_repair),
        moved: next_sighting(state.moved.clone(), meta.moved_permanently.clone()),
        reason: plan.reason,
        hints: plan.hints,
        rhythm: plan.rhythm,
        refusals: 0,
        is_failure_recorded: false,
        is_failing: false,
        audited: audit.audited,
        not_modified: audit.not_modified,
        is_on_trial: audit.is_on_trial,
        validators_lie: state.validators_lie || audit.is_lie_found,
        volume: feed.map_or(state.volume, |feed| volume_after(&state, feed.entries.len(), polled.at)),
        is_gap: feed.map_or(state.is_gap, |_| if news.new > 0 { is_gap(&state, news) } else { state.is_gap }),
    };
    (state, plan.next)
}
