//! Deflate and its two wrappings, unpacked as far as they go.

use flate2::{Crc, Decompress, FlushDecompress, Status};

/// The most gzip members in one body (chosen: each costs a new decoder, however few bytes it holds).
const MAX_GZIP_MEMBERS: usize = 256;
/// The bytes by which the output grows at least (chosen).
const MIN_GROWTH: usize = 32 << 10;

/// The bytes of a gzip header before its optional fields (RFC 1952, section 2.3).
const GZIP_HEADER: usize = 10;
/// The bytes after a gzip member's data: checksum and length.
const GZIP_TRAILER: usize = 8;
/// The bytes before a zlib stream's data (RFC 1950, section 2.2).
const ZLIB_HEADER: usize = 2;
/// The flag of a zlib stream that needs a dictionary.
const ZLIB_DICTIONARY: u8 = 0x20;

/// What came out of one coding.
pub(super) struct Unpacked {
    /// The bytes, up to the limit.
    pub bytes: Vec<u8>,
    /// How the data ended.
    pub end: End,
}

/// How coded data ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The data is whole. What follows it is ignored.
    Complete,
    /// The limit is reached and something is left over.
    Full,
    /// The data breaks off or is wrong, for this reason.
    Damaged(&'static str),
}

/// Unpacks gzip members (RFC 1952). A trailer that is missing does no harm, a wrong checksum is damage.
pub(super) fn gunzip(packed: &[u8], limit: usize) -> Unpacked {
    let mut bytes = Vec::new();
    let mut rest = packed;
    for _ in 0..MAX_GZIP_MEMBERS {
        let Some(data) = gzip_data(rest) else {
            return Unpacked { bytes, end: End::Damaged("its gzip header is cut") };
        };
        let start = bytes.len();
        let (used, end) = inflate(data, &mut bytes, limit);
        if end != End::Complete {
            return Unpacked { bytes, end };
        }
        let after = data.get(used..).unwrap_or_default();
        let Some((trailer, next)) = after.split_first_chunk::<GZIP_TRAILER>() else {
            return Unpacked { bytes, end: End::Complete };
        };
        let [a, b, c, d, ..] = *trailer;
        let mut checksum = Crc::new();
        checksum.update(bytes.get(start..).unwrap_or_default());
        if checksum.sum() != u32::from_le_bytes([a, b, c, d]) {
            return Unpacked { bytes, end: End::Damaged("its gzip checksum is wrong") };
        }
        if !next.starts_with(&[0x1f, 0x8b]) {
            return Unpacked { bytes, end: End::Complete };
        }
        rest = next;
    }
    Unpacked { bytes, end: End::Damaged("it has too many gzip members") }
}

/// Returns what follows a gzip member's header; `None` where the header is cut.
fn gzip_data(member: &[u8]) -> Option<&[u8]> {
    const HAS_CHECKSUM: u8 = 2;
    const HAS_EXTRA: u8 = 4;
    const HAS_NAME: u8 = 8;
    const HAS_COMMENT: u8 = 16;
    let flags = *member.get(3)?;
    let mut rest = member.get(GZIP_HEADER..)?;
    if flags & HAS_EXTRA != 0 {
        let (length, fields) = rest.split_first_chunk::<2>()?;
        rest = fields.get(usize::from(u16::from_le_bytes(*length))..)?;
    }
    for text in [HAS_NAME, HAS_COMMENT] {
        if flags & text != 0 {
            let end = rest.iter().position(|&b| b == 0)?;
            rest = rest.get(end + 1..)?;
        }
    }
    if flags & HAS_CHECKSUM != 0 {
        rest = rest.get(2..)?;
    }
    Some(rest)
}

/// Unpacks a zlib stream (RFC 1950). Its checksum is not read.
pub(super) fn inflate_zlib(packed: &[u8], limit: usize) -> Unpacked {
    match packed {
        [_, flags, ..] if flags & ZLIB_DICTIONARY == 0 => {
            inflate_raw(packed.get(ZLIB_HEADER..).unwrap_or_default(), limit)
        }
        _ => Unpacked { bytes: Vec::new(), end: End::Damaged("its zlib header is cut") },
    }
}

/// Unpacks a deflate stream (RFC 1951).
pub(super) fn inflate_raw(packed: &[u8], limit: usize) -> Unpacked {
    let mut bytes = Vec::new();
    let (_, end) = inflate(packed, &mut bytes, limit);
    Unpacked { bytes, end }
}

/// Unpacks a deflate stream onto `bytes`, which grow to `limit` at most. Returns the bytes read, and how they ended.
fn inflate(packed: &[u8], bytes: &mut Vec<u8>, limit: usize) -> (usize, End) {
    let mut decoder = Decompress::new(false);
    let mut used = 0;
    loop {
        if bytes.len() == bytes.capacity() {
            // One byte beyond the limit tells a body that is just as long from a longer one.
            let room = (limit + 1).saturating_sub(bytes.len());
            bytes.reserve_exact(bytes.len().max(MIN_GROWTH).min(room.max(1)));
        }
        let length = bytes.len();
        let status = decoder.decompress_vec(packed.get(used..).unwrap_or_default(), bytes, FlushDecompress::None);
        let read = usize::try_from(decoder.total_in()).unwrap_or(usize::MAX);
        let is_stuck = read == used && bytes.len() == length;
        used = read;
        if bytes.len() > limit {
            bytes.truncate(limit);
            return (used, End::Full);
        }
        match status {
            Ok(Status::StreamEnd) => return (used, End::Complete),
            Ok(_) if !is_stuck => {}
            Ok(_) => return (used, End::Damaged("its packed data breaks off")),
            Err(_) => return (used, End::Damaged("its packed data is wrong")),
        }
    }
}
