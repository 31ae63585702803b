//! The segmented document and its tokens.

use crate::model::Span;
use crate::text::steps;

/// A text cut into paragraphs, sentences and tokens. All positions are bytes of `text`.
///
/// ```
/// let document = pressline::analyze::document::segment("Dr. Ito's U.S.-led team won 3-1. It rained.");
/// let words: Vec<&str> = (0..document.tokens.len()).map(|token| document.word(token)).collect();
/// assert_eq!(words.join(" "), "Dr. Ito 's U.S. - led team won 3-1 . It rained .");
/// assert_eq!(document.sentences, [0..10, 10..13]);
/// ```
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// The text itself.
    pub text: &'a str,
    /// The tokens, in order; none overlap, none is empty, none contains white space.
    pub tokens: Vec<Token>,
    /// The sentences, in order, as ranges of `tokens`; together they cover every token.
    pub sentences: Vec<std::ops::Range<usize>>,
    /// The paragraphs, in order, as ranges of `tokens`; none is empty, and no sentence crosses one.
    pub paragraphs: Vec<std::ops::Range<usize>>,
}

/// A word, a number or a punctuation mark.
///
/// - Inner apostrophes and hyphens stay inside a word (`O'Neill`, `don't`, `Jean-Luc`); a final `'s` is a token of its
///   own, and so are the hyphen and the participle of `London-based`.
/// - Full stops belong to abbreviations and initials (`Mr.`, `U.S.`, `J.`), decimals and addresses of the web.
/// - A punctuation mark is one token, apart from the runs `...`, `--`, `''` and ` `` `.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// The bytes of the token in the text.
    pub span: Span,
}

impl Document<'_> {
    /// Returns the text of a token.
    pub fn word(&self, token: usize) -> &str {
        steps::count(1);
        self.tokens[token].span.of(self.text)
    }

    /// Returns the bytes that a range of tokens covers. The range must not be empty.
    pub fn span(&self, tokens: std::ops::Range<usize>) -> Span {
        steps::count(tokens.len());
        self.tokens[tokens.start].span.cover(self.tokens[tokens.end - 1].span)
    }

    /// Returns whether white space or the beginning of the text precedes the token.
    pub fn has_space_before(&self, token: usize) -> bool {
        token == 0 || self.tokens[token - 1].span.end < self.tokens[token].span.start
    }

    /// Splits the tokens that contain one of the places, which are bytes in order.
    ///
    /// A place between tokens changes nothing. O(n).
    pub(in crate::analyze) fn split_tokens_at(&mut self, places: &[usize]) {
        let within = |place: &usize| {
            let token = self.tokens.partition_point(|token| token.span.end <= *place);
            self.tokens.get(token).is_some_and(|token| token.span.start < *place)
        };
        let mut cuts = places.iter().copied().filter(within).collect::<Vec<_>>().into_iter().peekable();
        if cuts.peek().is_none() {
            return;
        }
        let mut tokens = Vec::with_capacity(self.tokens.len() + cuts.len());
        let mut moved = Vec::with_capacity(self.tokens.len() + 1);
        steps::count(self.tokens.len());
        for token in &self.tokens {
            moved.push(tokens.len());
            let mut start = token.span.start;
            while let Some(cut) = cuts.next_if(|cut| *cut < token.span.end) {
                if cut > start {
                    tokens.push(Token { span: Span::new(start, cut) });
                    start = cut;
                }
            }
            tokens.push(Token { span: Span::new(start, token.span.end) });
        }
        moved.push(tokens.len());
        for range in self.sentences.iter_mut().chain(&mut self.paragraphs) {
            *range = moved[range.start]..moved[range.end];
        }
        self.tokens = tokens;
    }
}
