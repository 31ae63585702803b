//! What follows from a row of the state that cannot be read: it is buried, and a record says so.

use jiff::Timestamp;

use super::error_record::error_record;
use super::settings::Settings;
use crate::model::record::{ErrorRecord, Stage};
use crate::model::{content_id, shown_url, without_secrets};
use crate::work::Job;
use crate::work::queue::{Failed, NewJob, UnreadableJob};

/// The code of the record.
pub const CODE: &str = "unreadable_state";

/// Returns what is kept of the row's failure.
pub(super) fn failure(row: &UnreadableJob) -> Failed {
    Failed { stage: stage(row), code: CODE.to_owned(), detail: detail(row) }
}

/// Returns the record that says what is lost.
pub(super) fn record(row: &UnreadableJob, settings: &Settings, at: Timestamp) -> ErrorRecord {
    let feed = feed_name(row);
    let id = unreadable_id(&row.key, at);
    let group = feed.and_then(|feed| settings.feeds.get(feed)?.group.clone());
    error_record(id, failure(row), row.url.as_ref().map(shown_url), feed, group, at)
}

/// Returns the id of the record of a row with this key that was buried at that time.
pub fn unreadable_id(key: &str, at: Timestamp) -> String {
    content_id("x_", &[CODE, key, &at.to_string()].join("\n"))
}

/// Returns the job in the place of a poll that cannot be read: its feed is asked all the same.
pub(super) fn replacement(row: &UnreadableJob, settings: &Settings, at: Timestamp) -> Option<NewJob> {
    let name = row.key.strip_prefix("poll:")?;
    let spec = settings.feeds.get(name)?;
    Some(NewJob { job: Job::Poll(spec.poll_job(name)), due: at })
}

/// Returns the name of the feed concerned.
fn feed_name(row: &UnreadableJob) -> Option<&str> {
    row.key.strip_prefix("poll:").or_else(|| row.key.strip_prefix("feed:")).or(row.feed.as_deref())
}

fn stage(row: &UnreadableJob) -> Stage {
    if row.key.starts_with("poll:") || row.key.starts_with("feed:") { Stage::Feed } else { Stage::Fetch }
}

fn detail(row: &UnreadableJob) -> String {
    let detail = format!("the state's row {} cannot be read: {}", row.key, row.detail);
    without_secrets(&detail).into_owned()
}
