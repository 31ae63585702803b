//! The text of a date as numbers, words and signs.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::eras;

/// The characters of a text that are read (chosen; longer than any date with the words around it).
const MAX_CHARS: usize = 200;

/// The zeros of scripts that have their own digits; the other nine digits follow each in Unicode.
///
/// They are of Arabic, Persian, the scripts of India, Thai, Lao, Tibetan, Burmese, Khmer, and the fullwidth forms.
const ZEROS: [char; 18] = [
    '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}', '\u{ce6}',
    '\u{d66}', '\u{de6}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{17e0}', '\u{ff10}',
];

/// A piece of a date's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// The piece, normalized.
    pub text: &'a str,
    pub kind: TokenKind,
    /// Whether white space stands before it.
    pub is_spaced: bool,
}

/// The kind of characters that a token consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// ASCII digits.
    Number,
    /// Letters.
    Word,
    /// One character that is neither.
    Sign,
}

impl Token<'_> {
    /// Returns how many digits it has, 0 unless it is a number.
    pub(super) fn digits(&self) -> usize {
        if self.kind == TokenKind::Number { self.text.len() } else { 0 }
    }

    /// Returns the value of a number.
    pub(super) fn number(&self) -> Option<i64> {
        if self.kind == TokenKind::Number { self.text.parse().ok() } else { None }
    }

    /// Returns whether it is a number of four digits, as a year is.
    pub(super) fn is_four_digits(&self) -> bool {
        self.digits() == 4
    }

    /// Returns whether it is the sign.
    pub(super) fn is_sign(&self, sign: &str) -> bool {
        self.kind == TokenKind::Sign && self.text == sign
    }
}

/// Returns a text in lower case without accents, with ASCII digits, and with signs for the words of East Asian dates.
///
/// Only the first 200 characters are read.
pub(super) fn normalize(text: &str) -> String {
    let mut normalized = String::with_capacity(MAX_CHARS);
    let mut is_joined = false;
    for c in text.trim().chars().take(MAX_CHARS) {
        if is_joined && (c.is_whitespace() || matches!(c, ')' | '）')) {
            continue;
        }
        is_joined = match c {
            '年' => eras::convert_era_year(&mut normalized),
            c => matches!(c, '月' | '년' | '월'),
        };
        match c {
            _ if is_joined => normalized.push('-'),
            'A'..='Z' => normalized.push(c.to_ascii_lowercase()),
            '\u{a0}' | '\u{2009}' | '\u{202f}' | '日' | '일' | '秒' | '초' => normalized.push(' '),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => normalized.push('-'),
            '時' | '时' | '点' | '分' | '시' | '분' | '：' => normalized.push(':'),
            '\0'..='\u{7f}' => normalized.push(c),
            // Joiners and direction marks between letters are invisible.
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            'ı' => normalized.push('i'),
            // Arabic letters that stand for Persian ones.
            'ي' | 'ى' => normalized.push('ی'),
            'ك' => normalized.push('ک'),
            _ if let Some(digit) = digit(c) => normalized.push(digit),
            // The vowels of Thai are combining marks.
            '\u{e31}'..='\u{e3a}' | '\u{3000}'.. => normalized.push(c),
            _ => {
                for lower in c.to_lowercase() {
                    decompose_canonical(lower, |part| {
                        if !is_combining_mark(part) {
                            normalized.push(part);
                        }
                    });
                }
            }
        }
    }
    normalized
}

/// Returns the ASCII digit for one of another script.
fn digit(c: char) -> Option<char> {
    let value = |zero: &char| u32::from(c).checked_sub(u32::from(*zero)).filter(|value| *value < 10);
    ZEROS.iter().find_map(value).and_then(|value| char::from_digit(value, 10))
}

/// Returns the tokens of a normalized text. O(n).
pub(super) fn tokenize(normalized: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = normalized;
    loop {
        let trimmed = rest.trim_start();
        let is_spaced = trimmed.len() < rest.len();
        let Some(first) = trimmed.chars().next() else { return tokens };
        let (kind, len) = match first {
            '0'..='9' => (TokenKind::Number, prefix_len(trimmed, |c| c.is_ascii_digit())),
            c if is_letter(c) => (TokenKind::Word, prefix_len(trimmed, is_letter)),
            c => (TokenKind::Sign, c.len_utf8()),
        };
        let (text, after) = trimmed.split_at(len);
        tokens.push(Token { text, kind, is_spaced });
        rest = after;
    }
}

fn is_letter(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

/// Returns the bytes at the beginning that are of a kind of character.
fn prefix_len(text: &str, is_of_kind: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_of_kind(c)).unwrap_or(text.len())
}
