//! Lines on their way out, and the places where they will stand.

use std::time::Duration;

use jiff::Timestamp;

use super::job::Job;
use super::memory::Change;

/// One line of a stream, whole but for its sequence number, which only the commit can give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Index of the stream.
    pub stream: usize,
    /// Bytes before the number.
    pub before: Vec<u8>,
    /// Bytes after the number, the line feed included.
    pub after: Vec<u8>,
}

/// Lines of one stream that were committed together: the unit that is written, and compressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Index of the stream.
    pub stream: usize,
    /// `seq` of the first line.
    pub first_seq: u64,
    /// `seq` of the last line.
    pub last_seq: u64,
    /// Which file, counted from 1; streams that are no files stay at 1.
    pub generation: u64,
    /// Where in that file the bytes stand.
    pub offset: u64,
    /// What stands there.
    pub bytes: Vec<u8>,
}

/// One destination with an order and a count of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    /// Stable from run to run: the memory of its place hangs on it (`0-files-articles`).
    pub name: String,
    /// Begin a new file before one would exceed this many bytes; `None` for streams that are no files.
    pub rotate_size: Option<u64>,
    /// Begin a new file when one is older.
    pub rotate_age: Option<Duration>,
    /// Whether each frame is compressed on its own.
    pub zstd: bool,
}

/// A job that this worker holds until it is settled, or until the process ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// What the queue knows it by.
    pub key: String,
    /// The work.
    pub job: Job,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// How often a process ended while it held this job.
    pub deaths: u32,
    /// When the first attempt that failed was made.
    pub failing_since: Option<Timestamp>,
}

/// What becomes of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is done and leaves the queue.
    Done,
    /// It is done, and due again at that time with its attempts forgotten (a poll).
    Again(Timestamp),
    /// It failed and is due again at that time.
    Retry(Timestamp),
    /// It failed for good and is kept in the dead-letter list.
    Bury,
}

/// A job to be done, not before its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Push {
    /// The work.
    pub job: Job,
    /// Not before.
    pub due: Timestamp,
}

/// All that follows from one job. It is committed whole or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// The job's key.
    pub key: String,
    /// What becomes of it.
    pub fate: Fate,
    /// Work that follows.
    pub push: Vec<Push>,
    /// Things to remember.
    pub changes: Vec<Change>,
    /// Lines to emit, in order.
    pub lines: Vec<Line>,
}

/// A position in the files of a stream. Ordered as the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Which file, counted from 1.
    pub generation: u64,
    /// Which byte of it.
    pub offset: u64,
}

/// How far a stream has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// `seq` of the last line committed; 0 before the first.
    pub seq: u64,
    /// All bytes before this place are known to be on disk: the first pending frame stands here.
    pub synced: Place,
    /// All bytes before this place are committed: the next frame stands here, or at the start of a later file.
    pub next: Place,
}
