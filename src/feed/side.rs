//! What feed-rs drops, kept beside what it reads.

use std::collections::BTreeSet;

use url::Url;

use super::hints::Timing;
use crate::dates;
use crate::model::Moment;
use crate::model::feed::{Format, PollHints, Recovery};

/// Entries of one feed that are read.
pub(super) const ENTRIES: usize = 10_000;

/// What is known of a feed besides the clean document that feed-rs reads.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub format: Format,
    pub language: Option<String>,
    pub hints: PollHints,
    pub timing: Timing,
    pub recovered: BTreeSet<Recovery>,
    /// The document's own address, for what nothing else resolves.
    pub base: Option<Url>,
    /// One for each entry; an entry's id in the clean document is its place here.
    pub notes: Vec<Note>,
}

/// What is known of an entry besides.
#[derive(Debug, Default)]
pub(super) struct Note {
    /// `guid` or Atom's `id`.
    pub id: Option<String>,
    /// What `isPermaLink` says; true for Atom's `id`.
    pub permalink: bool,
    /// `rdf:about`.
    pub about: Option<String>,
    /// First published and last changed, as written.
    pub published: Dates,
    pub updated: Dates,
}

/// Dates as written, each with how much it is believed: the lower the more.
#[derive(Debug, Default)]
pub(super) struct Dates(Vec<(u8, String)>);

impl Dates {
    /// One more; past a handful they are no help.
    pub(super) fn add(&mut self, rank: u8, text: &str) {
        if self.0.len() < 8 {
            self.0.push((rank, text.trim().chars().take(200).collect()));
        }
    }

    /// The most believed one that is a date.
    pub(super) fn best(&self) -> Option<Moment> {
        let read = self.0.iter().filter_map(|(rank, text)| Some((*rank, dates::parse(text)?)));
        read.min_by_key(|(rank, _)| *rank).map(|(_, moment)| moment)
    }
}
