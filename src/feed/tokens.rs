//! A tokeniser for XML that never fails: what cannot be markup is text.

use crate::model::Span;
use crate::text::steps;

use super::entities;

/// A piece of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text with its references unresolved.
    Text(&'a str),
    /// The inside of a CDATA section.
    CData(&'a str),
    /// A start tag.
    Open(Tag<'a>),
    /// An end tag's name.
    Close(&'a str),
    /// Comments, declarations, processing instructions.
    Other,
}

/// A start tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Its name, with the prefix.
    pub name: &'a str,
    /// Whether it closes itself.
    pub empty: bool,
    attributes: &'a str,
}

/// Walks a document from token to token.
///
/// Linear in the whole document: a search that finds nothing is not made again.
#[derive(Clone, Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    /// Where the next token begins, in bytes.
    pub at: usize,
    /// Whether a `<` was found that opens nothing, or a section that nothing closes.
    pub odd: bool,
    /// Ends of comments, CDATA sections, instructions, subsets that are known not to come any more.
    spent: [bool; 4],
    /// Where the section met last ends.
    ends: [Option<usize>; 3],
}

/// Tried in this order; the index is that of [`Tokens::spent`].
const SECTIONS: [(&str, &str); 3] = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, odd: false, spent: [false; 4], ends: [None; 3] }
    }

    /// The document from `start` to `end`.
    pub(super) fn cut(&self, start: usize, end: usize) -> &'a str {
        Span::new(start, end).of(self.text)
    }

    /// Takes over what a look ahead found out.
    pub(super) fn remember(&mut self, ahead: &Self) {
        self.spent = ahead.spent;
    }

    fn rest(&self) -> &'a str {
        self.cut(self.at, self.text.len())
    }

    fn section(&mut self, rest: &'a str) -> Option<Token<'a>> {
        for (index, (open, close)) in SECTIONS.iter().enumerate() {
            let Some(inside) = rest.strip_prefix(open) else { continue };
            let from = self.at + open.len();
            let len = match self.ends[index] {
                Some(end) if end >= from => Some(end - from), // found before, by one that was not closed
                _ if self.spent[index] => None,
                _ => {
                    let len = inside.find(close);
                    steps::count(len.unwrap_or(inside.len()));
                    len
                }
            };
            self.ends[index] = len.map(|len| from + len);
            let closed = len.map(|len| inside.split_at(len).0).filter(|inside| index != 1 || !swallows_entries(inside));
            let Some(inside) = closed else {
                self.spent[index] |= len.is_none();
                self.odd = true;
                self.at = from;
                return Some(Token::Other);
            };
            self.at = from + inside.len() + close.len();
            return Some(if index == 1 { Token::CData(inside) } else { Token::Other });
        }
        None
    }

    /// `<!DOCTYPE …>` with or without a subset in brackets, whose definitions are not looked at.
    fn doctype(&mut self, rest: &'a str) -> Option<Token<'a>> {
        let (head, _) = rest.strip_prefix("<!").map(|_| rest)?.split_at(until(rest, 1, b"<>"));
        let mut len = head.len() + usize::from(rest.as_bytes().get(head.len()) == Some(&b'>'));
        if head.contains('[') && !self.spent[3] {
            let end = rest.find("]>").map(|at| at + 2);
            steps::count(end.unwrap_or(rest.len()));
            self.spent[3] = end.is_none();
            len = end.unwrap_or(len);
        }
        self.at += len;
        Some(Token::Other)
    }

    fn close(&mut self, rest: &'a str) -> Option<Token<'a>> {
        let inside = rest.strip_prefix("</")?;
        let name = inside.split_at(name_len(inside)).0;
        if name.is_empty() {
            return None;
        }
        let len = until(rest, 2, b"<>");
        self.at += len + usize::from(rest.as_bytes().get(len) == Some(&b'>'));
        Some(Token::Close(name))
    }

    fn open(&mut self, rest: &'a str) -> Option<Token<'a>> {
        let inside = rest.strip_prefix('<')?;
        let len = tag_len(inside)?;
        let (tag, behind) = inside.split_at(len);
        let (name, attributes) = tag.split_at(name_len(tag));
        if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            return None;
        }
        self.odd |= !behind.starts_with('>');
        self.at += 1 + len + usize::from(behind.starts_with('>'));
        let empty = attributes.ends_with('/');
        Some(Token::Open(Tag { name, empty, attributes: attributes.strip_suffix('/').unwrap_or(attributes) }))
    }
}

impl<'a> Iterator for Tokens<'a> {
    /// Where the token begins, and the token.
    type Item = (usize, Token<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let (start, rest) = (self.at, self.rest());
        let first = rest.as_bytes().first()?;
        if *first == b'<' {
            let markup = match rest.as_bytes().get(1) {
                Some(b'!') => self.section(rest).or_else(|| self.doctype(rest)),
                Some(b'?') => self.section(rest),
                Some(b'/') => self.close(rest),
                _ => self.open(rest),
            };
            if let Some(token) = markup {
                return Some((start, token));
            }
            self.odd = true;
        }
        self.at += until(rest, 1, b"<<");
        Some((start, Token::Text(self.cut(start, self.at))))
    }
}

impl<'a> Tag<'a> {
    /// The attribute's value, its references resolved. O(n) in the tag.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let (_, raw) = self.attributes().find(|(n, _)| n.eq_ignore_ascii_case(name))?;
        let mut value = String::new();
        entities::decode(raw, &mut value);
        Some(value)
    }

    /// Whether the text of the attributes holds a word at all; a cheap first look.
    pub(super) fn mentions(&self, word: &str) -> bool {
        steps::count(self.attributes.len());
        self.attributes.contains(word)
    }

    /// Names and raw values.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '=' | '"' | '\''));
            let (name, after) = rest.split_at(until(rest, 0, b"= \t\r\n/"));
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
                None => value.split_at(until(value, 0, b" \t\r\n")),
            };
            rest = after;
            Some((name, value))
        })
    }
}

/// Bytes before the first of `ends` at or after `from`; all of them when there is none.
fn until(text: &str, from: usize, ends: &[u8]) -> usize {
    let end = text.bytes().skip(from).position(|b| ends.contains(&b)).map_or(text.len(), |n| n + from);
    steps::count(end - from + 1);
    end
}

/// Whether a CDATA section was not closed and goes on into later entries, up to the end of another section.
fn swallows_entries(inside: &str) -> bool {
    steps::count(inside.len());
    let next = inside.find("<![CDATA[").map(|at| inside.split_at(at).0);
    next.is_some_and(|own| own.contains("</item") || own.contains("</entry"))
}

fn name_len(text: &str) -> usize {
    let ends = |b: u8| b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'<');
    let len = text.bytes().position(ends).unwrap_or(text.len());
    steps::count(len);
    len
}

/// Bytes before the `>` that ends a tag. A `<` before it means that a quotation mark is missing: then the first `>` ends it;
/// or that the `>` is missing, when what stands there reads like a tag: then the `<` ends it.
fn tag_len(inside: &str) -> Option<usize> {
    let mut quote = None;
    let mut first = None;
    for (at, byte) in inside.bytes().enumerate() {
        steps::count(1);
        match byte {
            b'<' => {
                let (name, rest) = inside.split_at(at).0.split_at(name_len(inside));
                let tag = rest.contains('=') || (name.len() >= 4 && rest.bytes().all(|b| b.is_ascii_whitespace()));
                return first.or(if tag { Some(at) } else { None });
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
