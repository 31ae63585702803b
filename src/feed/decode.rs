//! The bytes of a feed as text that XML allows.

use super::xml::escape::is_forbidden_char;
use crate::text::charset::{self, Decoded, Kind};

/// A feed as text, and what had to be repaired in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FeedText {
    /// The text, without a byte order mark and without the characters that XML forbids.
    pub text: String,
    /// Whether the bytes were not in the encoding they were labelled with.
    pub is_mislabelled: bool,
    /// Whether characters that XML forbids were removed.
    pub had_forbidden_chars: bool,
}

/// Decodes a feed; `content_type` is the HTTP header. O(n).
pub(super) fn decode_feed(bytes: &[u8], content_type: Option<&str>) -> FeedText {
    let Decoded { mut text, is_mislabelled } = charset::decode(bytes, content_type, Kind::Xml);
    let had_forbidden_chars = text.contains(is_forbidden_char);
    text.retain(|c| !is_forbidden_char(c));
    FeedText { text, is_mislabelled, had_forbidden_chars }
}
