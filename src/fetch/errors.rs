//! Errors of requests: the host they name, and the cause behind a failed connection.

use std::error::Error;

use url::Url;

use super::display_url::shorten;
use crate::error::JobError;

/// Returns the host of an address, for messages.
pub(super) fn host_name(url: &Url) -> String {
    url.host_str().unwrap_or("?").to_owned()
}

/// Returns the error that a failed request means.
///
/// The HTTP client's own message holds the address, which may be secret. Only the innermost cause is reported.
pub(super) fn transport_error(host: String, error: &reqwest::Error) -> JobError {
    let mut cause: &dyn Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
        if let Some(ours) = cause.downcast_ref::<JobError>() {
            return ours.clone();
        }
    }
    let detail = if error.source().is_some() { shorten(&cause.to_string()) } else { "the request failed".to_owned() };
    JobError::Unreachable { host, detail }
}
