//! The settler: one task that commits what follows from jobs.
//!
//! Since it is the only one, what it reads of the ledger stays true until it has written.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{Notify, mpsc};
use tracing::{info, warn};

use super::failure::Failure;
use super::outcome::{ArticleFound, Outcome, PolledFeed};
use super::output::Output;
use super::own_network::OwnNetwork;
use super::settings::{FeedSpec, Settings};
use super::sinks::{SinkError, Sinks};
use super::totals::Totals;
use super::{article, poll};
use crate::error::JobError;
use crate::model::record::FeedRecord;
use crate::model::{Moment, without_credentials};
use crate::telemetry::Metrics;
use crate::work::job::ArticleJob;
use crate::work::ledger::{ArticleState, FeedState, LedgerUpdate};
use crate::work::outbox::Frame;
use crate::work::queue::{JobFate, Lease, Settlement};
use crate::work::{Job, Ledger, Outbox, Queue, QueueError};

/// The most jobs committed in one transaction (chosen).
const BATCH: usize = 100;
/// How often written lines are synced and files are checked for their age (chosen).
const SYNC_INTERVAL: Duration = Duration::from_secs(1);

/// A job whose stages have ended: its lease, the state of its feed, and its outcome.
pub(super) struct FinishedJob {
    pub lease: Lease,
    pub state: FeedState,
    pub outcome: Result<Outcome, JobError>,
}

/// The settler, with the resources it needs besides its inbox.
pub(super) struct Settler<S> {
    pub store: S,
    pub settings: Arc<Settings>,
    pub outputs: Vec<Output>,
    pub metrics: Metrics,
    /// The number of jobs held by this worker. Settling lowers it.
    pub held: Arc<AtomicUsize>,
    /// Notified after each commit: there may be new work, or room for more.
    pub settled: Arc<Notify>,
    pub totals: Totals,
    /// Revisions of this batch that the ledger does not know yet.
    pub uncommitted: HashMap<String, ArticleState>,
    /// What the last jobs say about our own network.
    pub network: OwnNetwork,
}

impl<S: Queue + Ledger + Outbox> Settler<S> {
    /// Settles until the inbox closes, then syncs the sinks.
    pub(super) async fn run(
        mut self,
        mut inbox: mpsc::Receiver<FinishedJob>,
        sinks: Sinks,
        pending: Vec<Frame>,
    ) -> Result<Totals, SinkError> {
        let mut sinks = sinks.write(pending, &self.store).await?.sync(&self.store).await?;
        let mut tick = tokio::time::interval(SYNC_INTERVAL);
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            let count = tokio::select! {
                biased;
                count = inbox.recv_many(&mut batch, BATCH) => count,
                _ = tick.tick() => {
                    sinks = sinks.sync(&self.store).await?;
                    sinks = sinks.rotate(self.store.rotate_due(Timestamp::now()).await?).await?;
                    continue;
                }
            };
            if count == 0 {
                sinks.sync(&self.store).await?;
                return Ok(self.totals);
            }
            let frames = self.settle(&mut batch).await?;
            sinks = sinks.write(frames, &self.store).await?;
        }
    }

    /// Commits a batch and returns the frames of its lines.
    async fn settle(&mut self, batch: &mut Vec<FinishedJob>) -> Result<Vec<Frame>, QueueError> {
        let now = Timestamp::now();
        let count = batch.len();
        let mut settlements = Vec::with_capacity(count);
        for finished in batch.drain(..) {
            settlements.push(self.settlement(finished, now).await?);
        }
        let frames = self.store.settle(now, settlements).await?;
        self.uncommitted.clear();
        self.metrics.last_commit.set(now.as_second());
        self.held.fetch_sub(count, Ordering::AcqRel);
        self.metrics.in_flight.dec_by(count as i64);
        self.settled.notify_one();
        Ok(frames)
    }

    /// Returns everything that follows from one job.
    async fn settlement(&mut self, finished: FinishedJob, now: Timestamp) -> Result<Settlement, QueueError> {
        let FinishedJob { lease, state, outcome } = finished;
        let kind = if matches!(lease.job, Job::Poll(_)) { "poll" } else { "article" };
        let settings = Arc::clone(&self.settings);
        let spec = settings.feeds.get(lease.job.feed());
        if matches!(outcome, Ok(Outcome::Polled(_) | Outcome::Found(_))) {
            self.network.note_answer();
        }
        let settlement = match (outcome, &lease.job, spec) {
            (Ok(Outcome::Polled(polled)), _, Some(spec)) => self.polled(&lease, spec, state, &polled).await?,
            (Ok(Outcome::Found(found)), Job::Article(job), _) => {
                self.found(&lease, job, spec.map_or(&[], |spec| &spec.tags), *found).await?
            }
            (Ok(_), ..) => empty_settlement(&lease, JobFate::Done),
            (Err(error), ..) => {
                let is_outage = self.network.note_failure(&lease, &error, &state, now);
                self.failed(&Failure { lease: &lease, error: &error, at: now, is_outage }, state, spec)
            }
        };
        let outcome = match settlement.fate {
            JobFate::Done | JobFate::Reschedule(_) => "done",
            JobFate::Retry(_) => "retried",
            JobFate::DeadLetter => "buried",
        };
        self.metrics.count_job(kind, outcome);
        Ok(settlement)
    }

    async fn polled(
        &mut self,
        lease: &Lease,
        spec: &FeedSpec,
        state: FeedState,
        polled: &PolledFeed,
    ) -> Result<Settlement, QueueError> {
        let name = lease.job.feed();
        let keys = polled.feed.iter().flat_map(poll::linked_entries).map(|linked| linked.key).collect();
        let statuses = self.store.entry_statuses(name, keys).await?;
        let result = poll::follow_up(name, spec, &self.settings, state, polled, &statuses);
        self.totals.polls += 1;
        for (novelty, count) in result.entry_counts {
            self.metrics.add_entries(novelty, count);
        }
        info!(feed = name, new = result.new_jobs.len(), unchanged = polled.feed.is_none(), "feed polled");
        let mut settlement = empty_settlement(lease, result.fate);
        settlement.new_jobs = result.new_jobs;
        settlement.updates = result.updates;
        self.add_events(&mut settlement, &result.events);
        Ok(settlement)
    }

    async fn found(
        &mut self,
        lease: &Lease,
        job: &ArticleJob,
        tags: &[String],
        mut found: ArticleFound,
    ) -> Result<Settlement, QueueError> {
        article::merge_entry(&mut found.article, job, tags);
        let id = article::stable_id(&found.article, job);
        let known = match self.uncommitted.get(&id) {
            Some(state) => Some(state.clone()),
            None => self.store.article(&id).await?,
        };
        let mut settlement = empty_settlement(lease, JobFate::Done);
        let Some(state) = article::next_revision(&found.article, known.as_ref()) else {
            self.totals.unchanged += 1;
            return Ok(settlement);
        };
        settlement.lines = article::lines(&self.outputs, &self.settings, job, &found, &id, state.rev);
        settlement.updates.push(LedgerUpdate::Article { id: id.clone(), state: state.clone() });
        self.uncommitted.insert(id, state);
        let (entities, quotes) = (found.annotations.entities.len() as u64, found.annotations.quotes.len() as u64);
        self.totals.articles += 1;
        self.totals.entities += entities;
        self.totals.quotes += quotes;
        self.metrics.add_records("article", 1);
        self.metrics.add_annotations("entity", entities);
        self.metrics.add_annotations("quote", quotes);
        info!(url = %job.url, feed = job.feed, entities, quotes, "article");
        Ok(settlement)
    }

    fn failed(&mut self, failure: &Failure<'_>, state: FeedState, spec: Option<&FeedSpec>) -> Settlement {
        let Failure { lease, error, .. } = failure;
        let since = state.failing_since.map(|at| Moment::utc(at).to_string());
        let result = failure.follow_up(state, spec, &self.settings);
        let is_postponed = matches!(error, JobError::Interrupted | JobError::Paused { .. });
        if !is_postponed {
            let url = without_credentials(lease.job.url());
            warn!(%url, feed = lease.job.feed(), attempt = lease.attempt, since, %error, "job failed");
            self.metrics.count_error(error.stage().name(), error.code());
            self.totals.failed_polls += u64::from(matches!(lease.job, Job::Poll(_)));
        }
        let mut settlement = empty_settlement(lease, result.fate);
        settlement.updates = self.network.judged(failure, result.updates);
        if let Some(record) = result.record {
            self.totals.errors += 1;
            self.metrics.add_records("error", 1);
            settlement.lines.extend(self.outputs.iter().map(|output| output.error_line(&record)));
        }
        self.add_events(&mut settlement, &result.events);
        settlement
    }

    fn add_events(&self, settlement: &mut Settlement, events: &[FeedRecord]) {
        self.metrics.add_records("feed", events.len() as u64);
        for event in events {
            settlement.lines.extend(self.outputs.iter().map(|output| output.feed_line(event)));
        }
    }
}

fn empty_settlement(lease: &Lease, fate: JobFate) -> Settlement {
    Settlement { key: lease.key.clone(), fate, new_jobs: Vec::new(), updates: Vec::new(), lines: Vec::new() }
}
