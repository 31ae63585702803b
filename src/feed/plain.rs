//! Headlines and names as plain text.

use super::entities;
use crate::text::steps;

/// Elements that are taken out of plain text; any other `<` stays, since headlines speak of `<video>` and `a < b`.
const INLINE: [&str; 44] = [
    "a",
    "abbr",
    "acronym",
    "b",
    "bdi",
    "bdo",
    "big",
    "blink",
    "blockquote",
    "br",
    "center",
    "cite",
    "code",
    "del",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "i",
    "img",
    "ins",
    "label",
    "li",
    "mark",
    "nobr",
    "ol",
    "p",
    "q",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "time",
    "tt",
    "u",
    "ul",
];
/// Those of them that part words.
const BREAKS: [&str; 12] = ["blockquote", "br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "ul"];

/// Takes markup out, resolves references, folds white space, drops control characters. O(n).
pub(super) fn plain(html: &str) -> String {
    steps::count(html.len());
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        if let Some((name, behind)) = tag(after) {
            if BREAKS.contains(&name.as_str()) {
                text.push(' ');
            }
            rest = behind;
        } else {
            text.push('<');
            rest = after;
        }
    }
    text.push_str(rest);
    let mut decoded = String::with_capacity(text.len());
    entities::decode(&text, &mut decoded);
    let mut out = String::with_capacity(decoded.len());
    for word in decoded.split(char::is_whitespace) {
        let word = word.trim_matches(char::is_control);
        if !word.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.extend(word.chars().filter(|c| !c.is_control()));
        }
    }
    out
}

/// The name of an inline tag that begins behind a `<`, and what follows the tag.
fn tag(after: &str) -> Option<(String, &str)> {
    let inside = after.strip_prefix('/').unwrap_or(after);
    let len = inside.bytes().take(12).position(|b| !b.is_ascii_alphanumeric())?;
    let name = inside.split_at(len).0.to_ascii_lowercase();
    if !INLINE.contains(&name.as_str()) {
        return None;
    }
    let end = after.bytes().position(|b| matches!(b, b'<' | b'>'));
    steps::count(end.unwrap_or(after.len()));
    let end = end?;
    let (_, behind) = after.split_at(end);
    Some((name, behind.strip_prefix('>')?))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(plain(html), expected);
    }

    #[test]
    fn leaves_nothing_but_words() {
        check("  Harbour\n\treopens ", "Harbour reopens");
        check("<b>Harbour</b> &amp; <a href='/x'>quay</a> reopen<sup>ed</sup>", "Harbour & quay reopened");
        check("First<br/>second", "First second");
        check("Why the <video> tag beats <object>: 3 < 5 > 4", "Why the <video> tag beats <object>: 3 < 5 > 4");
        check("A <b title", "A <b title");
        check("Bell\u{7} and\u{85}next\u{0}", "Bell and next");
    }
}
