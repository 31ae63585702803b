//! Brotli (RFC 7932), unpacked as far as it goes.

use std::io::{self, Write};

use brotli::DecompressorWriter;

use super::inflate::{End, Unpacked};

/// The buffer of the decoder, in bytes (chosen).
const BUFFER: usize = 16 << 10;

/// A buffer that takes decoded bytes up to a limit, then refuses.
struct LimitedBuffer {
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

/// Unpacks a Brotli stream.
pub(super) fn unbrotli(packed: &[u8], limit: usize) -> Unpacked {
    let mut decoder = DecompressorWriter::new(LimitedBuffer { bytes: Vec::new(), limit, is_full: false }, BUFFER);
    let mut rest = packed;
    let mut damage = None;
    while !rest.is_empty() {
        match decoder.write(rest) {
            Ok(0) => break,
            Ok(taken) => rest = &rest[taken..],
            Err(_) => {
                damage = Some("its packed data is wrong");
                break;
            }
        }
    }
    if damage.is_none() && decoder.close().is_err() {
        damage = Some("its packed data breaks off");
    }
    let sink = std::mem::replace(decoder.get_mut(), LimitedBuffer { bytes: Vec::new(), limit: 0, is_full: true });
    let end = match damage {
        _ if sink.is_full => End::Full,
        Some(why) => End::Damaged(why),
        None => End::Complete,
    };
    Unpacked { bytes: sink.bytes, end }
}
