//! Offsets: byte positions converted to the unit that a consumer counts in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Span;

/// The unit of a record's offsets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OffsetUnit {
    /// Unicode code points: Python, jq, DuckDB.
    #[default]
    Codepoint,
    /// UTF-16 code units: JavaScript, Java.
    Utf16,
    /// UTF-8 bytes: Rust, Go.
    Byte,
}

/// A converter of one text's byte positions. Built in O(n), each lookup O(1); 4 bytes per byte of non-ASCII text.
pub(super) struct Offsets {
    /// The position in the chosen unit at each byte; `None` when they are the same.
    at: Option<Vec<u32>>,
}

impl Offsets {
    pub(super) fn new(text: &str, unit: OffsetUnit) -> Self {
        if unit == OffsetUnit::Byte || text.is_ascii() {
            return Self { at: None };
        }
        let mut at = Vec::with_capacity(text.len() + 1);
        let mut position = 0_u32;
        for c in text.chars() {
            at.resize(at.len() + c.len_utf8(), position);
            position += match unit {
                OffsetUnit::Utf16 => u32::from(c.len_utf16() == 2) + 1,
                OffsetUnit::Codepoint | OffsetUnit::Byte => 1,
            };
        }
        at.push(position);
        Self { at: Some(at) }
    }

    /// Returns the `[start, end]` of a span in the chosen unit.
    pub(super) fn pair(&self, span: Span) -> [usize; 2] {
        [self.at(span.start), self.at(span.end)]
    }

    fn at(&self, byte: usize) -> usize {
        self.at.as_ref().map_or(byte, |at| at[byte] as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_the_consumer_counts() {
        let text = "é😀x";
        let x = Span::new(6, 7);
        assert_eq!(x.of(text), "x");
        assert_eq!(Offsets::new(text, OffsetUnit::Codepoint).pair(x), [2, 3]);
        assert_eq!(Offsets::new(text, OffsetUnit::Utf16).pair(x), [3, 4]);
        assert_eq!(Offsets::new(text, OffsetUnit::Byte).pair(x), [6, 7]);
    }
}
