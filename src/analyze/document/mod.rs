//! The layer that everything else stands on: paragraphs, sentences, tokens.

mod abbreviations;
mod sentences;
mod structure;
mod tokens;

#[cfg(test)]
mod tests;

use crate::model::Span;

pub use self::structure::{Document, Token};

/// The beginning of a text, long enough to tell its language and short enough to be cheap.
pub fn head(text: &str) -> &str {
    text.get(..text.floor_char_boundary(4096)).unwrap_or(text)
}

/// Cuts a text. O(n).
pub fn read(text: &str) -> Document<'_> {
    let mut layer =
        Document { text, tokens: Vec::with_capacity(text.len() / 5), sentences: Vec::new(), paragraphs: Vec::new() };
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
