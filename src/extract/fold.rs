//! Text with its whitespace folded and what nobody can read left out.

/// A text that grows by pieces.
#[derive(Debug, Default)]
pub(super) struct Folded {
    pub(super) text: String,
    /// Where the present run begins; a run neither begins nor ends with a space.
    start: usize,
    gap: Gap,
    bar: bool,
}

/// What lies between two words; the later in this list prevails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    /// U+3000, which Japanese sets on purpose.
    Wide,
}

impl Folded {
    /// Adds a piece; whitespace of any kind becomes one space between words.
    pub(super) fn push(&mut self, piece: &str) {
        let mut at = 0;
        for (i, word) in piece.split(char::is_whitespace).enumerate() {
            if i > 0 {
                let sep = piece.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
                at += sep.len_utf8();
                self.gap = self.gap.max(if sep == '\u{3000}' { Gap::Wide } else { Gap::Space });
            }
            at += word.len();
            if word.bytes().any(|b| b < 0x20 || b == 0x7f || matches!(b, 0xC2 | 0xE2 | 0xEF)) {
                self.word(&word.chars().filter(|&c| !is_unreadable(c)).collect::<String>());
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

    /// The present run.
    pub(super) fn line(&self) -> &str {
        self.text.get(self.start..).unwrap_or_default()
    }

    /// A break that is not yet a new run.
    pub(super) fn space(&mut self) {
        self.gap = self.gap.max(Gap::Space);
    }

    /// Takes back a break: the next word goes on with the last one.
    pub(super) const fn join(&mut self) {
        self.gap = Gap::None;
    }

    /// A bar before the next word, unless that is the run's first.
    pub(super) const fn bar(&mut self) {
        self.bar = true;
    }

    /// Ends the run and gives its bounds.
    pub(super) fn cut(&mut self) -> (usize, usize) {
        let bounds = (self.start, self.text.len());
        self.start = self.text.len();
        self.gap = Gap::None;
        self.bar = false;
        bounds
    }
}

/// One line of text: whitespace folded, unreadable characters out.
pub(super) fn fold(text: &str) -> String {
    let mut folded = Folded::default();
    folded.push(text);
    folded.text
}

/// Controls of C0 and C1, soft hyphens, zero-width spaces and byte order marks. Joiners and direction marks stay.
pub(super) fn is_unreadable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn whitespace_is_folded_and_controls_go() {
        assert_eq!(fold(" a\u{a0}\n\tb \u{0}c\u{ad}d\u{2028}e "), "a b cd e");
        assert_eq!(fold("\u{3000}はい！\u{3000}そう\u{3000}"), "はい！\u{3000}そう");
        assert_eq!(fold("\u{feff}سلام\u{200f} می\u{200c}شود"), "سلام\u{200f} می\u{200c}شود");
    }
}
