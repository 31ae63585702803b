//! Bytes of a page into text.

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a page its own declaration is looked for. The HTML standard asks for 1,024 bytes; pages need more.
const DECLARATION_WITHIN: usize = 4096;

/// Decodes the bytes of a page: byte order mark, HTTP charset, `<meta charset>`, else a guess.
///
/// Bytes that are UTF-8 and not plain ASCII, but for a broken one here and there, are UTF-8 whatever a label says; what
/// is labelled UTF-8 or Latin 1 and cannot be is guessed. A byte that is not of the encoding becomes U+FFFD; nothing
/// fails. O(n).
pub fn decode_html(bytes: &[u8], content_type: Option<&str>) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let (_, rest) = bytes.split_at(length);
        return encoding.decode_without_bom_handling(rest).0.into_owned();
    }
    if let Some(encoding) = wide(bytes) {
        return encoding.decode_without_bom_handling(bytes).0.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && !text.contains('\x1b')
    {
        return text.to_owned();
    }
    let label = content_type.and_then(|header| after(header, "charset")).or_else(|| declared(bytes));
    let (whole, broken) = utf8_letters(bytes);
    let encoding = match label {
        _ if whole > 0 && whole >= 4 * broken && broken > 0 => UTF_8,
        Some(label) if label == UTF_8 && broken > whole => guessed(bytes),
        Some(label) if label == WINDOWS_1252 && is_crowded(bytes) => guessed(bytes),
        Some(label) => label,
        None => guessed(bytes),
    };
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// UTF-16 without a mark, told by its first two letters, which are ASCII in any page.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    match *bytes {
        [a, 0, b, 0, ..] if a != 0 && b != 0 => Some(UTF_16LE),
        [0, a, 0, b, ..] if a != 0 && b != 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// How many letters beyond ASCII are whole in UTF-8, and how many pieces are not.
fn utf8_letters(bytes: &[u8]) -> (usize, usize) {
    let letters = |text: &str| text.bytes().filter(|b| *b >= 0xC0).count();
    bytes.utf8_chunks().fold((0, 0), |(whole, broken), chunk| {
        (whole + letters(chunk.valid()), broken + usize::from(!chunk.invalid().is_empty()))
    })
}

/// Whether many runs of letters lie beyond ASCII, as they do in no language that Latin 1 was made for.
fn is_crowded(bytes: &[u8]) -> bool {
    bytes.chunk_by(|a, b| (*a >= 0x80) == (*b >= 0x80)).filter(|run| run.len() >= 4 && run[0] >= 0x80).nth(4).is_some()
}

/// The encoding that the page declares about itself.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes.iter().take(DECLARATION_WITHIN).map(|&b| char::from(b)).collect();
    let mut rest = head.as_str();
    while let Some((_, tail)) = rest.split_once(['<']) {
        let tag = tail.split('>').next().unwrap_or_default();
        let name = tag.get(..4).unwrap_or_default();
        if name.eq_ignore_ascii_case("meta") || name.eq_ignore_ascii_case("?xml") {
            let label = if name == "?xml" { "encoding" } else { "charset" };
            // A page that could be read this far in bytes is not UTF-16.
            if let Some(found) = after(tag, label) {
                return Some(found.output_encoding());
            }
        }
        rest = tail;
    }
    None
}

/// The encoding named after `key=` in `text`.
fn after(text: &str, key: &str) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    let (_, tail) = lower.split_once(key)?;
    let value = tail.trim_start().strip_prefix('=')?.trim_start_matches([' ', '"', '\'']);
    let label = value.split([' ', '"', '\'', ';', '>', '/', ',']).next()?;
    Encoding::for_label(label.as_bytes())
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new();
    detector.feed(bytes, true);
    match detector.guess(None, true) {
        encoding if encoding.is_single_byte() || encoding.is_ascii_compatible() => encoding,
        _ => WINDOWS_1252,
    }
}

#[cfg(test)]
mod tests {
    use super::decode_html;

    #[track_caller]
    fn check(bytes: &[u8], content_type: Option<&str>, expected: &str) {
        assert_eq!(decode_html(bytes, content_type), expected);
    }

    #[test]
    fn a_byte_order_mark_beats_the_header() {
        check(b"\xEF\xBB\xBFna\xC3\xAFve", Some("text/html; charset=iso-8859-1"), "naïve");
        check(b"\xFF\xFEa\0b\0", None, "ab");
    }

    #[test]
    fn valid_utf8_beats_a_wrong_label() {
        check("naïve".as_bytes(), Some("text/html; charset=ISO-8859-1"), "naïve");
        check("<meta charset=windows-1251>Größe".as_bytes(), None, "<meta charset=windows-1251>Größe");
    }

    #[test]
    fn header_then_declaration_then_guess() {
        check(b"\xCF\xF0\xE8\xE2\xE5\xF2", Some("text/html; charset=\"windows-1251\""), "Привет");
        check(
            b"<META HTTP-EQUIV=x CONTENT='text/html; charset=koi8-r'>\xF0\xD2\xC9",
            None,
            "<META HTTP-EQUIV=x CONTENT='text/html; charset=koi8-r'>При",
        );
        check(b"<?xml version='1.0' encoding='iso-8859-2'?>\xB3", None, "<?xml version='1.0' encoding='iso-8859-2'?>ł");
        check(b"caf\xE9 au lait", None, "café au lait");
    }

    #[test]
    fn a_page_read_as_bytes_is_not_utf16_whatever_it_says() {
        check(b"<meta charset=utf-16>caf\xE9", None, "<meta charset=utf-16>café");
    }

    #[test]
    fn a_broken_byte_is_marked() {
        check(b"na\xC3\xAFve \xFF", Some("text/html;charset=utf-8"), "naïve \u{fffd}");
    }
}
