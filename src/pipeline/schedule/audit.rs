//! Finds servers that say "not modified" although the feed was.
//!
//! Now and then a poll is unconditional: an audit. Entries that appear in it under the validators of the body before
//! convict the server. Where the validators have changed too, the old ones are sent once more: a server that answers "not
//! modified" to them does not compare, since they are known not to be current.

use jiff::{SignedDuration, Timestamp};

use super::learning::News;
use crate::pipeline::outcome::PolledFeed;
use crate::work::ledger::FeedState;

/// The longest time without a full response (chosen: a lie is found within a day).
const AUDIT_INTERVAL: SignedDuration = SignedDuration::from_hours(20);
/// The most "not modified" responses without a full one (chosen).
const MAX_NOT_MODIFIED: u32 = 48;

/// The validators of a request or a response: `ETag` and `Last-Modified`.
pub(in crate::pipeline) type Validators = (Option<String>, Option<String>);

/// What a poll says about the server's validators, and what is to be remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pipeline) struct Audit {
    /// Whether this poll convicts the server.
    pub is_lie_found: bool,
    /// The validators to send from now on.
    pub validators: Validators,
    /// The time of the last full response.
    pub audited: Option<Timestamp>,
    /// The number of "not modified" responses since.
    pub not_modified: u32,
    /// Whether the validators are kept for a trial.
    pub is_on_trial: bool,
}

/// Returns the validators to send in a poll at `now`; none for an audit, or to a server that lies.
pub(in crate::pipeline) fn validators(state: &FeedState, now: Timestamp) -> Validators {
    if state.validators_lie || is_audit(state, now) {
        return (None, None);
    }
    (state.etag.clone(), state.last_modified.clone())
}

fn is_audit(state: &FeedState, now: Timestamp) -> bool {
    let is_old = state.audited.is_some_and(|audited| now.duration_since(audited) >= AUDIT_INTERVAL);
    // A feed that an earlier version knew has no time yet.
    let is_unknown = state.audited.is_none() && state.succeeded.is_some();
    !state.is_on_trial && state.not_modified > 0 && (is_old || is_unknown || state.not_modified >= MAX_NOT_MODIFIED)
}

/// Judges a poll that succeeded. `answered` are the validators that its response leaves.
pub(in crate::pipeline) fn audit(state: &FeedState, polled: &PolledFeed, answered: Validators, news: &News) -> Audit {
    let before = (state.etag.clone(), state.last_modified.clone());
    let at = polled.at;
    if polled.body_hash.is_none() {
        return Audit {
            // On trial, it was asked with the validators of a body that is no longer current.
            is_lie_found: state.is_on_trial,
            validators: answered,
            audited: state.audited.or(Some(at)),
            not_modified: state.not_modified + 1,
            is_on_trial: false,
        };
    }
    let is_changed_in_audit = is_audit(state, at) && !state.validators_lie && news.new > 0;
    let is_same = is_same(&before, &answered);
    let is_on_trial = is_changed_in_audit && !is_same;
    Audit {
        is_lie_found: is_changed_in_audit && is_same,
        validators: if is_on_trial { before } else { answered },
        audited: Some(at),
        not_modified: 0,
        is_on_trial,
    }
}

/// Returns whether both name the same version: by `ETag` where both have one, otherwise by `Last-Modified`.
fn is_same(before: &Validators, after: &Validators) -> bool {
    match (before, after) {
        ((Some(before), _), (Some(after), _)) | ((_, Some(before)), (_, Some(after))) => before == after,
        _ => false,
    }
}
