//! One request's way from address to address.

use reqwest::StatusCode;
use reqwest::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_LENGTH, HOST, HeaderMap, HeaderName, RANGE, TE,
    TRANSFER_ENCODING, UPGRADE,
};
use url::Url;

use super::exchange::host;
use super::guard::shown;
use super::headers::to_value;
use super::request::Request;
use crate::error::JobError;
use crate::model::without_credentials;

/// Headers that belong to the connection or the decoder.
const NOT_YOURS: [HeaderName; 8] =
    [ACCEPT_ENCODING, CONNECTION, CONTENT_LENGTH, HOST, RANGE, TE, TRANSFER_ENCODING, UPGRADE];

/// One request's way: where it stands, where it came from, and what may be sent there.
pub(super) struct Trip {
    /// Where it stands; without credentials.
    pub url: Url,
    /// Whether every hop so far was permanent.
    permanent: bool,
    been: Vec<Url>,
    /// What is for the first origin alone.
    secrets: Option<Secrets>,
}

struct Secrets {
    user: String,
    password: Option<String>,
    headers: HeaderMap,
}

impl Trip {
    /// Starts at the request's address.
    ///
    /// # Errors
    /// Headers that HTTP cannot carry or that are not the caller's to set.
    pub(super) fn new(request: &Request) -> Result<Self, JobError> {
        let mut headers = HeaderMap::new();
        for (name, value) in &request.headers {
            let known = HeaderName::try_from(name).ok().filter(|name| !NOT_YOURS.contains(name));
            let Some((name, mut value)) = known.zip(to_value(value)) else {
                let detail = format!("the configured header {name:?} cannot be sent; correct or remove it");
                return Err(JobError::Unreachable { host: host(&request.url), detail });
            };
            value.set_sensitive(true);
            headers.append(name, value);
        }
        let user = request.url.username().to_owned();
        let password = request.url.password().map(ToOwned::to_owned);
        let url = without_credentials(&request.url);
        Ok(Self { url, permanent: true, been: Vec::new(), secrets: Some(Secrets { user, password, headers }) })
    }

    /// The address with its credentials where they may be sent, and the private headers that go with it.
    pub(super) fn private(&self) -> (Url, HeaderMap) {
        let mut url = self.url.clone();
        let Some(secrets) = &self.secrets else { return (url, HeaderMap::new()) };
        if !secrets.headers.contains_key(AUTHORIZATION) {
            // They came out of an address that could hold them, so another one of http can.
            let _ = url.set_username(&secrets.user);
            let _ = url.set_password(secrets.password.as_deref());
        }
        (url, secrets.headers.clone())
    }

    /// Goes where a redirect points, if it may.
    pub(super) fn go(&mut self, status: StatusCode, location: &str, most: usize) -> Result<(), JobError> {
        let from = shown(&self.url);
        let Ok(mut to) = self.url.join(location) else {
            return Err(JobError::Redirect { from, to: "?".to_owned(), reason: "its target is no address" });
        };
        let refused = |to: &Url, reason| Err(JobError::Redirect { from, to: shown(to), reason });
        if !matches!(to.scheme(), "http" | "https") {
            return refused(&to, "only http and https are fetched");
        }
        if self.url.scheme() == "https" && to.scheme() == "http" {
            return refused(&to, "it leads from https to http");
        }
        if to.fragment().is_none() {
            to.set_fragment(self.url.fragment());
        }
        let to = without_credentials(&to);
        self.been.push(self.url.clone());
        if self.been.len() > most {
            return refused(&to, "there were too many before");
        }
        if self.been.iter().any(|been| same_document(been, &to)) {
            return refused(&to, "it leads in a circle");
        }
        if !keeps_secrets(&self.url, &to) {
            self.secrets = None;
        }
        self.permanent &= matches!(status.as_u16(), 301 | 308);
        self.url = to;
        Ok(())
    }

    /// Where it stands, if it was sent there for good.
    pub(super) fn moved_permanently(&self) -> Option<Url> {
        (self.permanent && !self.been.is_empty()).then(|| self.url.clone())
    }
}

/// Whether what is private at one address is so at another: the same origin, or its step up to https. Once left, an
/// origin that is come back to gets nothing private: somebody else chose the address.
fn keeps_secrets(from: &Url, to: &Url) -> bool {
    let upgraded = from.scheme() == "http" && from.port().is_none() && to.scheme() == "https" && to.port().is_none();
    from.origin() == to.origin() || (upgraded && from.host() == to.host())
}

fn same_document(a: &Url, b: &Url) -> bool {
    let (mut a, mut b) = (a.clone(), b.clone());
    a.set_fragment(None);
    b.set_fragment(None);
    a == b
}

#[cfg(test)]
mod tests {
    use super::keeps_secrets;

    #[track_caller]
    fn check(from: &str, to: &str, expected: bool) {
        assert_eq!(keeps_secrets(&from.parse().unwrap(), &to.parse().unwrap()), expected, "{from} {to}");
    }

    #[test]
    fn secrets_stay_with_their_origin_or_step_up_to_https() {
        check("http://news.example/a", "http://news.example/b", true);
        check("http://news.example/a", "https://news.example/a", true);
        check("http://news.example/a", "http://www.news.example/a", false);
        check("http://news.example/a", "http://news.example:8080/a", false);
        check("http://news.example/a", "https://news.example:8443/a", false);
        check("http://news.example:8080/a", "https://news.example/a", false);
        check("https://news.example/a", "https://news.example.evil.example/a", false);
    }
}
