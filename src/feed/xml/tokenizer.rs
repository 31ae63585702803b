//! A tokenizer for XML that never fails: what cannot be markup is text.

use super::tag::{StartTag, find_byte, name_len, tag_len};
use crate::model::Span;
use crate::text::steps;

/// A piece of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::feed) enum Token<'a> {
    /// Text with its references unresolved.
    Text(&'a str),
    /// The inside of a CDATA section.
    CData(&'a str),
    /// A start tag.
    Open(StartTag<'a>),
    /// The name of an end tag.
    Close(&'a str),
    /// A comment, a declaration or a processing instruction.
    Other,
}

/// An iterator over the tokens of a document, each with the byte where it begins.
///
/// Linear in the whole document: a search that found nothing is not made again.
#[derive(Clone, Debug)]
pub(in crate::feed) struct Tokenizer<'a> {
    text: &'a str,
    /// Where the next token begins, in bytes.
    pub position: usize,
    /// Whether a `<` was found that opens nothing, or a section that nothing closes.
    pub has_malformed_markup: bool,
    /// For each section, whether its end is known not to come any more.
    is_exhausted: [bool; SECTIONS.len()],
    /// The same for the end of a subset in `<!DOCTYPE … [`.
    is_subset_exhausted: bool,
    /// For each section, the byte where the one met last ends.
    section_ends: [Option<usize>; SECTIONS.len()],
}

/// The sections' beginnings and ends, in the order in which they are tried.
const SECTIONS: [(&str, &str); 3] = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
/// The place of CDATA among [`SECTIONS`].
const CDATA: usize = 1;

impl<'a> Tokenizer<'a> {
    pub(in crate::feed) fn new(text: &'a str) -> Self {
        Self {
            text,
            position: 0,
            has_malformed_markup: false,
            is_exhausted: [false; SECTIONS.len()],
            is_subset_exhausted: false,
            section_ends: [None; SECTIONS.len()],
        }
    }

    /// Returns the document from byte `start` to byte `end`.
    pub(in crate::feed) fn slice(&self, start: usize, end: usize) -> &'a str {
        Span::new(start, end).of(self.text)
    }

    /// Takes over which ends a look ahead has not found.
    pub(in crate::feed) fn adopt_exhausted(&mut self, ahead: &Self) {
        self.is_exhausted = ahead.is_exhausted;
        self.is_subset_exhausted = ahead.is_subset_exhausted;
    }

    fn rest(&self) -> &'a str {
        self.slice(self.position, self.text.len())
    }

    /// Reads a comment, a CDATA section or a processing instruction.
    fn section(&mut self, rest: &'a str) -> Option<Token<'a>> {
        for (index, (open, close)) in SECTIONS.iter().enumerate() {
            let Some(inside) = rest.strip_prefix(open) else { continue };
            let from = self.position + open.len();
            let len = match self.section_ends[index] {
                Some(end) if end >= from => Some(end - from), // found before, by one that was not closed
                _ if self.is_exhausted[index] => None,
                _ => {
                    let len = inside.find(close);
                    steps::count(len.unwrap_or(inside.len()));
                    len
                }
            };
            self.section_ends[index] = len.map(|len| from + len);
            let closed = len.map(|len| inside.split_at(len).0);
            let Some(inside) = closed.filter(|inside| index != CDATA || !contains_other_entries(inside)) else {
                self.is_exhausted[index] |= len.is_none();
                self.has_malformed_markup = true;
                self.position = from;
                return Some(Token::Other);
            };
            self.position = from + inside.len() + close.len();
            return Some(if index == CDATA { Token::CData(inside) } else { Token::Other });
        }
        None
    }

    /// Reads `<!DOCTYPE …>`, with or without a subset in brackets; the subset's definitions are ignored.
    fn doctype(&mut self, rest: &'a str) -> Option<Token<'a>> {
        let (head, _) = rest.strip_prefix("<!").map(|_| rest)?.split_at(find_byte(rest, 1, b"<>"));
        let mut len = head.len() + usize::from(rest.as_bytes().get(head.len()) == Some(&b'>'));
        if head.contains('[') && !self.is_subset_exhausted {
            let end = rest.find("]>").map(|at| at + 2);
            steps::count(end.unwrap_or(rest.len()));
            self.is_subset_exhausted = end.is_none();
            len = end.unwrap_or(len);
        }
        self.position += len;
        Some(Token::Other)
    }

    fn end_tag(&mut self, rest: &'a str) -> Option<Token<'a>> {
        let inside = rest.strip_prefix("</")?;
        let name = inside.split_at(name_len(inside)).0;
        if name.is_empty() {
            return None;
        }
        let len = find_byte(rest, 2, b"<>");
        self.position += len + usize::from(rest.as_bytes().get(len) == Some(&b'>'));
        Some(Token::Close(name))
    }

    fn start_tag(&mut self, rest: &'a str) -> Option<Token<'a>> {
        let inside = rest.strip_prefix('<')?;
        let len = tag_len(inside)?;
        let (tag, behind) = inside.split_at(len);
        let tag = StartTag::parse(tag)?;
        self.has_malformed_markup |= !behind.starts_with('>');
        self.position += 1 + len + usize::from(behind.starts_with('>'));
        Some(Token::Open(tag))
    }
}

impl<'a> Iterator for Tokenizer<'a> {
    /// The byte where the token begins, and the token.
    type Item = (usize, Token<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let (start, rest) = (self.position, self.rest());
        let first = rest.as_bytes().first()?;
        if *first == b'<' {
            let markup = match rest.as_bytes().get(1) {
                Some(b'!') => self.section(rest).or_else(|| self.doctype(rest)),
                Some(b'?') => self.section(rest),
                Some(b'/') => self.end_tag(rest),
                _ => self.start_tag(rest),
            };
            if let Some(token) = markup {
                return Some((start, token));
            }
            self.has_malformed_markup = true;
        }
        self.position += find_byte(rest, 1, b"<");
        Some((start, Token::Text(self.slice(start, self.position))))
    }
}

/// Returns whether a CDATA section that was not closed runs on into later entries, up to the end of another section.
fn contains_other_entries(inside: &str) -> bool {
    let next = inside.find("<![CDATA[").map(|at| inside.split_at(at).0);
    steps::count(next.unwrap_or(inside).len());
    next.is_some_and(|own| own.contains("</item") || own.contains("</entry"))
}
