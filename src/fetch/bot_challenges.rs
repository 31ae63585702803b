//! Bot challenges, detected by the headers that their vendors document.

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

/// Returns the vendor of the bot challenge that a response is; `None` when it is none.
///
/// `DataDome` marks good responses as well, so there the status decides.
pub(super) fn detect(status: StatusCode, headers: &HeaderMap) -> Option<&'static str> {
    if headers.contains_key("cf-mitigated") {
        return Some("Cloudflare");
    }
    if headers.contains_key("x-amzn-waf-action") {
        return Some("AWS WAF");
    }
    let is_error = status.is_client_error() || status.is_server_error();
    let is_absent = matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE);
    let is_datadome = headers.contains_key("x-datadome") || headers.contains_key("x-dd-b");
    (is_datadome && is_error && !is_absent).then_some("DataDome")
}
