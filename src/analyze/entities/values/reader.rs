//! A sentence that values are read from.

use std::ops::Range;

use jiff::civil::Date;

use crate::analyze::document::Document;
use crate::model::annotation::EntityType;

/// Something found by rule.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::analyze::entities) struct Value {
    pub(in crate::analyze::entities) tokens: Range<usize>,
    pub(in crate::analyze::entities) kind: EntityType,
    pub(in crate::analyze::entities) value: Option<String>,
}

pub(super) fn found(start: usize, end: usize, kind: EntityType, value: Option<String>) -> Value {
    Value { tokens: start..end, kind, value }
}

/// A sentence that is being read.
pub(super) struct Reader<'a> {
    pub(super) layer: &'a Document<'a>,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) published: Option<Date>,
    pub(super) english: bool,
}

impl Reader<'_> {
    /// A token in lower case; empty beyond the sentence and for long words.
    pub(super) fn low(&self, at: usize) -> Low {
        if at < self.start || at >= self.end { Low::default() } else { Low::of(self.layer.word(at)) }
    }

    pub(super) fn raw(&self, at: usize) -> &str {
        if at < self.start || at >= self.end { "" } else { self.layer.word(at) }
    }
}

/// A short word in lower case, without its final full stop and without an allocation.
#[derive(Clone, Copy, Default)]
pub(super) struct Low {
    bytes: [u8; 16],
    length: usize,
}

impl Low {
    pub(super) fn of(word: &str) -> Self {
        let word = word.strip_suffix('.').unwrap_or(word);
        let mut low = Self::default();
        if word.len() <= low.bytes.len() {
            low.length = word.len();
            low.bytes[..word.len()].copy_from_slice(word.as_bytes());
            low.bytes[..word.len()].make_ascii_lowercase();
        }
        low
    }

    pub(super) fn str(&self) -> &str {
        self.bytes.get(..self.length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("")
    }
}
