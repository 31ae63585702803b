//! A date's text as numbers, words and signs.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::eras;

/// No date is longer, whatever stands around it.
const LONGEST: usize = 200;

/// The noughts of scripts that have their own digits, nine more behind each: Arabic, Persian, those of India, Thai, Lao, Tibetan,
/// Burmese, Khmer, and those as wide as a character.
const NOUGHTS: [char; 18] = [
    '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}', '\u{ce6}',
    '\u{d66}', '\u{de6}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{17e0}', '\u{ff10}',
];

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
        if joined && (c.is_whitespace() || matches!(c, ')' | '）')) {
            continue;
        }
        joined = match c {
            '年' => eras::ends_in_year(&mut folded),
            c => matches!(c, '月' | '년' | '월'),
        };
        match c {
            _ if joined => folded.push('-'),
            'A'..='Z' => folded.push(c.to_ascii_lowercase()),
            '\u{a0}' | '\u{2009}' | '\u{202f}' | '日' | '일' | '秒' | '초' => folded.push(' '),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => folded.push('-'),
            '時' | '时' | '点' | '分' | '시' | '분' | '：' => folded.push(':'),
            '\0'..='\u{7f}' => folded.push(c),
            // Between letters, or to turn the direction: nothing that is seen.
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            'ı' => folded.push('i'),
            // Arabic's letters for Persia's.
            'ي' | 'ى' => folded.push('ی'),
            'ك' => folded.push('ک'),
            _ if let Some(digit) = digit(c) => folded.push(digit),
            // Thai's vowels are marks.
            '\u{e31}'..='\u{e3a}' | '\u{3000}'.. => folded.push(c),
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

/// A digit of another script as ASCII's.
fn digit(c: char) -> Option<char> {
    let value = |nought: &char| u32::from(c).checked_sub(u32::from(*nought)).filter(|value| *value < 10);
    NOUGHTS.iter().find_map(value).and_then(|value| char::from_digit(value, 10))
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
