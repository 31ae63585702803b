//! The layer that everything else stands on: paragraphs, sentences, tokens.

use unicode_segmentation::UnicodeSegmentation;

use crate::model::Span;

/// A text cut into paragraphs, sentences and tokens. All positions are bytes of `text`.
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

/// A word, a number or one punctuation mark.
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
}

/// Cuts a text. O(n).
pub fn read(text: &str) -> Layer<'_> {
    let mut layer = Layer { text, tokens: Vec::new(), sentences: Vec::new(), paragraphs: Vec::new() };
    let mut at = 0;
    for line in text.split('\n') {
        let first = layer.tokens.len();
        for (offset, sentence) in line.split_sentence_bound_indices() {
            let opens = layer.tokens.len();
            for (place, word) in sentence.split_word_bound_indices().filter(|(_, w)| !w.trim().is_empty()) {
                let start = at + offset + place;
                layer.tokens.push(Token { span: Span::new(start, start + word.len()) });
            }
            if layer.tokens.len() > opens {
                layer.sentences.push(opens..layer.tokens.len());
            }
        }
        if layer.tokens.len() > first {
            layer.paragraphs.push(first..layer.tokens.len());
        }
        at += line.len() + 1;
    }
    layer
}
