//! Names and texts as they are compared.

use crate::text::steps;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// A text without what does not count: marks on Latin letters and the points of Hebrew and Arabic, forms of apostrophes
/// and hyphens, runs of blanks, the stops of initials ("U.N." is "UN"). Each byte knows where it comes from.
#[derive(Debug, Default)]
pub(in crate::analyze) struct Plain {
    /// What is compared, in lower case when that was asked for.
    pub(in crate::analyze) text: String,
    /// For each byte, the place in the source of the character that it comes from.
    pub(in crate::analyze) from: Vec<usize>,
}

/// Makes a text plain. O(n).
pub(in crate::analyze) fn plain(source: &str, lower: bool) -> Plain {
    let mut out = Plain { text: String::with_capacity(source.len()), from: Vec::with_capacity(source.len()) };
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
            '.' if initial(source, at) => {
                // the blank between two initials does not count either
                if let Some((next, ' ')) = rest.peek().copied()
                    && initial_at(source, next + 1)
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
            latin = c.is_ascii_alphabetic() || matches!(c, 'ı' | 'ł' | 'Ł' | 'ø' | 'Ø' | 'đ' | 'Đ');
            let c = match c {
                'ı' => 'i',
                'ł' => 'l',
                'Ł' => 'L',
                'ø' => 'o',
                'Ø' => 'O',
                'đ' => 'd',
                'Đ' => 'D',
                c => c,
            };
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

/// A plain name without the blanks and marks at its ends, which a text may not have.
pub(in crate::analyze) fn bare(name: &str) -> &str {
    name.trim_matches(|c: char| c.is_whitespace() || c == '.')
}

impl Plain {
    fn push(&mut self, at: usize, c: char) {
        self.text.push(c);
        self.from.resize(self.text.len(), at);
    }
}

/// Whether the full stop at a byte ends an initial among others: "U.N.", "J. K. Baro".
fn initial(text: &str, stop: usize) -> bool {
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
    behind || initial_at(text, next + blank)
}

/// Whether an initial stands at a byte: a capital and a stop.
fn initial_at(text: &str, at: usize) -> bool {
    let mut chars = text.get(at..).unwrap_or_default().chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next() == Some('.')
}

/// A name without case, marks on letters, full stops and blanks at will: "ERDOĞAN" and "Erdogan" are one.
pub(in crate::analyze) fn folded(name: &str) -> String {
    steps::count(name.len());
    let mut out = String::with_capacity(name.len());
    if name.is_ascii() {
        out.extend(name.chars().filter(|&c| c != '.').map(|c| c.to_ascii_lowercase()));
    } else {
        out.extend(name.nfd().filter(|&c| !is_combining_mark(c) && c != '.').flat_map(char::to_lowercase).map(|c| {
            match c {
                '’' => '\'',
                'ı' => 'i',
                'ł' => 'l',
                'ø' => 'o',
                'đ' => 'd',
                '‐' | '‑' => '-',
                c => c,
            }
        }));
    }
    out
}
