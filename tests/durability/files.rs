//! The files of an output, as a consumer finds them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// The directory of an output.
pub(crate) struct OutputFiles {
    pub(crate) dir: PathBuf,
    pub(crate) is_flat: bool,
}

/// One file of a stream.
pub(crate) struct StreamFile {
    pub(crate) path: PathBuf,
    /// The path it has when it is ended.
    pub(crate) ended: PathBuf,
    pub(crate) kind: String,
    pub(crate) number: u64,
}

impl StreamFile {
    pub(crate) fn is_open(&self) -> bool {
        self.path != self.ended
    }

    pub(crate) fn is_zstd(&self) -> bool {
        self.ended.extension().is_some_and(|extension| extension == "zst")
    }
}

/// The files below a directory, those of partitions included, in the order of their numbers.
pub(crate) fn list(dir: &Path) -> Vec<StreamFile> {
    let mut found = Vec::new();
    for path in fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            found.extend(list(&path));
        } else if name != "manifest.ndjson" {
            let (kind, rest) = name.split_once('-').unwrap_or_else(|| panic!("a strange file: {name}"));
            let number = rest.split('.').next().unwrap().parse().unwrap();
            let ended = if path.extension().is_some_and(|extension| extension == "open") {
                path.with_extension("")
            } else {
                path.clone()
            };
            found.push(StreamFile { path, ended, kind: kind.to_owned(), number });
        }
    }
    found.sort_by_key(|file| file.number);
    found
}

impl OutputFiles {
    /// The lines of each stream in order, when all files are ended; the manifest must list each with its bytes.
    pub(crate) fn read(&self) -> BTreeMap<String, Vec<u8>> {
        let manifest = fs::read_to_string(self.dir.join("manifest.ndjson")).unwrap();
        let mut listed = BTreeMap::new();
        for line in manifest.lines() {
            let entry: serde_json::Value = serde_json::from_str(line).unwrap();
            let hash = entry["hash"].as_str().unwrap().to_owned();
            assert!(listed.insert(entry["file"].as_str().unwrap().to_owned(), hash).is_none(), "listed twice: {line}");
        }
        let mut streams = BTreeMap::<String, Vec<u8>>::new();
        let files = list(&self.dir);
        assert_eq!(files.len(), listed.len(), "each ended file is listed");
        for file in files {
            assert!(!file.is_open(), "{} is still open", file.path.display());
            let bytes = fs::read(&file.path).unwrap();
            let name = file.path.strip_prefix(&self.dir).unwrap().to_str().unwrap();
            assert_eq!(listed[name], format!("b3:{}", blake3::hash(&bytes).to_hex()), "{name}");
            let lines = if file.is_zstd() { zstd::decode_all(&bytes[..]).unwrap() } else { bytes };
            streams.entry(file.kind).or_default().extend(lines);
        }
        streams
    }
}

/// Checks that a compressed file can be unpacked: an ended one whole, an open one up to a frame that is being written.
pub(crate) fn check_readable(file: &StreamFile) {
    let mut lines = Vec::new();
    let read = zstd::Decoder::new(fs::File::open(&file.path).unwrap()).unwrap().read_to_end(&mut lines);
    let is_torn = file.is_open() && read.as_ref().is_err_and(|e| e.kind() == ErrorKind::UnexpectedEof);
    assert!(read.is_ok() || is_torn, "{}: {read:?}", file.path.display());
}
