//! The response to a request.

use std::time::Duration;

use url::Url;

use super::body_budget::BodyShare;

/// The response to a request, after redirects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    /// The caller's copy is current (304).
    NotModified {
        /// The headers. A validator that is absent here stays as it was.
        meta: ResponseMeta,
    },
    /// A body, with its content coding undone.
    Body {
        /// The headers.
        meta: ResponseMeta,
        /// The decoded bytes, within the limit of the resource's kind.
        bytes: Vec<u8>,
        /// The memory that a large body holds, to be dropped when nothing is made of the bytes any more.
        share: Option<BodyShare>,
    },
}

impl Response {
    /// Returns the status and the headers.
    pub const fn meta(&self) -> &ResponseMeta {
        match self {
            Self::NotModified { meta } | Self::Body { meta, .. } => meta,
        }
    }
}

/// The status and the headers of a response, as far as they matter here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseMeta {
    /// The HTTP status.
    pub status: u16,
    /// The address after redirects, without credentials. A fragment survives a redirect that names none.
    pub final_url: Url,
    /// The same address, if there was a redirect and every hop was a permanent one (301, 308).
    pub moved_permanently: Option<Url>,
    /// The `Content-Type`.
    pub content_type: Option<String>,
    /// The `ETag`. Bytes above ASCII are kept as the characters of the same number, so that it can be sent back byte-exact.
    pub etag: Option<String>,
    /// The `Last-Modified`, kept in the same way.
    pub last_modified: Option<String>,
    /// How long the response stays fresh: `max-age` less `Age`, otherwise `Expires` less `Date`; at most a year.
    pub max_age: Option<Duration>,
    /// The number of bytes of the body as they were sent, before decoding.
    pub wire_bytes: u64,
    /// Whether the body broke off or was damaged, so that something may be missing. It has no validators then.
    pub is_cut: bool,
    /// Whether the body was larger than its limit, so that these are its first bytes.
    pub is_over_limit: bool,
}

impl ResponseMeta {
    /// Marks a body that broke off. Its validators go: a 304 to them would hide what is missing.
    pub(super) fn mark_cut(&mut self) {
        self.is_cut = true;
        self.etag = None;
        self.last_modified = None;
        self.max_age = None;
    }
}
