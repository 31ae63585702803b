//! Where lines go: which streams an output has, how a record is laid out in lines, and the sinks behind them.

use std::io;

use crate::emit::Sink;
use crate::emit::line;
use crate::model::outbox::{Frame, Line};
use crate::model::record::{ArticleRecord, ArticleRef, ENTITY, EntityLine, ErrorRecord, FeedRecord, QUOTE, QuoteLine};
use crate::model::{Annotations, Article, OffsetUnit};
use crate::queue::{Outbox, QueueError};

/// How an article is laid out in lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// One line, entities and quotes nested.
    Nested,
    /// A line for the article, for each entity and for each quote.
    Flat,
}

/// One output: how records look there, and the index of the stream that takes each type.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    /// How an article is laid out.
    pub view: View,
    /// What offsets count.
    pub unit: OffsetUnit,
    /// Stream of articles.
    pub articles: usize,
    /// Stream of entities, in the flat view.
    pub entities: usize,
    /// Stream of quotes, in the flat view.
    pub quotes: usize,
    /// Stream of errors.
    pub errors: usize,
    /// Stream of feed events.
    pub feeds: usize,
}

impl Output {
    /// The lines of an article; `complete` fills what only the pipeline knows.
    pub(super) fn article(
        &self,
        article: &Article,
        found: &Annotations,
        complete: impl FnOnce(ArticleRecord) -> ArticleRecord,
    ) -> Vec<Line> {
        let mut record = complete(ArticleRecord::new(None, article, Some(found), self.unit));
        record.seq = Some(0);
        if self.view == View::Nested {
            return vec![line::with_seq(self.articles, &record)];
        }
        let of = ArticleRef {
            article: record.id.clone(),
            rev: record.rev,
            url: record.url.clone(),
            title: record.title.clone(),
            site: record.site.clone(),
            published: record.published,
        };
        let (entities, quotes) = (record.entities.take(), record.quotes.take());
        let mut lines = vec![line::with_seq(self.articles, &record)];
        lines.extend(entities.into_iter().flatten().map(|entity| {
            let line = EntityLine { schema: ENTITY.to_owned(), seq: Some(0), of: of.clone(), entity };
            line::with_seq(self.entities, &line)
        }));
        lines.extend(quotes.into_iter().flatten().map(|quote| {
            let line = QuoteLine { schema: QUOTE.to_owned(), seq: Some(0), of: of.clone(), quote };
            line::with_seq(self.quotes, &line)
        }));
        lines
    }

    pub(super) fn error(&self, record: &ErrorRecord) -> Line {
        line::with_seq(self.errors, record)
    }

    pub(super) fn feed(&self, record: &FeedRecord) -> Line {
        line::with_seq(self.feeds, record)
    }
}

/// Frames written to a sink before they are made safe and forgotten.
const FRAMES_PER_SYNC: usize = 64;

/// The sinks, one a stream, and what they hold that is not safe yet.
pub struct Outlets {
    sinks: Vec<Box<dyn Sink>>,
    /// Last `seq` written to each stream since its last sync.
    unsynced: Vec<Option<u64>>,
    frames: usize,
}

impl Outlets {
    /// One sink for each stream, in the streams' order.
    pub fn new(sinks: Vec<Box<dyn Sink>>) -> Self {
        Self { unsynced: vec![None; sinks.len()], sinks, frames: 0 }
    }

    /// Writes frames at their places; makes them safe and trims the outbox when enough have come together.
    ///
    /// # Errors
    /// A sink that cannot write must end the process: its frames are in the outbox and will be written again.
    pub async fn write(self, frames: Vec<Frame>, outbox: &impl Outbox) -> Result<Self, OutletError> {
        if frames.is_empty() {
            return Ok(self);
        }
        let outlets = self.on_thread(move |outlets| frames.iter().try_for_each(|frame| outlets.put(frame))).await?;
        if outlets.frames >= FRAMES_PER_SYNC { outlets.sync(outbox).await } else { Ok(outlets) }
    }

    /// Makes everything written safe and trims the outbox.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub async fn sync(mut self, outbox: &impl Outbox) -> Result<Self, OutletError> {
        if self.frames == 0 {
            return Ok(self);
        }
        let written = std::mem::replace(&mut self.unsynced, vec![None; self.sinks.len()]);
        self.frames = 0;
        let touched: Vec<usize> = (0..written.len()).filter(|stream| written[*stream].is_some()).collect();
        let sync = move |outlets: &mut Self| touched.iter().try_for_each(|stream| outlets.sinks[*stream].sync());
        let outlets = self.on_thread(sync).await?;
        for (stream, seq) in written.into_iter().enumerate().filter_map(|(stream, seq)| Some((stream, seq?))) {
            outbox.trim(stream, seq).await?;
        }
        Ok(outlets)
    }

    /// Ends the files of streams that have moved on to another generation.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub async fn rotate(self, moved: Vec<(usize, u64)>) -> Result<Self, OutletError> {
        if moved.is_empty() {
            return Ok(self);
        }
        self.on_thread(move |outlets| moved.iter().try_for_each(|(stream, to)| outlets.sinks[*stream].rotate(*to)))
            .await
    }

    fn put(&mut self, frame: &Frame) -> io::Result<()> {
        self.sinks[frame.stream].write(frame)?;
        self.unsynced[frame.stream] = Some(frame.last_seq);
        self.frames += 1;
        Ok(())
    }

    /// Disks and pipes block, so they do it on a thread of their own.
    async fn on_thread(
        mut self,
        task: impl FnOnce(&mut Self) -> io::Result<()> + Send + 'static,
    ) -> Result<Self, OutletError> {
        let (outlets, outcome) = tokio::task::spawn_blocking(move || {
            let outcome = task(&mut self);
            (self, outcome)
        })
        .await
        .map_err(|panic| OutletError::Write(io::Error::other(panic)))?;
        outcome.map(|()| outlets).map_err(OutletError::from)
    }
}

/// Why records can no longer go out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OutletError {
    /// The reader of standard output has gone; no failure of ours.
    #[error("the reader of standard output has gone")]
    ReaderLeft,
    /// A sink failed.
    #[error("cannot write records: {0}")]
    Write(#[source] io::Error),
    /// The outbox failed.
    #[error(transparent)]
    Outbox(#[from] QueueError),
}

impl From<io::Error> for OutletError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::ReaderLeft } else { Self::Write(error) }
    }
}
