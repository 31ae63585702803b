//! Content codings (RFC 9110, section 8.4), undone as the bytes are and not as the header says.
//!
//! Servers announce codings that they did not apply, apply some twice or unannounced, and forget trailers. So magic bytes
//! decide where a format has them (gzip, zlib), and a try where it has none (raw deflate, Brotli).

use super::inflate::{self, End, Unpacked};
use super::unbrotli::unbrotli;

/// The most codings that are undone (chosen: a packed file that the server packs once more).
const MAX_LAYERS: usize = 2;
/// The most names of `Content-Encoding` that are looked at (chosen).
const MAX_NAMES: usize = 8;
/// The bytes at the beginning by which text is told from packed data (chosen).
const TEXT_SAMPLE: usize = 512;

/// Packed data that is longer than this many times its content is of another format, whole by accident (chosen).
const MAX_SHRINKING: usize = 2;

/// The first bytes of a gzip member: magic number and method (RFC 1952).
const GZIP_MAGIC: &[u8] = &[0x1f, 0x8b, 8];
/// The first bytes of a Zstandard frame (RFC 8878), which is not read: its window costs up to 128 MiB.
const ZSTD_MAGIC: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// A coding as a header announces it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Announced {
    /// RFC 1952.
    Gzip,
    /// RFC 1950, as the standard requires, or RFC 1951, as some servers send.
    Deflate,
    /// RFC 7932.
    Brotli,
    /// A word that names none of these.
    Unknown,
}

/// A format that a body may be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Gzip,
    Zlib,
    Deflate,
    Brotli,
}

/// A body with its codings undone.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The decoded bytes, up to the limit.
    pub bytes: Vec<u8>,
    /// Whether there was more than the limit, in any layer.
    pub is_over_limit: bool,
    /// Why the bytes are not all, or not right; `None` when they are whole.
    pub damage: Option<&'static str>,
}

/// Undoes the codings of a body. `limit` bounds the bytes of each layer.
///
/// # Errors
/// The reason, in words, why the body cannot be read at all.
pub(super) fn decode(body: Vec<u8>, content_encoding: &str, limit: usize) -> Result<Decoded, &'static str> {
    let mut announced = announced(content_encoding);
    let mut decoded = Decoded { bytes: body, ..Decoded::default() };
    let mut layers = 0;
    while layers < MAX_LAYERS {
        let next = announced.pop();
        match unpack_layer(next, &decoded.bytes, limit)? {
            Some(unpacked) => {
                layers += 1;
                match unpacked.end {
                    End::Complete => {}
                    End::Full => decoded.is_over_limit = true,
                    End::Damaged(why) => decoded.damage = decoded.damage.or(Some(why)),
                }
                decoded.bytes = unpacked.bytes;
            }
            None if announced.is_empty() => break,
            None => {}
        }
    }
    Ok(decoded)
}

/// Returns whether a body may be packed, by its header or its first bytes.
pub(super) fn may_be_packed(body: &[u8], content_encoding: &str) -> bool {
    !announced(content_encoding).is_empty() || body.starts_with(GZIP_MAGIC) || has_zlib_header(body)
}

/// Returns the announced codings in the order in which they were applied. Words for no coding count as none.
fn announced(content_encoding: &str) -> Vec<Announced> {
    let names = content_encoding.split(',').map(|name| name.trim().to_ascii_lowercase());
    let known = names.filter_map(|name| match name.as_str() {
        "" | "identity" | "none" => None,
        "gzip" | "x-gzip" => Some(Announced::Gzip),
        "deflate" | "x-deflate" => Some(Announced::Deflate),
        "br" | "brotli" => Some(Announced::Brotli),
        _ => Some(Announced::Unknown),
    });
    known.take(MAX_NAMES).collect()
}

/// Undoes one coding; `None` when the bytes are not packed.
fn unpack_layer(announced: Option<Announced>, body: &[u8], limit: usize) -> Result<Option<Unpacked>, &'static str> {
    if body.is_empty() {
        return Ok(None);
    }
    if body.starts_with(GZIP_MAGIC) {
        return Ok(Some(unpack(Format::Gzip, body, limit)));
    }
    if announced.is_some() && body.starts_with(ZSTD_MAGIC) {
        return Err("its content coding is Zstandard, which is not read");
    }
    let is_plain = is_text(body);
    let mut second_choice: Option<Unpacked> = None;
    for format in formats(announced, body, is_plain) {
        let unpacked = unpack(format, body, limit);
        let (is_own, is_whole) = (is_own(announced, format), !matches!(unpacked.end, End::Damaged(_)));
        let is_plausible = !unpacked.bytes.is_empty() && unpacked.bytes.len() >= body.len() / MAX_SHRINKING;
        if is_whole && is_plausible && (is_own || is_text(&unpacked.bytes)) {
            return Ok(Some(unpacked));
        }
        // What is empty, short, or text in part counts where nothing else does.
        if is_own && (is_whole || is_text(&unpacked.bytes)) {
            second_choice = second_choice.filter(|choice| !choice.bytes.is_empty()).or(Some(unpacked));
        }
    }
    match (second_choice, announced) {
        _ if is_plain => Ok(None),
        (Some(unpacked), _) => Ok(Some(unpacked)),
        (None, None) => Ok(None),
        _ => Err("it is in none of the content codings gzip, deflate and br"),
    }
}

/// Returns the formats to try, likeliest first. Text is tried as the coding that its header names only.
fn formats(announced: Option<Announced>, body: &[u8], is_text: bool) -> Vec<Format> {
    let zlib = has_zlib_header(body).then_some(Format::Zlib);
    let formats: &[Format] = match announced {
        None => &[],
        Some(Announced::Brotli) => &[Format::Brotli, Format::Deflate],
        Some(_) => &[Format::Deflate, Format::Brotli],
    };
    let formats = zlib.into_iter().chain(formats.iter().copied());
    formats.filter(|format| !is_text || is_own(announced, *format)).collect()
}

/// Returns whether a format is what the announced coding means.
const fn is_own(announced: Option<Announced>, format: Format) -> bool {
    matches!(
        (announced, format),
        (Some(Announced::Gzip), Format::Gzip)
            | (Some(Announced::Deflate), Format::Zlib | Format::Deflate)
            | (Some(Announced::Brotli), Format::Brotli)
    )
}

fn unpack(format: Format, body: &[u8], limit: usize) -> Unpacked {
    match format {
        Format::Gzip => inflate::gunzip(body, limit),
        Format::Zlib => inflate::inflate_zlib(body, limit),
        Format::Deflate => inflate::inflate_raw(body, limit),
        Format::Brotli => unbrotli(body, limit),
    }
}

/// Returns whether the first two bytes are a zlib header: method 8, and a multiple of 31 (RFC 1950, section 2.2).
fn has_zlib_header(body: &[u8]) -> bool {
    matches!(body, [cmf, flags, ..] if cmf & 0x0f == 8 && u16::from_be_bytes([*cmf, *flags]) % 31 == 0)
}

/// Returns whether bytes begin like text in any charset: without control characters but white space and escape, or in
/// UTF-16.
fn is_text(bytes: &[u8]) -> bool {
    let sample = bytes.get(..TEXT_SAMPLE).unwrap_or(bytes);
    let is_utf16 = matches!(sample, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [b'<' | b'{', 0, ..] | [0, b'<' | b'{', ..]);
    is_utf16 || !sample.iter().any(|b| matches!(b, 0..=8 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f))
}

#[cfg(test)]
mod tests;
