//! Feed bytes in, entries out. Pure.
//!
//! ```text
//! bytes ─decode─► text ─kind─► rewrite ──clean document──► feed-rs ──► convert ──► Feed
//!                                 └──── what feed-rs drops (side) ────────┘
//! ```
//!
//! feed-rs is strict and drops much, so it never sees what a publisher sent: a tolerant pass rewrites every feed into a
//! small, flat, well-formed one, and keeps beside it what feed-rs has no place for.

mod convert;
mod decode;
mod discover;
mod entities;
mod fields;
mod hints;
mod json;
mod kind;
mod names;
mod normalize_url;
mod opml;
mod plain;
mod rewrite;
mod salvage;
mod side;
#[cfg(test)]
mod tests;
mod tokens;
mod value;
mod write;

use url::Url;

use crate::error::JobError;
use crate::model::Feed;
use crate::model::feed::Recovery;
use decode::Decoded;
use kind::Kind;

pub use discover::discover;
pub use normalize_url::normalized_url;
pub use opml::{Subscription, opml};

/// What is known of a feed's bytes besides the bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Source<'a> {
    /// Where it was fetched from; relative links are resolved against it.
    pub url: Option<&'a Url>,
    /// The HTTP `Content-Type`, as sent.
    pub content_type: Option<&'a str>,
}

/// Reads a feed in any format: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed, in any encoding, well-formed or not.
///
/// Reads at most 10,000 entries and 1 MiB of each field; what was mended or cut is listed in [`Feed::recovered`]. Entry
/// ids are the publisher's where there is one, else the link, else a hash of the content. Never panics, never recurses with
/// the document's depth, O(n) in time and memory.
///
/// # Errors
/// [`JobError::NotAFeed`], which says what it is instead.
pub fn parse(bytes: &[u8], source: Source<'_>) -> Result<Feed, JobError> {
    let Decoded { text, mislabelled, controls } = decode::decode(bytes, source.content_type);
    let (read, mut side) = match kind::of(&text) {
        Kind::Other(detail) => return Err(JobError::NotAFeed { detail }),
        Kind::Json => json::read(&text, source.url)?,
        Kind::Feed(format) => {
            let (clean, mut side) = rewrite::rewrite(&text, format, source.url);
            drop(text); // two copies of a large feed are enough
            let (read, salvaged) = salvage::read(&clean)?;
            if salvaged {
                side.recovered.insert(Recovery::Salvaged);
            }
            (read, side)
        }
    };
    let seen = [(mislabelled, Recovery::Encoding), (controls, Recovery::ControlCharacters)];
    side.recovered.extend(seen.into_iter().filter(|(it, _)| *it).map(|(_, what)| what));
    Ok(convert::convert(read, side))
}
