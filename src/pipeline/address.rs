//! The address of a feed: the configured one, the feed that a configured site names, or where the feed has moved for good.
//!
//! What is kept of a feed belongs to the address it came from. The state holds hashes of addresses, which may be secrets,
//! and no other address that holds one: it is asked for anew.

use url::Url;

use super::outcome::{MIN_MOVED_SIGHTINGS, PolledFeed};
use super::settings::FeedSpec;
use crate::error::JobError;
use crate::model::{content_id, is_public};
use crate::work::ledger::FeedState;

/// The failures in a row after which an address that is not the configured one is left, whatever they were (chosen).
const MAX_FAILURES_ELSEWHERE: u32 = 3;

/// Returns the feed's state where it belongs to the configured address, and a fresh one where that was edited.
pub(super) fn current_state(state: FeedState, spec: &FeedSpec) -> FeedState {
    // The former format of the state knew no address.
    let is_current = state.address.as_ref().is_none_or(|address| *address == address_hash(&spec.url));
    if is_current { state } else { FeedState::default() }
}

/// Returns the address to ask.
pub(super) fn requested<'a>(spec: &'a FeedSpec, state: &'a FeedState) -> &'a Url {
    let moved = state.moved.as_ref().filter(|(_, sightings)| *sightings >= MIN_MOVED_SIGHTINGS);
    moved.map(|(url, _)| url).or(state.found.as_ref()).unwrap_or(&spec.url)
}

/// Returns whether the validators and the hash of the last body are those of an address.
pub(super) fn is_validated_at(state: &FeedState, url: &Url) -> bool {
    state.validated_at.as_ref().is_none_or(|address| *address == address_hash(url))
}

/// Returns the state of a feed that was polled, with the addresses it belongs to.
pub(super) fn noted(state: FeedState, spec: &FeedSpec, polled: &PolledFeed) -> FeedState {
    FeedState {
        address: Some(address_hash(&spec.url)),
        validated_at: Some(address_hash(&polled.requested)),
        found: polled.found.clone().filter(is_public),
        ..state
    }
}

/// Returns the state of a feed whose poll failed. An address that is dead is left for the configured one.
pub(super) fn after_failure(state: FeedState, spec: &FeedSpec, error: &JobError) -> FeedState {
    let is_elsewhere = requested(spec, &state) != &spec.url;
    let is_dead = matches!(error, JobError::Status { status: 400..=499, .. } | JobError::NotAFeed { .. })
        || state.failures + 1 >= MAX_FAILURES_ELSEWHERE;
    let address = Some(address_hash(&spec.url));
    if is_elsewhere && is_dead {
        FeedState { address, moved: None, found: None, ..state }
    } else {
        FeedState { address, ..state }
    }
}

/// Returns a hash of an address, credentials included, that does not give it away.
fn address_hash(url: &Url) -> String {
    content_id("", url.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::testing::spec;

    fn url(path: &str) -> Url {
        format!("https://news.test/{path}").parse().unwrap()
    }

    fn moved(sightings: u32) -> FeedState {
        FeedState { moved: Some((url("new"), sightings)), ..FeedState::default() }
    }

    fn gone(status: u16) -> JobError {
        JobError::Status { host: "news.test".to_owned(), status, retry_after: None }
    }

    #[test]
    fn an_address_that_was_edited_begins_afresh() {
        let known = FeedState { address: Some(address_hash(&spec().url)), polls: 7, ..moved(3) };
        assert_eq!(current_state(known.clone(), &spec()), known);
        let edited = FeedSpec { url: url("other"), ..spec() };
        assert_eq!(current_state(known, &edited), FeedState::default());
        let former = FeedState { polls: 7, ..FeedState::default() };
        assert_eq!(current_state(former.clone(), &spec()), former);
    }

    #[test]
    fn a_feed_that_moved_is_asked_at_its_new_address() {
        assert_eq!(requested(&spec(), &moved(2)), &spec().url);
        assert_eq!(requested(&spec(), &moved(3)), &url("new"));
        let found = FeedState { found: Some(url("rss")), ..moved(1) };
        assert_eq!(requested(&spec(), &found), &url("rss"));
    }

    #[test]
    fn a_new_address_that_dies_is_left() {
        assert_eq!(after_failure(moved(3), &spec(), &gone(404)).moved, None);
        assert_eq!(after_failure(moved(3), &spec(), &gone(503)).moved, moved(3).moved);
        let failing = FeedState { failures: 2, ..moved(3) };
        assert_eq!(after_failure(failing, &spec(), &gone(503)).moved, None);
        assert_eq!(after_failure(moved(1), &spec(), &gone(404)).moved, moved(1).moved);
    }

    #[test]
    fn validators_go_to_the_address_they_came_from() {
        let state = FeedState { validated_at: Some(address_hash(&url("new"))), ..FeedState::default() };
        assert!(is_validated_at(&state, &url("new")));
        assert!(!is_validated_at(&state, &url("feed")));
        assert!(is_validated_at(&FeedState::default(), &url("feed")));
    }
}
