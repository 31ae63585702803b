//! Comparable names, at two levels of one normalisation.
//!
//! | level | case | diacritics | full stops | apostrophes, hyphens | used for |
//! |---|---|---|---|---|---|
//! | [`match_key`] | kept or lowered | removed from Latin letters | removed from initials | one form each | finding a user's names in a text, so each byte knows its source |
//! | [`loose_key`] | lowered | removed | removed | one form each | deciding whether two names that were found are one |
//!
//! The keys of `places.bin` are made of [`loose_key`]: another definition needs another table.

use crate::text::steps;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// A text in comparable form, with the source of each byte.
#[derive(Debug, Default)]
pub(in crate::analyze) struct MatchKey {
    /// The comparable text.
    pub(in crate::analyze) text: String,
    /// For each byte of `text`, the byte in the source at which the character that it comes from begins.
    pub(in crate::analyze) offsets: Vec<usize>,
}

/// Returns the base letter of a Latin letter that Unicode does not decompose, else the character.
const fn base_letter(c: char) -> char {
    match c {
        'ı' => 'i',
        'ł' => 'l',
        'Ł' => 'L',
        'ø' => 'o',
        'Ø' => 'O',
        'đ' => 'd',
        'Đ' => 'D',
        c => c,
    }
}

/// Returns the comparable form of a name or a text, in lower case if `lower`. O(n).
///
/// It has no marks on Latin letters and no points of Hebrew and Arabic, one form of apostrophes and of hyphens, single
/// blanks, and no full stops in initials: "U.N." is "UN".
pub(in crate::analyze) fn match_key(source: &str, lower: bool) -> MatchKey {
    let mut out = MatchKey { text: String::with_capacity(source.len()), offsets: Vec::with_capacity(source.len()) };
    let mut rest = source.char_indices().peekable();
    let mut latin = false;
    while let Some((at, c)) = rest.next() {
        let c = match c {
            '\n' => '\n',
            c if c.is_whitespace() => {
                if !out.text.ends_with([' ', '\n']) {
                    out.push(at, ' ');
                }
                continue;
            }
            '’' | '‘' | 'ʼ' | '＇' => '\'',
            '‐' | '‑' => '-',
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{640}' => continue,
            '.' if is_initial_stop(source, at) => {
                // the blank between two initials does not count either
                if let Some((next, ' ')) = rest.peek().copied()
                    && is_initial_at(source, next + 1)
                {
                    rest.next();
                }
                continue;
            }
            c => c,
        };
        let mut add = |c: char| {
            let pointed = matches!(c, '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{652}');
            if is_combining_mark(c) && (latin || pointed) {
                return;
            }
            let base = base_letter(c);
            latin = base.is_ascii_alphabetic();
            let c = base;
            if lower {
                c.to_lowercase().for_each(|c| out.push(at, c));
            } else {
                out.push(at, c);
            }
        };
        match c {
            'ß' => "ss".chars().for_each(add),
            // a syllable stays whole, or one would be found within another
            '\u{ac00}'..='\u{d7a3}' => add(c),
            c if c.is_ascii() => add(c),
            c => decompose_compatible(c, add),
        }
    }
    out
}

/// Returns a key without blanks and full stops at its ends, which a text may not have.
pub(in crate::analyze) fn trim_key(name: &str) -> &str {
    name.trim_matches(|c: char| c.is_whitespace() || c == '.')
}

impl MatchKey {
    fn push(&mut self, at: usize, c: char) {
        self.text.push(c);
        self.offsets.resize(self.text.len(), at);
    }
}

/// Returns whether the full stop at a byte ends an initial among others: "U.N.", "J. K. Baro".
fn is_initial_stop(text: &str, stop: usize) -> bool {
    let mut before = text.get(..stop).unwrap_or_default().chars().rev();
    if !before.next().is_some_and(char::is_uppercase) {
        return false;
    }
    let behind = match before.next() {
        Some('.') => true,
        Some(' ') => before.next() == Some('.') && before.next().is_some_and(char::is_uppercase),
        Some(c) if c.is_alphanumeric() => return false,
        _ => false,
    };
    let next = stop + 1;
    let blank = usize::from(text.as_bytes().get(next) == Some(&b' '));
    behind || is_initial_at(text, next + blank)
}

/// Returns whether an initial begins at a byte: a capital and a full stop.
fn is_initial_at(text: &str, at: usize) -> bool {
    let mut chars = text.get(at..).unwrap_or_default().chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next() == Some('.')
}

/// Returns a name in lower case, without diacritics and full stops: "ERDOĞAN" and "Erdogan" are one.
pub(in crate::analyze) fn loose_key(name: &str) -> String {
    steps::count(name.len());
    let mut out = String::with_capacity(name.len());
    if name.is_ascii() {
        out.extend(name.chars().filter(|&c| c != '.').map(|c| c.to_ascii_lowercase()));
    } else {
        out.extend(name.nfd().filter(|&c| !is_combining_mark(c) && c != '.').flat_map(char::to_lowercase).map(|c| {
            match c {
                '’' => '\'',
                '‐' | '‑' => '-',
                c => base_letter(c),
            }
        }));
    }
    out
}
