//! Bytes that are in no encoding as a whole: UTF-8 with slips, and feeds put together from texts in several encodings.

use std::str::Utf8Chunk;

use chardetng::EncodingDetector;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::char_refs::windows_1252_from_c1;

/// The bytes at which a document is cut into pieces: tags, attributes and strings of JSON begin or end there.
const BORDERS: [u8; 3] = [b'<', b'"', b'\n'];
/// First bytes of sequences of UTF-8 that stand for letters which end no word: `Ã`, `Â`, `Ð` and the like.
const CUT_BYTES: [u8; 7] = [0xc2, 0xc3, 0xc4, 0xc5, 0xd0, 0xd1, 0xe2];

/// Decodes a document piece by piece when some pieces are in UTF-8 and others are not. O(n).
///
/// `used` is the encoding in which the whole would be read. `None` when it is in one encoding, or in one of several bytes a
/// character, whose pieces may be valid UTF-8 by accident.
pub(super) fn decode_mixed(bytes: &[u8], used: &'static Encoding) -> Option<String> {
    if std::str::from_utf8(bytes).is_ok() || !(used == UTF_8 || used.is_single_byte()) {
        return None;
    }
    let pieces = || bytes.split_inclusive(|b| BORDERS.contains(b));
    let mut broken = Vec::new();
    let mut has_utf_8 = false;
    for piece in pieces() {
        match std::str::from_utf8(piece) {
            Ok(text) => has_utf_8 |= !text.is_ascii(),
            Err(_) if is_slip(piece) => {}
            Err(_) => broken.extend_from_slice(piece),
        }
    }
    let encoding = if used == UTF_8 { guess(&broken) } else { used };
    if !has_utf_8 || broken.is_empty() || !encoding.is_single_byte() {
        return None;
    }
    let mut text = String::with_capacity(bytes.len());
    for piece in pieces() {
        match std::str::from_utf8(piece) {
            Ok(piece) => text.push_str(piece),
            Err(_) if is_slip(piece) => text.push_str(&decode_broken_utf_8(piece)),
            Err(_) => text.push_str(&encoding.decode_without_bom_handling(piece).0),
        }
    }
    Some(text)
}

/// Returns whether a broken piece is in UTF-8 all the same: with whole sequences in it, or with one that was cut.
fn is_slip(piece: &[u8]) -> bool {
    let mut chunks = piece.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        let is_end = |next: &Utf8Chunk<'_>| {
            next.invalid().is_empty() && (next.valid().len() <= 1 || next.valid().starts_with(['.', ' ', '[']))
        };
        let is_last = chunks.peek().is_none_or(is_end);
        let is_cut = match chunk.invalid() {
            [] => false,
            [byte] => is_last && CUT_BYTES.contains(byte),
            _ => true,
        };
        if is_cut || !chunk.valid().is_ascii() {
            return true;
        }
    }
    false
}

/// Decodes UTF-8 with slips.
///
/// A byte from 0x80 to 0x9f that stands alone among ASCII was pasted from Windows-1252, where these are quotation marks and
/// dashes. Two such bytes in a row are the rest of a character that was cut, as everything else that is broken.
pub(super) fn decode_broken_utf_8(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut chunks = bytes.utf8_chunks().peekable();
    let mut is_start = true;
    while let Some(chunk) = chunks.next() {
        text.push_str(chunk.valid());
        let is_after_ascii = chunk.valid().bytes().next_back().map_or(is_start, |b| b.is_ascii());
        let is_before_ascii =
            chunks.peek().is_none_or(|next| next.valid().bytes().next().is_some_and(|b| b.is_ascii()));
        is_start = false;
        text.extend(match chunk.invalid() {
            [] => None,
            [byte] if is_after_ascii && is_before_ascii => {
                windows_1252_from_c1(char::from(*byte)).or(Some(char::REPLACEMENT_CHARACTER))
            }
            _ => Some(char::REPLACEMENT_CHARACTER),
        });
    }
    text
}

/// Returns the encoding that the bytes look like.
pub(super) fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new();
    detector.feed(bytes, true);
    match detector.guess(None, true) {
        encoding if encoding.is_single_byte() || encoding.is_ascii_compatible() => encoding,
        _ => WINDOWS_1252,
    }
}
