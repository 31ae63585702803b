//! JSON lines as inputs of local commands.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use anyhow::{Context, bail};
use flate2::read::MultiGzDecoder;
use serde::de::DeserializeOwned;

use super::files::is_gzip;
use super::input::Input;

/// Returns the JSON lines of the inputs, one input after the other.
///
/// Each is named by `name` or, where it cannot be read, by its place. A line longer than `limit` bytes is an error of its
/// own, and the next one is read all the same.
pub(super) fn json_lines<T: DeserializeOwned + Send>(
    inputs: Vec<Input>,
    limit: u64,
    name: impl Fn(&T) -> String + Send,
) -> impl Iterator<Item = (String, anyhow::Result<T>)> + Send {
    inputs.into_iter().flat_map(move |input| InputLines::new(&input, limit)).map(move |(place, line)| {
        let value = line.and_then(|l| serde_json::from_slice(&l).context("cannot read JSON"));
        (value.as_ref().map_or(place, &name), value)
    })
}

/// The lines of one input with their places (`FILE:3`).
struct InputLines {
    from: Option<anyhow::Result<Box<dyn BufRead + Send>>>,
    input: String,
    line: usize,
    limit: u64,
}

impl InputLines {
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

    /// Reads the next line without its end; `None` at the end of the input.
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

impl Iterator for InputLines {
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
        let buffer = from.fill_buf()?;
        let end = buffer.iter().position(|b| *b == b'\n');
        let taken = end.map_or(buffer.len(), |at| at + 1);
        from.consume(taken);
        if end.is_some() || taken == 0 {
            return Ok(());
        }
    }
}
