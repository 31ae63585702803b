//! Content codings, undone chunk by chunk and never beyond the limit.

use std::io::{self, Write};

use brotli::DecompressorWriter;
use flate2::write::{DeflateDecoder, GzDecoder, ZlibDecoder};

/// Gzip members in one body: each costs a new decoder, however few bytes it holds.
const MOST_MEMBERS: usize = 256;

/// How a body is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// Not at all.
    Identity,
    /// RFC 1952.
    Gzip,
    /// RFC 1950, as the standard says, or RFC 1951, as some servers understand it.
    Deflate,
    /// RFC 7932.
    Brotli,
}

impl Coding {
    /// Reads `Content-Encoding`. Names that stand for no packing, as some servers send, count as none.
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

/// Takes decoded bytes up to a limit, then refuses.
pub(super) struct Bounded {
    bytes: Vec<u8>,
    limit: usize,
    full: bool,
}

impl Write for Bounded {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        let room = self.limit - self.bytes.len();
        if more.len() > room {
            self.bytes.extend_from_slice(&more[..room]);
            self.full = true;
            return Err(io::Error::other("limit reached"));
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Undoes a coding. Bytes after the end of the packed data are ignored, but for another gzip member.
pub(super) struct Decoder {
    inner: Inner,
    coding: Coding,
    members: usize,
    ended: bool,
}

enum Inner {
    Plain(Bounded),
    Gzip(Box<GzDecoder<Bounded>>),
    Zlib(Box<ZlibDecoder<Bounded>>),
    Deflate(Box<DeflateDecoder<Bounded>>),
    Brotli(Box<DecompressorWriter<Bounded>>),
}

/// What became of a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fed {
    /// There is room for more.
    More,
    /// The limit is reached and something is left over.
    Full,
}

impl Decoder {
    pub(super) fn new(coding: Coding, limit: u64) -> Self {
        let sink = Bounded { bytes: Vec::new(), limit: usize::try_from(limit).unwrap_or(usize::MAX), full: false };
        Self { inner: Inner::Plain(sink), coding, members: 0, ended: false }
    }

    /// Decodes a chunk.
    ///
    /// # Errors
    /// What is not packed as announced.
    pub(super) fn feed(&mut self, chunk: &[u8]) -> io::Result<Fed> {
        let Some(&first) = chunk.first().filter(|_| !self.ended) else { return Ok(Fed::More) };
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
                    self.ended = true;
                    return Ok(Fed::More);
                }
                Ok(taken) => rest = &rest[taken..],
                Err(_) if self.sink().full => return Ok(Fed::Full),
                Err(error) => return Err(error),
            }
        }
        Ok(Fed::More)
    }

    /// Decodes what is still held back, once, at the end.
    ///
    /// # Errors
    /// Data that ends too early, or whose checksum is wrong.
    pub(super) fn finish(&mut self) -> io::Result<Fed> {
        let finished = match &mut self.inner {
            Inner::Plain(_) => Ok(()),
            Inner::Gzip(to) => to.try_finish(),
            Inner::Zlib(to) => to.try_finish(),
            Inner::Deflate(to) => to.try_finish(),
            Inner::Brotli(to) => to.close().map_err(|_| io::ErrorKind::UnexpectedEof.into()),
        };
        match finished {
            Err(_) if self.sink().full => Ok(Fed::Full),
            finished => finished.map(|()| Fed::More),
        }
    }

    /// What was decoded so far, up to the limit.
    pub(super) fn into_bytes(mut self) -> Vec<u8> {
        std::mem::take(&mut self.sink().bytes)
    }

    fn sink(&mut self) -> &mut Bounded {
        match &mut self.inner {
            Inner::Plain(sink) => sink,
            Inner::Gzip(to) => to.get_mut(),
            Inner::Zlib(to) => to.get_mut(),
            Inner::Deflate(to) => to.get_mut(),
            Inner::Brotli(to) => to.get_mut(),
        }
    }

    fn take_sink(&mut self) -> Bounded {
        let limit = self.sink().limit;
        std::mem::replace(self.sink(), Bounded { bytes: Vec::new(), limit, full: false })
    }

    /// Sets up the decoder; an empty body never gets here and needs none.
    fn start(&mut self, first: u8) {
        let sink = self.take_sink();
        // The low four bits of zlib's first byte are 8; in raw deflate they would mean a stored block with dirty padding.
        let zlib = first & 0x0f == 8;
        self.inner = match self.coding {
            Coding::Identity => Inner::Plain(sink),
            Coding::Gzip => Inner::Gzip(Box::new(GzDecoder::new(sink))),
            Coding::Deflate if zlib => Inner::Zlib(Box::new(ZlibDecoder::new(sink))),
            Coding::Deflate => Inner::Deflate(Box::new(DeflateDecoder::new(sink))),
            Coding::Brotli => Inner::Brotli(Box::new(DecompressorWriter::new(sink, 16 << 10))),
        };
    }

    /// At the end of a gzip member: whether another one follows, which then is set up.
    fn next_member(&mut self, rest: &[u8]) -> io::Result<bool> {
        let Inner::Gzip(decoder) = &mut self.inner else { return Ok(false) };
        if rest.first() != Some(&0x1f) {
            return Ok(false);
        }
        decoder.try_finish()?;
        self.members += 1;
        if self.members > MOST_MEMBERS {
            return Err(io::Error::other(format!("more than {MOST_MEMBERS} gzip members")));
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

    use super::{Coding, Decoder, Fed};

    const LIMIT: usize = 5000;

    fn pack(coding: u8, text: &[u8]) -> (Coding, Vec<u8>) {
        let fast = Compression::fast();
        match coding {
            0 => (Coding::Identity, text.to_vec()),
            1 => {
                let mut to = GzEncoder::new(Vec::new(), fast);
                to.write_all(text).unwrap();
                (Coding::Gzip, to.finish().unwrap())
            }
            2 => {
                let mut to = ZlibEncoder::new(Vec::new(), fast);
                to.write_all(text).unwrap();
                (Coding::Deflate, to.finish().unwrap())
            }
            3 => {
                let mut to = DeflateEncoder::new(Vec::new(), fast);
                to.write_all(text).unwrap();
                (Coding::Deflate, to.finish().unwrap())
            }
            _ => {
                let mut to = CompressorWriter::new(Vec::new(), 4096, 3, 18);
                to.write_all(text).unwrap();
                (Coding::Brotli, to.into_inner())
            }
        }
    }

    /// The decoded bytes; `None` for what is damaged or too large.
    fn decode<'a>(coding: Coding, chunks: impl IntoIterator<Item = &'a [u8]>) -> Option<Vec<u8>> {
        let mut decoder = Decoder::new(coding, LIMIT as u64);
        for chunk in chunks {
            if decoder.feed(chunk).ok()? == Fed::Full {
                assert_eq!(decoder.into_bytes().len(), LIMIT);
                return None;
            }
        }
        (decoder.finish().ok()? == Fed::More).then(|| decoder.into_bytes())
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
