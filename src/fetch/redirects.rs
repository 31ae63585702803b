//! Redirects: the addresses of one request, and what may be sent to each of them.

use reqwest::StatusCode;
use reqwest::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_LENGTH, COOKIE, HOST, HeaderMap, HeaderName, LOCATION, RANGE,
    TE, TRANSFER_ENCODING, UPGRADE,
};
use url::Url;

use super::cookies::TripCookies;
use super::display_url::display_url;
use super::errors::host_name;
use super::headers::{latin1_text, latin1_value};
use super::request::Request;
use crate::clock::Clock;
use crate::error::JobError;
use crate::model::without_credentials;

/// Headers that belong to the connection or the decoder, and that a user may not set.
const RESERVED_HEADERS: [HeaderName; 8] =
    [ACCEPT_ENCODING, CONNECTION, CONTENT_LENGTH, HOST, RANGE, TE, TRANSFER_ENCODING, UPGRADE];

/// The chain of addresses that one request has followed, and the credentials that go with it.
pub(super) struct RedirectChain {
    /// The current address, without credentials.
    pub url: Url,
    /// Whether every redirect so far was permanent.
    is_permanent: bool,
    /// The addresses before the current one, each with the changes of the cookies until then.
    visited: Vec<(Url, usize)>,
    /// The cookies that were set on the way.
    cookies: TripCookies,
    /// The credentials, which are sent to the first origin alone.
    credentials: Option<Credentials>,
}

/// The user name, the password and the private headers of a request.
struct Credentials {
    user: String,
    password: Option<String>,
    headers: HeaderMap,
}

impl RedirectChain {
    /// Starts at the request's address.
    ///
    /// # Errors
    /// Headers that HTTP cannot carry or that are not the caller's to set.
    pub(super) fn new(request: &Request) -> Result<Self, JobError> {
        let mut headers = HeaderMap::new();
        for (name, value) in &request.headers {
            let known = HeaderName::try_from(name).ok().filter(|name| !RESERVED_HEADERS.contains(name));
            let Some((name, mut value)) = known.zip(latin1_value(value)) else {
                let detail = format!("the configured header {name:?} cannot be sent; correct or remove it");
                return Err(JobError::Unreachable { host: host_name(&request.url), detail });
            };
            value.set_sensitive(true);
            headers.append(name, value);
        }
        let user = request.url.username().to_owned();
        let password = request.url.password().map(ToOwned::to_owned);
        let url = without_credentials(&request.url);
        let credentials = Some(Credentials { user, password, headers });
        Ok(Self { url, is_permanent: true, visited: Vec::new(), cookies: TripCookies::default(), credentials })
    }

    /// Returns the address with the credentials that may be sent there, and the private headers that go with it.
    pub(super) fn with_credentials(&self) -> (Url, HeaderMap) {
        let (mut url, mut headers) = (self.url.clone(), HeaderMap::new());
        if let Some(credentials) = &self.credentials {
            if !credentials.headers.contains_key(AUTHORIZATION) {
                // They came out of an address that could hold them, so another one of http can.
                let _ = url.set_username(&credentials.user);
                let _ = url.set_password(credentials.password.as_deref());
            }
            headers.clone_from(&credentials.headers);
        }
        let configured = headers.get(COOKIE).map(latin1_text);
        let cookies = self.cookies.header(&self.url, configured.as_deref());
        if let Some(mut cookies) = cookies.as_deref().and_then(latin1_value) {
            cookies.set_sensitive(true);
            headers.insert(COOKIE, cookies);
        }
        (url, headers)
    }

    /// Moves to the target of a redirect, and reads the cookies that its response sets.
    ///
    /// # Errors
    /// A target that is no address of http, that leaves https, that was visited, or that is one redirect too many.
    pub(super) fn follow(
        &mut self,
        (status, headers): (StatusCode, &HeaderMap),
        max_redirects: usize,
        clock: Clock,
    ) -> Result<(), JobError> {
        let from = display_url(&self.url);
        let Ok(mut to) = self.url.join(&location(headers)) else {
            return Err(JobError::Redirect { from, to: "?".to_owned(), reason: "its target is no address" });
        };
        let refused = |to: &Url, reason| Err(JobError::Redirect { from, to: display_url(to), reason });
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
        self.visited.push((self.url.clone(), self.cookies.changes()));
        self.cookies.store(&self.url, headers, clock);
        if self.visited.len() > max_redirects {
            return refused(&to, "there were too many before");
        }
        let changes = self.cookies.changes();
        if self.visited.iter().any(|(visited, before)| *before == changes && is_same_document(visited, &to)) {
            return refused(&to, "it leads in a circle");
        }
        if !may_keep_credentials(&self.url, &to) {
            self.credentials = None;
        }
        self.is_permanent &= matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT);
        self.url = to;
        Ok(())
    }

    /// Returns the current address, if there was a redirect to another one and every redirect was permanent.
    pub(super) fn moved_permanently(&self) -> Option<Url> {
        let (first, _) = self.visited.first()?;
        (self.is_permanent && *first != self.url).then(|| self.url.clone())
    }
}

/// Returns whether credentials of one address may be sent to another: the same origin, or its step up to https.
///
/// Once left, an origin that is come back to gets nothing private: somebody else chose the address.
fn may_keep_credentials(from: &Url, to: &Url) -> bool {
    let is_upgrade = from.scheme() == "http" && from.port().is_none() && to.scheme() == "https" && to.port().is_none();
    from.origin() == to.origin() || (is_upgrade && from.host() == to.host())
}

/// Returns the target of a redirect. Raw UTF-8 is common here and means itself.
fn location(headers: &HeaderMap) -> String {
    headers.get(LOCATION).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).unwrap_or_default()
}

fn is_same_document(a: &Url, b: &Url) -> bool {
    let (mut a, mut b) = (a.clone(), b.clone());
    a.set_fragment(None);
    b.set_fragment(None);
    a == b
}

#[cfg(test)]
mod tests {
    use super::may_keep_credentials;

    #[track_caller]
    fn check(from: &str, to: &str, expected: bool) {
        assert_eq!(may_keep_credentials(&from.parse().unwrap(), &to.parse().unwrap()), expected, "{from} {to}");
    }

    #[test]
    fn credentials_stay_with_their_origin_or_step_up_to_https() {
        check("http://news.example/a", "http://news.example/b", true);
        check("http://news.example/a", "https://news.example/a", true);
        check("http://news.example/a", "http://www.news.example/a", false);
        check("http://news.example/a", "http://news.example:8080/a", false);
        check("http://news.example/a", "https://news.example:8443/a", false);
        check("http://news.example:8080/a", "https://news.example/a", false);
        check("https://news.example/a", "https://news.example.evil.example/a", false);
    }
}
