//! The request for a feed or a page.

use std::fmt;

use reqwest::header::ACCEPT;
use url::Url;

use super::display_url::display_url;
use super::domain::is_same_site;

/// A request for a feed or a page. `Debug` shows neither credentials nor header values.
#[derive(Clone)]
pub struct Request {
    /// The address. A user name and password in it become `Authorization` for its own origin.
    pub url: Url,
    /// The kind of resource that is expected there.
    pub kind: ResourceKind,
    /// The `ETag` of the caller's copy, byte-exact as [`ResponseMeta::etag`](super::ResponseMeta::etag) gave it.
    pub etag: Option<String>,
    /// The `Last-Modified` of the caller's copy, byte-exact.
    pub last_modified: Option<String>,
    /// More headers, names and values. They are sent to the address's own origin alone.
    pub headers: Vec<(String, String)>,
}

/// The kind of a resource. It decides the size limit, the `Accept` header and whether robots.txt applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResourceKind {
    /// A feed that somebody subscribed to. robots.txt, which is for crawlers, does not apply.
    Feed,
    /// An article's page.
    Page,
}

impl Request {
    /// Creates a request for a resource of which the caller has no copy.
    pub const fn new(url: Url, kind: ResourceKind) -> Self {
        Self { url, kind, etag: None, last_modified: None, headers: Vec::new() }
    }

    /// Creates a request for a page that a feed links to, with the headers that are configured for the feed.
    ///
    /// They go along when the page is of the feed's registrable domain, and over https unless the feed itself is http.
    /// `Accept` stays behind: it asks for a feed.
    pub fn page_of_feed(url: Url, feed: &Url, headers: &[(String, String)]) -> Self {
        let is_private = |name: &str| !name.eq_ignore_ascii_case(ACCEPT.as_str());
        let headers = if is_same_site(feed, &url) {
            headers.iter().filter(|(name, _)| is_private(name)).cloned().collect()
        } else {
            Vec::new()
        };
        Self { headers, ..Self::new(url, ResourceKind::Page) }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Request")
            .field("url", &display_url(&self.url))
            .field("kind", &self.kind)
            .field("etag", &self.etag)
            .field("last_modified", &self.last_modified)
            .field("headers", &names)
            .finish()
    }
}
