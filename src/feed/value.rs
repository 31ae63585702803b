//! What stands inside an element, as one string.

use super::decode::is_forbidden;
use super::entities;
use super::names::{Space, Spaces};
use super::tokens::{Token, Tokens};
use crate::text::steps;

/// Bytes of one field that are kept.
pub(super) const LIMIT: usize = 1 << 20;

/// An element's inside.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Value {
    /// Text with its references resolved, or markup as written when there are elements inside.
    pub text: String,
    /// Whether there are elements inside.
    pub elements: bool,
    /// Whether there is a reference that XML does not know, or a bare `&` or `<`.
    pub entities: bool,
    /// Whether it was longer than [`LIMIT`].
    pub cut: bool,
}

/// Reads an element's inside. With `xhtml`, text between tags keeps its escapes, since the whole is markup; without, an
/// escape is one level of markup too, and is resolved. O(n).
pub(super) fn read(inside: &str, xhtml: bool, spaces: &Spaces) -> Value {
    let mut value = Value { elements: has_elements(inside), ..Value::default() };
    let keep_escapes = xhtml && value.elements;
    let mut tokens = Tokens::new(inside);
    while value.text.len() <= LIMIT
        && let Some((start, token)) = tokens.next()
    {
        match token {
            Token::Text(text) if keep_escapes => value.text.push_str(text),
            Token::Text(text) => value.entities |= entities::decode(text, &mut value.text),
            Token::CData(text) if keep_escapes => escape(text, &mut value.text),
            Token::CData(text) => value.text.push_str(text),
            Token::Open(_) | Token::Close(_) => push_tag(tokens.cut(start, tokens.at), spaces, &mut value.text),
            Token::Other => {}
        }
    }
    value.entities |= tokens.odd;
    value.cut = value.text.len() > LIMIT;
    let end = value.text.floor_char_boundary(LIMIT);
    value.text.truncate(end);
    value
}

/// Appends text with `&`, `<` and `>` escaped and without what XML forbids.
pub(super) fn escape(text: &str, out: &mut String) {
    steps::count(text.len());
    for piece in text.split_inclusive(|c| matches!(c, '&' | '<' | '>') || is_forbidden(c)) {
        let last = piece.chars().next_back();
        let escaped = match last {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some(c) if is_forbidden(c) => "",
            _ => {
                out.push_str(piece);
                continue;
            }
        };
        out.push_str(piece.strip_suffix(last.unwrap_or_default()).unwrap_or(piece));
        out.push_str(escaped);
    }
}

/// Whether there are tags in it.
pub(super) fn has_elements(inside: &str) -> bool {
    inside.contains('<') && Tokens::new(inside).any(|(_, t)| matches!(t, Token::Open(_) | Token::Close(_)))
}

/// A tag as written, but for a prefix that means XHTML.
fn push_tag(tag: &str, spaces: &Spaces, out: &mut String) {
    let open = if tag.starts_with("</") { "</" } else { "<" };
    let rest = tag.strip_prefix(open).unwrap_or(tag);
    let plain = rest.split_once(':').filter(|(prefix, _)| {
        prefix.bytes().all(|b| b.is_ascii_alphanumeric()) && spaces.resolve(&format!("{prefix}:")).0 == Space::Xhtml
    });
    out.push_str(open);
    out.push_str(plain.map_or(rest, |(_, local)| local));
}
