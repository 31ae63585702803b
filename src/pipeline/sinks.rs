//! The sinks of all streams, and the progress of what they have written.

use std::io;

use crate::emit::Sink;
use crate::work::outbox::Frame;
use crate::work::{Outbox, QueueError};

/// How many frames are written before the sinks are synced and the outbox is trimmed (chosen).
const FRAMES_PER_SYNC: usize = 64;

/// The sinks, one per stream, with what they hold that is not synced yet.
pub struct Sinks {
    sinks: Vec<Box<dyn Sink>>,
    /// The last `seq` written to each stream since its last sync.
    unsynced: Vec<Option<u64>>,
    /// The number of frames written since the last sync.
    frames: usize,
}

impl Sinks {
    /// Takes one sink for each stream, in the streams' order.
    pub fn new(sinks: Vec<Box<dyn Sink>>) -> Self {
        Self { unsynced: vec![None; sinks.len()], sinks, frames: 0 }
    }

    /// Writes frames at their positions. Syncs and trims the outbox when enough have come together.
    ///
    /// # Errors
    /// A sink that cannot write must end the process: its frames are in the outbox and will be written again.
    pub async fn write(self, frames: Vec<Frame>, outbox: &impl Outbox) -> Result<Self, SinkError> {
        if frames.is_empty() {
            return Ok(self);
        }
        let sinks = self.on_thread(move |sinks| frames.iter().try_for_each(|frame| sinks.write_frame(frame))).await?;
        if sinks.frames >= FRAMES_PER_SYNC { sinks.sync(outbox).await } else { Ok(sinks) }
    }

    /// Makes everything written durable and trims the outbox.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub async fn sync(mut self, outbox: &impl Outbox) -> Result<Self, SinkError> {
        if self.frames == 0 {
            return Ok(self);
        }
        let written = std::mem::replace(&mut self.unsynced, vec![None; self.sinks.len()]);
        self.frames = 0;
        let touched: Vec<usize> = (0..written.len()).filter(|stream| written[*stream].is_some()).collect();
        let sync = move |sinks: &mut Self| touched.iter().try_for_each(|stream| sinks.sinks[*stream].sync());
        let sinks = self.on_thread(sync).await?;
        for (stream, seq) in written.into_iter().enumerate().filter_map(|(stream, seq)| Some((stream, seq?))) {
            outbox.trim(stream, seq).await?;
        }
        Ok(sinks)
    }

    /// Ends the files of streams that have moved on to another generation.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub async fn rotate(self, rotated: Vec<(usize, u64)>) -> Result<Self, SinkError> {
        if rotated.is_empty() {
            return Ok(self);
        }
        self.on_thread(move |sinks| rotated.iter().try_for_each(|(stream, to)| sinks.sinks[*stream].rotate(*to))).await
    }

    fn write_frame(&mut self, frame: &Frame) -> io::Result<()> {
        self.sinks[frame.stream].write(frame)?;
        self.unsynced[frame.stream] = Some(frame.last_seq);
        self.frames += 1;
        Ok(())
    }

    /// Runs a task on a blocking thread, since disks and pipes block.
    async fn on_thread(
        mut self,
        task: impl FnOnce(&mut Self) -> io::Result<()> + Send + 'static,
    ) -> Result<Self, SinkError> {
        let (sinks, result) = tokio::task::spawn_blocking(move || {
            let result = task(&mut self);
            (self, result)
        })
        .await
        .map_err(|panic| SinkError::Write(io::Error::other(panic)))?;
        result.map(|()| sinks).map_err(SinkError::from)
    }
}

/// Why records can no longer be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SinkError {
    /// The reader of standard output has gone, which is no failure of this program.
    #[error("the reader of standard output has gone")]
    ReaderGone,
    /// A sink failed.
    #[error("cannot write records: {0}")]
    Write(#[source] io::Error),
    /// The outbox failed.
    #[error(transparent)]
    Outbox(#[from] QueueError),
}

impl From<io::Error> for SinkError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::ReaderGone } else { Self::Write(error) }
    }
}
