//! The inputs of local commands: files, directories, `-`, addresses.

use std::io;
use std::path::PathBuf;

use anyhow::{Context, bail};
use url::Url;

use super::content::Content;
use super::files::{collect_files, read_bounded, read_file, read_file_start, read_start};
use super::remote;
use crate::model::shown_url;

/// One input of a local command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// An address.
    Url(Url),
}

impl Input {
    /// Returns the inputs of one argument. With `directories`, a directory stands for all its files, sorted by path.
    ///
    /// # Errors
    /// A directory that cannot be read or holds no files. A file that cannot be read fails when its turn comes.
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
            collect_files(&path, &mut files).with_context(|| format!("cannot read directory {argument}"))?;
            if files.is_empty() {
                bail!("directory {argument} holds no files (links to directories are not followed)");
            }
            files.sort();
            return Ok(files.into_iter().map(Self::File).collect());
        }
        Ok(vec![Self::File(path)])
    }

    /// Returns the name of this input in answers.
    pub(super) fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Stdin => "-".to_owned(),
            Self::Url(url) => shown_url(url).into(),
        }
    }

    /// Reads the first `limit` bytes and leaves out the rest; of an address, see [`Self::read`].
    ///
    /// # Errors
    /// An input that cannot be read.
    pub(super) fn read_start(&self, limit: u64) -> anyhow::Result<Content> {
        let local = |bytes| Content { bytes, url: None, content_type: None };
        match self {
            Self::File(path) => read_file_start(path, limit).map(local),
            Self::Stdin => Ok(local(read_start(io::stdin().lock(), limit)?)),
            Self::Url(url) => remote::read(url, limit),
        }
    }

    /// Reads at most `limit` bytes. `.gz` is unpacked, and the limit counts unpacked bytes.
    ///
    /// # Errors
    /// An input that cannot be read, or is larger.
    pub(super) fn read(&self, limit: u64) -> anyhow::Result<Content> {
        let local = |bytes| Content { bytes, url: None, content_type: None };
        match self {
            Self::File(path) => read_file(path, limit).map(local),
            Self::Stdin => read_bounded(io::stdin().lock(), limit).map(local),
            Self::Url(url) => remote::read(url, limit),
        }
    }
}
