//! What we know of feeds, entries and articles. Reading only: what is learned is committed with the job that taught it.

use std::future::Future;

use crate::model::memory::{ArticleState, EntryKey, FeedState, Recall};
use crate::queue::QueueError;

/// Memory that outlives the process.
///
/// Promises: a read sees every settlement that returned before it; a key that was never seen is an answer, not an error.
pub trait Ledger: Clone + Send + Sync + 'static {
    /// What is known of a feed; the default for one that was never polled.
    fn feed(&self, name: &str) -> impl Future<Output = Result<FeedState, QueueError>> + Send;

    /// What is known of each entry, in their order.
    fn recall(
        &self,
        feed: &str,
        entries: Vec<EntryKey>,
    ) -> impl Future<Output = Result<Vec<Recall>, QueueError>> + Send;

    /// What is known of an article.
    fn article(&self, id: &str) -> impl Future<Output = Result<Option<ArticleState>, QueueError>> + Send;
}
