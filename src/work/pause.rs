//! Pauses that an operator asks for.

use jiff::Timestamp;

/// What a pause is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PauseTarget {
    /// The feed of this name: its polls and its pages.
    Feed(String),
    /// The host, as the fetcher writes it, with all below it.
    Host(String),
}

/// A pause that an operator asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorPause {
    /// What is paused.
    pub target: PauseTarget,
    /// The time from which on nothing is asked for.
    pub since: Timestamp,
    /// The end; `None` for a pause that lasts until it is ended.
    pub until: Option<Timestamp>,
}
