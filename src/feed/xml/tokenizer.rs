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
/// The bytes of white space within the `]>` of a DOCTYPE that are passed over (chosen).
const MAX_SUBSET_SPACE: usize = 16;
/// The bytes before a CDATA section in which the tag of its element is looked for (chosen).
const MAX_ELEMENT_REACH: usize = 256;
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

    /// Returns what is not read yet.
    pub(in crate::feed) fn rest(&self) -> &'a str {
        self.slice(self.position, self.text.len())
    }

    /// Reads a comment, a CDATA section or a processing instruction.
    fn section(&mut self, rest: &'a str) -> Option<Token<'a>> {
        for (index, (open, close)) in SECTIONS.iter().enumerate() {
            let Some(inside) = strip_opening(rest, open) else { continue };
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
            let Some(inside) = closed.filter(|inside| {
                let before = self.slice(0, self.position);
                index != CDATA || !contains_other_entries(before, inside)
            }) else {
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
            let end = subset_end(rest);
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

/// Returns what follows a section's beginning, which some programs write in lower case.
fn strip_opening<'t>(text: &'t str, open: &str) -> Option<&'t str> {
    let (start, inside) = text.split_at_checked(open.len())?;
    start.eq_ignore_ascii_case(open).then_some(inside)
}

/// Returns the byte behind the `]>` that ends the subset of a DOCTYPE.
fn subset_end(doctype: &str) -> Option<usize> {
    let brackets = doctype.match_indices(']');
    let mut ends = brackets.filter_map(|(at, _)| {
        let behind = doctype.get(at + 1..)?;
        let space = behind.bytes().take_while(u8::is_ascii_whitespace).take(MAX_SUBSET_SPACE).count();
        (behind.as_bytes().get(space) == Some(&b'>')).then_some(at + 1 + space + 1)
    });
    ends.next()
}

/// Returns whether a CDATA section that was not closed runs on into later entries, up to the end of another section.
///
/// `before` is what stands before the section. An article about feeds may quote the tags of entries, but not the end of its
/// own element, which a section that nobody closed runs over first.
fn contains_other_entries(before: &str, inside: &str) -> bool {
    let next = inside.find("<![CDATA[").map(|at| inside.split_at(at).0);
    steps::count(next.unwrap_or(inside).len());
    let Some(own) = next else { return false };
    let Some(entry_end) = ["</item", "</entry"].into_iter().filter_map(|end| own.find(end)).min() else { return false };
    if before.len() < MAX_ELEMENT_REACH && !before.contains('<') {
        return false; // this is the content of one element
    }
    let Some(element) = enclosing_element(before) else { return true };
    own.split_at(entry_end).0.contains(&format!("</{element}"))
}

/// Returns the name of the element that was opened last, when no other tag stands within reach.
fn enclosing_element(before: &str) -> Option<&str> {
    let start = before.ceil_char_boundary(before.len().saturating_sub(MAX_ELEMENT_REACH));
    let (_, near) = before.split_at(start);
    steps::count(near.len());
    let (_, tag) = near.rsplit_once('<')?;
    let name = tag.split_at(name_len(tag)).0;
    Some(name).filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
}
