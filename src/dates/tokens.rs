//! A date's text as numbers, words and signs.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// No date is longer, whatever stands around it.
const LONGEST: usize = 200;

/// A piece of a date's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// The piece, folded.
    pub text: &'a str,
    /// What it is made of.
    pub kind: Kind,
    /// Whether white space stands before it.
    pub spaced: bool,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// ASCII digits.
    Number,
    /// Letters.
    Word,
    /// One character that is neither.
    Sign,
}

impl Token<'_> {
    /// How many digits, 0 for what is no number.
    pub(super) fn digits(&self) -> usize {
        if self.kind == Kind::Number { self.text.len() } else { 0 }
    }

    /// The number.
    pub(super) fn number(&self) -> Option<i64> {
        if self.kind == Kind::Number { self.text.parse().ok() } else { None }
    }

    /// Whether this is the sign.
    pub(super) fn is(&self, sign: &str) -> bool {
        self.kind == Kind::Sign && self.text == sign
    }
}

/// Lower case without accents, with the words that East Asian dates use for signs as signs.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(LONGEST);
    let mut joined = false;
    for c in text.trim().chars().take(LONGEST) {
        if joined && c.is_whitespace() {
            continue;
        }
        joined = matches!(c, '年' | '月' | '년' | '월');
        match c {
            _ if joined => folded.push('-'),
            'A'..='Z' => folded.push(c.to_ascii_lowercase()),
            '\u{a0}' | '\u{2009}' | '\u{202f}' | '日' | '일' | '秒' | '초' => folded.push(' '),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => folded.push('-'),
            '時' | '时' | '点' | '分' | '시' | '분' | '：' => folded.push(':'),
            '0'..='9' | '\0'..='\u{7f}' | '\u{3000}'.. => folded.push(c),
            _ => {
                for lower in c.to_lowercase() {
                    decompose_canonical(lower, |part| {
                        if !is_combining_mark(part) {
                            folded.push(part);
                        }
                    });
                }
            }
        }
    }
    folded
}

/// The tokens of a folded text. O(n).
pub(super) fn split(folded: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = folded;
    loop {
        let trimmed = rest.trim_start();
        let spaced = trimmed.len() < rest.len();
        let Some(first) = trimmed.chars().next() else { return tokens };
        let (kind, len) = match first {
            '0'..='9' => (Kind::Number, run(trimmed, |c| c.is_ascii_digit())),
            c if is_letter(c) => (Kind::Word, run(trimmed, is_letter)),
            c => (Kind::Sign, c.len_utf8()),
        };
        let (text, after) = trimmed.split_at(len);
        tokens.push(Token { text, kind, spaced });
        rest = after;
    }
}

fn is_letter(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

fn run(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.find(|c| !of(c)).unwrap_or(text.len())
}
