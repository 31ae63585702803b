//! What comes back.

use std::time::Duration;

use url::Url;

/// What comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The copy we hold is current.
    NotModified {
        /// The headers; a validator that is absent here stays as it was.
        meta: Meta,
    },
    /// A body, decoded.
    Body {
        /// The headers.
        meta: Meta,
        /// The decoded bytes, within the limit of the request's kind.
        bytes: Vec<u8>,
    },
}

impl Answer {
    /// What the headers say.
    pub const fn meta(&self) -> &Meta {
        match self {
            Self::NotModified { meta } | Self::Body { meta, .. } => meta,
        }
    }
}

/// What the headers of an answer say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    /// The HTTP status.
    pub status: u16,
    /// Where the answer came from, after redirects, without credentials. A fragment survives a redirect that names none.
    pub final_url: Url,
    /// The same address when there was a redirect and every hop was a permanent one (301, 308).
    pub moved_permanently: Option<Url>,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `ETag`; bytes above ASCII are kept as the characters of the same number, so that it can be sent back byte-exact.
    pub etag: Option<String>,
    /// `Last-Modified`, kept in the same way.
    pub last_modified: Option<String>,
    /// How long the answer stays fresh: `max-age` less `Age`, otherwise `Expires` less `Date`; at most a year.
    pub max_age: Option<Duration>,
    /// Bytes of the body as they were sent, before decoding.
    pub wire_bytes: u64,
}
