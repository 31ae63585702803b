//! One key for all addresses of a page.

use url::Url;

use super::amp::{is_wrapper, unwrapped};
use super::host::{has_host_name, own_port, twin_host};
use super::normalized_url::normalized_url;
use super::parameters::{has_date, is_session, is_tracking, is_view, kept_query};
use super::path::page_segments;
use super::percent::normalized_escapes;

/// Returns one key for all addresses under which a site shows the same page. O(n).
///
/// The key has the form of an address, and is none to be asked. The same key have http and https, `www.`, a slash at the
/// end or none, default documents (`index.html`), addresses with tracking and session parameters, AMP, mobile and print
/// views, AMP caches, and other spellings of percent-encoding.
///
/// ```
/// use pressline::identity::page_key;
///
/// let key = |url: &str| page_key(&url.parse().unwrap());
/// assert_eq!(key("http://www.news.example/sport/cup-final-2026/"), key("https://m.news.example/sport/cup-final-2026/amp"));
/// assert_ne!(key("https://news.example/sport/amp"), key("https://news.example/sport"));
/// ```
pub fn page_key(url: &Url) -> String {
    let inner = unwrapped(url);
    let url = inner.as_ref().unwrap_or(url);
    if !matches!(url.scheme(), "http" | "https") || !has_host_name(url) || is_wrapper(url) {
        return normalized_url(url);
    }
    let port = own_port(url).map(|port| format!(":{port}")).unwrap_or_default();
    let segments = page_segments(url);
    let mut key = format!("https://{}{port}/{}", twin_host(url), segments.join("/"));
    if let Some(query) = page_query(url, &segments) {
        key.push('?');
        key.push_str(&query);
    }
    if let Some(fragment) = own_fragment(url) {
        key.push('#');
        key.push_str(fragment);
    }
    key
}

/// Returns the parameters that name the page; `segments` are those of its path.
pub(super) fn page_query(url: &Url, segments: &[String]) -> Option<String> {
    let query = normalized_escapes(url.query()?);
    let has_months = segments.is_empty() || has_date(&query);
    kept_query(Some(&query), |pair| !is_tracking(pair) && !is_session(pair) && !is_view(pair, has_months))
}

/// Returns the fragment that names a page of its own, as `#!/ferry` does.
pub(super) fn own_fragment(url: &Url) -> Option<&str> {
    url.fragment().filter(|fragment| fragment.starts_with(['!', '/']))
}
