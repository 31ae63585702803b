//! The way of one job, from lease to outcome, as straight-line code.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::{Semaphore, watch};
use url::Url;

use super::{FeedSpec, Settings, suspect};
use crate::analyze::{Models, analyze};
use crate::error::{JobError, Verdict, panic_message};
use crate::extract::{decode_html, extract};
use crate::feed::{self, Source};
use crate::fetch::{Answer, Fetcher, Kind, Meta, Request};
use crate::model::article::Extractor;
use crate::model::job::{ArticleJob, FullText, PollJob};
use crate::model::memory::FeedState;
use crate::model::outbox::Lease;
use crate::model::record::Stage;
use crate::model::{Annotations, Article, Feed, Job, Page};
use crate::telemetry::Metrics;

/// How often a page is tried before it is given up.
pub(super) const PAGE_ATTEMPTS: u32 = 5;

/// What a job came to.
pub(super) enum Outcome {
    /// A feed answered.
    Polled(Box<Polled>),
    /// An article was found.
    Found(Box<Found>),
    /// The feed is no longer configured; its poll ends.
    Unfollowed,
}

/// A feed that answered.
pub(super) struct Polled {
    /// When it was asked.
    pub at: Timestamp,
    /// What it held; `None` when it has not changed.
    pub feed: Option<Feed>,
    /// What the answer said besides.
    pub meta: Meta,
    /// BLAKE3 of the body, in hex; `None` when there was none.
    pub body_hash: Option<String>,
}

/// An article with what was found in it.
pub(super) struct Found {
    pub article: Article,
    pub annotations: Annotations,
    /// When the page was fetched.
    pub fetched: Timestamp,
    /// The answer's status and address; `None` when the feed's own content was used.
    pub page: Option<(u16, Url)>,
}

/// The stages with what they share. Cheap to clone.
#[derive(Clone)]
pub(super) struct Stages {
    pub fetcher: Fetcher,
    pub models: watch::Receiver<Models>,
    pub settings: Arc<Settings>,
    pub metrics: Metrics,
    /// One permit a core: analysis never takes the time of the network tasks.
    pub cpu: Arc<Semaphore>,
}

impl Stages {
    /// The whole way of one job.
    pub(super) async fn process(&self, lease: &Lease, state: &FeedState) -> Result<Outcome, JobError> {
        let Some(spec) = self.settings.feeds.get(lease.job.feed()) else {
            // An article that was promised to a reader still goes out; only polling ends with the configuration.
            return match &lease.job {
                Job::Poll(_) => Ok(Outcome::Unfollowed),
                Job::Article(job) => self.article(lease, job, FullText::Auto).await,
            };
        };
        match &lease.job {
            Job::Poll(job) => self.poll(lease, job, spec, state).await,
            Job::Article(job) => self.article(lease, job, spec.full_text).await,
        }
    }

    async fn poll(
        &self,
        lease: &Lease,
        job: &PollJob,
        spec: &FeedSpec,
        state: &FeedState,
    ) -> Result<Outcome, JobError> {
        let at = Timestamp::now();
        // An address that has moved for good is used once it has been seen often enough.
        let moved = state.moved.as_ref().filter(|(_, sightings)| *sightings >= super::poll::MOVED_SIGHTINGS);
        let request = Request {
            url: moved.map_or_else(|| spec.url.clone(), |(url, _)| url.clone()),
            kind: Kind::Feed,
            etag: state.etag.clone(),
            last_modified: state.last_modified.clone(),
            headers: spec.headers.clone(),
        };
        let (meta, bytes) = match self.fetch(request).await? {
            Answer::NotModified { meta } => {
                return Ok(Outcome::Polled(Box::new(Polled { at, feed: None, meta, body_hash: None })));
            }
            Answer::Body { meta, bytes } => (meta, bytes),
        };
        let hash = blake3::hash(&bytes).to_hex().to_string();
        if state.body_hash.as_ref() == Some(&hash) {
            return Ok(Outcome::Polled(Box::new(Polled { at, feed: None, meta, body_hash: Some(hash) })));
        }
        if lease.deaths >= suspect::DEATHS {
            suspect::prove_feed(lease.deaths, bytes.clone()).await?;
        }
        let (url, kind) = (meta.final_url.clone(), meta.content_type.clone());
        let feed = self
            .on_cpu(Stage::Feed, move || {
                let source = Source { url: Some(&url), content_type: kind.as_deref() };
                feed::parse(&bytes, source).map_err(|error| JobError::NotAFeed { message: error.to_string() })
            })
            .await?;
        tracing::debug!(feed = job.feed, entries = feed.entries.len(), "feed read");
        Ok(Outcome::Polled(Box::new(Polled { at, feed: Some(feed), meta, body_hash: Some(hash) })))
    }

    /// The page's article, or the feed's own content where that is asked for or all that can be had.
    async fn article(&self, lease: &Lease, job: &ArticleJob, full_text: FullText) -> Result<Outcome, JobError> {
        let own = job.entry.content.as_deref().filter(|_| full_text != FullText::Page);
        match (full_text, own) {
            (FullText::Feed, Some(content)) => self.read_entry(lease, job, content).await,
            (_, content) => match (self.read_page(lease, job).await, content) {
                (Err(error), Some(content)) if is_final(&error, lease.attempt) => {
                    tracing::info!(%error, "page cannot be had; using the feed's own content");
                    // When that is no article either, the page's error says more.
                    self.read_entry(lease, job, content).await.map_err(|_| error)
                }
                (outcome, _) => outcome,
            },
        }
    }

    async fn read_page(&self, lease: &Lease, job: &ArticleJob) -> Result<Outcome, JobError> {
        let request =
            Request { url: job.url.clone(), kind: Kind::Page, etag: None, last_modified: None, headers: Vec::new() };
        let fetched = Timestamp::now();
        let (meta, bytes) = match self.fetch(request).await? {
            Answer::Body { meta, bytes } => (meta, bytes),
            Answer::NotModified { meta } => return Err(unasked(&meta)),
        };
        let (url, kind) = (meta.final_url.clone(), meta.content_type.clone());
        let read = move || Page { html: decode_html(&bytes, kind.as_deref()), url };
        let (article, annotations) = self.understand(lease, read).await?;
        let page = Some((meta.status, meta.final_url));
        Ok(Outcome::Found(Box::new(Found { article, annotations, fetched, page })))
    }

    async fn read_entry(&self, lease: &Lease, job: &ArticleJob, content: &str) -> Result<Outcome, JobError> {
        let fetched = Timestamp::now();
        let url = job.url.clone();
        let html = format!("<!DOCTYPE html><html><body><article>{content}</article></body></html>");
        let (mut article, annotations) = self.understand(lease, move || Page { url, html }).await?;
        article.extractor = Extractor::Feed;
        Ok(Outcome::Found(Box::new(Found { article, annotations, fetched, page: None })))
    }

    /// Extraction and analysis, off the network's threads.
    async fn understand(
        &self,
        lease: &Lease,
        read: impl FnOnce() -> Page + Send + 'static,
    ) -> Result<(Article, Annotations), JobError> {
        let page = self.on_cpu(Stage::Extract, || Ok(read())).await?;
        if lease.deaths >= suspect::DEATHS {
            suspect::prove_page(lease.deaths, &page).await?;
        }
        let article = self
            .on_cpu(Stage::Extract, move || extract(&page).map_err(|reason| JobError::NoArticle { reason }))
            .await?;
        let models = self.models.borrow().clone();
        self.on_cpu(Stage::Analyze, move || {
            let found = analyze(&article, &models);
            Ok((article, found))
        })
        .await
    }

    async fn fetch(&self, request: Request) -> Result<Answer, JobError> {
        let kind = if matches!(request.kind, Kind::Feed) { "feed" } else { "page" };
        let begun = Instant::now();
        let answer = self.fetcher.get(request).await;
        self.metrics.stage("fetch", begun.elapsed());
        if let Ok(Answer::Body { bytes, .. }) = &answer {
            self.metrics.bytes(kind, bytes.len() as u64);
        }
        answer
    }

    /// Runs a pure function on a blocking thread; its panic becomes an error of this job alone.
    async fn on_cpu<T: Send + 'static>(
        &self,
        stage: Stage,
        task: impl FnOnce() -> Result<T, JobError> + Send + 'static,
    ) -> Result<T, JobError> {
        let permit = Arc::clone(&self.cpu).acquire_owned().await.ok();
        let metrics = self.metrics.clone();
        let ran = tokio::task::spawn_blocking(move || {
            let _held = permit;
            let begun = Instant::now();
            let done = catch_unwind(AssertUnwindSafe(task));
            metrics.stage(stage.name(), begun.elapsed());
            done.unwrap_or_else(|panic| Err(JobError::Panicked { stage, detail: panic_message(&*panic).to_owned() }))
        });
        ran.await.unwrap_or_else(|error| Err(JobError::Panicked { stage, detail: error.to_string() }))
    }
}

/// Whether trying again is not going to happen.
pub(super) fn is_final(error: &JobError, attempt: u32) -> bool {
    match error {
        JobError::Paused { .. } | JobError::Interrupted => false,
        _ => !matches!(error.verdict(attempt), Verdict::Retry(_)) || attempt >= PAGE_ATTEMPTS,
    }
}

/// A 304 to a request that set no condition: the server is at fault.
fn unasked(meta: &Meta) -> JobError {
    let host = meta.final_url.host_str().unwrap_or_default().to_owned();
    JobError::Status { host, status: 304, retry_after: None::<Duration> }
}
