//! Text made safe for an XML document.

use crate::text::steps;
/// Returns whether XML 1.0 forbids the character (section 2.2, `Char`).
pub(in crate::feed) fn is_forbidden_char(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Appends text with `&`, `<` and `>` escaped, and without the characters that XML forbids.
pub(in crate::feed) fn escape_text(text: &str, out: &mut String) {
    steps::count(text.len());
    for piece in text.split_inclusive(|c| matches!(c, '&' | '<' | '>') || is_forbidden_char(c)) {
        let last = piece.chars().next_back();
        let escaped = match last {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some(c) if is_forbidden_char(c) => "",
            _ => {
                out.push_str(piece);
                continue;
            }
        };
        out.push_str(piece.strip_suffix(last.unwrap_or_default()).unwrap_or(piece));
        out.push_str(escaped);
    }
}

/// Appends text as the value of an attribute in double quotation marks.
pub(in crate::feed) fn escape_attribute(text: &str, out: &mut String) {
    let mut escaped = String::with_capacity(text.len());
    escape_text(text, &mut escaped);
    out.push_str(&escaped.replace('"', "&quot;"));
}
