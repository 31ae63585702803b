//! Walls against programs, told by the headers their makers document.

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

/// Which wall answered, if one did. `DataDome` marks good answers as well, so there the status decides.
pub(super) fn detect(status: StatusCode, headers: &HeaderMap) -> Option<&'static str> {
    if headers.contains_key("cf-mitigated") {
        return Some("Cloudflare");
    }
    if headers.contains_key("x-amzn-waf-action") {
        return Some("AWS WAF");
    }
    let refused = status.is_client_error() || status.is_server_error();
    let datadome = headers.contains_key("x-datadome") || headers.contains_key("x-dd-b");
    (refused && datadome && !matches!(status.as_u16(), 404 | 410)).then_some("DataDome")
}
