//! A stretch in quotation marks, and what its two ends have in common.

use crate::model::Span;

/// A stretch of one paragraph that stands in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::analyze) struct Quoted {
    /// With the marks.
    pub(in crate::analyze) outer: Span,
    /// The words alone, without white space at the ends.
    pub(in crate::analyze) inner: Span,
    /// Index into `Document::paragraphs`.
    pub(in crate::analyze) paragraph: usize,
    /// Whether the next paragraph takes the speech up again with a mark of its own.
    pub(in crate::analyze) goes_on: bool,
}

/// Whether a mark after this character can open.
pub(super) fn opening(before: char) -> bool {
    before.is_whitespace()
        || matches!(before, '(' | '[' | '{' | '—' | '–' | '-' | '―' | '/' | '“' | '‘' | '"' | '¿' | '¡')
}

/// Without white space at either end.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.end - words.trim_start().len();
    Span::new(start, start + words.trim().len())
}
