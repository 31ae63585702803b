//! Addresses at which others show a publisher's AMP page.

use url::Url;

/// Returns the publisher's address inside that of an AMP cache or viewer.
///
/// The forms are those of the AMP cache (`quill-example.cdn.ampproject.org/c/s/quill.example/ferry`), of Bing's, and of
/// Google's viewer (`google.com/amp/s/quill.example/ferry`); `s` stands for https. A wrapper in a wrapper is left as it is.
pub(super) fn unwrapped(url: &Url) -> Option<Url> {
    let content = content(url)?;
    let (scheme, rest) = content.strip_prefix("s/").map_or(("http", content), |rest| ("https", rest));
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let inner = Url::parse(&format!("{scheme}://{rest}{query}")).ok()?;
    let has_domain = inner.host_str().is_some_and(|host| host.contains('.'));
    (has_domain && !is_wrapper(&inner)).then_some(inner)
}

/// Returns whether an address is one of an AMP cache or viewer.
pub(super) fn is_wrapper(url: &Url) -> bool {
    content(url).is_some()
}

/// Returns what in the path of a cache or viewer stands for the publisher's address.
fn content(url: &Url) -> Option<&str> {
    let host = url.host_str()?.trim_end_matches('.');
    let path = url.path();
    if is_cache(host) {
        // The kinds of document: content, viewer, web package.
        ["/c/", "/v/", "/wp/"].into_iter().find_map(|kind| path.strip_prefix(kind))
    } else if is_google(host) {
        path.strip_prefix("/amp/")
    } else {
        None
    }
}

fn is_cache(host: &str) -> bool {
    ["cdn.ampproject.org", "bing-amp.com"]
        .into_iter()
        .any(|cache| host.strip_suffix(cache).is_some_and(|before| before.is_empty() || before.ends_with('.')))
}

fn is_google(host: &str) -> bool {
    let host = host.strip_prefix("www.").unwrap_or(host);
    host.starts_with("google.") && psl::domain_str(host) == Some(host)
}
