//! Servers that compare validators, and servers that do not.

use jiff::Timestamp;

use super::super::learning::News;
use super::super::{audit, validators};
use crate::fetch::ResponseMeta;
use crate::pipeline::outcome::PolledFeed;
use crate::work::ledger::FeedState;

/// How a server answers a conditional request, and the `ETag` and `Last-Modified` it gives with a full response.
struct Server {
    /// Whether it says "not modified" to the version of poll `.0` when the current one is `.1`.
    is_unmodified: fn(usize, usize) -> bool,
    tags: fn(usize) -> (Option<String>, Option<String>),
}

/// Polls a feed that has an entry more at every poll, and returns the number of the poll that convicts the server.
fn convicted_at(server: &Server, polls: usize, minutes: i64) -> Option<usize> {
    let mut state = FeedState::default();
    // The version whose validators we hold.
    let (mut held, mut read) = (0, 0);
    for poll in 1..=polls {
        let at = Timestamp::from_second(poll as i64 * minutes * 60).unwrap();
        let sent = validators(&state, at);
        let is_unmodified = sent != (None, None) && (server.is_unmodified)(held, poll);
        let (etag, last_modified) = (server.tags)(poll);
        let meta = ResponseMeta {
            status: if is_unmodified { 304 } else { 200 },
            final_url: "https://harbour.example/feed".parse().unwrap(),
            moved_permanently: None,
            content_type: None,
            etag: etag.filter(|_| !is_unmodified),
            last_modified: last_modified.filter(|_| !is_unmodified),
            max_age: None,
            wire_bytes: 0,
            is_cut: false,
            is_over_limit: false,
        };
        let body_hash = (!is_unmodified).then(|| poll.to_string());
        let polled = PolledFeed {
            at,
            feed: None,
            identities: Vec::new(),
            requested: meta.final_url.clone(),
            meta: meta.clone(),
            body_hash,
            found: None,
        };
        let news = News { new: if is_unmodified { 0 } else { poll - read }, ..News::default() };
        let given = if is_unmodified {
            (state.etag.clone(), state.last_modified.clone())
        } else {
            (meta.etag, meta.last_modified)
        };
        let found = audit(&state, &polled, given.clone(), &news);
        if found.is_lie_found {
            return Some(poll);
        }
        if !is_unmodified {
            read = poll;
            held = if found.validators == given { poll } else { held };
        }
        state = FeedState {
            etag: found.validators.0,
            last_modified: found.validators.1,
            succeeded: Some(at),
            audited: found.audited,
            not_modified: found.not_modified,
            is_on_trial: found.is_on_trial,
            ..state
        };
    }
    None
}

fn tag(text: &str) -> String {
    format!("\"{text}\"")
}

/// Names a version of a document by its `ETag` and its `Last-Modified`.
type Tags = fn(usize) -> (Option<String>, Option<String>);

/// Every way in which servers name versions.
const TAGS: [Tags; 5] = [
    |_| (Some(tag("c")), None),
    |_| (None, Some("Sun, 22 Nov 2026 10:00:00 GMT".to_owned())),
    |_| (Some(tag("c")), Some("Sun, 22 Nov 2026 10:00:00 GMT".to_owned())),
    |version| (Some(tag(&version.to_string())), None),
    |version| (Some(format!("W/\"{version}\"")), Some(format!("Sun, 22 Nov 2026 10:00:{:02} GMT", version % 60))),
];

#[test]
fn a_server_that_always_says_not_modified_is_convicted() {
    for tags in TAGS {
        let liar = Server { is_unmodified: |_, _| true, tags };
        assert!(convicted_at(&liar, 60, 10).is_some(), "within sixty polls");
        assert!(convicted_at(&liar, 24, 60).is_some(), "within a day");
    }
}

#[test]
fn a_server_that_compares_is_not() {
    for tags in &TAGS[3..] {
        let honest = Server { is_unmodified: |held, now| held == now, tags: *tags };
        assert_eq!(convicted_at(&honest, 300, 10), None);
        let slow = Server { is_unmodified: |held, now| now - held < 50 && held > 0, tags: *tags };
        // It caches for some hours: that is a lie too, as far as anybody can tell.
        assert!(convicted_at(&slow, 300, 30).is_some());
    }
}

#[test]
fn a_server_without_validators_is_asked_plainly() {
    let plain = Server { is_unmodified: |_, _| false, tags: |_| (None, None) };
    assert_eq!(convicted_at(&plain, 300, 10), None);
}
