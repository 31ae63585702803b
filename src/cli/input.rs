//! What a local command is given: files, directories, `-`, addresses.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use flate2::read::MultiGzDecoder;
use serde::de::DeserializeOwned;
use url::Url;

use crate::model::without_credentials;

/// One thing to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// An address, which the fetcher reads.
    Url(Url),
}

/// What was read.
pub(super) struct Content {
    /// The bytes, unpacked.
    pub bytes: Vec<u8>,
    /// Where they were found, after redirects.
    pub url: Option<Url>,
    /// The HTTP `Content-Type`.
    pub content_type: Option<String>,
}

impl Input {
    /// The inputs that one argument stands for; with `directories`, a directory is all its files, sorted by path.
    ///
    /// # Errors
    /// A directory that cannot be read or holds no files. A file that cannot be read says so when its turn comes.
    pub(super) fn list(argument: &str, directories: bool) -> anyhow::Result<Vec<Self>> {
        if argument == "-" {
            return Ok(vec![Self::Stdin]);
        }
        if let Some(url) = Url::parse(argument).ok().filter(|u| matches!(u.scheme(), "http" | "https")) {
            return Ok(vec![Self::Url(url)]);
        }
        let path = PathBuf::from(argument);
        if directories && path.is_dir() {
            let mut files = Vec::new();
            walk(&path, &mut files).with_context(|| format!("cannot read directory {argument}"))?;
            if files.is_empty() {
                bail!("directory {argument} holds no files (links to directories are not followed)");
            }
            files.sort();
            return Ok(files.into_iter().map(Self::File).collect());
        }
        Ok(vec![Self::File(path)])
    }

    /// How this input is named in answers.
    pub(super) fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Stdin => "-".to_owned(),
            Self::Url(url) => without_credentials(url).into(),
        }
    }

    /// Reads at most `limit` bytes; `.gz` is unpacked, and the limit counts unpacked bytes.
    ///
    /// # Errors
    /// What cannot be read, or is larger.
    pub(super) fn read(&self, limit: u64) -> anyhow::Result<Content> {
        match self {
            Self::File(path) => Ok(Content { bytes: read_file(path, limit)?, url: None, content_type: None }),
            Self::Stdin => Ok(Content { bytes: bounded(io::stdin().lock(), limit)?, url: None, content_type: None }),
            Self::Url(url) => super::remote::read(url, limit),
        }
    }
}

/// Reads a file, unpacking `.gz`.
///
/// # Errors
/// What cannot be read, or is larger than `limit` bytes unpacked.
pub(super) fn read_file(path: &Path, limit: u64) -> anyhow::Result<Vec<u8>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let read = if is_gzip(path) { bounded(MultiGzDecoder::new(file), limit) } else { bounded(file, limit) };
    read.with_context(|| format!("cannot read {}", path.display()))
}

fn bounded(from: impl Read, limit: u64) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        bail!("larger than {limit} bytes");
    }
    Ok(bytes)
}

/// The JSON lines of the inputs, one after the other, each named by `name` or, where it cannot be read, by its place.
///
/// A line longer than `limit` bytes is an error of its own and the next one is read all the same.
pub(super) fn json_lines<T: DeserializeOwned + Send>(
    inputs: Vec<Input>,
    limit: u64,
    name: impl Fn(&T) -> String + Send,
) -> impl Iterator<Item = (String, anyhow::Result<T>)> + Send {
    inputs.into_iter().flat_map(move |input| Lines::new(&input, limit)).map(move |(place, line)| {
        let value = line.and_then(|l| serde_json::from_slice(&l).context("cannot read JSON"));
        (value.as_ref().map_or(place, &name), value)
    })
}

/// The lines of one input with their places.
struct Lines {
    from: Option<anyhow::Result<Box<dyn BufRead + Send>>>,
    input: String,
    line: usize,
    limit: u64,
}

impl Lines {
    fn new(input: &Input, limit: u64) -> Self {
        let from: anyhow::Result<Box<dyn BufRead + Send>> = match input {
            Input::Stdin => Ok(Box::new(BufReader::new(io::stdin()))),
            Input::File(path) => match File::open(path) {
                Ok(file) if is_gzip(path) => Ok(Box::new(BufReader::new(MultiGzDecoder::new(file)))),
                Ok(file) => Ok(Box::new(BufReader::new(file))),
                Err(error) => Err(error).with_context(|| format!("cannot open {}", path.display())),
            },
            Input::Url(url) => Err(anyhow::anyhow!("cannot read JSON lines from {url}; give a file or -")),
        };
        Self { from: Some(from), input: input.name(), line: 0, limit }
    }

    /// The next line without its end; `None` at the end of the input.
    fn read(&mut self) -> anyhow::Result<Option<Vec<u8>>> {
        let from = match &mut self.from {
            Some(Ok(from)) => from,
            Some(Err(_)) => return self.from.take().map_or(Ok(None), |failed| failed.map(|_| None)),
            None => return Ok(None),
        };
        let mut line = Vec::new();
        if from.by_ref().take(self.limit + 1).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        if line.len() as u64 > self.limit && line.last() != Some(&b'\n') {
            skip_line(from)?;
            bail!("line is longer than {} bytes", self.limit);
        }
        Ok(Some(line))
    }
}

impl Iterator for Lines {
    type Item = (String, anyhow::Result<Vec<u8>>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.line += 1;
            let line = self.read().transpose()?;
            if line.as_ref().is_ok_and(|l| l.iter().all(u8::is_ascii_whitespace)) {
                continue;
            }
            return Some((format!("{}:{}", self.input, self.line), line));
        }
    }
}

fn skip_line(from: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let ready = from.fill_buf()?;
        let end = ready.iter().position(|b| *b == b'\n');
        let taken = end.map_or(ready.len(), |at| at + 1);
        from.consume(taken);
        if end.is_some() || taken == 0 {
            return Ok(());
        }
    }
}

fn is_gzip(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "gz")
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in folder.read_dir()? {
        let entry = entry?;
        match entry.file_type()? {
            kind if kind.is_dir() => walk(&entry.path(), files)?,
            // A link to a file is a file; one to a directory may lead in a circle.
            _ if entry.path().is_file() => files.push(entry.path()),
            _ => {}
        }
    }
    Ok(())
}
