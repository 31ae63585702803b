//! Start tags and their attributes.

use crate::text::char_refs::push_decoded;
use crate::text::steps;

/// A start tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::feed) struct StartTag<'a> {
    /// Its name, with the prefix.
    pub name: &'a str,
    /// Whether it closes itself, as `<br/>` does.
    pub is_self_closing: bool,
    attributes: &'a str,
}

impl<'a> StartTag<'a> {
    /// Reads what stands between `<` and `>`; `None` when it does not begin with a name.
    pub(super) fn parse(inside: &'a str) -> Option<Self> {
        let (name, attributes) = inside.split_at(name_len(inside));
        if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            return None;
        }
        let is_self_closing = attributes.ends_with('/');
        Some(Self { name, is_self_closing, attributes: attributes.strip_suffix('/').unwrap_or(attributes) })
    }

    /// Returns an attribute's value with its references resolved. O(n) in the tag.
    pub(in crate::feed) fn attribute(&self, name: &str) -> Option<String> {
        let (_, raw) = self.attributes().find(|(n, _)| n.eq_ignore_ascii_case(name))?;
        let mut value = String::new();
        push_decoded(raw, &mut value);
        Some(value)
    }

    /// Returns whether the attributes' source contains a text, a cheap test before they are read.
    pub(in crate::feed) fn mentions(&self, text: &str) -> bool {
        steps::count(self.attributes.len());
        self.attributes.contains(text)
    }

    /// Returns the attributes' names and raw values, in the tag's order.
    pub(in crate::feed) fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '=' | '"' | '\''));
            let (name, after) = rest.split_at(find_byte(rest, 0, b"= \t\r\n/"));
            if name.is_empty() {
                return None;
            }
            let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
                rest = after;
                return Some((name, ""));
            };
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, after) = match quote {
                Some(quote) => {
                    let inside = value.strip_prefix(quote).unwrap_or(value);
                    let (value, after) = inside.split_once(quote).unwrap_or((inside, ""));
                    steps::count(value.len());
                    (value, after)
                }
                None => value.split_at(find_byte(value, 0, b" \t\r\n")),
            };
            rest = after;
            Some((name, value))
        })
    }
}

/// Returns the bytes before the first of `ends` at or after `from`, or the text's length when there is none.
pub(super) fn find_byte(text: &str, from: usize, ends: &[u8]) -> usize {
    let end = text.bytes().skip(from).position(|b| ends.contains(&b)).map_or(text.len(), |n| n + from);
    steps::count(end - from + 1);
    end
}

/// Returns the length in bytes of the name that a tag begins with.
pub(super) fn name_len(text: &str) -> usize {
    let ends = |b: u8| b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'<');
    let len = text.bytes().position(ends).unwrap_or(text.len());
    steps::count(len);
    len
}

/// A name of fewer bytes before a `<` is taken for text such as `a <b <c` (chosen).
const MIN_UNCLOSED_NAME: usize = 4;

/// Returns the bytes before the `>` that ends a tag.
///
/// A `<` before that `>` means one of two slips. Either a quotation mark is missing, and the first `>` ends the tag; or the
/// `>` is missing, and the `<` ends what reads like a tag.
pub(super) fn tag_len(inside: &str) -> Option<usize> {
    let mut quote = None;
    let mut first = None;
    for (at, byte) in inside.bytes().enumerate() {
        steps::count(1);
        match byte {
            b'<' => {
                let (name, rest) = inside.split_at(at).0.split_at(name_len(inside));
                let is_long_name = name.len() >= MIN_UNCLOSED_NAME && rest.bytes().all(|b| b.is_ascii_whitespace());
                return first.or(if rest.contains('=') || is_long_name { Some(at) } else { None });
            }
            b'>' if quote.is_none() => return Some(at),
            b'>' => first = first.or(Some(at)),
            b'"' | b'\'' if quote.is_none() => quote = Some(byte),
            _ if quote == Some(byte) => quote = None,
            _ => {}
        }
    }
    first
}
