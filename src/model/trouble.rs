//! Records of what went wrong or changed: failures of pages and feeds, and events in a feed's health.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use super::Moment;
use super::record::{ErrorClass, Stage};

/// The `schema` of [`ErrorRecord`].
pub const ERROR: &str = "pressline.error/1";
/// The `schema` of [`FeedRecord`].
pub const FEED: &str = "pressline.feed/1";

/// One failure. No entry is dropped without such a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ErrorRecord {
    /// `pressline.error/1`.
    pub schema: String,
    /// `x_` and 24 hex digits of the URL and the time of the first failure: all records of one failure share it.
    pub id: String,
    /// The sequence number, gapless within its output.
    pub seq: Option<u64>,
    /// The stage at fault.
    pub stage: Stage,
    /// Whether another attempt follows.
    pub class: ErrorClass,
    /// The cause, of a bounded set (`http_status`, `no_article`, `too_large` …).
    pub code: String,
    /// The address that was requested.
    pub url: Option<Url>,
    /// The feed's name in the configuration.
    pub feed: Option<String>,
    /// The feed's group in the configuration; absent where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The number of requests that failed. Pauses that a server asked for do not count.
    pub attempts: u32,
    /// The time of the first failure, RFC 3339.
    pub first_seen: Moment,
    /// The time of the last failure, RFC 3339.
    pub last_seen: Moment,
    /// The cause for people: what, where and what to do.
    pub detail: String,
    /// Whether the page was had after all; absent when it was not.
    #[serde(default, skip_serializing_if = "is_false")]
    pub resolved: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// One event in a feed's health.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FeedRecord {
    /// `pressline.feed/1`.
    pub schema: String,
    /// `f_` and 24 hex digits of the feed's URL.
    pub id: String,
    /// The sequence number, gapless within its output.
    pub seq: Option<u64>,
    /// The feed's name in the configuration.
    pub feed: String,
    /// The feed's group in the configuration; absent where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The feed's address.
    pub url: Url,
    /// The event.
    pub event: FeedEvent,
    /// Details for people.
    pub detail: String,
    /// The time of the event, RFC 3339.
    pub seen: Moment,
}

/// The events in a feed's health.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FeedEvent {
    /// The feed has moved permanently.
    Moved,
    /// The feed answers 410.
    Gone,
    /// Even the feed's oldest entry is new: some may have been missed.
    GapSuspected,
    /// The feed can be read and holds no entry, or far fewer than it always did.
    Silent,
    /// The feed's validators say "not modified" although it was.
    ValidatorsLie,
    /// The feed could be read only after repairs.
    Recovered,
    /// The configured address is a site, which names this feed.
    Found,
    /// The feed has failed several times in a row.
    Failing,
    /// The feed answers again after failures.
    Back,
}
