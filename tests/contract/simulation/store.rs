//! The real engine on paused time: waiting for its thread counts as work, so that no time passes meanwhile.

use std::future::Future;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use pressline::store::Store;
use pressline::text::sketch::Sketch;
use pressline::work::ledger::{ArticleState, EntryKey, FeedState, Knowledge};
use pressline::work::outbox::Frame;
use pressline::work::queue::{LeaseBatch, NewJob, Settlement};
use pressline::work::{Ledger, Outbox, Queue, QueueError};
use tokio::runtime::Handle;

/// A store that keeps each line it commits and hands none to the sinks.
#[derive(Clone)]
pub(super) struct BusyStore {
    store: Store,
    lines: Arc<Mutex<Vec<serde_json::Value>>>,
}

impl BusyStore {
    pub(super) fn new(store: Store) -> Self {
        Self { store, lines: Arc::default() }
    }

    /// The records that were committed.
    pub(super) fn records(&self) -> Vec<serde_json::Value> {
        self.lines.lock().unwrap().clone()
    }
}

/// Waits for a future on a blocking thread, which keeps tokio from advancing its paused clock.
async fn busy<T: Send + 'static>(future: impl Future<Output = T> + Send + 'static) -> T {
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || runtime.block_on(future)).await.unwrap()
}

impl Queue for BusyStore {
    async fn push(&self, jobs: Vec<NewJob>) -> Result<usize, QueueError> {
        let store = self.store.clone();
        busy(async move { store.push(jobs).await }).await
    }

    async fn lease(&self, now: Timestamp, limit: usize) -> Result<LeaseBatch, QueueError> {
        let store = self.store.clone();
        busy(async move { store.lease(now, limit).await }).await
    }

    async fn settle(&self, now: Timestamp, batch: Vec<Settlement>) -> Result<Vec<Frame>, QueueError> {
        let lines: Vec<_> = batch.iter().flat_map(|settlement| &settlement.lines).cloned().collect();
        let store = self.store.clone();
        busy(async move { store.settle(now, batch).await }).await?;
        let read = |line: pressline::work::outbox::Line| {
            serde_json::from_slice(&[&line.before[..], b"0", &line.after].concat()).unwrap()
        };
        self.lines.lock().unwrap().extend(lines.into_iter().map(read));
        Ok(Vec::new())
    }

    async fn release(&self) -> Result<(), QueueError> {
        let store = self.store.clone();
        busy(async move { store.release().await }).await
    }
}

impl Ledger for BusyStore {
    async fn feed(&self, name: &str) -> Result<FeedState, QueueError> {
        let (store, name) = (self.store.clone(), name.to_owned());
        busy(async move { store.feed(&name).await }).await
    }

    async fn entries(&self, feed: &str, entries: Vec<EntryKey>) -> Result<Vec<Knowledge>, QueueError> {
        let (store, feed) = (self.store.clone(), feed.to_owned());
        busy(async move { store.entries(&feed, entries).await }).await
    }

    async fn article(&self, id: &str) -> Result<Option<ArticleState>, QueueError> {
        let (store, id) = (self.store.clone(), id.to_owned());
        busy(async move { store.article(&id).await }).await
    }

    async fn article_of_page(&self, pages: Vec<String>) -> Result<Option<String>, QueueError> {
        let store = self.store.clone();
        busy(async move { store.article_of_page(pages).await }).await
    }

    async fn original_of(&self, article: &str, sketch: Sketch) -> Result<Option<String>, QueueError> {
        let (store, article) = (self.store.clone(), article.to_owned());
        busy(async move { store.original_of(&article, sketch).await }).await
    }
}

impl Outbox for BusyStore {
    async fn trim(&self, stream: usize, seq: u64) -> Result<(), QueueError> {
        let store = self.store.clone();
        busy(async move { store.trim(stream, seq).await }).await
    }

    async fn rotate_due(&self, _now: Timestamp) -> Result<Vec<(usize, u64)>, QueueError> {
        // Asked every second of two weeks; its one stream is never rotated.
        Ok(Vec::new())
    }

    async fn rotate(&self, streams: Vec<usize>) -> Result<Vec<(usize, u64)>, QueueError> {
        self.store.rotate(streams).await
    }
}
