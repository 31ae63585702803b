//! The settler: one task that commits what follows from jobs.
//!
//! Since it is the only one, what it reads of the ledger stays true until it has written.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::{Timestamp, Unit};
use tokio::sync::{Notify, mpsc};
use tracing::{error, info, warn};

use super::article::Revision;
use super::batch::transactions;
use super::current_settings::CurrentSettings;
use super::entries::feed_entries;
use super::failure::{Failure, resolved};
use super::outcome::{ArticleFound, Outcome, PolledFeed};
use super::output::Output;
use super::own_network::OwnNetwork;
use super::settings::{FeedSpec, Settings};
use super::sinks::Sinks;
use super::totals::Totals;
use super::worker_error::WorkerError;
use super::{article, pauses, poll, unreadable};
use crate::error::JobError;
use crate::fetch::Fetcher;
use crate::model::article::Flag;
use crate::model::record::{ErrorRecord, FeedRecord};
use crate::model::{Moment, shown_url};
use crate::telemetry::Metrics;
use crate::text::sketch::Sketch;
use crate::work::job::{ArticleJob, Identity};
use crate::work::ledger::{ArticleState, FeedState, LedgerUpdate};
use crate::work::outbox::Frame;
use crate::work::queue::{JobFate, Lease, Settlement, UnreadableJob};
use crate::work::{Job, Ledger, Outbox, Queue, QueueError};

/// The most jobs taken at once, and committed in one transaction unless they are heavy (chosen).
const BATCH: usize = 100;
/// How often files are checked for their age, and outputs for a write that takes very long (chosen).
const CHECK_INTERVAL: Duration = Duration::from_secs(1);

/// A job whose stages have ended: its lease, the state of its feed, and its outcome.
pub(super) struct FinishedJob {
    pub lease: Lease,
    pub state: FeedState,
    pub outcome: Result<Outcome, JobError>,
}

/// What comes to the settler.
pub(super) enum Finished {
    Job(Box<FinishedJob>),
    /// A row of the queue that is no job.
    Unreadable(UnreadableJob),
}

impl Finished {
    /// Returns about the bytes that the job will commit.
    fn bytes(&self) -> usize {
        match self {
            Self::Job(job) => job.outcome.as_ref().map_or(0, Outcome::bytes),
            Self::Unreadable(_) => 0,
        }
    }
}

/// The settler, with the resources it needs besides its inbox.
pub(super) struct Settler<S> {
    pub store: S,
    /// The fetcher, for the pauses that domains ask it for.
    pub fetcher: Fetcher,
    /// The settings that the batch is settled by.
    pub settings: Arc<Settings>,
    pub current: CurrentSettings,
    pub outputs: Vec<Output>,
    pub metrics: Metrics,
    /// The number of jobs held by this worker. Settling lowers it.
    pub held: Arc<AtomicUsize>,
    /// Notified after each commit: there may be new work, or room for more.
    pub settled: Arc<Notify>,
    pub totals: Totals,
    pub uncommitted: Uncommitted,
    /// What the last jobs say about our own network.
    pub network: OwnNetwork,
}

/// What this batch has found and the ledger does not know yet.
#[derive(Default)]
pub(super) struct Uncommitted {
    articles: HashMap<String, ArticleState>,
    /// The article of each page.
    pages: HashMap<String, String>,
    sketches: Vec<(String, Sketch)>,
}

impl<S: Queue + Ledger + Outbox> Settler<S> {
    /// Settles until the inbox closes or an output fails, then waits until the outputs have taken everything.
    pub(super) async fn run(
        mut self,
        mut inbox: mpsc::Receiver<Finished>,
        mut sinks: Sinks,
    ) -> Result<Totals, WorkerError> {
        let result = self.settle_all(&mut inbox, &mut sinks).await;
        // Jobs that are still running have nowhere to go.
        drop(inbox);
        let finished = sinks.finish().await;
        result?;
        finished?;
        Ok(self.totals)
    }

    async fn settle_all(&mut self, inbox: &mut mpsc::Receiver<Finished>, sinks: &mut Sinks) -> Result<(), WorkerError> {
        let mut tick = tokio::time::interval(CHECK_INTERVAL);
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            let count = tokio::select! {
                biased;
                failure = sinks.failed() => return Err(failure.into()),
                count = inbox.recv_many(&mut batch, BATCH) => count,
                _ = tick.tick() => {
                    sinks.check_stalls();
                    sinks.rotate(&self.store.rotate_due(self.settings.clock.now()).await?);
                    continue;
                }
            };
            if count == 0 {
                return Ok(());
            }
            for jobs in transactions(batch.drain(..), Finished::bytes) {
                sinks.write(self.settle(jobs).await?);
            }
        }
    }

    /// Commits jobs in one transaction and returns the frames of their lines.
    async fn settle(&mut self, jobs: Vec<Finished>) -> Result<Vec<Frame>, QueueError> {
        self.settings = self.current.get();
        // Whole microseconds, as the ledger gives them back: ids are made of them.
        let now = self.settings.clock.now().round(Unit::Microsecond).unwrap_or(Timestamp::MAX);
        let count = jobs.len();
        let mut settlements = Vec::with_capacity(count);
        for finished in jobs {
            settlements.push(match finished {
                Finished::Job(job) => self.settlement(*job, now).await?,
                Finished::Unreadable(row) => self.buried(row, now),
            });
        }
        if let Some(first) = settlements.first_mut() {
            first.updates.extend(self.fetcher.take_new_pauses().into_iter().map(pauses::noted));
        }
        let frames = self.store.settle(now, settlements).await?;
        self.uncommitted = Uncommitted::default();
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
                self.found(&lease, job, spec.map_or(&[], |spec| &spec.tags), *found, now).await?
            }
            (Ok(_), ..) => empty_settlement(&lease, JobFate::Done),
            (Err(error), ..) => {
                let is_outage = self.network.note_failure(&lease, &error, &state, now);
                self.failed(&Failure { lease: &lease, error: &error, at: now, is_outage }, state, spec)
            }
        };
        let outcome = match settlement.fate {
            JobFate::Done | JobFate::Reschedule(_) => "done",
            JobFate::Retry(..) => "retried",
            JobFate::Postpone(_) => "postponed",
            JobFate::DeadLetter(_) => "buried",
        };
        self.metrics.count_job(kind, outcome);
        Ok(settlement)
    }

    /// Returns what follows from a row that cannot be read.
    fn buried(&mut self, row: UnreadableJob, now: Timestamp) -> Settlement {
        let failure = unreadable::failure(&row);
        error!(key = row.key, detail = failure.detail, "a row of the state cannot be read; it is buried");
        self.metrics.count_error(failure.stage.name(), unreadable::CODE);
        self.metrics.count_job("unreadable", "buried");
        let record = unreadable::record(&row, &self.settings, now);
        let mut settlement = Settlement {
            new_jobs: unreadable::replacement(&row, &self.settings, now).into_iter().collect(),
            fate: JobFate::DeadLetter(failure),
            key: row.key,
            updates: Vec::new(),
            lines: Vec::new(),
        };
        self.add_errors(&mut settlement, std::slice::from_ref(&record));
        settlement
    }

    async fn polled(
        &mut self,
        lease: &Lease,
        spec: &FeedSpec,
        state: FeedState,
        polled: &PolledFeed,
    ) -> Result<Settlement, QueueError> {
        let name = lease.job.feed();
        let entries = polled.feed.as_ref().map(|feed| feed_entries(feed, &polled.identities)).unwrap_or_default();
        let keys = entries.iter().map(|entry| entry.key.clone()).collect();
        let known = self.store.entries(name, keys).await?;
        let result = poll::follow_up(name, spec, &self.settings, state, polled, (&entries, &known));
        self.totals.polls += 1;
        for (novelty, count) in result.entry_counts {
            self.metrics.add_entries(novelty, count);
        }
        info!(feed = name, new = result.new_jobs.len(), unchanged = polled.feed.is_none(), "feed polled");
        let mut settlement = empty_settlement(lease, result.fate);
        settlement.new_jobs = result.new_jobs;
        settlement.updates = result.updates;
        self.add_errors(&mut settlement, &result.errors);
        self.add_events(&mut settlement, &result.events);
        Ok(settlement)
    }

    async fn found(
        &mut self,
        lease: &Lease,
        job: &ArticleJob,
        tags: &[String],
        mut found: ArticleFound,
        now: Timestamp,
    ) -> Result<Settlement, QueueError> {
        article::merge_entry(&mut found.article, job, tags);
        let final_url = found.page.as_ref().map_or(&job.url, |(_, url)| url).clone();
        article::keep_own_canonical(&mut found.article, job, &final_url);
        let mut settlement = empty_settlement(lease, JobFate::Done);
        let group = self.settings.feeds.get(&job.feed).and_then(|spec| spec.group.clone());
        let resolved = resolved(lease, group, now);
        self.add_errors(&mut settlement, resolved.as_slice());
        let pages = article::pages(job, &found);
        let id = self.article_id(job, &found, &pages).await?;
        for key in pages {
            self.uncommitted.pages.insert(key.clone(), id.clone());
            settlement.updates.push(LedgerUpdate::Page { key, article: Some(id.clone()), seen: now });
        }
        let state = match article::revision(&found.article, self.article_state(&id).await?) {
            Revision::New(state) => state,
            Revision::Completed(state) => {
                self.totals.unchanged += 1;
                settlement.updates.push(LedgerUpdate::Article { id, state });
                return Ok(settlement);
            }
            Revision::Unchanged => {
                self.totals.unchanged += 1;
                return Ok(settlement);
            }
        };
        let state = self.with_original(&id, state, found.sketch).await?;
        if state.duplicate_of.is_some() && !found.article.flags.contains(&Flag::Syndicated) {
            found.article.flags.push(Flag::Syndicated);
        }
        settlement.lines.extend(article::lines(&self.outputs, &self.settings, job, &found, &id, &state));
        settlement.updates.push(LedgerUpdate::Article { id: id.clone(), state: state.clone() });
        if job.is_revisit {
            let (feed, id) = (job.feed.clone(), job.ledger_id().to_owned());
            settlement.updates.push(LedgerUpdate::EntryRevised { feed, id });
        }
        if let Some(sketch) = found.sketch.filter(|_| state.rev == 1) {
            self.uncommitted.sketches.push((id.clone(), sketch));
            settlement.updates.push(LedgerUpdate::Sketch { id: id.clone(), sketch });
        }
        self.uncommitted.articles.insert(id, state);
        self.count_article(job, &found);
        Ok(settlement)
    }

    fn count_article(&mut self, job: &ArticleJob, found: &ArticleFound) {
        let (entities, quotes) = (found.annotations.entities.len() as u64, found.annotations.quotes.len() as u64);
        self.totals.articles += 1;
        self.totals.entities += entities;
        self.totals.quotes += quotes;
        self.metrics.add_records("article", 1);
        self.metrics.add_annotations("entity", entities);
        self.metrics.add_annotations("quote", quotes);
        info!(url = %shown_url(&job.url), feed = job.feed, entities, quotes, "article");
    }

    /// Returns the id of an article: that of its entry or page where those are known, else one of its own.
    async fn article_id(&self, job: &ArticleJob, found: &ArticleFound, pages: &[String]) -> Result<String, QueueError> {
        if job.identity == Identity::Entry {
            // The former format of the state knew such articles by their link.
            let former = article::id_of_address(&job.url);
            let state = if job.is_revisit && job.has_link { self.store.article(&former).await? } else { None };
            let is_former = state.is_some_and(|state| state.head_hash.is_none());
            return Ok(if is_former { former } else { article::entry_id(job) });
        }
        let known = pages.iter().find_map(|page| self.uncommitted.pages.get(page));
        let known = match known {
            Some(id) => Some(id.clone()),
            None => self.store.article_of_page(pages.to_vec()).await?,
        };
        Ok(known.unwrap_or_else(|| article::page_id(&found.article, job)))
    }

    async fn article_state(&self, id: &str) -> Result<Option<ArticleState>, QueueError> {
        match self.uncommitted.articles.get(id) {
            Some(state) => Ok(Some(state.clone())),
            None => self.store.article(id).await,
        }
    }

    /// Completes the state of a first revision with the article, seen earlier, whose text it repeats.
    async fn with_original(
        &self,
        id: &str,
        state: ArticleState,
        sketch: Option<Sketch>,
    ) -> Result<ArticleState, QueueError> {
        let Some(sketch) = sketch.filter(|_| state.rev == 1) else { return Ok(state) };
        let earlier = self.store.similar(sketch).await?;
        let all = earlier.iter().chain(&self.uncommitted.sketches);
        let Some((original, _)) = all.filter(|(other, _)| other != id).find(|(_, other)| sketch.is_copy_of(other))
        else {
            return Ok(state);
        };
        // The copy of a copy is one of the first.
        let first = self.article_state(original).await?.and_then(|state| state.duplicate_of);
        let duplicate_of = Some(first.unwrap_or_else(|| original.clone())).filter(|first| first != id);
        Ok(ArticleState { duplicate_of, ..state })
    }

    fn failed(&mut self, failure: &Failure<'_>, state: FeedState, spec: Option<&FeedSpec>) -> Settlement {
        let Failure { lease, error, .. } = failure;
        let since = state.failing_since.map(|at| Moment::utc(at).to_string());
        let result = failure.follow_up(state, spec, &self.settings);
        if !matches!(result.fate, JobFate::Postpone(_)) {
            let url = shown_url(lease.job.url());
            warn!(%url, feed = lease.job.feed(), attempt = lease.attempt, since, %error, "job failed");
            self.metrics.count_error(error.stage().name(), error.code());
            self.totals.failed_polls += u64::from(matches!(lease.job, Job::Poll(_)));
        }
        let mut settlement = empty_settlement(lease, result.fate);
        settlement.updates = self.network.judged(failure, result.updates);
        self.add_errors(&mut settlement, result.record.as_slice());
        self.add_events(&mut settlement, &result.events);
        settlement
    }

    fn add_errors(&mut self, settlement: &mut Settlement, records: &[ErrorRecord]) {
        self.totals.errors += records.iter().filter(|record| !record.resolved).count() as u64;
        self.metrics.add_records("error", records.len() as u64);
        for record in records {
            settlement.lines.extend(self.outputs.iter().map(|output| output.error_line(record)));
        }
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
