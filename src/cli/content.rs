//! The content of one input.

use url::Url;

/// The content of one input.
pub(super) struct Content {
    /// The bytes, unpacked.
    pub bytes: Vec<u8>,
    /// The address after redirects; `None` for a file.
    pub url: Option<Url>,
    /// The HTTP `Content-Type`; `None` for a file.
    pub content_type: Option<String>,
}
