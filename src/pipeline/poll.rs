//! What follows from a polled feed: pages to visit, changes of the ledger, and feed events.

use jiff::Timestamp;
use url::Url;

use super::address;
use super::entries::FeedEntry;
use super::error_record::error_record;
use super::feed_events::{feed_events, is_gap, needed_repair, next_sighting};
use super::feed_volume::volume_after;
use super::novelty::{Judged, Novelty, judge};
use super::outcome::PolledFeed;
use super::schedule::{self, News, Polled};
use super::settings::{FeedSpec, Settings};
use crate::model::record::{ErrorRecord, FeedRecord, Stage};
use crate::model::{Moment, content_id, is_public, shown_url, without_secrets};
use crate::work::Job;
use crate::work::job::{ArticleJob, EntryMetadata};
use crate::work::ledger::{FeedState, Knowledge, LedgerUpdate};
use crate::work::queue::Failed;
use crate::work::queue::{JobFate, NewJob};

/// Everything that follows from one poll.
pub(super) struct PollResult {
    pub fate: JobFate,
    pub new_jobs: Vec<NewJob>,
    pub updates: Vec<LedgerUpdate>,
    pub events: Vec<FeedRecord>,
    /// The errors of entries that have neither a link nor a text.
    pub errors: Vec<ErrorRecord>,
    /// The number of entries by what is new about them, for the metrics.
    pub entry_counts: [(&'static str, u64); 4],
}

/// Decides what follows from a poll. `known` is what the ledger knows of `entries`, in their order.
pub(super) fn follow_up(
    name: &str,
    spec: &FeedSpec,
    settings: &Settings,
    state: FeedState,
    polled: &PolledFeed,
    (entries, known): (&[FeedEntry<'_>], &[Knowledge]),
) -> PollResult {
    let judged = judge(entries, known, polled.at);
    // The horizon lasts until entries were seen: a feed may be empty at first.
    let is_first = state.entries == 0;
    let wanted = wanted(entries, &judged, &horizon(settings, polled.at, is_first));
    let (readable, unreadable): (Vec<_>, Vec<_>) = wanted.into_iter().partition(|index| entries[*index].is_readable());
    let site = polled.feed.as_ref().and_then(|feed| feed.link.clone());
    let origin = JobOrigin {
        feed: name,
        site: site.unwrap_or_else(|| shown_url(&spec.url)),
        at: polled.at,
        // In a single pass, what is found belongs to the pass.
        due: settings.pass.unwrap_or(polled.at),
    };
    // Oldest first, so that records come out in the order of events.
    let jobs = readable.into_iter().rev().map(|index| origin.job(&entries[index], judged[index].novelty));
    let new_jobs = jobs.collect();
    let errors = unreadable.into_iter().map(|index| unreadable_entry(name, spec, &entries[index], polled.at)).collect();
    let count = |novelty| judged.iter().filter(|j| j.novelty == novelty).count() as u64;
    let new = count(Novelty::New);
    let news = news(entries, &judged, is_first);
    let events = feed_events(name, spec, &state, polled, &news);
    let entry_counts = [
        ("new", new),
        ("known", count(Novelty::Known) + count(Novelty::PageKnown)),
        ("changed", count(Novelty::Changed)),
        ("without_link", entries.iter().filter(|entry| entry.entry.link.is_none()).count() as u64),
    ];
    let entries_seen = state.entries + new;
    let (state, next) = next_state(FeedState { entries: entries_seen, ..state }, name, spec, settings, (polled, &news));
    let state = address::noted(state, spec, polled);
    let notes = entries.iter().zip(&judged).filter_map(|(entry, judged)| Some((entry, judged.note?)));
    let note = |(entry, state): (&FeedEntry<'_>, _)| LedgerUpdate::Entry {
        feed: name.to_owned(),
        key: entry.key.clone(),
        state,
    };
    let mut updates: Vec<_> = notes.map(note).collect();
    updates.push(LedgerUpdate::Feed { name: name.to_owned(), state: Box::new(state) });
    PollResult { fate: JobFate::Reschedule(next), new_jobs, updates, events, errors, entry_counts }
}

/// The part of a feed's entries that is fetched.
struct Horizon {
    most: usize,
    oldest: Option<Timestamp>,
}

fn horizon(settings: &Settings, now: Timestamp, is_first: bool) -> Horizon {
    let oldest = settings.first_poll_age.and_then(|age| now.checked_sub(age).ok());
    if is_first {
        Horizon { most: settings.first_poll_entries, oldest }
    } else {
        Horizon { most: usize::MAX, oldest: None }
    }
}

/// Returns the indices of the new and the changed entries within the horizon, newest first.
///
/// An entry without a date has that of its neighbour before it, else of the one after it.
fn wanted(entries: &[FeedEntry<'_>], judged: &[Judged], horizon: &Horizon) -> Vec<usize> {
    let dates = dates(entries);
    let is_wanted = |index: &usize| matches!(judged[*index].novelty, Novelty::New | Novelty::Changed);
    let is_young = |index: &usize| horizon.oldest.is_none_or(|oldest| dates[*index].is_none_or(|date| date >= oldest));
    let mut wanted: Vec<usize> = (0..entries.len()).filter(is_wanted).filter(is_young).collect();
    let is_oldest_first = dates.first() < dates.last();
    // The sort is stable: of two of one date the one nearer to the new end comes first.
    if is_oldest_first {
        wanted.reverse();
    }
    wanted.sort_by_key(|index| std::cmp::Reverse(dates[*index]));
    wanted.truncate(horizon.most);
    wanted
}

/// Returns a date for each entry; `None` for all where none has a date.
fn dates(entries: &[FeedEntry<'_>]) -> Vec<Option<Timestamp>> {
    let own = |entry: &FeedEntry<'_>| entry.entry.published.or(entry.entry.updated).map(|date| date.at);
    let mut dates: Vec<_> = entries.iter().map(own).collect();
    let mut last = dates.iter().copied().find(Option::is_some).flatten();
    for date in &mut dates {
        *date = date.or(last);
        last = *date;
    }
    dates
}

/// The facts that all jobs of one poll share.
struct JobOrigin<'a> {
    feed: &'a str,
    /// The address that stands for the page of an entry without a link.
    site: Url,
    at: Timestamp,
    due: Timestamp,
}

impl JobOrigin<'_> {
    fn job(&self, from: &FeedEntry<'_>, novelty: Novelty) -> NewJob {
        let entry = from.entry;
        let job = ArticleJob {
            url: entry.link.clone().unwrap_or_else(|| self.site.clone()),
            has_link: entry.link.is_some(),
            feed: self.feed.to_owned(),
            entry_id: entry.id.clone(),
            unique_id: Some(from.key.id.clone()).filter(|id| *id != entry.id),
            identity: from.identity,
            is_revisit: novelty == Novelty::Changed,
            first_seen: Moment::utc(self.at),
            entry: EntryMetadata {
                title: entry.title.clone(),
                authors: entry.authors.clone(),
                published: entry.published,
                updated: entry.updated,
                tags: entry.tags.clone(),
                content: from.content().cloned(),
            },
        };
        NewJob { job: Job::Article(Box::new(job)), due: self.due }
    }
}

/// Returns the error of an entry that has neither a link nor a text.
fn unreadable_entry(feed: &str, spec: &FeedSpec, entry: &FeedEntry<'_>, at: Timestamp) -> ErrorRecord {
    let title = entry.entry.title.as_deref().unwrap_or_default();
    let id = content_id("x_", &[feed, &entry.key.id].join("\n"));
    let named = without_secrets(&entry.entry.id);
    let failure = Failed {
        stage: Stage::Feed,
        code: "entry_without_link".to_owned(),
        detail: format!("the entry {named:?} ({title:?}) has neither a link nor a text"),
    };
    error_record(id, failure, Some(shown_url(&spec.url)), Some(feed), spec.group.clone(), at)
}

/// Returns what a poll found, for the feed's rhythm. All dates of a first poll show the feed's past.
fn news(entries: &[FeedEntry<'_>], judged: &[Judged], is_first: bool) -> News {
    let is_new = |judged: &Judged| matches!(judged.novelty, Novelty::New | Novelty::PageKnown);
    let dates = entries.iter().zip(judged).filter(|(_, judged)| is_first || is_new(judged));
    News {
        new: judged.iter().filter(|judged| is_new(judged)).count(),
        all: entries.len(),
        dates: dates.filter_map(|(entry, _)| Some(entry.entry.published?.at.as_second())).collect(),
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
        moved: next_sighting(state.moved.clone(), meta.moved_permanently.clone().filter(is_public)),
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
        volume: feed.map_or(state.volume, |feed| Some(volume_after(&state, feed.entries.len(), polled.at))),
        listed: if has_changed { Some(polled.at) } else { state.listed },
        is_gap: feed.map_or(state.is_gap, |_| if news.new > 0 { is_gap(&state, news) } else { state.is_gap }),
        ..state
    };
    (state, plan.next)
}
