//! The manifest of an output: one line for each file that was ended, in the order in which they were.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{file_name, lines};
use crate::emit::{WriteError, line};

/// The manifest's name. Consumers look for `*.jsonl`, and must not find it.
pub(super) const MANIFEST: &str = "manifest.ndjson";

/// How much of the manifest's end is searched for a file that a crash may have left listed (chosen: hundreds of lines).
const TAIL_BYTES: u64 = 64 * 1024;
/// How much of a file is read at once, in bytes (chosen).
const CHUNK_BYTES: usize = 64 * 1024;

/// A line of the manifest.
#[derive(Debug, Serialize)]
struct Entry {
    /// The path of the file below the output's directory.
    file: String,
    /// Lines, and the `seq` of the first and the last; `null` where the file cannot be read as lines of ours.
    records: Option<u64>,
    first_seq: Option<u64>,
    last_seq: Option<u64>,
    bytes: u64,
    /// BLAKE3 of the file's bytes, `b3:` before it.
    hash: String,
}

/// Adds a file that is about to be ended to its output's manifest, unless it is there.
pub(super) fn add(dir: &Path, path: &Path, ended: &Path) -> Result<(), WriteError> {
    let manifest = dir.join(MANIFEST);
    let fault = |e: io::Error| WriteError::of_path(&e, "add to", &manifest);
    let name = ended.strip_prefix(dir).unwrap_or(ended).display().to_string();
    let entry = read(path, name)?;
    let mut file =
        File::options().read(true).write(true).create(true).truncate(false).open(&manifest).map_err(fault)?;
    let len = file.metadata().map_err(fault)?.len();
    let (whole, tail) = whole_lines(&mut file, len).map_err(fault)?;
    if tail.lines().any(|line| names(line, &entry.file)) {
        return Ok(());
    }
    // What a crash left of a line is no line, and nobody has read it.
    file.set_len(whole).map_err(fault)?;
    file.seek(SeekFrom::Start(whole)).map_err(fault)?;
    let written = file.write_all(&line::bytes(&entry));
    if written.is_err() {
        // Without room for the line, its beginning goes as well.
        let _ = file.set_len(whole);
    }
    written.map_err(fault)?;
    file.sync_all().map_err(|e| WriteError::of_sync(&e, &manifest))
}

/// Creates the manifest of a directory, if there is none: the directory is known to be an output's by it.
pub(super) fn create(dir: &Path) -> Result<(), WriteError> {
    let manifest = dir.join(MANIFEST);
    let file = File::options().append(true).create(true).open(&manifest);
    file.map(drop).map_err(|e| WriteError::of_path(&e, "make", &manifest))
}

/// A file of a stream, as the manifest lists it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Listed {
    /// The path below the output's directory.
    pub(super) file: String,
    /// The file's number.
    pub(super) generation: u64,
    /// The `seq` of its last record.
    pub(super) last_seq: Option<u64>,
}

/// Returns the files of a stream that the manifest lists, in its order. Costs a reading of the manifest.
pub(super) fn of_stream(dir: &Path, name: &str) -> Result<Vec<Listed>, WriteError> {
    #[derive(Deserialize)]
    struct Line {
        file: String,
        last_seq: Option<u64>,
    }
    let manifest = dir.join(MANIFEST);
    let fault = |e: io::Error| WriteError::of_path(&e, "read", &manifest);
    let file = match File::open(&manifest) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        file => BufReader::with_capacity(CHUNK_BYTES, file.map_err(fault)?),
    };
    let mut listed = Vec::new();
    for line in file.split(b'\n') {
        // What a crash left of a line is no line.
        let Ok(Line { file, last_seq }) = serde_json::from_slice(&line.map_err(fault)?) else { continue };
        let base = file.rsplit('/').next().unwrap_or(&file);
        if let Some((generation, false)) = file_name::parse(base, name) {
            listed.push(Listed { file, generation, last_seq });
        }
    }
    Ok(listed)
}

/// Returns where the last whole line ends, and the last lines.
fn whole_lines(file: &mut File, len: u64) -> io::Result<(u64, String)> {
    let from = len.saturating_sub(TAIL_BYTES);
    file.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    let whole = tail.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    tail.truncate(whole);
    Ok((from + whole as u64, String::from_utf8_lossy(&tail).into_owned()))
}

fn names(line: &str, file: &str) -> bool {
    #[derive(Deserialize)]
    struct Listed {
        file: String,
    }
    serde_json::from_str::<Listed>(line).is_ok_and(|listed| listed.file == file)
}

/// Reads a whole file, from the page cache as a rule, and returns its line of the manifest.
fn read(path: &Path, name: String) -> Result<Entry, WriteError> {
    let fault = |e: io::Error| WriteError::of_path(&e, "read", path);
    let mut file = File::open(path).map_err(fault)?;
    let mut hasher = blake3::Hasher::new();
    let bytes = io::copy(&mut file, &mut hasher).map_err(fault)?;
    file.rewind().map_err(fault)?;
    let lines = if Path::new(&name).extension().is_some_and(|extension| extension == "zst") {
        zstd::Decoder::new(file).and_then(|lines| Lines::count(BufReader::with_capacity(CHUNK_BYTES, lines)))
    } else {
        Lines::count(BufReader::with_capacity(CHUNK_BYTES, file))
    };
    // Whoever changed the lines of an ended file has done so already: it is listed as it is.
    let lines = lines.ok();
    Ok(Entry {
        file: name,
        records: lines.as_ref().map(|lines| lines.count),
        first_seq: lines.as_ref().and_then(|lines| lines::seq(&lines.first)),
        last_seq: lines.as_ref().and_then(|lines| lines::seq(&lines.last)),
        bytes,
        hash: format!("b3:{}", hasher.finalize().to_hex()),
    })
}

/// The lines of a file.
#[derive(Default)]
struct Lines {
    count: u64,
    first: Vec<u8>,
    last: Vec<u8>,
}

impl Lines {
    fn count(mut from: impl BufRead) -> io::Result<Self> {
        let mut lines = Self::default();
        let mut line = Vec::new();
        while from.read_until(b'\n', &mut line)? > 0 {
            lines.count += 1;
            std::mem::swap(&mut lines.last, &mut line);
            line.clear();
            if lines.count == 1 {
                lines.first.clone_from(&lines.last);
            }
        }
        Ok(lines)
    }
}
