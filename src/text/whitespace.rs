//! Text with its whitespace collapsed and its invisible characters left out.

use super::steps;

use super::char_refs::windows_1252_from_c1;

/// A text that grows by pieces, with whitespace collapsed.
#[derive(Debug, Default)]
pub struct TextBuffer {
    /// The text so far.
    pub text: String,
    /// Byte at which the present run begins; a run neither begins nor ends with a space.
    start: usize,
    gap: Gap,
    bar: bool,
}

/// The gap between two words; the later in this list prevails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    /// U+3000, which Japanese sets on purpose.
    Wide,
}

impl TextBuffer {
    /// Adds a piece; whitespace of any kind becomes one space between words. O(n).
    ///
    /// A C1 control becomes the character of Windows-1252 that it was, except U+0085, which is whitespace in Unicode.
    pub fn push(&mut self, piece: &str) {
        steps::count(piece.len());
        let mut at = 0;
        for (i, word) in piece.split(char::is_whitespace).enumerate() {
            if i > 0 {
                let sep = piece.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
                at += sep.len_utf8();
                self.gap = self.gap.max(if sep == '\u{3000}' { Gap::Wide } else { Gap::Space });
            }
            at += word.len();
            if word.bytes().any(|b| b < 0x20 || b == 0x7f || matches!(b, 0xC2 | 0xE2 | 0xEF)) {
                let visible = word.chars().filter(|&c| !is_invisible_char(c));
                self.word(&visible.map(|c| windows_1252_from_c1(c).unwrap_or(c)).collect::<String>());
            } else {
                self.word(word);
            }
        }
    }

    fn word(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        if self.text.len() > self.start {
            match self.gap {
                _ if self.bar => self.text.push_str(" | "),
                Gap::None => {}
                Gap::Space => self.text.push(' '),
                Gap::Wide => self.text.push('\u{3000}'),
            }
        }
        self.bar = false;
        self.gap = Gap::None;
        self.text.push_str(word);
    }

    /// Returns the present run.
    pub fn line(&self) -> &str {
        self.text.get(self.start..).unwrap_or_default()
    }

    /// Notes a break that is not yet a new run.
    pub fn space(&mut self) {
        self.gap = self.gap.max(Gap::Space);
    }

    /// Takes back a break: the next word continues the last one.
    pub const fn join(&mut self) {
        self.gap = Gap::None;
    }

    /// Puts a bar before the next word, unless that word is the run's first.
    pub const fn bar(&mut self) {
        self.bar = true;
    }

    /// Ends the run and returns its bounds in bytes.
    pub fn cut(&mut self) -> (usize, usize) {
        let bounds = (self.start, self.text.len());
        self.start = self.text.len();
        self.gap = Gap::None;
        self.bar = false;
        bounds
    }
}

/// Returns one line of text without repeated whitespace and invisible characters. O(n).
pub fn collapse_whitespace(text: &str) -> String {
    let mut buffer = TextBuffer::default();
    buffer.push(text);
    buffer.text
}

/// Returns whether a character shows nothing: controls, soft hyphens, zero-width spaces and byte order marks.
///
/// Joiners and direction marks change how text looks, so they are visible in this sense. So are C1 controls that stand for
/// characters of Windows-1252.
pub fn is_invisible_char(c: char) -> bool {
    (c.is_control() && windows_1252_from_c1(c).is_none())
        || matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::collapse_whitespace;

    #[test]
    fn whitespace_is_collapsed_and_controls_go() {
        assert_eq!(collapse_whitespace(" a\u{a0}\n\tb \u{0}c\u{ad}d\u{2028}e "), "a b cd e");
        assert_eq!(collapse_whitespace("\u{93}won\u{92}t\u{94}\u{85}1990\u{96}99\u{9d}"), "“won’t” 1990–99");
        assert_eq!(collapse_whitespace("\u{3000}はい！\u{3000}そう\u{3000}"), "はい！\u{3000}そう");
        assert_eq!(collapse_whitespace("\u{feff}سلام\u{200f} می\u{200c}شود"), "سلام\u{200f} می\u{200c}شود");
    }
}
