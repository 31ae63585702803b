//! The stages of one job, from lease to outcome, as straight-line code.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use tokio::sync::{Semaphore, watch};

use super::failure::is_final;
use super::outcome::{ArticleFound, MIN_MOVED_SIGHTINGS, Outcome, PolledFeed};
use super::schedule;
use super::settings::{FeedSpec, Settings};
use super::suspect;
use crate::analyze::{Models, analyze};
use crate::error::{JobError, panic_message};
use crate::extract::{decode_html, extract};
use crate::feed::{self, Source};
use crate::fetch::{Fetcher, Request, ResourceKind, Response, ResponseMeta};
use crate::model::article::Extractor;
use crate::model::feed::Recovery;
use crate::model::record::Stage;
use crate::model::{Annotations, Article, Feed, Page};
use crate::telemetry::Metrics;
use crate::work::Job;
use crate::work::job::{ArticleJob, FullText, PollJob};
use crate::work::ledger::FeedState;
use crate::work::queue::Lease;

/// The stages with the resources that they share. Cheap to clone.
#[derive(Clone)]
pub(super) struct Stages {
    pub fetcher: Fetcher,
    pub models: watch::Receiver<Models>,
    pub settings: Arc<Settings>,
    pub metrics: Metrics,
    /// One permit per CPU thread: analysis never takes the time of the network tasks.
    pub cpu: Arc<Semaphore>,
}

impl Stages {
    /// Runs all stages of one job.
    pub(super) async fn process(&self, lease: &Lease, state: &FeedState) -> Result<Outcome, JobError> {
        let Some(spec) = self.settings.feeds.get(lease.job.feed()) else {
            // Articles that are queued still go out when their feed is no longer configured; only its polls end.
            return match &lease.job {
                Job::Poll(_) => Ok(Outcome::Unsubscribed),
                Job::Article(job) => self.article(lease, job, FullText::Auto).await,
            };
        };
        match &lease.job {
            Job::Poll(job) => self.poll(lease, job, spec, state).await,
            Job::Article(job) => self.article(lease, job, spec.full_text).await,
        }
    }

    /// Fetches and parses a feed.
    async fn poll(
        &self,
        lease: &Lease,
        job: &PollJob,
        spec: &FeedSpec,
        state: &FeedState,
    ) -> Result<Outcome, JobError> {
        let at = Timestamp::now();
        schedule::check_skipped(at, spec, &state.hints)?;
        let polled = |feed, meta, body_hash| Ok(Outcome::Polled(Box::new(PolledFeed { at, feed, meta, body_hash })));
        let (meta, bytes) = match self.fetch(poll_request(spec, state, at)).await? {
            Response::NotModified { meta } => return polled(None, meta, None),
            Response::Body { meta, bytes } => (meta, bytes),
        };
        let hash = blake3::hash(&bytes).to_hex().to_string();
        if state.body_hash.as_ref() == Some(&hash) {
            return polled(None, meta, Some(hash));
        }
        if lease.deaths >= suspect::MIN_DEATHS {
            suspect::try_feed(lease.deaths, bytes.clone()).await?;
        }
        let mut feed = self.parse_feed(bytes, &meta).await?;
        for (is_needed, repair) in [(meta.is_over_limit, Recovery::Limits), (meta.is_cut, Recovery::Truncated)] {
            if is_needed && !feed.recovered.contains(&repair) {
                feed.recovered.push(repair);
            }
        }
        tracing::debug!(feed = job.feed, entries = feed.entries.len(), "feed read");
        polled(Some(feed), meta, Some(hash))
    }

    async fn parse_feed(&self, bytes: Vec<u8>, meta: &ResponseMeta) -> Result<Feed, JobError> {
        let (url, content_type) = (meta.final_url.clone(), meta.content_type.clone());
        let parse = move || {
            let source = Source { url: Some(&url), content_type: content_type.as_deref() };
            feed::parse(&bytes, source).map_err(|error| JobError::NotAFeed { message: error.to_string() })
        };
        self.on_cpu(Stage::Feed, parse).await
    }

    /// Reads the page's article, or the feed's own content where that is configured or all that can be had.
    async fn article(&self, lease: &Lease, job: &ArticleJob, full_text: FullText) -> Result<Outcome, JobError> {
        let content = job.entry.content.as_deref().filter(|_| full_text != FullText::Page);
        match (full_text, content) {
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
        let fetched = Timestamp::now();
        let request = match self.settings.feeds.get(lease.job.feed()) {
            Some(spec) => Request::page_of_feed(job.url.clone(), &spec.url, &spec.headers),
            None => Request::new(job.url.clone(), ResourceKind::Page),
        };
        let (meta, bytes) = match self.fetch(request).await? {
            Response::Body { meta, bytes } => (meta, bytes),
            Response::NotModified { meta } => return Err(unconditional_304(&meta)),
        };
        let (url, content_type) = (meta.final_url.clone(), meta.content_type.clone());
        let decode = move || Page { html: decode_html(&bytes, content_type.as_deref()), url };
        let (article, annotations) = self.extract_and_analyze(lease, decode).await?;
        let page = Some((meta.status, meta.final_url));
        Ok(Outcome::Found(Box::new(ArticleFound { article, annotations, fetched, page })))
    }

    async fn read_entry(&self, lease: &Lease, job: &ArticleJob, content: &str) -> Result<Outcome, JobError> {
        let fetched = Timestamp::now();
        let url = job.url.clone();
        let html = format!("<!DOCTYPE html><html><body><article>{content}</article></body></html>");
        let (mut article, annotations) = self.extract_and_analyze(lease, move || Page { url, html }).await?;
        article.extractor = Extractor::Feed;
        Ok(Outcome::Found(Box::new(ArticleFound { article, annotations, fetched, page: None })))
    }

    /// Extracts and analyzes a page, off the network's threads.
    async fn extract_and_analyze(
        &self,
        lease: &Lease,
        decode: impl FnOnce() -> Page + Send + 'static,
    ) -> Result<(Article, Annotations), JobError> {
        let page = self.on_cpu(Stage::Extract, || Ok(decode())).await?;
        if lease.deaths >= suspect::MIN_DEATHS {
            suspect::try_page(lease.deaths, &page).await?;
        }
        let article = self
            .on_cpu(Stage::Extract, move || extract(&page).map_err(|reason| JobError::NoArticle { reason }))
            .await?;
        let models = self.models.borrow().clone();
        self.on_cpu(Stage::Analyze, move || {
            let annotations = analyze(&article, &models);
            Ok((article, annotations))
        })
        .await
    }

    async fn fetch(&self, request: Request) -> Result<Response, JobError> {
        let kind = if request.kind == ResourceKind::Feed { "feed" } else { "page" };
        let started = Instant::now();
        let response = self.fetcher.get(request).await;
        self.metrics.observe_stage("fetch", started.elapsed());
        for pause in self.fetcher.take_new_pauses() {
            self.metrics.count_pause(pause.reason.code());
        }
        if let Ok(Response::Body { bytes, .. }) = &response {
            self.metrics.add_bytes(kind, bytes.len() as u64);
        }
        response
    }

    /// Runs a pure function on a blocking thread. Its panic becomes an error of this job alone.
    async fn on_cpu<T: Send + 'static>(
        &self,
        stage: Stage,
        task: impl FnOnce() -> Result<T, JobError> + Send + 'static,
    ) -> Result<T, JobError> {
        let permit = Arc::clone(&self.cpu).acquire_owned().await.ok();
        let metrics = self.metrics.clone();
        let running = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let started = Instant::now();
            let result = catch_unwind(AssertUnwindSafe(task));
            metrics.observe_stage(stage.name(), started.elapsed());
            result.unwrap_or_else(|panic| Err(JobError::Panicked { stage, detail: panic_message(&*panic).to_owned() }))
        });
        running.await.unwrap_or_else(|error| Err(JobError::Panicked { stage, detail: error.to_string() }))
    }
}

/// Returns the request of a poll: conditional, and to the new address of a feed that has moved for good.
fn poll_request(spec: &FeedSpec, state: &FeedState, at: Timestamp) -> Request {
    let (etag, last_modified) = schedule::validators(state, at);
    let moved = state.moved.as_ref().filter(|(_, sightings)| *sightings >= MIN_MOVED_SIGHTINGS);
    Request {
        url: moved.map_or_else(|| spec.url.clone(), |(url, _)| url.clone()),
        kind: ResourceKind::Feed,
        etag,
        last_modified,
        headers: spec.headers.clone(),
    }
}

/// Returns the error of a 304 response to an unconditional request.
fn unconditional_304(meta: &ResponseMeta) -> JobError {
    let host = meta.final_url.host_str().unwrap_or_default().to_owned();
    JobError::Status { host, status: 304, retry_after: None }
}
