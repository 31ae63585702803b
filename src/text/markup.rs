//! Markup taken out of text that should be plain: headlines, names, descriptions.

use std::collections::HashSet;

use super::char_refs::{decode_char_refs, decode_html_char_refs, windows_1252_from_c1};
use super::steps;
use super::whitespace::collapse_whitespace;

/// Elements within a word or a phrase; their tags are removed without a trace.
const INLINE_ELEMENTS: [&str; 31] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "blink", "cite", "code", "del", "em", "font", "i", "img", "ins",
    "label", "mark", "nobr", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "wbr",
];
/// Elements that separate words; a space takes the place of their tags.
const BLOCK_ELEMENTS: [&str; 14] =
    ["blockquote", "br", "center", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "ul"];
/// Elements whose content is code and never text.
const CODE_ELEMENTS: [&str; 2] = ["script", "style"];
/// The bytes of an element's name that are read (chosen; the longest name of HTML has ten).
const MAX_NAME_BYTES: usize = 32;

/// Returns the text of HTML: without tags, with its references decoded, on one line, and without controls. O(n).
///
/// ```
/// use pressline::text::markup::plain_text;
///
/// assert_eq!(plain_text("<b>Harbour</b> &amp;\n quay"), "Harbour & quay");
/// ```
pub fn plain_text(html: &str) -> String {
    let decoded = decode_html_char_refs(&strip_tags(html));
    let mut out = String::with_capacity(decoded.len());
    for word in decoded.split(char::is_whitespace) {
        // a C1 control is the character of Windows-1252 that it was
        let chars = word.chars().map(|c| windows_1252_from_c1(c).unwrap_or(c));
        let visible: String = chars.filter(|c| !c.is_control()).collect();
        if !visible.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&visible);
        }
    }
    out
}

/// Returns one line of text with its references decoded, for text that may have been escaped twice. O(n).
pub fn decode_line(text: &str) -> String {
    collapse_whitespace(&decode_char_refs(text))
}

/// Returns a text without its tags. O(n).
///
/// Tags of common elements are removed anywhere. A tag of another element is removed when it has an attribute, closes itself
/// or has an end tag in the text. So headlines keep `<video>`, and `3 < 5` stays. Scripts and styles go with their content, and
/// so do comments.
pub fn strip_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let Some((first, _)) = text.split_once('<') else { return text.to_owned() };
    let closed = closed_elements(text);
    out.push_str(first);
    let mut rest = text.get(first.len()..).unwrap_or_default();
    // a search for the end of code that found none is not made again
    let mut has_unclosed_code = false;
    let mut has_unclosed_comment = false;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        if let Some(comment) = after.strip_prefix("!--").filter(|_| !has_unclosed_comment) {
            let behind = comment.split_once("-->").map(|(_, behind)| behind);
            steps::count(comment.len() - behind.map_or(0, str::len));
            has_unclosed_comment = behind.is_none();
            if let Some(behind) = behind {
                rest = behind;
                continue;
            }
        }
        let tag = Tag::parse(after).filter(|tag| tag.is_markup(&closed));
        if let Some(tag) = tag {
            if !INLINE_ELEMENTS.contains(&tag.name.as_str()) {
                out.push(' ');
            }
            let is_code = !tag.is_end_tag && CODE_ELEMENTS.contains(&tag.name.as_str()) && !has_unclosed_code;
            let end = if is_code { find_end_tag(tag.behind, &tag.name) } else { Some(tag.behind) };
            has_unclosed_code |= end.is_none();
            rest = end.unwrap_or(tag.behind);
        } else {
            out.push('<');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// A tag in a text that may be plain.
struct Tag<'t> {
    /// The element's name in lower case.
    name: String,
    is_end_tag: bool,
    /// What stands between the name and `>`.
    attributes: &'t str,
    /// The text behind the tag.
    behind: &'t str,
}

impl<'t> Tag<'t> {
    /// Reads the tag that begins behind a `<`.
    fn parse(after: &'t str) -> Option<Self> {
        let inside = after.strip_prefix('/').unwrap_or(after);
        let is_name_byte = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b':');
        let len = inside.bytes().take(MAX_NAME_BYTES).position(|b| !is_name_byte(b))?;
        let (name, rest) = inside.split_at(len);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let end = rest.bytes().position(|b| matches!(b, b'<' | b'>'));
        steps::count(end.unwrap_or(rest.len()));
        let end = end?;
        let (attributes, behind) = rest.split_at(end);
        let behind = behind.strip_prefix('>')?;
        Some(Self { name: name.to_ascii_lowercase(), is_end_tag: inside.len() < after.len(), attributes, behind })
    }

    /// Returns whether the tag is meant as markup; `closed` are the elements that have end tags.
    fn is_markup(&self, closed: &HashSet<String>) -> bool {
        let name = self.name.as_str();
        INLINE_ELEMENTS.contains(&name)
            || BLOCK_ELEMENTS.contains(&name)
            || self.is_end_tag
            || self.attributes.contains('=')
            || self.attributes.ends_with('/')
            || closed.contains(name)
    }
}

/// Returns the text from an element's end tag on.
fn find_end_tag<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let is_end = |behind: &str| Tag::parse(behind).is_some_and(|tag| tag.is_end_tag && tag.name == name);
    let mut ends = text.match_indices("</").filter_map(|(at, _)| text.get(at..));
    let found = ends.find(|end| end.strip_prefix('<').is_some_and(is_end));
    steps::count(text.len() - found.map_or(0, str::len));
    found
}

/// Returns the names of the elements that have an end tag in the text.
fn closed_elements(text: &str) -> HashSet<String> {
    steps::count(text.len());
    let tags = text.split('<').skip(1).filter(|after| after.starts_with('/')).filter_map(Tag::parse);
    tags.map(|tag| tag.name).collect()
}

#[cfg(test)]
mod tests {
    use super::plain_text;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(plain_text(html), expected);
    }

    #[test]
    fn text_is_left_without_markup() {
        check("  Harbour\n\treopens ", "Harbour reopens");
        check("<b>Harbour</b> &amp; <a href='/x'>quay</a> reopen<sup>ed</sup>", "Harbour & quay reopened");
        check("First<br/>second", "First second");
        check("<p>First</p><ol><li>second</li></ol>", "First second");
        check("<figure><iframe src=x></iframe></figure>Ferry<x-note>, late</x-note>", "Ferry , late");
        check("Ferry<o:p></o:p> runs<custom/>", "Ferry runs");
        check("Harbour <script>if (a < b) f();</script>reopens<style>b {}</STYLE >", "Harbour reopens");
        check("Harbour <!-- ad > --> opens<!---->", "Harbour opens");
        check("Harbour <!-- opens", "Harbour <!-- opens");
        check("Harbour<script>f() </scripts> reopens</style>", "Harbour<script>f() reopens");
        check("Bell\u{7} and\u{85}next\u{0}", "Bell and next");
    }

    #[test]
    fn what_is_no_markup_stays() {
        check("Why the <video> tag beats <object>: 3 < 5 > 4", "Why the <video> tag beats <object>: 3 < 5 > 4");
        check("A <b title", "A <b title");
        check("<3 & x<y", "<3 & x<y");
        check("&lt;b&gt; is bold", "<b> is bold");
    }
}
