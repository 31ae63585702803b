//! Strings in JSON that is not valid.

/// A string that was read.
pub(super) struct ReadString {
    pub content: String,
    /// The byte behind its closing quotation mark.
    pub end: usize,
    pub is_closed: bool,
}

/// Returns the byte of the next character that is neither white space nor in a comment.
pub(super) fn skip_blanks(text: &str, mut at: usize) -> usize {
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        at += rest.len() - trimmed.len();
        let comment = if trimmed.starts_with("//") || trimmed.starts_with('#') {
            trimmed.find('\n')
        } else if trimmed.starts_with("/*") {
            trimmed.find("*/").map(|end| end + 2)
        } else {
            return at;
        };
        at += comment.unwrap_or(trimmed.len());
    }
}

/// A reader of the string that begins at a quotation mark.
pub(super) struct StringReader<'t> {
    pub text: &'t str,
    /// Whether it is where the name of a member is expected.
    pub is_name: bool,
}

impl StringReader<'_> {
    /// Reads the string at a byte. O(n).
    pub(super) fn read(&self, start: usize) -> ReadString {
        let quote = self.byte(start).unwrap_or(b'"');
        let mut content = String::new();
        let mut at = start + 1;
        loop {
            let rest = self.text.get(at..).unwrap_or_default();
            let Some(len) = rest.bytes().position(|b| b == quote || b == b'\\') else {
                content.push_str(rest);
                return ReadString { content, end: self.text.len(), is_closed: false };
            };
            content.push_str(rest.split_at(len).0);
            at += len;
            if self.byte(at) == Some(b'\\') {
                at = self.push_escape(at + 1, &mut content);
            } else if self.is_end(at + 1) {
                return ReadString { content, end: at + 1, is_closed: true };
            } else {
                content.push(char::from(quote));
                at += 1;
            }
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// Returns whether a quotation mark ends the string, by what follows it: one that was not escaped is followed by words.
    fn is_end(&self, behind: usize) -> bool {
        let next_at = self.skip_spaces(behind);
        let Some(next) = self.byte(next_at) else { return true };
        let second = self.byte(self.skip_spaces(next_at + 1));
        match next {
            b':' => self.is_name,
            _ if self.is_name => matches!(next, b',' | b'}' | b']'),
            b',' => second.is_none_or(|b| {
                matches!(b, b'"' | b'\'' | b'{' | b'[' | b'}' | b']' | b'-' | b'/' | b'#' | b'_' | b'0'..=b'9')
                    || self.is_word_end(next_at + 1)
            }),
            b'}' => second.is_none_or(|b| matches!(b, b',' | b'{' | b'}' | b']' | b')' | b';' | b'/')),
            b']' => second.is_none_or(|b| matches!(b, b',' | b'}' | b']')),
            // a comma is missing, or a comment begins
            b'"' => next_at > behind,
            b'/' => matches!(self.byte(next_at + 1), Some(b'/' | b'*')),
            _ => false,
        }
    }

    /// Returns whether a literal or a name without quotes follows, which a colon, a comma or a bracket ends.
    fn is_word_end(&self, at: usize) -> bool {
        let rest = self.text.get(self.skip_spaces(at)..).unwrap_or_default();
        let len = rest.bytes().take(MAX_WORD_BYTES).take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
        let end = rest.split_at(len).1.trim_ascii_start().as_bytes().first();
        len > 0 && len < MAX_WORD_BYTES && matches!(end, Some(b':' | b',' | b'}' | b']'))
    }

    fn skip_spaces(&self, at: usize) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        at + rest.iter().take_while(|b| b.is_ascii_whitespace()).count()
    }

    /// Appends the character of the escape behind a backslash, and returns the byte behind it.
    fn push_escape(&self, at: usize, out: &mut String) -> usize {
        let Some(c) = self.text.get(at..).and_then(|rest| rest.chars().next()) else { return at };
        let behind = at + c.len_utf8();
        out.push(match c {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' | 'f' => ' ',
            'u' => match self.unit(behind) {
                Some(unit) => return self.push_unit(unit, behind + UNIT_DIGITS, out),
                None => 'u',
            },
            other => other,
        });
        behind
    }

    /// Appends a code unit of UTF-16, with the one behind it where both are one character.
    fn push_unit(&self, unit: u16, behind: usize, out: &mut String) -> usize {
        let is_escape = self.text.get(behind..).is_some_and(|rest| rest.starts_with("\\u"));
        let second = if is_escape { self.unit(behind + 2) } else { None };
        if let Some(Ok(c)) = second.and_then(|second| char::decode_utf16([unit, second]).next())
            && c.len_utf16() == 2
        {
            out.push(c);
            return behind + 2 + UNIT_DIGITS;
        }
        out.push(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER));
        behind
    }

    fn unit(&self, at: usize) -> Option<u16> {
        let digits = self.text.get(at..at + UNIT_DIGITS)?;
        u16::from_str_radix(digits, 16).ok()
    }
}

/// The hexadecimal digits of a code unit.
const UNIT_DIGITS: usize = 4;
/// The bytes of a word behind a comma that are looked at (chosen; names in a feed are shorter).
const MAX_WORD_BYTES: usize = 40;
