//! Bytes to text.

use crate::text::steps;
use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A document as text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// Whether the bytes were not in the encoding they were labelled with.
    pub mislabelled: bool,
    /// Whether characters that XML forbids were taken out.
    pub controls: bool,
}

/// How far an XML declaration may stand from the start, in bytes.
const DECLARATION_WITHIN: usize = 1024;

/// Decodes a feed: byte order mark, then the pattern of zero bytes, then UTF-8 wherever it is valid, whatever the label,
/// then HTTP's charset, the XML declaration's, and last a guess. O(n).
pub(super) fn decode(bytes: &[u8], content_type: Option<&str>) -> Decoded {
    steps::count(bytes.len());
    let label = charset(content_type).or_else(|| declared(bytes));
    let named = label.as_deref().and_then(encoding);
    let (mut text, used, broken) = if let Some(wide) = utf_32(bytes) {
        (wide, named, false)
    } else if let Some(wide) = utf_16(bytes) {
        let (text, used, broken) = wide.decode(bytes);
        (text.into_owned(), Some(used), broken)
    } else if let Ok(text) = std::str::from_utf8(bytes)
        && !(bytes.contains(&0x1b) && named.is_some_and(|e| e == encoding_rs::ISO_2022_JP))
    {
        (text.to_owned(), Some(UTF_8), false)
    } else {
        // a label of UTF-16 was refuted above; mostly valid UTF-8 with a few bad bytes is UTF-8
        let named = named.filter(|e| *e != UTF_16LE && *e != UTF_16BE);
        let used =
            if mostly_utf_8(bytes) { UTF_8 } else { named.filter(|e| *e != UTF_8).unwrap_or_else(|| guess(bytes)) };
        let (text, broken) = used.decode_without_bom_handling(bytes);
        (text.into_owned(), Some(used), broken)
    };
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    let mislabelled = broken || (label.is_some() && named != used) || (label.is_none() && used != Some(UTF_8));
    // pure ASCII is the same under nearly every label
    let mislabelled = mislabelled && !(used == Some(UTF_8) && text.is_ascii());
    let controls = text.contains(is_forbidden);
    text.retain(|c| !is_forbidden(c));
    Decoded { text, mislabelled, controls }
}

/// Whether XML 1.0 forbids the character.
pub(super) fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

fn charset(content_type: Option<&str>) -> Option<String> {
    let parameters = content_type?.split(';').skip(1);
    let mut named =
        parameters.filter_map(|p| p.split_once('=')).filter(|(k, _)| k.trim().eq_ignore_ascii_case("charset"));
    named.next().map(|(_, v)| v.trim().trim_matches(['"', '\'']).to_owned()).filter(|v| !v.is_empty())
}

/// The encoding that the XML declaration names.
fn declared(bytes: &[u8]) -> Option<String> {
    let head: Vec<u8> = bytes.iter().copied().filter(|b| *b != 0).take(DECLARATION_WITHIN).collect();
    let head = String::from_utf8_lossy(&head);
    let (_, declaration) = head.split_once("<?xml")?;
    let (declaration, _) = declaration.split_once('>')?;
    let (_, after) = declaration.split_once("encoding")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.split(quote).nth(1).map(str::to_owned)
}

/// The encoding of a label, also of those that programmers write: `latin-1`, `cp1252`, `iso8859_15`.
fn encoding(label: &str) -> Option<&'static Encoding> {
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

/// UTF-16 by its mark, or by the zero in the first `<`.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xff, 0xfe, ..] | [b'<' | b'{', 0, _, 0, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] | [0, b'<' | b'{', 0, _, ..] => Some(UTF_16BE),
        _ => None,
    }
}

fn utf_32(bytes: &[u8]) -> Option<String> {
    let read: fn([u8; 4]) -> u32 = match bytes {
        [0xff, 0xfe, 0, 0, ..] | [b'<' | b'{', 0, 0, 0, ..] => u32::from_le_bytes,
        [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, b'<' | b'{', ..] => u32::from_be_bytes,
        _ => return None,
    };
    let unit = |four: &[u8; 4]| char::from_u32(read(*four)).unwrap_or('\u{fffd}');
    Some(bytes.as_chunks::<4>().0.iter().map(unit).collect())
}

/// Whether the bytes are UTF-8 but for slips: more well-formed sequences than bad places.
fn mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad * 4
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new();
    detector.feed(bytes, true);
    detector.guess(None, false)
}
