//! Tokenisation: words, numbers and marks.

use std::sync::LazyLock;

use unicode_normalization::char::is_combining_mark;

use super::abbreviations;
use super::structure::Token;
use crate::model::Span;
use crate::text::phrases::{WordSet, lists};
use crate::text::steps;

/// Participles and the like that follow a name after a hyphen without being part of it: "London-based".
static DETACHED_SUFFIXES: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::HYPHEN_TAILS));

/// Appends the tokens of one line of `text`.
pub(super) fn tokenize_line(text: &str, line: Span, tokens: &mut Vec<Token>) {
    let mut tokenizer = Tokenizer { text, end: line.end, tokens, after_comma: false };
    let mut at = line.start;
    while at < line.end {
        let Some(c) = tokenizer.char_at(at) else {
            break;
        };
        at = if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}') {
            at + c.len_utf8()
        } else {
            tokenizer.token(at, c)
        };
    }
}

struct Tokenizer<'a> {
    text: &'a str,
    end: usize,
    tokens: &'a mut Vec<Token>,
    after_comma: bool,
}

impl Tokenizer<'_> {
    /// Returns the character at a byte, within the line.
    fn char_at(&self, at: usize) -> Option<char> {
        steps::count(1);
        if at >= self.end {
            return None;
        }
        match self.text.as_bytes()[at] {
            byte if byte < 128 => Some(char::from(byte)),
            _ => self.text.get(at..)?.chars().next(),
        }
    }

    fn push(&mut self, start: usize, end: usize) -> usize {
        if start < end {
            self.after_comma = self.text.as_bytes()[start] == b',';
            self.tokens.push(Token { span: Span::new(start, end) });
        }
        end
    }

    /// Reads the token that begins at `at`, or the tokens of a compound. Returns where the next may begin.
    fn token(&mut self, at: usize, c: char) -> usize {
        let next = self.char_at(at + c.len_utf8());
        match c {
            '.' | '-' if next == Some(c) => self.run(at, c, usize::MAX),
            '\'' | '`' if next == Some(c) => self.run(at, c, 2),
            '@' | '#' if next.is_some_and(|n| n.is_alphanumeric() || n == '_') => {
                let mut end = at + 1;
                while let Some(c) = self.char_at(end).filter(|&c| is_word_char(c)) {
                    end += c.len_utf8();
                }
                self.push(at, end)
            }
            c if is_ideograph(c) => self.push(at, at + c.len_utf8()),
            c if is_word_char(c) => self.word(at),
            c => {
                let mut end = at + c.len_utf8();
                while let Some(c) = self.char_at(end).filter(|&c| is_attached_mark(c)) {
                    end += c.len_utf8();
                }
                self.push(at, end)
            }
        }
    }

    fn run(&mut self, at: usize, mark: char, most: usize) -> usize {
        let mut end = at;
        while end - at < most && self.char_at(end) == Some(mark) {
            end += 1;
        }
        self.push(at, end)
    }

    fn word(&mut self, start: usize) -> usize {
        if let Some(end) = self.address_end(start) {
            return self.push(start, end);
        }
        let mut at = start;
        let mut before = ' ';
        let mut dotted = true; // single letters between full stops so far
        let mut piece = 0; // characters since the last joint
        let mut hyphen = None;
        while let Some(c) = self.char_at(at) {
            let after = at + c.len_utf8();
            if is_word_char(c) {
                if is_ideograph(c) {
                    break;
                }
                piece += 1;
                dotted &= piece == 1 && c.is_alphabetic();
            } else {
                let next = self.char_at(after);
                if !(next.is_some_and(is_word_char)
                    && self.joins_word(before, c, next.unwrap_or(' '), at, dotted && piece == 1))
                {
                    break;
                }
                dotted &= c == '.';
                piece = 0;
                if matches!(c, '-' | '‐' | '‑') {
                    hyphen = Some(at);
                }
            }
            before = c;
            at = after;
        }
        if self.char_at(at) == Some('.') && self.keeps_stop(Span::new(start, at), dotted && piece == 1) {
            at += 1;
        }
        self.compound(start, at, hyphen)
    }

    /// Returns whether a mark between two word characters joins them.
    fn joins_word(&self, before: char, mark: char, next: char, at: usize, dotted: bool) -> bool {
        let digits = before.is_ascii_digit() && next.is_ascii_digit();
        match mark {
            '\'' | '’' | 'ʼ' => before.is_alphanumeric() && next.is_alphabetic(),
            '-' | '‐' | '‑' | '@' => true,
            '.' if next.is_alphabetic() && before.is_alphabetic() => {
                dotted
                    || (next.is_lowercase() && !before.is_uppercase())
                    || (next == 'D' && self.is_preceded_by(at, "Ph"))
            }
            '.' | ':' | '/' => digits,
            ',' => {
                digits
                    && (1..4).all(|i| self.char_at(at + i).is_some_and(|c| c.is_ascii_digit()))
                    && !self.char_at(at + 4).is_some_and(|c| c.is_ascii_digit())
            }
            '&' => before.is_uppercase() && next.is_uppercase(),
            _ => false,
        }
    }

    /// Returns whether a word stands right before a byte.
    fn is_preceded_by(&self, at: usize, word: &str) -> bool {
        self.text.get(..at).is_some_and(|before| before.ends_with(word))
    }

    /// Returns whether the full stop after a word is part of it.
    fn keeps_stop(&self, word: Span, dotted: bool) -> bool {
        let mut next = word.end + 1;
        while self.char_at(next) == Some(' ') {
            next += 1;
            if next > word.end + 3 {
                break;
            }
        }
        let text = word.of(self.text);
        let next = self.char_at(next);
        if dotted {
            // "U.S.", "a.m."; a lone letter only as an initial before a name
            return text.contains('.')
                || abbreviations::classify(text, false, next) == Some(abbreviations::Abbreviation::NonFinal)
                || (text != "I" && text.starts_with(char::is_uppercase) && next.is_some_and(char::is_uppercase));
        }
        abbreviations::classify(text, self.after_comma, next).is_some()
    }

    /// Appends the parts of a compound: possessives and names with a detached suffix such as "London-based".
    fn compound(&mut self, start: usize, end: usize, hyphen: Option<usize>) -> usize {
        if let Some(hyphen) = hyphen {
            let width = self.char_at(hyphen).map_or(1, char::len_utf8);
            let tail = Span::new(hyphen + width, end).of(self.text);
            let named = self.char_at(start).is_some_and(char::is_uppercase);
            if named && DETACHED_SUFFIXES.contains(tail) {
                self.compound(start, hyphen, None);
                self.push(hyphen, hyphen + width);
                return self.push(hyphen + width, end);
            }
        }
        let word = Span::new(start, end).of(self.text);
        let bare =
            ["'s", "’s", "'S", "’S"].iter().find_map(|mark| word.strip_suffix(mark)).map_or(end, |w| start + w.len());
        self.push(start, bare);
        self.push(bare, end)
    }

    /// Returns the end of a web address that begins here.
    fn address_end(&self, start: usize) -> Option<usize> {
        let bytes = self.text.as_bytes().get(start..self.end)?;
        if !(bytes.starts_with(b"http://") || bytes.starts_with(b"https://") || bytes.starts_with(b"www.")) {
            return None;
        }
        let mut end = start;
        let mut last = start;
        while let Some(c) = self.char_at(end).filter(|c| !c.is_whitespace()) {
            end += c.len_utf8();
            if !matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '"' | '\'' | '”' | '’') {
                last = end;
            }
        }
        Some(last)
    }
}

fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || c == '_'
        || (!c.is_ascii() && (c.is_alphanumeric() || is_attached_mark(c) || c == '\u{ad}'))
}

/// Returns whether a character belongs to the one before it.
fn is_attached_mark(c: char) -> bool {
    !c.is_ascii()
        && (is_combining_mark(c)
            || matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}'))
}

/// Returns whether a character is of a script without spaces, where each character is a token.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{2fa1f}')
}
