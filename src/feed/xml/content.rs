//! The content of an element as one string.

use super::escape::escape_text;
use super::namespaces::{Namespace, Namespaces};
use super::tokenizer::{Token, Tokenizer};
use crate::text::char_refs::push_decoded;

/// The bytes of one field that are kept (chosen: far longer than any article).
pub(in crate::feed) const MAX_FIELD_BYTES: usize = 1 << 20;

/// The content of an element.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::feed) struct Content {
    /// Text with its references resolved, or markup as written when there are elements inside.
    pub text: String,
    /// Whether there are elements inside.
    pub has_elements: bool,
    /// Whether there is a reference that XML does not know, or a bare `&` or `<`.
    pub has_unusual_references: bool,
    /// Whether it was longer than [`MAX_FIELD_BYTES`].
    pub is_truncated: bool,
}

/// Reads what stands between an element's tags. O(n).
///
/// With `is_xhtml`, text between tags keeps its escapes, since the whole is markup. Without it, an escape is one level of
/// markup too, and is resolved.
pub(in crate::feed) fn read_content(inside: &str, is_xhtml: bool, namespaces: &Namespaces) -> Content {
    let mut content = Content { has_elements: has_elements(inside), ..Content::default() };
    let keeps_escapes = is_xhtml && content.has_elements;
    let mut tokens = Tokenizer::new(inside);
    while content.text.len() <= MAX_FIELD_BYTES
        && let Some((start, token)) = tokens.next()
    {
        let out = &mut content.text;
        match token {
            Token::Text(text) if keeps_escapes => out.push_str(text),
            Token::Text(text) => content.has_unusual_references |= push_decoded(text, out),
            Token::CData(text) if keeps_escapes => escape_text(text, out),
            Token::CData(text) => out.push_str(text),
            Token::Open(_) | Token::Close(_) => push_tag(tokens.slice(start, tokens.position), namespaces, out),
            Token::Other => {}
        }
    }
    content.has_unusual_references |= tokens.has_malformed_markup;
    content.is_truncated = content.text.len() > MAX_FIELD_BYTES;
    truncate(&mut content.text);
    content
}

/// How the beginnings of CDATA sections look that were escaped or misspelt.
const SECTION_STARTS: [&str; 4] = ["<![CDATA[", "<! [CDATA[", "![CDATA[", "[CDATA["];
/// The same for their ends.
const SECTION_ENDS: [&str; 4] = ["]]>", "]]&gt;", "]] >", "]]"];

/// Removes the marks of CDATA sections from the ends of a text: sections within sections, escaped or misspelt ones.
///
/// Returns whether there were any. O(n).
pub(in crate::feed) fn remove_section_marks(text: &mut String) -> bool {
    let mut inside = text.trim();
    let starts_with = |text: &str, mark: &str| {
        text.split_at_checked(mark.len()).is_some_and(|(start, _)| start.eq_ignore_ascii_case(mark))
    };
    let mut has_start = false;
    while let Some(mark) = SECTION_STARTS.iter().find(|mark| starts_with(inside, mark)) {
        has_start = true;
        inside = inside.split_at(mark.len()).1.trim_start();
    }
    let mut has_end = false;
    // `]]` alone may be the text's own
    while let Some(before) =
        SECTION_ENDS.iter().take(if has_start { 4 } else { 1 }).find_map(|e| inside.strip_suffix(e))
    {
        has_end = true;
        inside = before.trim_end();
    }
    if has_start || has_end {
        *text = inside.to_owned();
    }
    has_start || has_end
}

/// Cuts a text to [`MAX_FIELD_BYTES`], at the boundary of a character.
pub(in crate::feed) fn truncate(text: &mut String) {
    text.truncate(text.floor_char_boundary(MAX_FIELD_BYTES));
}

/// Returns whether there are tags in an element's content.
pub(in crate::feed) fn has_elements(inside: &str) -> bool {
    inside.contains('<') && Tokenizer::new(inside).any(|(_, t)| matches!(t, Token::Open(_) | Token::Close(_)))
}

/// Appends a tag as written, but without a prefix that stands for XHTML.
fn push_tag(tag: &str, namespaces: &Namespaces, out: &mut String) {
    let open = if tag.starts_with("</") { "</" } else { "<" };
    let rest = tag.strip_prefix(open).unwrap_or(tag);
    let is_xhtml_prefix = |prefix: &str| {
        prefix.bytes().all(|b| b.is_ascii_alphanumeric()) && namespaces.of_prefix(prefix) == Namespace::Xhtml
    };
    let unprefixed = rest.split_once(':').filter(|(prefix, _)| is_xhtml_prefix(prefix));
    out.push_str(open);
    out.push_str(unprefixed.map_or(rest, |(_, local)| local));
}
