//! The position among the tokens of a date, and the parts found so far.

use std::ops::RangeInclusive;

use super::parts::DateParts;
use super::tokens::Token;

/// The state of a scan over the tokens of a date.
pub(super) struct Cursor<'t> {
    pub tokens: &'t [Token<'t>],
    /// The index of the next token.
    pub at: usize,
    pub parts: DateParts,
    /// Whether digits in one piece may be a time: after `T`, or after a date in one piece.
    pub accepts_compact_time: bool,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(tokens: &'t [Token<'t>]) -> Self {
        Self { tokens, at: 0, parts: DateParts::default(), accepts_compact_time: false }
    }

    /// Returns the token that is `ahead` tokens after the next one.
    pub(super) fn peek(&self, ahead: usize) -> Option<&'t Token<'t>> {
        self.tokens.get(self.at + ahead)
    }

    /// Returns the text of that token, empty where there is none.
    pub(super) fn peek_text(&self, ahead: usize) -> &'t str {
        self.peek(ahead).map_or("", |t| t.text)
    }

    /// Returns that token as a number of so many digits; only the next token may have a space before it.
    pub(super) fn number(&self, ahead: usize, digits: RangeInclusive<usize>) -> Option<i64> {
        let token = self.peek(ahead)?;
        (digits.contains(&token.digits()) && (ahead == 0 || !token.is_spaced)).then(|| token.number())?
    }

    /// Returns whether that token is the sign.
    pub(super) fn has_sign(&self, ahead: usize, sign: &str) -> bool {
        self.peek(ahead).is_some_and(|t| t.is_sign(sign))
    }
}
