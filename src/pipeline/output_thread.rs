//! The thread of one output: writes frames, makes them durable and trims the outbox. Disks and pipes block.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::try_join_all;
use tokio::runtime::Handle;

use super::backlog::{Backlog, Item, Next};
use super::gate::Gate;
use crate::emit::{Sink, WriteError};
use crate::work::{Outbox, QueueError};

/// How many frames are written before the sinks are synced and the outbox is trimmed (chosen).
const FRAMES_PER_SYNC: usize = 64;
/// How long written frames wait for the sync at the most, and files for a look at them (chosen).
const SYNC_INTERVAL: Duration = Duration::from_secs(1);
/// The wait before a disk that is full or fails is tried again (chosen).
const RETRY_WAIT: Duration = Duration::from_secs(1);

/// Why records can no longer be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SinkError {
    /// A sink failed.
    #[error("cannot write records")]
    Write(#[from] WriteError),
    /// The outbox failed.
    #[error(transparent)]
    Outbox(#[from] QueueError),
    /// The process ends before the output has taken everything; the rest stays in the outbox.
    #[error("{name} has not taken {bytes} bytes; they stay in the outbox")]
    GivenUp {
        /// The output.
        name: String,
        /// What it has not taken.
        bytes: usize,
    },
    /// The thread panicked: a bug.
    #[error("the thread of an output panicked")]
    Panicked,
}

/// The thread of one output, with what it has written and not made durable yet.
pub(super) struct OutputThread<O> {
    pub name: String,
    pub backlog: Arc<Backlog>,
    /// The sinks by their streams.
    pub sinks: BTreeMap<usize, Box<dyn Sink>>,
    pub outbox: O,
    pub runtime: Handle,
    pub gate: Gate,
    /// Whether a disk that is full or fails is waited for.
    pub is_patient: bool,
    /// The last `seq` written to each stream since its last sync.
    pub unsynced: BTreeMap<usize, u64>,
    pub frames: usize,
    pub synced: Instant,
}

impl<O: Outbox> OutputThread<O> {
    /// Works until the backlog has ended, then ends the files.
    pub(super) fn run(mut self) -> Result<(), SinkError> {
        loop {
            match self.backlog.next(SYNC_INTERVAL) {
                Next::Item(item) => {
                    self.take(&item)?;
                    self.backlog.done(&item);
                    if self.frames >= FRAMES_PER_SYNC || self.synced.elapsed() >= SYNC_INTERVAL {
                        self.sync()?;
                    }
                }
                Next::Idle => {
                    self.sync()?;
                    self.sinks.values().try_for_each(|sink| sink.verify())?;
                }
                Next::Ended => {
                    self.sync()?;
                    return self.end_files();
                }
            }
        }
    }

    fn take(&mut self, item: &Item) -> Result<(), SinkError> {
        match item {
            Item::Frame(frame) => {
                self.patiently(frame.stream, |sink| sink.write(frame))?;
                self.unsynced.insert(frame.stream, frame.last_seq);
                self.frames += 1;
                Ok(())
            }
            Item::Rotate(stream, generation) => {
                self.sync()?;
                self.patiently(*stream, |sink| sink.rotate(*generation))
            }
        }
    }

    /// Makes everything written durable and trims the outbox.
    fn sync(&mut self) -> Result<(), SinkError> {
        self.synced = Instant::now();
        if self.unsynced.is_empty() {
            return Ok(());
        }
        for stream in self.unsynced.keys().copied().collect::<Vec<_>>() {
            self.patiently(stream, |sink| sink.sync())?;
        }
        let written = std::mem::take(&mut self.unsynced);
        self.frames = 0;
        let outbox = self.outbox.clone();
        self.wait_for(async move {
            try_join_all(written.into_iter().map(|(stream, seq)| outbox.trim(stream, seq))).await.map(drop)
        })
    }

    /// Ends the files, so that nothing of a process that has ended is open.
    fn end_files(&mut self) -> Result<(), SinkError> {
        let (outbox, streams) = (self.outbox.clone(), self.sinks.keys().copied().collect());
        let rotated = self.wait_for(async move { outbox.rotate(streams).await })?;
        for (stream, generation) in rotated {
            self.patiently(stream, |sink| sink.rotate(generation))?;
        }
        Ok(())
    }

    /// Repeats an action on a stream's sink until it has done, while what stops it may pass.
    fn patiently(
        &mut self,
        stream: usize,
        mut action: impl FnMut(&mut dyn Sink) -> Result<(), WriteError>,
    ) -> Result<(), SinkError> {
        let Some(sink) = self.sinks.get_mut(&stream) else { return Ok(()) };
        let condition = format!("disk of {}", self.name);
        let mut has_waited = false;
        loop {
            match action(sink.as_mut()) {
                Err(WriteError::Unavailable(error)) if self.is_patient => {
                    let words = format!("{error}; polling pauses until it can be written, and nothing is lost");
                    self.gate.close(&condition, words);
                    has_waited = true;
                    if !self.backlog.wait_to_retry(RETRY_WAIT) {
                        return Err(self.given_up());
                    }
                }
                done => {
                    if has_waited {
                        self.gate.open(&condition);
                    }
                    return Ok(done?);
                }
            }
        }
    }

    /// Waits for the outbox, unless the thread is told to stop.
    fn wait_for<T>(&self, work: impl Future<Output = Result<T, QueueError>>) -> Result<T, SinkError> {
        let stopped = async {
            while !self.backlog.is_given_up() {
                tokio::time::sleep(RETRY_WAIT / 10).await;
            }
        };
        self.runtime.block_on(async {
            tokio::select! {
                biased;
                done = work => Ok(done?),
                () = stopped => Err(self.given_up()),
            }
        })
    }

    fn given_up(&self) -> SinkError {
        SinkError::GivenUp { name: self.name.clone(), bytes: self.backlog.bytes() }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use jiff::Timestamp;

    use super::*;
    use crate::telemetry::Conditions;
    use crate::work::outbox::Frame;

    /// What was done, in order.
    type Log = Arc<Mutex<Vec<String>>>;

    #[derive(Clone)]
    struct Recorder(Log);

    impl Recorder {
        fn note(&self, what: String) {
            self.0.lock().unwrap().push(what);
        }
    }

    impl Sink for Recorder {
        fn write(&mut self, frame: &Frame) -> Result<(), WriteError> {
            self.note(format!("write {}", frame.last_seq));
            Ok(())
        }

        fn sync(&mut self) -> Result<(), WriteError> {
            self.note("sync".to_owned());
            Ok(())
        }

        fn rotate(&mut self, generation: u64) -> Result<(), WriteError> {
            self.note(format!("rotate {generation}"));
            Ok(())
        }
    }

    impl Outbox for Recorder {
        async fn trim(&self, _stream: usize, seq: u64) -> Result<(), QueueError> {
            self.note(format!("trim {seq}"));
            Ok(())
        }

        async fn rotate_due(&self, _now: Timestamp) -> Result<Vec<(usize, u64)>, QueueError> {
            Ok(Vec::new())
        }

        async fn rotate(&self, streams: Vec<usize>) -> Result<Vec<(usize, u64)>, QueueError> {
            self.note("move on".to_owned());
            Ok(streams.into_iter().map(|stream| (stream, 3)).collect())
        }
    }

    #[test]
    fn the_outbox_is_trimmed_only_when_what_was_written_is_synced() {
        let (log, gate) = (Recorder(Log::default()), Gate::new(Conditions::default()));
        let backlog = Arc::new(Backlog::new("out", "out waits", gate.clone()));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let frame = |seq| Frame {
            stream: 0,
            first_seq: seq,
            last_seq: seq,
            generation: 1,
            offset: 0,
            began: None,
            bytes: b"{}\n".to_vec(),
        };
        for item in [Item::Frame(frame(1)), Item::Frame(frame(2)), Item::Rotate(0, 2), Item::Frame(frame(3))] {
            backlog.push(item);
        }
        backlog.end();
        let thread = OutputThread {
            name: "out".to_owned(),
            backlog,
            sinks: BTreeMap::from([(0, Box::new(log.clone()) as Box<dyn Sink>)]),
            outbox: log.clone(),
            runtime: runtime.handle().clone(),
            gate,
            is_patient: false,
            unsynced: BTreeMap::new(),
            frames: 0,
            synced: Instant::now(),
        };
        thread.run().unwrap();
        let expected = "write 1, write 2, sync, trim 2, rotate 2, write 3, sync, trim 3, move on, rotate 3";
        assert_eq!(log.0.lock().unwrap().join(", "), expected);
    }
}
