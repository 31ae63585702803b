//! A cursor-free reader of one sentence, which the rules for values share.

use std::ops::Range;

use jiff::civil::Date;

use crate::analyze::document::Document;
use crate::model::annotation::EntityType;

/// A value that a rule found.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::analyze::entities) struct ValueMention {
    pub(in crate::analyze::entities) tokens: Range<usize>,
    pub(in crate::analyze::entities) kind: EntityType,
    pub(in crate::analyze::entities) value: Option<String>,
}

pub(super) fn value_mention(start: usize, end: usize, kind: EntityType, value: Option<String>) -> ValueMention {
    ValueMention { tokens: start..end, kind, value }
}

/// A sentence that values are read from.
pub(super) struct SentenceReader<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) published: Option<Date>,
    pub(super) english: bool,
}

impl SentenceReader<'_> {
    /// Returns a token in lower case; empty beyond the sentence and for long words.
    pub(super) fn lower(&self, at: usize) -> LowercaseWord {
        if at < self.start || at >= self.end {
            LowercaseWord::default()
        } else {
            LowercaseWord::new(self.document.word(at))
        }
    }

    pub(super) fn word(&self, at: usize) -> &str {
        if at < self.start || at >= self.end { "" } else { self.document.word(at) }
    }
}

/// A short word in lower case, without its final full stop and without an allocation.
#[derive(Clone, Copy, Default)]
pub(super) struct LowercaseWord {
    bytes: [u8; 16],
    length: usize,
}

impl LowercaseWord {
    pub(super) fn new(word: &str) -> Self {
        let word = word.strip_suffix('.').unwrap_or(word);
        let mut low = Self::default();
        if word.len() <= low.bytes.len() {
            low.length = word.len();
            low.bytes[..word.len()].copy_from_slice(word.as_bytes());
            low.bytes[..word.len()].make_ascii_lowercase();
        }
        low
    }

    pub(super) fn as_str(&self) -> &str {
        self.bytes.get(..self.length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("")
    }
}
