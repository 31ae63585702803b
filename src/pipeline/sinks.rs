//! The outputs of a worker, each with a thread and a backlog of its own: one that blocks does not stop the others.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use tokio::runtime::Handle;
use tokio::sync::mpsc;

use super::backlog::{Backlog, Item};
use super::gate::Gate;
use super::output_thread::{OutputThread, SinkError};
use crate::emit::Sink;
use crate::work::Outbox;
use crate::work::outbox::Frame;

/// The sinks of one output.
pub struct OutputSinks {
    /// The output's name, for an operator.
    pub name: String,
    /// What it means when it takes no more (`stdout waits for its reader`).
    pub full: String,
    /// The sinks by the indices of their streams.
    pub sinks: BTreeMap<usize, Box<dyn Sink>>,
}

/// The running outputs.
pub struct Sinks {
    outputs: Vec<Arc<Backlog>>,
    /// The output of each stream.
    of_stream: BTreeMap<usize, usize>,
    /// How the threads ended.
    ended: mpsc::UnboundedReceiver<Result<(), SinkError>>,
    running: usize,
}

impl Sinks {
    /// Starts a thread for each output. With `is_patient`, a disk that is full or fails is waited for.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        outputs: Vec<OutputSinks>,
        outbox: &impl Outbox,
        gate: &Gate,
        is_patient: bool,
    ) -> std::io::Result<Self> {
        let (report, ended) = mpsc::unbounded_channel();
        let mut sinks = Self { outputs: Vec::new(), of_stream: BTreeMap::new(), ended, running: outputs.len() };
        for (index, OutputSinks { name, full, sinks: of_streams }) in outputs.into_iter().enumerate() {
            let backlog = Arc::new(Backlog::new(&name, &full, gate.clone()));
            sinks.of_stream.extend(of_streams.keys().map(|stream| (*stream, index)));
            sinks.outputs.push(Arc::clone(&backlog));
            let output = OutputThread {
                name,
                backlog,
                sinks: of_streams,
                outbox: outbox.clone(),
                runtime: Handle::current(),
                gate: gate.clone(),
                is_patient,
                unsynced: BTreeMap::new(),
                frames: 0,
                synced: Instant::now(),
            };
            let report = Ended(Some(report.clone()));
            thread::Builder::new().name(format!("output {index}")).spawn(move || report.send(output.run()))?;
        }
        Ok(sinks)
    }

    /// Hands frames to their outputs. Never waits.
    pub fn write(&self, frames: Vec<Frame>) {
        for frame in frames {
            self.push(frame.stream, Item::Frame(frame));
        }
    }

    /// Ends the files of streams that have moved on to another file.
    pub fn rotate(&self, rotated: &[(usize, u64)]) {
        for (stream, generation) in rotated {
            self.push(*stream, Item::Rotate(*stream, *generation));
        }
    }

    /// Tells of outputs whose last write takes very long.
    pub(super) fn check_stalls(&self) {
        self.outputs.iter().for_each(|output| output.check_stall());
    }

    /// Waits for the failure of an output.
    pub(super) async fn failed(&mut self) -> SinkError {
        match self.ended.recv().await {
            Some(Err(error)) => {
                self.running -= 1;
                error
            }
            Some(Ok(())) => SinkError::Panicked,
            // There are no outputs.
            None => std::future::pending().await,
        }
    }

    /// Waits until every output has taken everything and ended its files.
    ///
    /// # Errors
    /// The first output's that failed; the others come to their end all the same.
    pub(super) async fn finish(mut self) -> Result<(), SinkError> {
        self.outputs.iter().for_each(|output| output.end());
        let mut result = Ok(());
        for _ in 0..self.running {
            let ended = self.ended.recv().await.unwrap_or(Err(SinkError::Panicked));
            result = result.and(ended);
        }
        result
    }

    /// Returns a handle that makes the outputs stop where they are.
    pub(super) fn emergency_stop(&self) -> EmergencyStop {
        EmergencyStop(self.outputs.clone())
    }

    fn push(&self, stream: usize, item: Item) {
        if let Some(output) = self.of_stream.get(&stream).and_then(|index| self.outputs.get(*index)) {
            output.push(item);
        }
    }
}

/// A handle that makes the outputs stop where they are: what is not written stays in the outbox.
pub(super) struct EmergencyStop(Vec<Arc<Backlog>>);

impl EmergencyStop {
    /// Stops the outputs, and returns the bytes that they have not taken.
    pub(super) fn give_up(&self) -> usize {
        self.0.iter().for_each(|output| output.give_up());
        self.0.iter().map(|output| output.bytes()).sum()
    }
}

/// The report of a thread's end, which comes even when it panics.
struct Ended(Option<mpsc::UnboundedSender<Result<(), SinkError>>>);

impl Ended {
    fn send(mut self, result: Result<(), SinkError>) {
        // Nobody waits for it when the process ends already.
        let _ = self.0.take().map(|report| report.send(result));
    }
}

impl Drop for Ended {
    fn drop(&mut self) {
        if let Some(report) = self.0.take() {
            let _ = report.send(Err(SinkError::Panicked));
        }
    }
}
