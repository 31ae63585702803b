//! Addresses as they may be shown.

use url::Url;

/// The address without user name and password: what may stand in records, logs and state.
pub fn without_credentials(url: &Url) -> Url {
    let mut url = url.clone();
    // Neither fails for an address with a host, and one without has neither.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}
