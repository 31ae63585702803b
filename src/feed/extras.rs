//! The facts that feed-rs has no place for, kept beside the document that it reads.

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;
use url::Url;

use crate::dates;
use crate::model::Moment;
use crate::model::feed::{Format, PollHints, Recovery};

/// The entries of one feed that are read (chosen; feeds rarely have more than 100).
pub(super) const MAX_ENTRIES: usize = 10_000;

/// The facts about a feed that are not in the rewritten document.
#[derive(Debug, Default)]
pub(super) struct FeedExtras {
    pub format: Format,
    pub language: Option<String>,
    pub hints: PollHints,
    pub recovered: BTreeSet<Recovery>,
    /// The document's own address, for links that no other base resolves.
    pub base: Option<Url>,
    /// The extras of each entry, in the order of their keys.
    entries: Vec<EntryExtras>,
}

impl FeedExtras {
    /// Returns the extras of a feed of which nothing is known but its format and its address.
    pub(super) fn new(format: Format, base: Option<&Url>) -> Self {
        Self { format, base: base.cloned(), ..Self::default() }
    }

    /// Adds an entry's extras and returns the key that stands for the entry's id in the rewritten document.
    pub(super) fn add_entry(&mut self, extras: EntryExtras) -> EntryKey {
        self.entries.push(extras);
        EntryKey(self.entries.len() - 1)
    }

    /// Returns the extras of the entry whose key feed-rs gives back as its id.
    pub(super) fn of_entry(&self, id: &str) -> Option<&EntryExtras> {
        id.parse().ok().and_then(|key: usize| self.entries.get(key))
    }
}

/// The id that an entry has in the rewritten document, by which its extras are found again.
///
/// The publisher's own id is among the extras, since feed-rs would invent one where it is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EntryKey(usize);

impl fmt::Display for EntryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The facts about an entry that are not in the rewritten document.
#[derive(Debug, Default)]
pub(super) struct EntryExtras {
    /// The text of `guid` or of Atom's `id`.
    pub id: Option<String>,
    /// Whether the id is an address, as `isPermaLink` states; true for Atom's `id`.
    pub is_permalink: bool,
    /// The entry's `rdf:about`.
    pub rdf_about: Option<String>,
    /// The address of the page itself where the entry's link leads over another site (`feedburner:origLink`).
    pub original_link: Option<String>,
    /// Addresses that are the page's where no link says so: of the entry's own document, of its content.
    pub other_links: Vec<String>,
    /// The candidates for the time of first publication.
    pub published: DateCandidates,
    /// The candidates for the time of the last change.
    pub updated: DateCandidates,
}

impl EntryExtras {
    /// Returns the time by which the entry is new or old.
    pub(super) fn time(&self) -> Option<Timestamp> {
        self.published.best().or_else(|| self.updated.best()).map(|moment| moment.at)
    }
}

/// The dates of one entry that are kept (chosen).
const MAX_DATES: usize = 8;
/// The characters of a date that are kept, as many as [`dates::parse`] reads.
const MAX_DATE_CHARS: usize = 200;

/// Dates as written, each with its rank; the lowest rank is preferred.
#[derive(Debug, Default)]
pub(super) struct DateCandidates(Vec<(u8, String)>);

impl DateCandidates {
    /// Adds a date, unless there are too many.
    pub(super) fn add(&mut self, rank: u8, text: &str) {
        if self.0.len() < MAX_DATES {
            self.0.push((rank, text.trim().chars().take(MAX_DATE_CHARS).collect()));
        }
    }

    /// Returns the date of the lowest rank that can be read; of several in one element, the last.
    pub(super) fn best(&self) -> Option<Moment> {
        let read = self.0.iter().rev().filter_map(|(rank, text)| Some((*rank, dates::parse(text)?)));
        read.min_by_key(|(rank, _)| *rank).map(|(_, moment)| moment)
    }
}
