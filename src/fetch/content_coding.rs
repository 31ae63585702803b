//! Content codings (RFC 9110), decoded chunk by chunk and never beyond the limit.

use std::io::{self, Write};

use brotli::DecompressorWriter;
use flate2::write::{DeflateDecoder, GzDecoder, ZlibDecoder};

/// The most gzip members in one body (chosen: each costs a new decoder, however few bytes it holds).
const MAX_GZIP_MEMBERS: usize = 256;

/// The first byte of a gzip member (RFC 1952).
const GZIP_MAGIC: u8 = 0x1f;
/// The compression method in the low four bits of a zlib stream's first byte (RFC 1950).
const ZLIB_DEFLATE: u8 = 8;
/// The buffer of the Brotli decoder, in bytes (chosen).
const BROTLI_BUFFER: usize = 16 << 10;

/// The content coding of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ContentCoding {
    /// No coding.
    Identity,
    /// RFC 1952.
    Gzip,
    /// RFC 1950, as the standard requires, or RFC 1951, as some servers send.
    Deflate,
    /// RFC 7932.
    Brotli,
}

impl ContentCoding {
    /// Reads `Content-Encoding`; `None` for an unknown coding or several.
    ///
    /// Names that stand for no coding, as some servers send them, count as none.
    pub(super) fn parse(header: &str) -> Option<Self> {
        let mut coding = Self::Identity;
        for name in header.split(',').map(|name| name.trim().to_ascii_lowercase()) {
            let next = match name.as_str() {
                "" | "identity" | "none" | "utf-8" | "utf8" => continue,
                "gzip" | "x-gzip" => Self::Gzip,
                "deflate" => Self::Deflate,
                "br" => Self::Brotli,
                _ => return None,
            };
            if coding != Self::Identity {
                return None;
            }
            coding = next;
        }
        Some(coding)
    }
}

/// A buffer that takes decoded bytes up to a limit, then refuses.
pub(super) struct LimitedBuffer {
    bytes: Vec<u8>,
    limit: usize,
    is_full: bool,
}

impl Write for LimitedBuffer {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        let room = self.limit - self.bytes.len();
        if more.len() > room {
            self.bytes.extend_from_slice(&more[..room]);
            self.is_full = true;
            return Err(io::Error::other("limit reached"));
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A decoder of one content coding. Bytes after the end of the coded data are ignored, except another gzip member.
pub(super) struct Decoder {
    inner: Inner,
    coding: ContentCoding,
    members: usize,
    has_ended: bool,
}

enum Inner {
    Plain(LimitedBuffer),
    Gzip(Box<GzDecoder<LimitedBuffer>>),
    Zlib(Box<ZlibDecoder<LimitedBuffer>>),
    Deflate(Box<DeflateDecoder<LimitedBuffer>>),
    Brotli(Box<DecompressorWriter<LimitedBuffer>>),
}

/// The result of decoding a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DecodeStatus {
    /// All of it was decoded, and there is room for more.
    Complete,
    /// The limit is reached and something is left over.
    LimitReached,
}

impl Decoder {
    pub(super) fn new(coding: ContentCoding, limit: u64) -> Self {
        let sink =
            LimitedBuffer { bytes: Vec::new(), limit: usize::try_from(limit).unwrap_or(usize::MAX), is_full: false };
        Self { inner: Inner::Plain(sink), coding, members: 0, has_ended: false }
    }

    /// Decodes a chunk.
    ///
    /// # Errors
    /// Data that is not in the announced coding.
    pub(super) fn write(&mut self, chunk: &[u8]) -> io::Result<DecodeStatus> {
        let Some(&first) = chunk.first().filter(|_| !self.has_ended) else { return Ok(DecodeStatus::Complete) };
        if self.members == 0 {
            self.members = 1;
            self.start(first);
        }
        let mut rest = chunk;
        while !rest.is_empty() {
            let written = match &mut self.inner {
                Inner::Plain(to) => to.write(rest),
                Inner::Gzip(to) => to.write(rest),
                Inner::Zlib(to) => to.write(rest),
                Inner::Deflate(to) => to.write(rest),
                Inner::Brotli(to) => to.write(rest),
            };
            match written {
                Ok(0) if !self.next_member(rest)? => {
                    self.has_ended = true;
                    return Ok(DecodeStatus::Complete);
                }
                Ok(taken) => rest = &rest[taken..],
                Err(_) if self.sink().is_full => return Ok(DecodeStatus::LimitReached),
                Err(error) => return Err(error),
            }
        }
        Ok(DecodeStatus::Complete)
    }

    /// Decodes what the decoder still buffers. Call it once, at the end.
    ///
    /// # Errors
    /// Data that ends too early, or whose checksum is wrong.
    pub(super) fn finish(&mut self) -> io::Result<DecodeStatus> {
        let finished = match &mut self.inner {
            Inner::Plain(_) => Ok(()),
            Inner::Gzip(to) => to.try_finish(),
            Inner::Zlib(to) => to.try_finish(),
            Inner::Deflate(to) => to.try_finish(),
            Inner::Brotli(to) => to.close().map_err(|_| io::ErrorKind::UnexpectedEof.into()),
        };
        match finished {
            Err(_) if self.sink().is_full => Ok(DecodeStatus::LimitReached),
            finished => finished.map(|()| DecodeStatus::Complete),
        }
    }

    /// Returns what was decoded so far, up to the limit.
    pub(super) fn into_bytes(mut self) -> Vec<u8> {
        std::mem::take(&mut self.sink().bytes)
    }

    fn sink(&mut self) -> &mut LimitedBuffer {
        match &mut self.inner {
            Inner::Plain(sink) => sink,
            Inner::Gzip(to) => to.get_mut(),
            Inner::Zlib(to) => to.get_mut(),
            Inner::Deflate(to) => to.get_mut(),
            Inner::Brotli(to) => to.get_mut(),
        }
    }

    fn take_sink(&mut self) -> LimitedBuffer {
        let limit = self.sink().limit;
        std::mem::replace(self.sink(), LimitedBuffer { bytes: Vec::new(), limit, is_full: false })
    }

    /// Sets up the inner decoder by the body's first byte. An empty body needs none.
    fn start(&mut self, first: u8) {
        let sink = self.take_sink();
        // The low four bits of zlib's first byte are 8; in raw deflate they would mean a stored block with dirty padding.
        let is_zlib = first & 0x0f == ZLIB_DEFLATE;
        self.inner = match self.coding {
            ContentCoding::Identity => Inner::Plain(sink),
            ContentCoding::Gzip => Inner::Gzip(Box::new(GzDecoder::new(sink))),
            ContentCoding::Deflate if is_zlib => Inner::Zlib(Box::new(ZlibDecoder::new(sink))),
            ContentCoding::Deflate => Inner::Deflate(Box::new(DeflateDecoder::new(sink))),
            ContentCoding::Brotli => Inner::Brotli(Box::new(DecompressorWriter::new(sink, BROTLI_BUFFER))),
        };
    }

    /// Returns whether another gzip member follows the one that ended, and sets up its decoder.
    fn next_member(&mut self, rest: &[u8]) -> io::Result<bool> {
        let Inner::Gzip(decoder) = &mut self.inner else { return Ok(false) };
        if rest.first() != Some(&GZIP_MAGIC) {
            return Ok(false);
        }
        decoder.try_finish()?;
        self.members += 1;
        if self.members > MAX_GZIP_MEMBERS {
            return Err(io::Error::other(format!("more than {MAX_GZIP_MEMBERS} gzip members")));
        }
        let sink = self.take_sink();
        self.inner = Inner::Gzip(Box::new(GzDecoder::new(sink)));
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use brotli::CompressorWriter;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use proptest::prelude::*;

    use super::{ContentCoding, DecodeStatus, Decoder};

    const LIMIT: usize = 5000;

    fn pack(coding: u8, text: &[u8]) -> (ContentCoding, Vec<u8>) {
        let fast = Compression::fast();
        match coding {
            0 => (ContentCoding::Identity, text.to_vec()),
            1 => {
                let mut to = GzEncoder::new(Vec::new(), fast);
                to.write_all(text).unwrap();
                (ContentCoding::Gzip, to.finish().unwrap())
            }
            2 => {
                let mut to = ZlibEncoder::new(Vec::new(), fast);
                to.write_all(text).unwrap();
                (ContentCoding::Deflate, to.finish().unwrap())
            }
            3 => {
                let mut to = DeflateEncoder::new(Vec::new(), fast);
                to.write_all(text).unwrap();
                (ContentCoding::Deflate, to.finish().unwrap())
            }
            _ => {
                let mut to = CompressorWriter::new(Vec::new(), 4096, 3, 18);
                to.write_all(text).unwrap();
                (ContentCoding::Brotli, to.into_inner())
            }
        }
    }

    /// The decoded bytes; `None` for what is damaged or too large.
    fn decode<'a>(coding: ContentCoding, chunks: impl IntoIterator<Item = &'a [u8]>) -> Option<Vec<u8>> {
        let mut decoder = Decoder::new(coding, LIMIT as u64);
        for chunk in chunks {
            if decoder.write(chunk).ok()? == DecodeStatus::LimitReached {
                assert_eq!(decoder.into_bytes().len(), LIMIT);
                return None;
            }
        }
        (decoder.finish().ok()? == DecodeStatus::Complete).then(|| decoder.into_bytes())
    }

    proptest! {
        /// Whatever is packed comes back, up to the limit and however it is cut into chunks.
        #[test]
        fn what_is_packed_comes_back(coding in 0u8..5, text in prop::collection::vec(0u8..4, 0..8000), size in 1usize..700) {
            let (coding, packed) = pack(coding, &text);
            let decoded = decode(coding, packed.chunks(size));
            prop_assert_eq!(decoded, (text.len() <= LIMIT).then_some(text));
        }

        /// Damage never panics, never passes the limit, and means the same however it is cut into chunks.
        #[test]
        fn damage_is_harmless(
            coding in 0u8..5,
            text in prop::collection::vec(0u8..40, 0..3000),
            damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
            tail in prop::collection::vec(any::<u8>(), 0..40),
            size in 1usize..300,
        ) {
            let (coding, mut packed) = pack(coding, &text);
            packed.extend(tail);
            for (at, byte) in damage {
                if !packed.is_empty() {
                    let at = at.index(packed.len());
                    packed[at] = byte;
                }
            }
            prop_assert_eq!(decode(coding, packed.chunks(size)), decode(coding, [&packed[..]]));
        }
    }
}
