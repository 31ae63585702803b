//! The backlog of an output: frames that are committed and that its sinks have not taken yet.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::gate::Gate;
use crate::model::MAX_RECORD_BYTES;
use crate::work::outbox::Frame;

/// The bytes that wait for one output before polling pauses (chosen: some thousand articles, or four of the largest).
const MAX_BYTES: usize = 4 * MAX_RECORD_BYTES;
/// The bytes at which polling goes on (chosen: half, so that it does not flicker).
const RESUME_BYTES: usize = MAX_BYTES / 2;
/// How long one write may take before a condition tells of it (chosen).
const STALLED_AFTER: Duration = Duration::from_secs(10);

/// What an output's thread has to do next.
#[derive(Debug)]
pub(super) enum Item {
    /// A frame to be written.
    Frame(Frame),
    /// A stream, and the file that it has moved on to.
    Rotate(usize, u64),
}

/// What the thread finds when it asks for work.
#[derive(Debug)]
pub(super) enum Next {
    Item(Item),
    /// Nothing has come for a while.
    Idle,
    /// Nothing will come any more.
    Ended,
}

#[derive(Debug, Default)]
struct State {
    items: VecDeque<Item>,
    /// The bytes of frames that wait, that in hand included.
    bytes: usize,
    /// When the frame in hand was taken.
    taken: Option<Instant>,
    is_ending: bool,
    is_given_up: bool,
}

/// The backlog of one output. When it is full, polling pauses; the other outputs go on with what is in theirs.
#[derive(Debug)]
pub(super) struct Backlog {
    name: String,
    /// What a full backlog means, for an operator.
    full: String,
    state: Mutex<State>,
    changed: Condvar,
    gate: Gate,
}

impl Backlog {
    pub(super) fn new(name: &str, full: &str, gate: Gate) -> Self {
        let (name, full) = (name.to_owned(), full.to_owned());
        Self { name, full, state: Mutex::default(), changed: Condvar::new(), gate }
    }

    /// Adds work. Never waits: what holds jobs back is the gate.
    pub(super) fn push(&self, item: Item) {
        let mut state = self.state();
        state.bytes += size(&item);
        let is_full = state.bytes >= MAX_BYTES;
        state.items.push_back(item);
        drop(state);
        self.changed.notify_all();
        if is_full {
            self.gate.close(&self.name, self.full.clone());
        }
    }

    /// Waits for work, for so long at the most.
    pub(super) fn next(&self, wait: Duration) -> Next {
        let is_idle = |state: &mut State| state.items.is_empty() && !state.is_ending;
        let waited = self.changed.wait_timeout_while(self.state(), wait, is_idle);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        match state.items.pop_front() {
            Some(item) => {
                state.taken = Some(Instant::now());
                Next::Item(item)
            }
            None if state.is_ending => Next::Ended,
            None => Next::Idle,
        }
    }

    /// Declares the item in hand done.
    pub(super) fn done(&self, item: &Item) {
        let mut state = self.state();
        state.bytes -= size(item);
        state.taken = None;
        let has_room = state.bytes <= RESUME_BYTES;
        drop(state);
        if has_room {
            self.gate.open(&self.name);
        }
    }

    /// Tells of a write that takes very long, though the backlog has room.
    pub(super) fn check_stall(&self) {
        if self.state().taken.is_some_and(|taken| taken.elapsed() > STALLED_AFTER) {
            self.gate.note(&self.name, self.full.clone());
        }
    }

    /// Declares that nothing more will come.
    pub(super) fn end(&self) {
        self.state().is_ending = true;
        self.changed.notify_all();
    }

    /// Tells the thread to stop where it is: what is not written stays in the outbox.
    pub(super) fn give_up(&self) {
        self.state().is_given_up = true;
        self.end();
    }

    /// Waits before another attempt; returns false when there is to be none.
    pub(super) fn wait_to_retry(&self, wait: Duration) -> bool {
        let waited = self.changed.wait_timeout_while(self.state(), wait, |state| !state.is_given_up);
        !waited.unwrap_or_else(PoisonError::into_inner).0.is_given_up
    }

    /// Returns whether the thread is to stop where it is.
    pub(super) fn is_given_up(&self) -> bool {
        self.state().is_given_up
    }

    /// Returns the bytes that wait.
    pub(super) fn bytes(&self) -> usize {
        self.state().bytes
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn size(item: &Item) -> usize {
    match item {
        Item::Frame(frame) => frame.bytes.len(),
        Item::Rotate(..) => 0,
    }
}
