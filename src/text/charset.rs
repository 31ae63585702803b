//! The encoding of a document, and its bytes as text.

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::mixed_charset::{decode_broken_utf_8, decode_mixed, guess};
use super::steps;

/// The kind of a document, which decides where it may declare its encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// XML and JSON: the encoding is declared in `<?xml … encoding="…">`.
    Xml,
    /// HTML: the encoding is declared in a `<meta>` tag, or as in XML.
    Html,
}

/// A document as text.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// Whether the bytes were not in the encoding they were labelled with, or not in UTF-8 without a label.
    pub is_mislabelled: bool,
}

/// The bytes in which a document's own declaration is looked for. The HTML standard asks for 1,024, but pages need more.
const DECLARATION_WITHIN: usize = 4096;
/// The whole sequences of UTF-8 for each broken one from which bytes are taken for UTF-8 with slips (chosen).
const WHOLE_PER_BROKEN: usize = 4;
/// The runs of bytes beyond ASCII from which a text is not in a Latin script (chosen).
const CROWDED_RUNS: usize = 5;
/// The bytes of such a run (chosen; words of Latin scripts rarely have four accented letters in a row).
const CROWDED_RUN_BYTES: usize = 4;

/// Decodes a document: byte order mark, pattern of zero bytes, UTF-8 wherever it is valid, then labels, then a guess. O(n).
///
/// `content_type` is the HTTP header, whose label precedes the document's own. Bytes that are UTF-8 but for a few are UTF-8
/// whatever the label. Bytes labelled as UTF-8 or Latin 1 that cannot be are guessed. A byte that the encoding does not have
/// becomes U+FFFD, so nothing fails; a feed in two encodings is read piece by piece; but a quotation mark or a dash of Windows-1252 alone among ASCII stays one.
pub fn decode(bytes: &[u8], content_type: Option<&str>, kind: Kind) -> Decoded {
    steps::count(bytes.len());
    let from_header = content_type.and_then(|header| label_after(header, "charset"));
    let label = from_header.as_deref().and_then(encoding_of).or_else(|| declared(bytes, kind));
    let is_labelled = from_header.is_some() || label.is_some();
    let (text, used, is_broken) = if let Some(text) = decode_utf_32(bytes) {
        (text, label, false)
    } else {
        let (used, bytes) = choose_encoding(bytes, label);
        let mixed = if kind == Kind::Xml { decode_mixed(bytes, used) } else { None };
        if let Some(text) = mixed {
            return Decoded { text, is_mislabelled: true };
        }
        let (text, is_broken) = used.decode_without_bom_handling(bytes);
        let text = if is_broken && used == UTF_8 { decode_broken_utf_8(bytes) } else { text.into_owned() };
        (text, Some(used), is_broken)
    };
    let is_other = if is_labelled { label != used } else { used != Some(UTF_8) };
    // pure ASCII is the same under nearly every label
    let is_plain_ascii = used == Some(UTF_8) && text.is_ascii();
    Decoded { text, is_mislabelled: (is_broken || is_other) && !is_plain_ascii }
}

/// Returns the text of a page, decoded as [`decode`] does it. O(n).
///
/// ```
/// use pressline::extract::decode_html;
///
/// assert_eq!(decode_html(b"<p>caf\xe9</p>", Some("text/html; charset=iso-8859-1")), "<p>café</p>");
/// ```
pub fn decode_html(bytes: &[u8], content_type: Option<&str>) -> String {
    decode(bytes, content_type, Kind::Html).text
}

/// Returns the encoding of a document, and its bytes without a byte order mark.
fn choose_encoding<'b>(bytes: &'b [u8], label: Option<&'static Encoding>) -> (&'static Encoding, &'b [u8]) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return (encoding, bytes.split_at(mark).1);
    }
    if let Some(encoding) = unmarked_utf_16(bytes) {
        return (encoding, bytes);
    }
    let is_iso_2022_jp = label == Some(ISO_2022_JP) && bytes.contains(&b'\x1b');
    if std::str::from_utf8(bytes).is_ok() && !is_iso_2022_jp {
        return (UTF_8, bytes);
    }
    let (whole, broken) = utf_8_sequences(bytes);
    // a document that could be read this far in bytes is not UTF-16, whatever its label
    let encoding = match label.map(Encoding::output_encoding) {
        _ if whole > 0 && whole >= WHOLE_PER_BROKEN * broken && broken > 0 => UTF_8,
        Some(label) if label == UTF_8 && broken > whole => guess(bytes),
        Some(label) if label == WINDOWS_1252 && is_crowded(bytes) => guess(bytes),
        Some(label) => label,
        None => guess(bytes),
    };
    (encoding, bytes)
}

/// Returns UTF-16 without a byte order mark, by the first two characters, which are ASCII in any document.
fn unmarked_utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    match *bytes {
        [a, 0, b, 0, ..] if a != 0 && b != 0 => Some(UTF_16LE),
        [0, a, 0, b, ..] if a != 0 && b != 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// Decodes UTF-32, which the Encoding standard lacks, by its byte order mark or its first character.
fn decode_utf_32(bytes: &[u8]) -> Option<String> {
    let read: fn([u8; 4]) -> u32 = match bytes {
        [0xff, 0xfe, 0, 0, ..] | [b'<' | b'{', 0, 0, 0, ..] => u32::from_le_bytes,
        [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, b'<' | b'{', ..] => u32::from_be_bytes,
        _ => return None,
    };
    let unit = |four: &[u8; 4]| char::from_u32(read(*four)).unwrap_or(char::REPLACEMENT_CHARACTER);
    let mut text: String = bytes.as_chunks::<4>().0.iter().map(unit).collect();
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    Some(text)
}

/// Returns how many sequences beyond ASCII are whole in UTF-8, and how many are broken.
fn utf_8_sequences(bytes: &[u8]) -> (usize, usize) {
    let sequences = |text: &str| text.bytes().filter(|b| *b >= 0xC0).count();
    bytes.utf8_chunks().fold((0, 0), |(whole, broken), chunk| {
        (whole + sequences(chunk.valid()), broken + usize::from(!chunk.invalid().is_empty()))
    })
}

/// Returns whether many runs of bytes are beyond ASCII, as in no language that Latin 1 was made for.
fn is_crowded(bytes: &[u8]) -> bool {
    let runs = bytes.chunk_by(|a, b| a.is_ascii() == b.is_ascii());
    runs.filter(|run| run.len() >= CROWDED_RUN_BYTES && !run[0].is_ascii()).nth(CROWDED_RUNS - 1).is_some()
}

/// Returns the encoding that a document declares about itself.
fn declared(bytes: &[u8], kind: Kind) -> Option<&'static Encoding> {
    // zero bytes are of UTF-16 and UTF-32
    let head: String = bytes.iter().filter(|b| **b != 0).take(DECLARATION_WITHIN).map(|&b| char::from(b)).collect();
    head.split('<').skip(1).find_map(|rest| {
        let tag = rest.split('>').next().unwrap_or_default();
        let name = tag.get(..4).unwrap_or_default();
        let key = if name.eq_ignore_ascii_case("?xml") {
            "encoding"
        } else if kind == Kind::Html && name.eq_ignore_ascii_case("meta") {
            "charset"
        } else {
            return None;
        };
        label_after(tag, key).as_deref().and_then(encoding_of)
    })
}

/// Returns the label after `key=` in a text, in lower case.
fn label_after(text: &str, key: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let (_, tail) = lower.split_once(key)?;
    let value = tail.trim_start().strip_prefix('=')?.trim_start_matches([' ', '"', '\'']);
    let label = value.split([' ', '"', '\'', ';', '>', '/', ',']).next()?;
    Some(label.to_owned()).filter(|label| !label.is_empty())
}

/// Returns the encoding of a label, also for spellings of programmers: `latin-1`, `cp1252`, `iso8859_15`.
fn encoding_of(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.as_bytes()).or_else(|| {
        let plain: String = label.to_ascii_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        let digits = plain.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let known = match plain.as_str() {
            "latin1" => "iso-8859-1".to_owned(),
            _ if plain.starts_with("cp125") || plain.starts_with("windows125") => format!("windows-{digits}"),
            _ if digits.starts_with("8859") => format!("iso-8859-{}", digits.trim_start_matches("8859")),
            _ => plain,
        };
        Encoding::for_label(known.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::{Kind, decode};

    #[track_caller]
    fn check(bytes: &[u8], content_type: Option<&str>, expected: &str) {
        assert_eq!(decode(bytes, content_type, Kind::Html).text, expected);
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
        check(b"caf\xE9 au lait", Some("text/html; charset=latin-1"), "café au lait");
    }

    #[test]
    fn a_page_read_as_bytes_is_not_utf16_whatever_it_says() {
        check(b"<meta charset=utf-16>caf\xE9", None, "<meta charset=utf-16>café");
    }

    #[test]
    fn a_broken_byte_is_marked() {
        check(b"na\xC3\xAFve \xFF", Some("text/html;charset=utf-8"), "naïve \u{fffd}");
    }

    #[test]
    fn a_mark_of_windows_1252_within_utf_8_is_one() {
        let utf_8 = Some("text/html; charset=utf-8");
        let bytes = |middle: &[u8]| ["é".repeat(20).as_bytes(), middle].concat();
        let text = |middle: &str| format!("{}{middle}", "é".repeat(20));
        check(&bytes(b" 1990\x961999 \x97 wall"), utf_8, &text(" 1990–1999 — wall"));
        check(&bytes(b" \x93We won\x92t\x94"), utf_8, &text(" “We won’t”"));
        check(&bytes(b" the end\x94"), utf_8, &text(" the end”"));
        check(&bytes(b" cut \x80\x99 here"), utf_8, &text(" cut \u{fffd}\u{fffd} here"));
        check(&bytes(b" cut \xE2\x80 here"), utf_8, &text(" cut \u{fffd} here"));
        check(&bytes(b" no\x9Dne caf\xE9 "), utf_8, &text(" no\u{fffd}ne caf\u{fffd} "));
    }

    #[test]
    fn bytes_of_windows_1252_are_marks_under_wrong_labels() {
        for label in ["utf-8", "iso-8859-1", "us-ascii", "windows-1252", "latin1"] {
            let content_type = format!("text/html; charset={label}");
            check(b"\x93We won\x92t\x94 \x97 so the mayor", Some(&content_type), "“We won’t” — so the mayor");
        }
    }

    #[test]
    fn a_meta_tag_declares_nothing_about_xml() {
        let feed = b"<rss><item><meta charset=koi8-r/><title>caf\xE9 au lait</title></item></rss>";
        assert!(decode(feed, None, Kind::Xml).text.contains("café au lait"));
    }

    /// Decodes pieces in UTF-8 and in another encoding, which stand between tags, as a feed.
    #[track_caller]
    fn check_pieces(pieces: &[&[u8]], content_type: Option<&str>, expected: &str) {
        let bytes: Vec<u8> = pieces.iter().flat_map(|piece| [b"<t>".as_slice(), piece].concat()).collect();
        let decoded = decode(&bytes, content_type, Kind::Xml);
        let expected = ["<t>", &expected.replace('|', "<t>")].concat();
        assert_eq!(decoded.text, expected);
        assert!(decoded.is_mislabelled);
    }

    #[test]
    fn each_piece_is_in_its_own_encoding() {
        let utf_8 = Some("text/xml; charset=utf-8");
        let whole = "Größte Öffnung".as_bytes();
        check_pieces(&[whole, b"F\xe4hre \x93heute\x94"], utf_8, "Größte Öffnung|Fähre “heute”");
        check_pieces(&[whole, b"F\xe4hre \x93heute\x94"], None, "Größte Öffnung|Fähre “heute”");
        check_pieces(
            &[b"Caf\xe9", whole, b"Ma\xf1ana por la ma\xf1ana"],
            utf_8,
            "Café|Größte Öffnung|Mañana por la mañana",
        );
        check_pieces(&[whole, b"F\xe4hre"], Some("text/xml; charset=iso-8859-1"), "Größte Öffnung|Fähre");
        check_pieces(
            &[
                "Мост закрыт".as_bytes(),
                b"\xcf\xe0\xf0\xee\xec \xe7\xe0\xea\xf0\xfb\xf2 \xe4\xee \xe2\xe5\xf7\xe5\xf0\xe0",
            ],
            utf_8,
            "Мост закрыт|Паром закрыт до вечера",
        );
        check_pieces(
            &[whole, b"\xa320 in w\xf6rtern"],
            Some("text/xml; charset=windows-1252"),
            "Größte Öffnung|£20 in wörtern",
        );
    }

    #[test]
    fn a_character_that_was_cut_is_one() {
        let utf_8 = Some("text/xml; charset=utf-8");
        let whole = "Größte Öffnung".as_bytes();
        check_pieces(&[whole, b"F\xe4hre", b"the caf\xc3"], utf_8, "Größte Öffnung|Fähre|the caf\u{fffd}");
        check_pieces(&[whole, b"F\xe4hre", b"the end \xe2\x80"], utf_8, "Größte Öffnung|Fähre|the end \u{fffd}");
        check_pieces(&[whole, b"F\xe4hre", b"the caf\xc3..."], utf_8, "Größte Öffnung|Fähre|the caf\u{fffd}...");
    }
}
