//! What is asked for.

use std::fmt;

use url::Url;

use super::guard::shown;

/// What is asked for. `Debug` shows neither credentials nor header values.
#[derive(Clone)]
pub struct Request {
    /// The address; a user name and password in it become `Authorization` for its own origin.
    pub url: Url,
    /// What is expected there.
    pub kind: Kind,
    /// `ETag` of the copy we hold, byte-exact as [`Meta::etag`](super::Meta::etag) gave it.
    pub etag: Option<String>,
    /// `Last-Modified` of the copy we hold, byte-exact.
    pub last_modified: Option<String>,
    /// More headers, names and values; sent to the address's own origin alone.
    pub headers: Vec<(String, String)>,
}

/// What is expected at an address; decides the limit, the `Accept` header and whether robots.txt is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A feed somebody subscribed to; robots.txt, which is for crawlers, is not asked.
    Feed,
    /// An article's page.
    Page,
}

impl Request {
    /// Asks for a feed or page of which we hold no copy.
    pub const fn new(url: Url, kind: Kind) -> Self {
        Self { url, kind, etag: None, last_modified: None, headers: Vec::new() }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Request")
            .field("url", &shown(&self.url))
            .field("kind", &self.kind)
            .field("etag", &self.etag)
            .field("last_modified", &self.last_modified)
            .field("headers", &names)
            .finish()
    }
}
