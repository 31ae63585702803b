//! The outbox: lines on their way out, and the positions at which they are written.

use std::future::Future;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::error::QueueError;

/// A store of lines that are committed and may not yet be written at their place.
///
/// Promises: a frame is kept until it is trimmed, and handed to the sinks again when the process starts anew.
pub trait Outbox: Clone + Send + Sync + 'static {
    /// Deletes a stream's frames up to `seq`, whose bytes are safe at their destination.
    fn trim(&self, stream: usize, seq: u64) -> impl Future<Output = Result<(), QueueError>> + Send;

    /// Begins a new file for each stream whose file is older than its `rotate_age`; returns `(stream, generation)` of each.
    ///
    /// The sink must be told after the frames settled before and ahead of those settled later.
    fn rotate_due(&self, now: Timestamp) -> impl Future<Output = Result<Vec<(usize, u64)>, QueueError>> + Send;

    /// Begins a new file for each of the streams whose file is not empty; returns `(stream, generation)` of each stream.
    fn rotate(&self, streams: Vec<usize>) -> impl Future<Output = Result<Vec<(usize, u64)>, QueueError>> + Send;
}

/// One line of a stream without its sequence number, which only the commit can assign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The index of the stream.
    pub stream: usize,
    /// The bytes before the number.
    pub before: Vec<u8>,
    /// The bytes after the number, the line feed included.
    pub after: Vec<u8>,
}

/// The lines of one stream that were committed together: the unit of writing and of compression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The index of the stream.
    pub stream: usize,
    /// The `seq` of the first line.
    pub first_seq: u64,
    /// The `seq` of the last line.
    pub last_seq: u64,
    /// The number of the file, counted from 1; it stays 1 for streams that are no files.
    pub generation: u64,
    /// The byte offset in that file.
    pub offset: u64,
    /// When the file got its first frame, by which its partition is known; `None` for frames of former versions.
    pub began: Option<Timestamp>,
    /// The bytes to be written there.
    pub bytes: Vec<u8>,
}

/// A destination with an order and a sequence number of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    /// The name, stable from run to run: the state knows the stream by it (`/srv/out/articles`).
    pub name: String,
    /// The name by which a former version knew it; the stream is taken over from there.
    pub former_name: Option<String>,
    /// The size in bytes that a file may not exceed; `None` for streams that are no files.
    pub rotate_size: Option<u64>,
    /// The age at which a new file is begun.
    pub rotate_age: Option<Duration>,
    /// Whether each frame is compressed on its own.
    pub zstd: bool,
    /// The directories that files are put into; a file belongs to one.
    pub partition: Partition,
}

impl Stream {
    /// Creates a stream of this name that is no files.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            former_name: None,
            rotate_size: None,
            rotate_age: None,
            zstd: false,
            partition: Partition::None,
        }
    }
}

/// The directories that files are put into by the time of their first line. A new one begins a new file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Partition {
    /// None: all files stand side by side.
    #[default]
    None,
    /// One a day: `dt=2026-11-23`.
    Day,
    /// One an hour: `dt=2026-11-23/hour=09`.
    Hour,
}

impl Partition {
    /// Returns the directory for a time, in UTC.
    pub fn folder(self, time: Timestamp) -> Option<String> {
        match self {
            Self::None => None,
            Self::Day => Some(time.strftime("dt=%Y-%m-%d").to_string()),
            Self::Hour => Some(time.strftime("dt=%Y-%m-%d/hour=%H").to_string()),
        }
    }

    /// Returns whether a directory's name is that of a partition.
    pub fn is_folder(name: &str) -> bool {
        ["dt=", "hour="].iter().any(|key| name.starts_with(key))
    }
}

/// A position in the files of a stream. Positions are ordered as the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The number of the file, counted from 1.
    pub generation: u64,
    /// The byte offset in that file.
    pub offset: u64,
}

/// The progress of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The `seq` of the last line committed; 0 before the first.
    pub seq: u64,
    /// The position of the first pending frame: all bytes before it are known to be on disk.
    pub synced: Position,
    /// The position of the next frame: all bytes before it are committed. The frame may also begin a later file.
    pub next: Position,
}
