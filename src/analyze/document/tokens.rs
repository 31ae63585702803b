//! Words, numbers and marks.

use unicode_normalization::char::is_combining_mark;

use super::abbreviations;
use super::structure::Token;
use crate::model::Span;
use crate::text::steps;

/// What follows a name after a hyphen without being part of it.
const TAILS: &[&str] = &[
    "based",
    "led",
    "backed",
    "born",
    "style",
    "era",
    "controlled",
    "owned",
    "listed",
    "run",
    "held",
    "linked",
    "made",
    "trained",
    "educated",
    "occupied",
    "sponsored",
    "funded",
    "friendly",
    "bound",
    "area",
    "like",
    "wide",
    "only",
    "inspired",
    "affiliated",
    "dominated",
    "administered",
    "brokered",
    "mediated",
    "drafted",
    "supplied",
    "built",
    "imposed",
    "aligned",
    "allied",
    "appointed",
    "ruled",
    "governed",
    "supported",
    "produced",
    "registered",
    "flagged",
    "leaning",
    "ish",
    "speaking",
    "majority",
    "related",
    "type",
    "level",
    "designed",
    "driven",
    "themed",
    "organised",
    "organized",
    "operated",
    "headquartered",
    "hosted",
    "centric",
    "wing",
    "fuelled",
    "fueled",
    "installed",
    "winning",
];

/// Appends the tokens of one line of `text`.
pub(super) fn cut(text: &str, line: Span, tokens: &mut Vec<Token>) {
    let mut reader = Reader { text, end: line.end, tokens, after_comma: false };
    let mut at = line.start;
    while at < line.end {
        let Some(c) = reader.at(at) else { break };
        at = if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}') {
            at + c.len_utf8()
        } else {
            reader.token(at, c)
        };
    }
}

struct Reader<'a> {
    text: &'a str,
    end: usize,
    tokens: &'a mut Vec<Token>,
    after_comma: bool,
}

impl Reader<'_> {
    /// The character at a byte, within the line.
    fn at(&self, at: usize) -> Option<char> {
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

    /// Reads the token (or tokens, of a compound) that begins at `at`; returns where the next may begin.
    fn token(&mut self, at: usize, c: char) -> usize {
        let next = self.at(at + c.len_utf8());
        match c {
            '.' | '-' if next == Some(c) => self.run(at, c, usize::MAX),
            '\'' | '`' if next == Some(c) => self.run(at, c, 2),
            '@' | '#' if next.is_some_and(|n| n.is_alphanumeric() || n == '_') => {
                let mut end = at + 1;
                while let Some(c) = self.at(end).filter(|&c| in_word(c)) {
                    end += c.len_utf8();
                }
                self.push(at, end)
            }
            c if is_ideograph(c) => self.push(at, at + c.len_utf8()),
            c if in_word(c) => self.word(at),
            c => {
                let mut end = at + c.len_utf8();
                while let Some(c) = self.at(end).filter(|&c| attaches(c)) {
                    end += c.len_utf8();
                }
                self.push(at, end)
            }
        }
    }

    fn run(&mut self, at: usize, mark: char, most: usize) -> usize {
        let mut end = at;
        while end - at < most && self.at(end) == Some(mark) {
            end += 1;
        }
        self.push(at, end)
    }

    fn word(&mut self, start: usize) -> usize {
        if let Some(end) = self.address(start) {
            return self.push(start, end);
        }
        let mut at = start;
        let mut before = ' ';
        let mut dotted = true; // single letters between full stops so far
        let mut piece = 0; // characters since the last joint
        let mut hyphen = None;
        while let Some(c) = self.at(at) {
            let after = at + c.len_utf8();
            if in_word(c) {
                if is_ideograph(c) {
                    break;
                }
                piece += 1;
                dotted &= piece == 1 && c.is_alphabetic();
            } else {
                let next = self.at(after);
                if !(next.is_some_and(in_word) && self.joins(before, c, next.unwrap_or(' '), at, dotted && piece == 1))
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
        if self.at(at) == Some('.') && self.keeps_stop(Span::new(start, at), dotted && piece == 1) {
            at += 1;
        }
        self.compound(start, at, hyphen)
    }

    /// Whether a mark between two characters of words joins them.
    fn joins(&self, before: char, mark: char, next: char, at: usize, dotted: bool) -> bool {
        let digits = before.is_ascii_digit() && next.is_ascii_digit();
        match mark {
            '\'' | '’' | 'ʼ' => before.is_alphanumeric() && next.is_alphabetic(),
            '-' | '‐' | '‑' | '@' => true,
            '.' if next.is_alphabetic() && before.is_alphabetic() => {
                dotted || (next.is_lowercase() && !before.is_uppercase()) || (next == 'D' && self.follows(at, "Ph"))
            }
            '.' | ':' | '/' => digits,
            ',' => {
                digits
                    && (1..4).all(|i| self.at(at + i).is_some_and(|c| c.is_ascii_digit()))
                    && !self.at(at + 4).is_some_and(|c| c.is_ascii_digit())
            }
            '&' => before.is_uppercase() && next.is_uppercase(),
            _ => false,
        }
    }

    /// Whether a word stands right before a byte.
    fn follows(&self, at: usize, word: &str) -> bool {
        self.text.get(..at).is_some_and(|before| before.ends_with(word))
    }

    /// Whether the full stop after a word is part of it.
    fn keeps_stop(&self, word: Span, dotted: bool) -> bool {
        let mut next = word.end + 1;
        while self.at(next) == Some(' ') {
            next += 1;
            if next > word.end + 3 {
                break;
            }
        }
        let text = word.of(self.text);
        let next = self.at(next);
        if dotted {
            // "U.S.", "a.m."; a lone letter only as an initial before a name
            return text.contains('.')
                || abbreviations::of(text, false, next) == Some(abbreviations::Abbreviation::Leads)
                || (text != "I" && text.starts_with(char::is_uppercase) && next.is_some_and(char::is_uppercase));
        }
        abbreviations::of(text, self.after_comma, next).is_some()
    }

    /// Cuts what is written together but not one word: possessives, "London-based".
    fn compound(&mut self, start: usize, end: usize, hyphen: Option<usize>) -> usize {
        if let Some(hyphen) = hyphen {
            let width = self.at(hyphen).map_or(1, char::len_utf8);
            let tail = Span::new(hyphen + width, end).of(self.text);
            let named = self.at(start).is_some_and(char::is_uppercase);
            if named && TAILS.contains(&tail) {
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

    /// The end of an address of the web that begins here.
    fn address(&self, start: usize) -> Option<usize> {
        let bytes = self.text.as_bytes().get(start..self.end)?;
        if !(bytes.starts_with(b"http://") || bytes.starts_with(b"https://") || bytes.starts_with(b"www.")) {
            return None;
        }
        let mut end = start;
        let mut last = start;
        while let Some(c) = self.at(end).filter(|c| !c.is_whitespace()) {
            end += c.len_utf8();
            if !matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '"' | '\'' | '”' | '’') {
                last = end;
            }
        }
        Some(last)
    }
}

fn in_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || (!c.is_ascii() && (c.is_alphanumeric() || attaches(c) || c == '\u{ad}'))
}

/// Marks that belong to the character before them.
fn attaches(c: char) -> bool {
    !c.is_ascii()
        && (is_combining_mark(c)
            || matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}'))
}

/// Scripts written without spaces, where each character is a token.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{2fa1f}')
}
