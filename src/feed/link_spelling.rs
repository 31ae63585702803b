//! Addresses as publishers misspell them.

use super::xml::tokenizer::{Token, Tokenizer};

/// What programs write as a link where they have none, in lower case.
const PLACEHOLDERS: [&str; 25] = [
    "#",
    "/#",
    "-",
    "--",
    "?",
    ".",
    "0",
    "n/a",
    "na",
    "nan",
    "nil",
    "none",
    "(none)",
    "null",
    "(null)",
    "undefined",
    "false",
    "true",
    "link",
    "url",
    "tbd",
    "todo",
    "http",
    "https",
    "[object object]",
];
/// What stands in the place of a host, in lower case.
const HOST_PLACEHOLDERS: [&str; 6] = ["undefined", "null", "none", "nan", "http", "https"];
/// The marks of templates that were not filled in.
const TEMPLATE_MARKS: [&str; 5] = ["{{", "}}", "${", "<%", "[%"];
/// How an ampersand is written in markup, in lower case.
const AMPERSANDS: [&str; 4] = ["&amp;", "&#38;", "&#038;", "&#x26;"];
/// How often an ampersand may have been escaped (chosen).
const MAX_ESCAPES: usize = 3;
/// Schemes of the web, and slips in writing them.
const SCHEMES: [(&str, &str); 9] = [
    ("https://", "https://"),
    ("http://", "http://"),
    ("https//", "https://"),
    ("http//", "http://"),
    ("https:/", "https://"),
    ("http:/", "http://"),
    ("feed://", "http://"),
    ("feed:", ""),
    ("://", "https://"),
];

/// Returns an address without the slips that can be undone, `None` when it is no address but holds the place of one. O(n).
///
/// Undone are ampersands that were escaped more than once, spaces and quotation marks around it, markup in place of the address,
/// a scheme that is doubled, misspelt or escaped, and a missing one before `www.`. A relative address stays one.
pub(super) fn mended_address(address: &str) -> Option<String> {
    let address = address.trim_matches(is_around_address);
    if TEMPLATE_MARKS.iter().any(|mark| address.contains(mark)) {
        return None;
    }
    let target = if address.contains('<') { linked_address(address) } else { None };
    let mut mended = target.unwrap_or_else(|| address.trim_matches(['<', '>']).to_owned());
    for _ in 0..MAX_ESCAPES {
        if !unescape_ampersands(&mut mended) {
            break;
        }
    }
    let mended = with_scheme(mended.trim_matches(is_around_address));
    let first = mended.split_whitespace().next().filter(|first| is_followed_by_address(first, &mended));
    let mended = first.map(str::to_owned).unwrap_or(mended);
    (!is_placeholder(&mended)).then_some(mended)
}

/// Returns whether a text is an absolute address of the web, or one without its scheme.
pub(super) fn is_web_address(text: &str) -> bool {
    let text = text.trim();
    ["https://", "http://", "//", "www."].iter().any(|start| starts_with(text, start))
        && !text.contains(char::is_whitespace)
}

fn starts_with(text: &str, start: &str) -> bool {
    text.split_at_checked(start.len()).is_some_and(|(head, _)| head.eq_ignore_ascii_case(start))
}

fn is_around_address(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | '“' | '”' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Returns the address that markup in place of an address links to.
fn linked_address(markup: &str) -> Option<String> {
    Tokenizer::new(markup).find_map(|(_, token)| match token {
        Token::Open(tag) => tag.attribute("href").filter(|href| !href.trim().is_empty()),
        _ => None,
    })
}

/// Replaces escaped ampersands, and returns whether there were any.
fn unescape_ampersands(address: &mut String) -> bool {
    let lower = address.to_ascii_lowercase();
    let Some(spelling) = AMPERSANDS.iter().find(|spelling| lower.contains(*spelling)) else { return false };
    let mut out = String::with_capacity(address.len());
    let mut from = 0;
    for (at, _) in lower.match_indices(spelling) {
        out.extend([address.get(from..at).unwrap_or_default(), "&"]);
        from = at + spelling.len();
    }
    out.push_str(address.get(from..).unwrap_or_default());
    *address = out;
    true
}

/// Returns an address whose scheme is written once and rightly.
fn with_scheme(address: &str) -> String {
    if starts_with(address, "www.") {
        return format!("https://{address}");
    }
    if starts_with(address, "http%3a") || starts_with(address, "https%3a") {
        let decoded = percent_decoded(address);
        return if decoded.contains("://") { decoded } else { address.to_owned() };
    }
    let mut rest = address;
    let mut scheme = "";
    while let Some((written, meant)) = SCHEMES.iter().find(|(written, _)| starts_with(rest, written)) {
        let behind = rest.split_at(written.len()).1;
        if written.starts_with(':') && !scheme.is_empty() {
            break;
        }
        (rest, scheme) = (behind, if meant.is_empty() { scheme } else { meant });
        // a path may hold another address: https://cache.example/https://…
        if behind.starts_with('/') {
            rest = behind.trim_start_matches('/');
        }
    }
    format!("{scheme}{rest}")
}

/// Returns a text with its `%XX` decoded, as it is when that gives no UTF-8.
pub(super) fn percent_decoded(text: &str) -> String {
    let escaped = text.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    let decoded = url::form_urlencoded::parse(escaped.as_bytes()).next().map(|(name, _)| name.into_owned());
    decoded.filter(|decoded| !decoded.contains(char::REPLACEMENT_CHARACTER)).unwrap_or_else(|| text.to_owned())
}

/// Returns whether another absolute address follows the first word of a text.
fn is_followed_by_address(first: &str, text: &str) -> bool {
    let second = text.split_whitespace().nth(1);
    starts_with(first, "http") && second.is_some_and(is_web_address)
}

fn is_placeholder(address: &str) -> bool {
    let lower = address.to_lowercase();
    let host = lower.split_once("://").map(|(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or_default());
    lower.is_empty()
        || PLACEHOLDERS.contains(&lower.as_str())
        || host.is_some_and(|host| host.is_empty() || HOST_PLACEHOLDERS.contains(&host))
}

#[cfg(test)]
mod tests {
    use super::mended_address;

    #[track_caller]
    fn check(address: &str, expected: &str) {
        assert_eq!(mended_address(address).as_deref().unwrap_or("-"), expected, "{address}");
    }

    #[test]
    fn slips_are_undone() {
        let page = "https://quill.example/view?id=7&page=2";
        for address in [
            "https://quill.example/view?id=7&page=2",
            "https://quill.example/view?id=7&amp;page=2",
            "https://quill.example/view?id=7&amp;amp;page=2",
            "https://quill.example/view?id=7&#038;page=2",
            "https://quill.example/view?id=7&#x26;page=2",
            " \u{feff}\"https://quill.example/view?id=7&page=2\"\n",
            "<https://quill.example/view?id=7&page=2>",
            "<a href=\"https://quill.example/view?id=7&amp;page=2\">Read</a>",
            "https://https://quill.example/view?id=7&page=2",
            "http://https://quill.example/view?id=7&page=2",
            "https:/quill.example/view?id=7&page=2",
            "https///quill.example/view?id=7&page=2",
            "https:///quill.example/view?id=7&page=2",
            "://quill.example/view?id=7&page=2",
            "feed:https://quill.example/view?id=7&page=2",
            "https%3A%2F%2Fquill.example%2Fview%3Fid%3D7%26page%3D2",
            "https://quill.example/view?id=7&page=2 https://quill.example/other",
        ] {
            check(address, page);
        }
        check("www.quill.example/a", "https://www.quill.example/a");
        check("HTTP://Quill.example/a", "http://Quill.example/a");
    }

    #[test]
    fn what_is_right_stays() {
        for address in [
            "/news/7",
            "7.html",
            "?id=7",
            "//quill.example/7",
            "#story-7",
            "https://cache.example/https://quill.example/7",
            "https://quill.example/a b",
            "https://quill.example/?q=%26amp%3B",
            "mailto:desk@quill.example",
            "tag:quill.example,2026:7",
        ] {
            check(address, address);
        }
    }

    #[test]
    fn what_holds_a_place_is_none() {
        for address in [
            "",
            " ",
            "#",
            "http://",
            "https://",
            "http:",
            "N/A",
            "n/a",
            "None",
            "null",
            "undefined",
            "-",
            "[object Object]",
            "http://undefined/7",
            "https://null",
            "https://quill.example/{{ slug }}",
            "${link}",
            "<%= url %>",
            "http",
        ] {
            check(address, if address == "http:" { "http:" } else { "-" });
        }
    }
}
