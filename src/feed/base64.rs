//! Base64, in which Atom may state texts (RFC 4648, section 4; RFC 4287, section 4.1.3.3).

/// The bits that one character stands for.
const BITS: u32 = 6;

/// Returns the bytes of a text in base64, in the alphabet for data or for addresses; `None` for any other text. O(n).
///
/// White space is passed over, and padding may be missing.
pub(super) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut pending, mut bits) = (0_u32, 0_u32);
    for byte in text.trim().trim_end_matches('=').bytes().filter(|b| !b.is_ascii_whitespace()) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        pending = (pending << BITS) | u32::from(value);
        bits += BITS;
        if bits >= u8::BITS {
            bits -= u8::BITS;
            bytes.push((pending >> bits) as u8);
            pending &= (1 << bits) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::decode_base64;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let decoded = decode_base64(text).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        assert_eq!(decoded.as_deref(), expected);
    }

    #[test]
    fn both_alphabets_are_read() {
        check("SGFyYm91cg==", Some("Harbour"));
        check(" SGFy\nYm91cg ", Some("Harbour"));
        check("PDw/Pz8+Pg==", Some("<<???>>"));
        check("PDw_Pz8-Pg", Some("<<???>>"));
        check("", Some(""));
        check("Harbour, reopened", None);
    }
}
