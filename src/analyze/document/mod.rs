//! Text segmentation: a text as paragraphs, sentences and tokens. Every other room works on it.

mod abbreviations;
mod sentences;
mod structure;
mod tokens;

#[cfg(test)]
mod tests;

use crate::model::Span;

pub use self::structure::{Document, Token};

/// Returns the first 4,096 bytes of a text at most: enough to detect its language, and cheap.
pub fn leading_part(text: &str) -> &str {
    text.get(..text.floor_char_boundary(4096)).unwrap_or(text)
}

/// Segments a text into paragraphs, sentences and tokens. O(n).
pub fn segment(text: &str) -> Document<'_> {
    let mut document =
        Document { text, tokens: Vec::with_capacity(text.len() / 5), sentences: Vec::new(), paragraphs: Vec::new() };
    let mut start = 0;
    for line in text.split('\n') {
        let first = document.tokens.len();
        tokens::tokenize_line(text, Span::new(start, start + line.len()), &mut document.tokens);
        if document.tokens.len() > first {
            document.paragraphs.push(first..document.tokens.len());
            sentences::split_paragraph(&mut document, first);
        }
        start += line.len() + 1;
    }
    document
}
