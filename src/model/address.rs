//! Addresses without credentials.

use url::Url;

/// Returns the address without user name and password, as records, logs and the state hold it.
pub fn without_credentials(url: &Url) -> Url {
    let mut url = url.clone();
    // Neither fails for an address with a host, and one without has neither.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}
