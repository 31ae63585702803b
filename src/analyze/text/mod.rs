//! The layer that everything else stands on: paragraphs, sentences, tokens.

mod abbreviations;
mod sentences;
mod tokens;

#[cfg(test)]
mod tests;

use crate::model::Span;

/// A text cut into paragraphs, sentences and tokens. All positions are bytes of `text`.
///
/// ```
/// let layer = pressline::analyze::text::read("Dr. Ito's U.S.-led team won 3-1. It rained.");
/// let words: Vec<&str> = (0..layer.tokens.len()).map(|token| layer.word(token)).collect();
/// assert_eq!(words.join(" "), "Dr. Ito 's U.S. - led team won 3-1 . It rained .");
/// assert_eq!(layer.sentences, [0..10, 10..13]);
/// ```
#[derive(Clone, Debug)]
pub struct Layer<'a> {
    /// The text itself.
    pub text: &'a str,
    /// In order, apart, none empty, none with white space inside.
    pub tokens: Vec<Token>,
    /// In order; each is a range of `tokens`; together they hold every token.
    pub sentences: Vec<std::ops::Range<usize>>,
    /// In order; each is a range of `tokens`, none empty; a sentence never crosses one.
    pub paragraphs: Vec<std::ops::Range<usize>>,
}

/// A word, a number, a mark.
///
/// - Inner apostrophes and hyphens stay inside a word (`O'Neill`, `don't`, `Jean-Luc`); a final `'s` is a token of its
///   own, and so are the hyphen and the participle of `London-based`.
/// - Full stops belong to abbreviations and initials (`Mr.`, `U.S.`, `J.`), decimals and addresses of the web.
/// - A punctuation mark is one token, apart from the runs `...`, `--`, `''` and ` `` `.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Bytes in the text.
    pub span: Span,
}

impl Layer<'_> {
    /// The token's words.
    pub fn word(&self, token: usize) -> &str {
        self.tokens[token].span.of(self.text)
    }

    /// The bytes that a range of tokens covers; the range must not be empty.
    pub fn span(&self, tokens: std::ops::Range<usize>) -> Span {
        self.tokens[tokens.start].span.cover(self.tokens[tokens.end - 1].span)
    }

    /// Whether white space (or the text's beginning) stands before the token.
    pub fn spaced(&self, token: usize) -> bool {
        token == 0 || self.tokens[token - 1].span.end < self.tokens[token].span.start
    }
}

/// The beginning of a text, long enough to tell its language and short enough to be cheap.
pub fn head(text: &str) -> &str {
    text.get(..text.floor_char_boundary(4096)).unwrap_or(text)
}

/// Cuts a text. O(n).
pub fn read(text: &str) -> Layer<'_> {
    let mut layer =
        Layer { text, tokens: Vec::with_capacity(text.len() / 5), sentences: Vec::new(), paragraphs: Vec::new() };
    let mut start = 0;
    for line in text.split('\n') {
        let first = layer.tokens.len();
        tokens::cut(text, Span::new(start, start + line.len()), &mut layer.tokens);
        if layer.tokens.len() > first {
            layer.paragraphs.push(first..layer.tokens.len());
            sentences::cut(&mut layer, first);
        }
        start += line.len() + 1;
    }
    layer
}
