//! The requests and replies of the control socket, each one line of JSON.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A request to a worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verb", rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// Asks how the worker is.
    Worker {},
    /// Polls feeds now.
    Poll {
        /// What is polled.
        target: PollTarget,
    },
    /// Pauses a feed or a host.
    Pause {
        /// What is paused.
        target: Pause,
        /// How long; without it, until it is resumed.
        seconds: Option<u64>,
    },
    /// Ends a pause.
    Resume {
        /// What was paused.
        target: Pause,
    },
    /// Has failed jobs tried again now.
    Retry {
        /// Which ones.
        target: RetryTarget,
    },
}

/// What is polled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PollTarget {
    /// The feed of this name.
    Feed(String),
    /// All feeds of this group.
    Group(String),
}

/// What a pause is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pause {
    /// The feed of this name.
    Feed(String),
    /// The host of this name with all below it, or of this address; with a port, there alone.
    Host(String),
}

impl Pause {
    /// Returns the command that ends it.
    pub fn resume_command(&self) -> String {
        match self {
            Self::Feed(name) => format!("pressline resume {name}"),
            Self::Host(host) => format!("pressline resume --host {host}"),
        }
    }
}

/// Which failed jobs are tried again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetryTarget {
    /// The one of this id.
    Id(String),
    /// The feed of this name, where it fails, and its failed pages.
    Feed(String),
    /// All.
    All,
}

/// The reply to a request. Its one key names what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// How the worker is.
    Worker(Box<WorkerReply>),
    /// What became of polls.
    Poll(PollReply),
    /// The pause that is in force now.
    Pause(PauseReply),
    /// The pauses that were ended.
    Resume(ResumeReply),
    /// What became of failed jobs.
    Retry(RetryReply),
    /// The request was refused and has changed nothing, unless the code says otherwise.
    Error(Refusal),
}

/// How a worker is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerReply {
    /// The version of the program.
    pub version: String,
    /// The id of the process.
    pub pid: u32,
    /// The time of its start.
    pub started: Timestamp,
    /// What keeps it from being ready; nothing where it is.
    pub conditions: Vec<Condition>,
    /// The last changed configuration, taken or refused; `None` where there was none since the start.
    pub last_reload: Option<ReloadReport>,
}

/// What keeps a worker from being ready.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// What is concerned.
    pub name: String,
    /// What is the matter.
    pub words: String,
}

/// What became of a changed configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReloadReport {
    /// The time at which it was read.
    pub at: Timestamp,
    /// `taken`, or `refused`: then the one before stays in force.
    pub outcome: String,
    /// Why it was refused.
    pub problems: Vec<String>,
    /// The keys that have changed and need a restart.
    pub need_restart: Vec<String>,
}

/// What became of polls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollReply {
    /// The feeds concerned, by name.
    pub feeds: Vec<FeedPoll>,
}

/// What became of one poll.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedPoll {
    /// The feed's name.
    pub feed: String,
    /// `due`: it is due now. `running`: it is being polled. `paused`: the operator has paused it, and nothing was set.
    pub outcome: String,
    /// The time at which it was due before; `None` where it was not planned.
    pub was_due: Option<Timestamp>,
    /// The time before which its server is not asked, though it is due.
    pub held_until: Option<Timestamp>,
    /// Why it is held or paused.
    pub reason: Option<String>,
}

/// A pause that is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseReply {
    /// What is paused, as it is known now.
    pub target: Pause,
    /// The time from which on nothing is asked for.
    pub since: Timestamp,
    /// The end; `None` for a pause that lasts until it is ended.
    pub until: Option<Timestamp>,
    /// The number of configured feeds whose polls stop.
    pub feeds: usize,
    /// The most similar host of a configured feed, where none is on the paused one.
    pub near: Option<String>,
}

/// The pauses that were ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResumeReply {
    /// What was to be resumed, as it is known.
    pub target: Pause,
    /// Whether it was paused.
    pub was_paused: bool,
    /// The number of jobs that were held back and are due now.
    pub jobs: usize,
    /// Another pause that still holds it.
    pub still_paused_by: Option<Pause>,
}

/// What became of failed jobs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetryReply {
    /// The jobs concerned.
    pub jobs: Vec<RetriedJob>,
}

/// What became of one failed job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetriedJob {
    /// Its id.
    pub id: String,
    /// `due`: it is due now. `put_back`: it was buried and is due now. `running`: it is being tried. `unreadable`: it
    /// stays buried. `gone`: it is no longer there.
    pub outcome: String,
    /// Why it is not tried though it is due: the operator has paused its feed or host.
    pub reason: Option<String>,
}

/// Why a request was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The kind.
    pub code: RefusalCode,
    /// The cause, and what to do.
    pub message: String,
}

/// The kinds of refusals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// No feed or group has that name.
    UnknownName,
    /// The text names no host.
    NoHost,
    /// The request is not understood.
    InvalidRequest,
    /// The request is longer than any can be.
    TooLong,
    /// The peer is another user.
    OtherUser,
    /// The state failed.
    State,
    /// The worker did not get to it in time; it may still take effect.
    Timeout,
}
