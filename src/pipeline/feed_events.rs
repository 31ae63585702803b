//! Feed events: records about a feed's health. Each is emitted when it begins, not at every poll.

use jiff::Timestamp;
use url::Url;

use super::feed_volume::is_fall;
use super::outcome::{MIN_MOVED_SIGHTINGS, PolledFeed};
use super::schedule::{self, News};
use super::settings::FeedSpec;
use crate::model::feed::Recovery;
use crate::model::record::{FEED, FeedEvent, FeedRecord};
use crate::model::{Feed, Moment, content_id, is_public, shown_url};
use crate::work::ledger::FeedState;

/// Returns the events that a poll begins or ends. `state` is that before the poll.
pub(super) fn feed_events(
    name: &str,
    spec: &FeedSpec,
    state: &FeedState,
    polled: &PolledFeed,
    news: &News,
) -> Vec<FeedRecord> {
    let mut events = Vec::new();
    let mut add = |event, detail: String| events.push(feed_record(name, spec, event, detail, polled.at));
    if state.is_failure_recorded || state.failures > 0 {
        add(FeedEvent::Back, back_detail(state));
    }
    if let Some(feed) = &polled.feed {
        let entries = feed.entries.len();
        if needed_repair(feed) && !state.recovered {
            add(FeedEvent::Recovered, format!("read after repairs: {:?}", feed.recovered));
        }
        if is_fall(state, entries) && !feed.recovered.contains(&Recovery::Truncated) {
            let detail = match (entries, state.volume) {
                (0, _) => "the feed can be read and holds no entry, though it did before".to_owned(),
                (_, volume) => format!("{entries} entries are left of {}", volume.unwrap_or_default() / 100),
            };
            add(FeedEvent::Silent, detail);
        }
        if is_gap(state, news) && !state.is_gap {
            let detail = format!("all {entries} entries are new; some may have come and gone between polls");
            add(FeedEvent::GapSuspected, detail);
        }
    }
    if let Some(found) = polled.found.as_ref().filter(|found| state.found.as_ref() != Some(found)) {
        add(
            FeedEvent::Found,
            format!("the address is a site, which names {found}; set this address in the configuration"),
        );
    }
    let given = (polled.meta.etag.clone(), polled.meta.last_modified.clone());
    if schedule::audit(state, polled, given, news).is_lie_found {
        let detail = "says \"not modified\" although it was; its validators are no longer sent".to_owned();
        add(FeedEvent::ValidatorsLie, detail);
    }
    let moved_to = polled.meta.moved_permanently.clone().filter(is_public);
    if let (Some((to, MIN_MOVED_SIGHTINGS)), true) =
        (next_sighting(state.moved.clone(), moved_to.clone()), moved_to.is_some())
    {
        add(FeedEvent::Moved, format!("answers from {to} for good; set this address in the configuration"));
    }
    events
}

/// Returns whether all entries are new though the feed was read before: some may have come and gone in between.
///
/// A feed of one entry always looks like this, so that it says nothing.
pub(super) fn is_gap(state: &FeedState, news: &News) -> bool {
    state.succeeded.is_some() && news.all > 1 && news.new == news.all
}

/// Returns for how long a feed had failed that is back.
fn back_detail(state: &FeedState) -> String {
    match (state.failures, state.failing_since) {
        (failures @ 1.., Some(since)) => format!("answers again; it failed {failures} times since {since}"),
        _ => "answers again".to_owned(),
    }
}

/// Returns whether more was repaired than the root element, which many feeds leave incomplete without harm.
pub(super) fn needed_repair(feed: &Feed) -> bool {
    feed.recovered.iter().any(|recovery| *recovery != Recovery::Root)
}

/// Counts how often in a row the same permanent redirect was seen.
pub(super) fn next_sighting(before: Option<(Url, u32)>, now: Option<Url>) -> Option<(Url, u32)> {
    match (before, now) {
        // Once adopted, the new address is requested directly and no longer redirects.
        (Some((url, times)), None) if times >= MIN_MOVED_SIGHTINGS => Some((url, times)),
        (Some((url, times)), Some(to)) if url == to => Some((url, times + 1)),
        (_, Some(to)) => Some((to, 1)),
        (_, None) => None,
    }
}

/// Returns the record of one event.
pub(super) fn feed_record(name: &str, spec: &FeedSpec, event: FeedEvent, detail: String, at: Timestamp) -> FeedRecord {
    let url = shown_url(&spec.url);
    let id = content_id("f_", url.as_str());
    FeedRecord {
        schema: FEED.to_owned(),
        id,
        seq: Some(0),
        feed: name.to_owned(),
        group: spec.group.clone(),
        url,
        event,
        detail,
        seen: Moment::utc(at),
    }
}
