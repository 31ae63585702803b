//! Commits what comes of jobs: one task, so that what it reads of the ledger stays true until it has written.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{Notify, mpsc};
use tracing::{info, warn};

use super::outlets::{OutletError, Outlets, Output};
use super::stages::{Found, Outcome, Polled};
use super::{FeedSpec, Settings, article, failure, poll};
use crate::error::JobError;
use crate::ledger::Ledger;
use crate::model::memory::{ArticleState, Change, FeedState};
use crate::model::outbox::{Fate, Frame, Lease, Settlement};
use crate::model::record::FeedRecord;
use crate::model::{Job, Moment, without_credentials};
use crate::queue::{Outbox, Queue, QueueError};
use crate::telemetry::Metrics;

/// Jobs committed in one transaction at the most.
const BATCH: usize = 100;
/// How long written lines may wait to be made safe, and files to be looked at for their age.
const TICK: Duration = Duration::from_secs(1);

/// What was done, for the summary at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Polls that were answered.
    pub polls: u64,
    /// Polls that failed.
    pub failed_polls: u64,
    /// Article records.
    pub articles: u64,
    /// Pages whose text was emitted before.
    pub unchanged: u64,
    /// Entities in them.
    pub entities: u64,
    /// Quotes in them.
    pub quotes: u64,
    /// Error records.
    pub errors: u64,
}

/// A job that is done with: its lease, what was known of its feed, and what it came to.
pub(super) struct Done {
    pub lease: Lease,
    pub state: FeedState,
    pub outcome: Result<Outcome, JobError>,
}

/// What the task needs besides its inbox.
pub(super) struct Settler<S> {
    pub store: S,
    pub settings: Arc<Settings>,
    pub outputs: Vec<Output>,
    pub metrics: Metrics,
    /// Jobs held by this worker: lowered when they are settled.
    pub held: Arc<AtomicUsize>,
    /// Told after each commit: there may be new work, or room for more.
    pub settled: Arc<Notify>,
    pub tally: Tally,
    /// Revisions that this batch emits and the ledger does not know yet.
    pub fresh: HashMap<String, ArticleState>,
}

impl<S: Queue + Ledger + Outbox> Settler<S> {
    /// Settles until the inbox closes, then makes everything safe.
    pub(super) async fn run(
        mut self,
        mut inbox: mpsc::Receiver<Done>,
        outlets: Outlets,
        pending: Vec<Frame>,
    ) -> Result<Tally, OutletError> {
        let mut outlets = outlets.write(pending, &self.store).await?.sync(&self.store).await?;
        let mut tick = tokio::time::interval(TICK);
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            let count = tokio::select! {
                biased;
                count = inbox.recv_many(&mut batch, BATCH) => count,
                _ = tick.tick() => {
                    outlets = outlets.sync(&self.store).await?;
                    outlets = outlets.rotate(self.store.rotate_due(Timestamp::now()).await?).await?;
                    continue;
                }
            };
            if count == 0 {
                outlets.sync(&self.store).await?;
                return Ok(self.tally);
            }
            let now = Timestamp::now();
            let mut settlements = Vec::with_capacity(count);
            for done in batch.drain(..) {
                settlements.push(self.follow(done, now).await?);
            }
            let frames = self.store.settle(now, settlements).await?;
            self.fresh.clear();
            self.metrics.last_commit.set(now.as_second());
            self.held.fetch_sub(count, Ordering::AcqRel);
            self.metrics.in_flight.dec_by(count as i64);
            self.settled.notify_one();
            outlets = outlets.write(frames, &self.store).await?;
        }
    }

    /// All that follows from one job.
    async fn follow(&mut self, done: Done, now: Timestamp) -> Result<Settlement, QueueError> {
        let Done { lease, state, outcome } = done;
        let kind = if matches!(lease.job, Job::Poll(_)) { "poll" } else { "article" };
        let settings = Arc::clone(&self.settings);
        let spec = settings.feeds.get(lease.job.feed());
        let settled = match (outcome, &lease.job, spec) {
            (Ok(Outcome::Polled(polled)), _, Some(spec)) => self.polled(&lease, spec, state, &polled).await?,
            (Ok(Outcome::Found(found)), Job::Article(job), _) => {
                self.found(&lease, job, spec.map_or(&[], |spec| &spec.tags), *found).await?
            }
            (Ok(_), ..) => settlement(&lease, Fate::Done),
            (Err(error), ..) => self.failed(&lease, &error, state, spec, now),
        };
        let outcome = match settled.fate {
            Fate::Done | Fate::Again(_) => "done",
            Fate::Retry(_) => "retried",
            Fate::Bury => "buried",
        };
        self.metrics.job(kind, outcome);
        Ok(settled)
    }

    async fn polled(
        &mut self,
        lease: &Lease,
        spec: &FeedSpec,
        state: FeedState,
        polled: &Polled,
    ) -> Result<Settlement, QueueError> {
        let name = lease.job.feed();
        let keys = polled.feed.iter().flat_map(poll::keys).map(|(key, ..)| key).collect();
        let recalls = self.store.recall(name, keys).await?;
        let followed = poll::follow(name, spec, &self.settings, state, polled, &recalls);
        self.tally.polls += 1;
        for (novelty, count) in followed.counts {
            self.metrics.entries(novelty, count);
        }
        info!(feed = name, new = followed.push.len(), unchanged = polled.feed.is_none(), "feed polled");
        let mut settled = settlement(lease, followed.fate);
        settled.push = followed.push;
        settled.changes = followed.changes;
        self.tell(&mut settled, &followed.events);
        Ok(settled)
    }

    async fn found(
        &mut self,
        lease: &Lease,
        job: &crate::model::job::ArticleJob,
        tags: &[String],
        mut found: Found,
    ) -> Result<Settlement, QueueError> {
        article::complete(&mut found.article, job, tags);
        let id = article::id(&found.article, job);
        let known = match self.fresh.get(&id) {
            Some(fresh) => Some(fresh.clone()),
            None => self.store.article(&id).await?,
        };
        let mut settled = settlement(lease, Fate::Done);
        let Some(state) = article::revision(&found.article, known.as_ref()) else {
            self.tally.unchanged += 1;
            return Ok(settled);
        };
        settled.lines = article::lines(&self.outputs, &self.settings, job, &found, &id, state.rev);
        settled.changes.push(Change::Article { id: id.clone(), state: state.clone() });
        self.fresh.insert(id, state);
        let (entities, quotes) = (found.annotations.entities.len() as u64, found.annotations.quotes.len() as u64);
        self.tally.articles += 1;
        self.tally.entities += entities;
        self.tally.quotes += quotes;
        self.metrics.record("article", 1);
        self.metrics.found("entity", entities);
        self.metrics.found("quote", quotes);
        info!(url = %job.url, feed = job.feed, entities, quotes, "article");
        Ok(settled)
    }

    fn failed(
        &mut self,
        lease: &Lease,
        error: &JobError,
        state: FeedState,
        spec: Option<&FeedSpec>,
        now: Timestamp,
    ) -> Settlement {
        let since = state.failing_since.map(|at| Moment::utc(at).to_string());
        let failed = failure::follow(lease, error, state, spec, &self.settings, now);
        let interrupted = matches!(error, JobError::Interrupted | JobError::Paused { .. });
        if !interrupted {
            let url = without_credentials(lease.job.url());
            warn!(%url, feed = lease.job.feed(), attempt = lease.attempt, since, %error, "job failed");
            self.metrics.error(error.stage().name(), error.code());
            self.tally.failed_polls += u64::from(matches!(lease.job, Job::Poll(_)));
        }
        let mut settled = settlement(lease, failed.fate);
        settled.changes = failed.changes;
        if let Some(record) = failed.record {
            self.tally.errors += 1;
            self.metrics.record("error", 1);
            settled.lines.extend(self.outputs.iter().map(|output| output.error(&record)));
        }
        self.tell(&mut settled, &failed.events);
        settled
    }

    fn tell(&self, settled: &mut Settlement, events: &[FeedRecord]) {
        self.metrics.record("feed", events.len() as u64);
        for event in events {
            settled.lines.extend(self.outputs.iter().map(|output| output.feed(event)));
        }
    }
}

fn settlement(lease: &Lease, fate: Fate) -> Settlement {
    Settlement { key: lease.key.clone(), fate, push: Vec::new(), changes: Vec::new(), lines: Vec::new() }
}
