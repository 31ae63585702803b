//! Percent-encoding in one spelling.

use crate::text::steps;

/// Returns a part of an address with its escapes in capitals, and none for characters that need none. O(n).
///
/// These spellings are equivalent by RFC 3986, 6.2.2.1 and 6.2.2.2. An escape behind a bare `%` stays, lest both become
/// another escape.
pub(super) fn normalized_escapes(text: &str) -> String {
    steps::count(text.len());
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Bytes written since the last bare `%`.
    let mut since_bare = usize::MAX;
    while let Some(c) = rest.chars().next() {
        let (escape, byte) = match escape(rest) {
            Some((escape, byte)) => (escape, Some(byte)),
            None => (rest.get(..c.len_utf8()).unwrap_or(rest), None),
        };
        let written = out.len();
        match byte {
            Some(byte) if is_unreserved(byte) && since_bare >= ESCAPE - 1 => out.push(byte as char),
            Some(_) => out.push_str(&escape.to_ascii_uppercase()),
            None => out.push(c),
        }
        since_bare = if c == '%' && byte.is_none() { 0 } else { since_bare.saturating_add(out.len() - written) };
        rest = rest.get(escape.len()..).unwrap_or_default();
    }
    out
}

/// Returns a part of an address as a reader sees it; bytes that are no UTF-8 become U+FFFD. O(n).
pub(super) fn decoded(text: &str) -> String {
    steps::count(text.len());
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let taken = if let Some((escape, byte)) = escape(rest) {
            bytes.push(byte);
            escape.len()
        } else {
            bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            c.len_utf8()
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Bytes of an escape: `%C3`.
const ESCAPE: usize = 3;

/// Returns the escape with which a text begins, and the byte that it stands for.
fn escape(text: &str) -> Option<(&str, u8)> {
    let escape = text.get(..ESCAPE)?;
    let digits = escape.strip_prefix('%').filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    Some((escape, u8::from_str_radix(digits, 16).ok()?))
}

/// Returns whether a character needs no escape (RFC 3986, 2.3).
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

#[cfg(test)]
mod tests {
    use super::{decoded, normalized_escapes};

    #[test]
    fn escapes_have_one_spelling() {
        for (text, expected) in [
            ("caf%c3%a9", "caf%C3%A9"),
            ("%66erry", "ferry"),
            ("a%2fb%2Fc", "a%2Fb%2Fc"),
            ("%7Eana%5f1", "~ana_1"),
            ("100%", "100%"),
            ("%zz%4", "%zz%4"),
            ("%%36%31", "%%361"),
            ("%a%31", "%a%31"),
            ("%2541", "%2541"),
        ] {
            assert_eq!(normalized_escapes(text), expected);
            assert_eq!(normalized_escapes(expected), expected);
        }
    }

    #[test]
    fn text_is_decoded() {
        assert_eq!(decoded("Caf%C3%A9-%7B%7bslug%7D"), "Café-{{slug}");
        assert_eq!(decoded("%ff%"), "\u{fffd}%");
    }
}
