//! The lines of a frame, each with its number.

use std::io;

use crate::work::outbox::Frame;

/// How a compressed frame begins (RFC 8878, section 3.1.1).
const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// A line with its `seq`.
pub type NumberedLine = (u64, Vec<u8>);

/// Returns the lines of a frame with their numbers, which have no gaps.
///
/// # Errors
/// When its compressed bytes are damaged.
pub(super) fn lines(frame: &Frame) -> io::Result<Vec<NumberedLine>> {
    let is_compressed = frame.bytes.starts_with(&ZSTD_MAGIC);
    let bytes = if is_compressed { zstd::decode_all(frame.bytes.as_slice())? } else { frame.bytes.clone() };
    Ok((frame.first_seq..).zip(bytes.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec)).collect())
}
