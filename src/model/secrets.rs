//! Secrets in addresses, masked where an address is shown: in records, logs, errors and keys of the state.
//!
//! What is fetched keeps them, and identity is made of the whole address: two tokens may be two pages.

use std::borrow::Cow;

use url::{Url, form_urlencoded};

use super::address::without_credentials;

/// What stands for a secret.
const MASK: &str = "***";
/// Names of parameters that hold a secret, in small letters and without `-`, `_` and `.`.
const NAMES: [&str; 38] = [
    "accesskey",
    "apikey",
    "appsecret",
    "auth",
    "authkey",
    "authorization",
    "awsaccesskeyid",
    "bearer",
    "clientsecret",
    "credential",
    "credentials",
    "feedkey",
    "hdnea",
    "hdnts",
    "hmac",
    "jwt",
    "key",
    "keypairid",
    "licensekey",
    "otp",
    "pass",
    "passphrase",
    "passwd",
    "password",
    "policy",
    "privatekey",
    "pwd",
    "secret",
    "secretkey",
    "session",
    "sessionid",
    "sid",
    "sig",
    "sign",
    "signature",
    "ticket",
    "token",
    "userkey",
];
/// Endings of such names.
const ENDINGS: [&str; 7] = ["token", "secret", "password", "passwd", "apikey", "signature", "sessionid"];
/// Beginnings of such names: the signed addresses of clouds.
const BEGINNINGS: [&str; 3] = ["xamz", "xgoog", "xms"];
/// Beginnings of values that are secrets whatever their name.
const VALUES: [&str; 6] = ["ghp_", "github_pat_", "glpat-", "sk_live_", "xoxb-", "xoxp-"];
/// Names that as often hold the number or the word of a page. A short number is no secret there.
const AMBIGUOUS: [&str; 7] = ["auth", "key", "pass", "policy", "session", "sid", "ticket"];
/// The most digits of the number of a page (chosen).
const MAX_ID_DIGITS: usize = 9;
/// The fewest characters of each of the first two parts of a JSON Web Token (RFC 7519; chosen).
const MIN_JWT_PART: usize = 8;

/// Returns the address as it may be shown: without user name and password, and with secret parameters masked.
///
/// An ordinary address stays as it is.
pub fn shown_url(url: &Url) -> Url {
    let mut url = without_credentials(url);
    if let Some(Cow::Owned(masked)) = url.query().map(masked_pairs) {
        url.set_query(Some(&masked));
    }
    if let Some(Cow::Owned(masked)) = url.fragment().map(masked_pairs) {
        url.set_fragment(Some(&masked));
    }
    url
}

/// Returns whether an address holds nothing that would be masked.
pub fn is_public(url: &Url) -> bool {
    shown_url(url) == *url
}

/// Returns a text with the secrets of the addresses in it masked. O(n).
///
/// A parameter is what follows `?`, `&`, `;` or `#`; user name and password are what stands between `://` and `@`.
pub fn without_secrets(text: &str) -> Cow<'_, str> {
    match without_users(text) {
        Cow::Borrowed(text) => without_parameters(text),
        Cow::Owned(text) => Cow::Owned(without_parameters(&text).into_owned()),
    }
}

/// Returns whether a character cannot stand in an address.
fn is_outside(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '<' | '>' | '`' | '\\')
}

/// Returns a text without the user names and passwords of the addresses in it.
fn without_users(text: &str) -> Cow<'_, str> {
    if !text.contains('@') || !text.contains("://") {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for (at, part) in text.split("://").enumerate() {
        if at > 0 {
            shown.push_str("://");
        }
        let end = part.find(|c: char| is_outside(c) || matches!(c, '/' | '?' | '#')).unwrap_or(part.len());
        let user = part.split_at(end).0.rfind('@').filter(|_| at > 0).map_or(0, |user| user + 1);
        shown.push_str(part.split_at(user).1);
    }
    Cow::Owned(shown)
}

/// Returns a text with the secret parameters of the addresses in it masked.
fn without_parameters(text: &str) -> Cow<'_, str> {
    let is_mark = |c: char| matches!(c, '?' | '&' | ';' | '#');
    if !text.contains(is_mark) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for (at, part) in text.split_inclusive(is_mark).enumerate() {
        // The part before the first mark holds no parameter.
        let is_end = |c: char| is_outside(c) || is_mark(c) || matches!(c, ')' | ',');
        let end = if at == 0 { 0 } else { part.find(is_end).unwrap_or(part.len()) };
        let (pair, rest) = part.split_at(end);
        shown.push_str(masked_pair(pair).as_deref().unwrap_or(pair));
        shown.push_str(rest);
    }
    Cow::Owned(shown)
}

/// Returns a query or fragment with its secrets masked.
fn masked_pairs(pairs: &str) -> Cow<'_, str> {
    if !pairs.split(['&', ';']).any(|pair| masked_pair(pair).is_some()) {
        return Cow::Borrowed(pairs);
    }
    let mut shown = String::with_capacity(pairs.len());
    for part in pairs.split_inclusive(['&', ';']) {
        let (pair, divider) = part.split_at(part.trim_end_matches(['&', ';']).len());
        shown.push_str(masked_pair(pair).as_deref().unwrap_or(pair));
        shown.push_str(divider);
    }
    Cow::Owned(shown)
}

/// Returns a parameter with its value masked; `None` for one that holds no secret.
fn masked_pair(pair: &str) -> Option<String> {
    let (written, value) = pair.split_once('=')?;
    if value.is_empty() || value == MASK {
        return None;
    }
    let name = plain_name(&decoded(written.trim_start_matches(['!', '/'])));
    let value = decoded(value);
    let is_secret = is_secret_name(&name, &value) || is_secret_value(&value);
    is_secret.then(|| format!("{written}={MASK}"))
}

/// Returns the name of a parameter as the lists have it: in small letters, and without what divides words.
fn plain_name(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn is_secret_name(name: &str, value: &str) -> bool {
    let is_id = value.len() <= MAX_ID_DIGITS && value.bytes().all(|b| b.is_ascii_digit());
    if AMBIGUOUS.contains(&name) && is_id {
        return false;
    }
    NAMES.contains(&name)
        || ENDINGS.iter().any(|ending| name.ends_with(ending))
        || BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
}

/// Returns whether a value is a token by its form, or an address that holds a secret of its own.
fn is_secret_value(value: &str) -> bool {
    let mut parts = value.split('.');
    let is_part = |part: Option<&str>| {
        part.is_some_and(|part| {
            part.len() >= MIN_JWT_PART && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
        })
    };
    // `eyJ` is `{"` in Base64.
    let is_jwt = value.starts_with("eyJ") && is_part(parts.next()) && is_part(parts.next());
    let is_address = || value.contains("://") && Url::parse(value).is_ok_and(|url| !is_flat_public(&url));
    is_jwt || VALUES.iter().any(|start| value.starts_with(start)) || is_address()
}

/// Returns whether an address inside a parameter holds no secret, looking no deeper than its own parameters.
fn is_flat_public(url: &Url) -> bool {
    let is_secret = |(name, value): (Cow<'_, str>, Cow<'_, str>)| is_secret_name(&plain_name(&name), &value);
    url.username().is_empty() && url.password().is_none() && !url.query_pairs().any(is_secret)
}

/// Returns a percent-encoded name or value as it is meant.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains(['%', '+']) {
        return Cow::Borrowed(text);
    }
    form_urlencoded::parse(text.as_bytes())
        .next()
        .map_or(Cow::Borrowed(text), |(name, _)| Cow::Owned(name.into_owned()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(url: &str, shown: &str) {
        assert_eq!(shown_url(&url.parse().unwrap()).as_str(), shown);
        assert_eq!(without_secrets(&format!("see {url} there")), format!("see {shown} there"));
    }

    #[test]
    fn secrets_are_masked() {
        let page = "https://quill.example/ferry";
        for (pair, shown) in [
            ("token=hush", "token=***"),
            ("id=7&token=hush&page=2", "id=7&token=***&page=2"),
            ("access_token=hush", "access_token=***"),
            ("X-Amz-Signature=hush&X-Amz-Date=1", "X-Amz-Signature=***&X-Amz-Date=***"),
            ("API-Key=hush", "API-Key=***"),
            ("t%6Fken=hush", "t%6Fken=***"),
            ("a=1;sig=hush;b=2", "a=1;sig=***;b=2"),
            ("key=hush", "key=***"),
            ("x=eyJhbGciOiJI.eyJzdWIiOiIx.c2ln", "x=***"),
            ("x=ghp_hush", "x=***"),
            ("to=https%3A%2F%2Fb.example%2F%3Ftoken%3Dhush", "to=***"),
            ("to=https%3A%2F%2Fme:hush%40b.example%2F", "to=***"),
            ("rsstoken=hush", "rsstoken=***"),
        ] {
            check(&format!("{page}?{pair}"), &format!("{page}?{shown}"));
        }
        check(&format!("{page}#access_token=hush&x=1"), &format!("{page}#access_token=***&x=1"));
        check("https://me:hush@quill.example/a@b?token=x", "https://quill.example/a@b?token=***");
    }

    #[test]
    fn ordinary_addresses_stay() {
        for url in [
            "https://quill.example/ferry?id=7&utm_source=rss&monkey=1&author=ana&keyword=sea",
            "https://quill.example/?key=123456",
            "https://quill.example/?sid=42&token=",
            "https://quill.example/a@b/c:d",
            "https://quill.example/?to=https%3A%2F%2Fb.example%2F%3Fid%3D1",
            "https://quill.example/?v=1.2.3&b=2&a=%C3%A9#comments",
        ] {
            check(url, url);
            assert!(is_public(&url.parse().unwrap()));
        }
    }

    #[test]
    fn texts_are_masked_where_they_hold_addresses() {
        let check = |text: &str, shown: &str| assert_eq!(without_secrets(text), shown);
        check("GET /feed?token=hush HTTP/1.1", "GET /feed?token=*** HTTP/1.1");
        check("{\"url\":\"http://a.example/?sig=hush\",\"n\":1}", "{\"url\":\"http://a.example/?sig=***\",\"n\":1}");
        check(
            "proxy http://me:hush@p.example:3128 and http://a.example",
            "proxy http://p.example:3128 and http://a.example",
        );
        check("token=7 key=8; a=9 who@quill.example", "token=7 key=8; a=9 who@quill.example");
        check("is it so? key = 5 & more", "is it so? key = 5 & more");
    }

    proptest! {
        #[test]
        fn masking_is_done_once_and_panics_never(text in "[ -~\u{e9}?&=;#@:/.%]{0,60}") {
            let shown = without_secrets(&text).into_owned();
            prop_assert_eq!(without_secrets(&shown), shown.as_str());
        }

        #[test]
        fn shown_addresses_are_addresses(query in "[ -~]{0,40}") {
            let url = Url::parse(&format!("https://quill.example/?{query}")).unwrap();
            let shown = shown_url(&url);
            prop_assert!(is_public(&shown));
            prop_assert_eq!(shown.path(), url.path());
        }
    }
}
