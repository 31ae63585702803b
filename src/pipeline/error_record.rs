//! The one form of error records.

use jiff::Timestamp;
use url::Url;

use crate::model::Moment;
use crate::model::record::{ERROR, ErrorClass, ErrorRecord};
use crate::work::queue::Failed;

/// Returns the record of a failure that was final at once. Whoever knows more of it changes the fields concerned.
pub(super) fn error_record(
    id: String,
    failure: Failed,
    url: Option<Url>,
    feed: Option<&str>,
    group: Option<String>,
    at: Timestamp,
) -> ErrorRecord {
    ErrorRecord {
        schema: ERROR.to_owned(),
        id,
        seq: Some(0),
        stage: failure.stage,
        class: ErrorClass::Permanent,
        code: failure.code,
        url,
        feed: feed.map(str::to_owned),
        group,
        attempts: 1,
        first_seen: Moment::utc(at),
        last_seen: Moment::utc(at),
        detail: failure.detail,
        resolved: false,
    }
}
