//! A stretch in quotation marks, and the helpers that all styles of marks share.

use crate::model::Span;

/// A stretch of one paragraph that stands in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::analyze) struct QuotedSpan {
    /// The bytes with the marks.
    pub(in crate::analyze) outer: Span,
    /// The bytes between the marks, without white space at the ends.
    pub(in crate::analyze) inner: Span,
    /// The index into `Document::paragraphs`.
    pub(in crate::analyze) paragraph: usize,
    /// Whether the next paragraph continues the speech with an opening mark of its own.
    pub(in crate::analyze) continues: bool,
}

/// Returns whether an opening mark can follow this character.
pub(super) fn may_precede_opening_mark(before: char) -> bool {
    before.is_whitespace()
        || matches!(before, '(' | '[' | '{' | '—' | '–' | '-' | '―' | '/' | '“' | '‘' | '"' | '¿' | '¡')
}

/// Returns a span without white space at either end.
pub(super) fn trim_whitespace(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.end - words.trim_start().len();
    Span::new(start, start + words.trim().len())
}
