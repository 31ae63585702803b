//! Feed events: records about a feed's health. Each is emitted when it begins, not at every poll.

use jiff::Timestamp;
use url::Url;

use super::outcome::{MIN_MOVED_SIGHTINGS, PolledFeed};
use super::settings::FeedSpec;
use crate::model::feed::Recovery;
use crate::model::record::{FEED, FeedEvent, FeedRecord};
use crate::model::{Feed, Moment, content_id, without_credentials};
use crate::work::ledger::FeedState;

/// Returns the events that a poll begins. `all_new` says that even the oldest entry is new.
pub(super) fn feed_events(
    name: &str,
    spec: &FeedSpec,
    state: &FeedState,
    polled: &PolledFeed,
    all_new: bool,
) -> Vec<FeedRecord> {
    let mut events = Vec::new();
    let mut add = |event, detail: String| events.push(feed_record(name, spec, event, detail, polled.at));
    if let Some(feed) = &polled.feed {
        if needed_repair(feed) && !state.recovered {
            add(FeedEvent::Recovered, format!("read after repairs: {:?}", feed.recovered));
        }
        if feed.entries.is_empty() && state.entries > 0 {
            add(FeedEvent::Silent, "the feed can be read and holds no entry, though it did before".to_owned());
        }
        if all_new {
            let detail =
                format!("all {} entries are new; some may have come and gone between polls", feed.entries.len());
            add(FeedEvent::GapSuspected, detail);
        }
    }
    if let Some(found) = polled.found.as_ref().filter(|found| state.found.as_ref() != Some(found)) {
        add(
            FeedEvent::Found,
            format!("the address is a site, which names {found}; set this address in the configuration"),
        );
    }
    let moved_to = polled.meta.moved_permanently.clone();
    if let (Some((to, MIN_MOVED_SIGHTINGS)), true) =
        (next_sighting(state.moved.clone(), moved_to.clone()), moved_to.is_some())
    {
        add(FeedEvent::Moved, format!("answers from {to} for good; set this address in the configuration"));
    }
    events
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
    let url = without_credentials(&spec.url);
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
