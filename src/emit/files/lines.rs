//! The lines of a file that is read again, whatever somebody has made of it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

use serde::Deserialize;

/// The longest line that is taken for one of ours, in bytes (chosen: twice the largest record).
const MAX_LINE_BYTES: u64 = 8 << 20;
/// How much of a file is read at once, in bytes (chosen).
const CHUNK_BYTES: usize = 64 * 1024;
/// The largest number that every reader of JSON can hold (RFC 8259, section 6).
const MAX_SEQ: u64 = (1 << 53) - 1;

/// Calls a function with each record of a file and its `seq`; returns how many bytes hold whole records and nothing after.
///
/// Lines that are no records of ours are passed over. A compressed file is read up to the first frame that is damaged.
///
/// # Errors
/// When the file cannot be read, or the function fails.
pub(super) fn read(path: &Path, take: &mut dyn FnMut(u64, &[u8]) -> io::Result<()>) -> io::Result<u64> {
    let mut file = BufReader::with_capacity(CHUNK_BYTES, File::open(path)?);
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    if name.contains(".jsonl.zst") { read_frames(&mut file, take) } else { read_lines(&mut file, take) }
}

/// Reads compressed frames, each of which holds whole lines.
fn read_frames(file: &mut BufReader<File>, take: &mut dyn FnMut(u64, &[u8]) -> io::Result<()>) -> io::Result<u64> {
    let mut whole = 0;
    while !file.fill_buf()?.is_empty() {
        // A frame counts when all of it can be read: its end has a checksum. So it is read twice.
        let is_whole = read_frame(file, &mut |_, _| Ok(())).is_ok_and(|whole| whole > 0);
        if !is_whole {
            break;
        }
        let end = file.stream_position()?;
        file.seek(SeekFrom::Start(whole))?;
        read_frame(file, take)?;
        whole = end;
    }
    Ok(whole)
}

fn read_frame(file: &mut BufReader<File>, take: &mut dyn FnMut(u64, &[u8]) -> io::Result<()>) -> io::Result<u64> {
    let frame = zstd::Decoder::with_buffer(file)?.single_frame();
    read_lines(&mut BufReader::with_capacity(CHUNK_BYTES, frame), take)
}

/// Reads lines; returns where the last one of ours ends.
fn read_lines(from: &mut impl BufRead, take: &mut dyn FnMut(u64, &[u8]) -> io::Result<()>) -> io::Result<u64> {
    let (mut at, mut whole) = (0, 0);
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = from.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(whole);
        }
        at += read as u64;
        if line.last() != Some(&b'\n') {
            at += skip_line(from)?;
        } else if let Some(seq) = seq(&line) {
            take(seq, &line)?;
            whole = at;
        }
    }
}

/// Passes over the rest of a line that is too long, or has no end.
fn skip_line(from: &mut impl BufRead) -> io::Result<u64> {
    let mut skipped = 0;
    loop {
        let buffer = match from.fill_buf() {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            buffer => buffer?,
        };
        let end = buffer.iter().position(|b| *b == b'\n');
        let count = end.map_or(buffer.len(), |end| end + 1);
        from.consume(count);
        skipped += count as u64;
        if end.is_some() || count == 0 {
            return Ok(skipped);
        }
    }
}

/// Returns the `seq` of a line that is a record.
pub(super) fn seq(line: &[u8]) -> Option<u64> {
    #[derive(Deserialize)]
    struct Numbered {
        seq: u64,
    }
    serde_json::from_slice::<Numbered>(line).ok().map(|numbered| numbered.seq).filter(|seq| (1..=MAX_SEQ).contains(seq))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(seq: u64) -> Vec<u8> {
        format!("{{\"seq\":{seq}}}\n").into_bytes()
    }

    fn frame(lines: &[u8]) -> Vec<u8> {
        let mut compressor = zstd::bulk::Compressor::new(3).unwrap();
        compressor.include_checksum(true).unwrap();
        compressor.compress(lines).unwrap()
    }

    /// Checks which records are read of a file, and how many bytes are whole.
    #[track_caller]
    fn check(name: &str, parts: &[Vec<u8>], expected: &[u64], whole_parts: usize) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(name);
        std::fs::write(&path, parts.concat()).unwrap();
        let mut found = Vec::new();
        let whole = read(&path, &mut |seq, line| {
            assert_eq!(line, record(seq));
            found.push(seq);
            Ok(())
        })
        .unwrap();
        assert_eq!(found, expected);
        assert_eq!(whole, parts[..whole_parts].concat().len() as u64);
    }

    #[test]
    fn whole_records_are_found_whatever_stands_between() {
        let name = "a-000001.jsonl.open";
        check(name, &[], &[], 0);
        check(name, &[record(1), record(2)], &[1, 2], 2);
        check(name, &[record(1), b"{\"se".to_vec()], &[1], 1);
        check(name, &[record(1), b"{\"foreign\":1}\n".to_vec(), record(3)], &[1, 3], 3);
        check(name, &[record(1), b"theirs\n".to_vec()], &[1], 1);
        check(name, &[vec![0; 9000], record(8), record(9)], &[9], 3);
        check(name, &[b"{\"seq\":9007199254740993}\n".to_vec(), b"{\"seq\":-1}\n".to_vec(), record(5)], &[5], 3);
        let endless = usize::try_from(MAX_LINE_BYTES).unwrap() + 9;
        check(name, &[vec![b'x'; endless], b"\n".to_vec(), record(5), vec![0; endless]], &[5], 3);
    }

    #[test]
    fn compressed_records_are_found_up_to_the_first_damage() {
        let name = "a-000001.jsonl.zst.open";
        let two = frame(&[record(1), record(2)].concat());
        check(name, &[], &[], 0);
        check(name, &[two.clone(), frame(&record(3))], &[1, 2, 3], 2);
        check(name, &[two.clone(), frame(&record(3))[..9].to_vec()], &[1, 2], 1);
        check(name, &[two.clone(), b"theirs\n".to_vec(), frame(&record(3))], &[1, 2], 1);
        check(name, &[vec![0; 40], two.clone()], &[], 0);
        let mut flipped = two.clone();
        let last = flipped.len() - 1;
        flipped[last] ^= 1;
        check(name, &[frame(&record(9)), flipped, two], &[9], 1);
    }
}
