//! Cookies of one trip: what a server sets beside a redirect goes with the rest of its redirects, and is then forgotten.
//!
//! Of RFC 6265 the rules that decide where a cookie goes: name, domain or host alone, path, secure, and deletion.

use reqwest::header::{HeaderMap, SET_COOKIE};
use url::{Host, Url};

use super::headers::{date, latin1_text, until};
use crate::clock::Clock;

/// The most cookies of one trip (chosen).
const MAX_COOKIES: usize = 20;
/// The most bytes of one cookie's name and value (RFC 6265, section 6.1: at least 4096 are to be supported).
const MAX_COOKIE_BYTES: usize = 4096;
/// The most bytes of all cookies of one trip (chosen: within what servers accept as one header).
const MAX_BYTES: usize = 8 << 10;

/// A cookie.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cookie {
    name: String,
    value: String,
    /// The host, or the domain whose hosts get it.
    domain: String,
    is_host_only: bool,
    path: String,
    is_secure: bool,
}

/// The cookies of one trip.
#[derive(Debug, Default)]
pub(super) struct TripCookies {
    cookies: Vec<Cookie>,
    /// The number of changes so far: an address that is come back to with other cookies is no circle.
    changes: usize,
}

impl TripCookies {
    /// Returns how often the cookies have changed.
    pub(super) const fn changes(&self) -> usize {
        self.changes
    }

    /// Reads the cookies that a response from `url` sets.
    pub(super) fn store(&mut self, url: &Url, headers: &HeaderMap, clock: Clock) {
        for line in headers.get_all(SET_COOKIE) {
            let line = latin1_text(line);
            let Some((cookie, is_deleted)) =
                parse(&line, url, |expires| date(expires).is_some_and(|then| until(then, headers, clock).is_zero()))
            else {
                continue;
            };
            self.set(cookie, is_deleted);
        }
    }

    fn set(&mut self, cookie: Cookie, is_deleted: bool) {
        let is_same = |c: &Cookie| c.name == cookie.name && c.domain == cookie.domain && c.path == cookie.path;
        if !is_deleted && self.cookies.contains(&cookie) {
            return;
        }
        let before = self.cookies.len();
        self.cookies.retain(|c| !is_same(c));
        let bytes: usize = self.cookies.iter().map(Cookie::bytes).sum();
        let has_room = self.cookies.len() < MAX_COOKIES && bytes + cookie.bytes() <= MAX_BYTES;
        if !is_deleted && has_room {
            self.cookies.push(cookie);
            self.changes += 1;
        } else if self.cookies.len() < before {
            self.changes += 1;
        }
    }

    /// Returns the `Cookie` header for `url`, after the pairs of a configured one; `None` where there is none to send.
    ///
    /// A cookie of the trip replaces a configured one of the same name. Longer paths come first (RFC 6265, section 5.4).
    pub(super) fn header(&self, url: &Url, configured: Option<&str>) -> Option<String> {
        let mut sent: Vec<&Cookie> = self.cookies.iter().filter(|cookie| cookie.goes_to(url)).collect();
        if sent.is_empty() {
            return configured.map(ToOwned::to_owned);
        }
        sent.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        let is_replaced = |pair: &str| sent.iter().any(|c| pair.split('=').next().is_some_and(|n| n.trim() == c.name));
        let kept = configured.unwrap_or_default().split(';').map(str::trim);
        let kept = kept.filter(|pair| !pair.is_empty() && !is_replaced(pair)).map(ToOwned::to_owned);
        let pairs = kept.chain(sent.iter().map(|c| format!("{}={}", c.name, c.value)));
        Some(pairs.collect::<Vec<_>>().join("; "))
    }
}

impl Cookie {
    const fn bytes(&self) -> usize {
        self.name.len() + self.value.len()
    }

    fn goes_to(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let is_host = host == self.domain || (!self.is_host_only && is_below(host, &self.domain));
        is_host && (!self.is_secure || url.scheme() == "https") && covers(&self.path, url.path())
    }
}

/// Reads one `Set-Cookie`, and whether it deletes the cookie; `None` for one that is not this host's to set.
fn parse(line: &str, url: &Url, has_expired: impl Fn(&str) -> bool) -> Option<(Cookie, bool)> {
    let host = url.host_str()?;
    let mut parts = line.split(';');
    let (name, value) = parts.next()?.split_once('=')?;
    let mut cookie = Cookie {
        name: name.trim().to_owned(),
        value: value.trim().to_owned(),
        domain: host.to_owned(),
        is_host_only: true,
        path: default_path(url.path()).to_owned(),
        is_secure: false,
    };
    let (mut max_age, mut expired) = (None, false);
    for part in parts {
        let (attribute, value) = part.split_once('=').unwrap_or((part, ""));
        let value = value.trim();
        match attribute.trim().to_ascii_lowercase().as_str() {
            "domain" if !value.trim_matches('.').is_empty() => {
                let domain = value.trim_start_matches('.').to_ascii_lowercase();
                (cookie.is_host_only, cookie.domain) = scope(url, &domain)?;
            }
            "path" if value.starts_with('/') => value.clone_into(&mut cookie.path),
            "secure" => cookie.is_secure = true,
            "max-age" => max_age = value.parse::<i64>().ok().or(max_age),
            "expires" => expired = has_expired(value),
            _ => {}
        }
    }
    let is_sent_back = |text: &str| text.chars().all(|c| !c.is_control());
    let is_valid = !cookie.name.is_empty()
        && cookie.bytes() <= MAX_COOKIE_BYTES
        && is_sent_back(&cookie.name)
        && is_sent_back(&cookie.value)
        && (!cookie.is_secure || url.scheme() == "https");
    is_valid.then(|| (cookie, max_age.map_or(expired, |age| age <= 0)))
}

/// Returns whether a cookie for `domain` is the host's alone, and its domain; `None` where the host may not set it.
fn scope(url: &Url, domain: &str) -> Option<(bool, String)> {
    let Some(Host::Domain(host)) = url.host() else {
        return (url.host_str() == Some(domain)).then(|| (true, domain.to_owned()));
    };
    let is_public_suffix = psl::suffix_str(domain) == Some(domain);
    if host == domain {
        return Some((is_public_suffix, domain.to_owned()));
    }
    (is_below(host, domain) && !is_public_suffix).then(|| (false, domain.to_owned()))
}

fn is_below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

/// Returns the path of a cookie that names none: that of the address up to its last slash (RFC 6265, section 5.1.4).
fn default_path(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some((folder, _)) if !folder.is_empty() => folder,
        _ => "/",
    }
}

/// Returns whether a cookie's path covers that of an address (RFC 6265, section 5.1.4).
fn covers(cookie: &str, path: &str) -> bool {
    path.strip_prefix(cookie).is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || cookie.ends_with('/'))
}

#[cfg(test)]
mod tests;
