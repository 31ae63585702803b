//! The stages of one job, from lease to outcome, as straight-line code.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use url::Url;

use super::cpu::{CpuClaim, CpuPermits};
use super::entries::identities;
use super::outcome::{ArticleFound, Outcome, PolledFeed};
use super::settings::{FeedSpec, Settings};
use super::{address, retry, schedule, suspect};
use crate::analyze::{Models, analyze};
use crate::error::{JobError, panic_message};
use crate::extract::{decode_html, extract};
use crate::feed::{self, Source};
use crate::fetch::{Fetcher, Request, ResourceKind, Response, ResponseMeta};
use crate::model::article::Extractor;
use crate::model::feed::{Format, Recovery};
use crate::model::record::Stage;
use crate::model::{Feed, Page};
use crate::telemetry::Metrics;
use crate::text::sketch::Sketch;
use crate::work::Job;
use crate::work::job::{ArticleJob, FullText, PollJob};
use crate::work::ledger::FeedState;
use crate::work::queue::Lease;

/// The feeds that a site or an index names and that are tried at one poll (chosen).
const MAX_SOURCES: usize = 3;

/// How often a feed's entries are read at least, though its body is the same (chosen).
///
/// What the ledger knows of them is forgotten when they are in no feed for months.
const LISTING_INTERVAL: SignedDuration = SignedDuration::from_hours(14 * 24);

/// The stages with the resources that they share. Cheap to clone.
#[derive(Clone)]
pub(super) struct Stages {
    pub fetcher: Fetcher,
    pub models: watch::Receiver<Models>,
    pub settings: Arc<Settings>,
    pub metrics: Metrics,
    /// One permit per CPU thread: analysis never takes the time of the network tasks.
    pub cpu: CpuPermits,
}

impl Stages {
    /// Runs all stages of one job.
    pub(super) async fn process(&self, lease: &Lease, state: &FeedState) -> Result<Outcome, JobError> {
        self.settings.check_paused(lease.job.feed())?;
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
        let at = self.settings.clock.now();
        schedule::check_skipped(at, spec, &state.hints)?;
        let url = address::requested(spec, state).clone();
        let known_hash = state.body_hash.as_ref().filter(|_| address::is_validated_at(state, &url));
        let (meta, bytes, _share) = match self.fetch(poll_request(spec, state, at)).await? {
            Response::NotModified { meta } => (meta, None, None),
            Response::Body { meta, bytes, share } => (meta, Some(bytes), share),
        };
        let found = state.found.clone().filter(|found| *found == url);
        let body_hash = bytes.as_ref().map(|bytes| blake3::hash(bytes).to_hex().to_string());
        let is_same = known_hash.is_some() && known_hash == body_hash.as_ref();
        let is_unchanged = body_hash.is_none() || (is_same && is_listed_lately(state, at));
        let mut polled = PolledFeed { at, feed: None, identities: Vec::new(), meta, body_hash, requested: url, found };
        let Some(bytes) = bytes.filter(|_| !is_unchanged) else { return Ok(Outcome::Polled(Box::new(polled))) };
        let claim = CpuClaim::new(&polled.meta.final_url, bytes.len());
        if lease.deaths >= suspect::MIN_DEATHS {
            let _permit = self.cpu.acquire(&claim).await;
            suspect::try_feed(lease.deaths, bytes.clone()).await?;
        }
        let mut read = match self.parse_feed(bytes, &polled.meta).await {
            Err(JobError::NotAFeed { sources, .. }) if polled.found.is_none() && !sources.is_empty() => {
                self.follow_sources(sources, &mut polled).await?
            }
            read => read?,
        };
        let limits = [(polled.meta.is_over_limit, Recovery::Limits), (polled.meta.is_cut, Recovery::Truncated)];
        for (_, repair) in limits.into_iter().filter(|(is_needed, _)| *is_needed) {
            if !read.recovered.contains(&repair) {
                read.recovered.push(repair);
            }
        }
        tracing::debug!(feed = job.feed, entries = read.entries.len(), "feed read");
        if read.recovered.contains(&Recovery::Truncated) {
            // The rest of it would be missed if the server said that nothing had changed since.
            (polled.meta.etag, polled.meta.last_modified, polled.body_hash) = (None, None, None);
        }
        // The settler is one task for all feeds: what costs time with the size of a feed is done here.
        let full_text = spec.full_text;
        let identify = move || {
            let identities = identities(&read, full_text);
            Ok((read, identities))
        };
        let (read, identities) = self.on_cpu(Stage::Feed, &claim, identify).await?;
        (polled.feed, polled.identities) = (Some(read), identities);
        Ok(Outcome::Polled(Box::new(polled)))
    }

    /// Reads the first feed that a site names, or the first sitemaps of an index as one.
    ///
    /// A site's feed is asked directly from now on. An index is read again at each poll, since its newest sitemap changes.
    async fn follow_sources(&self, sources: Vec<Url>, polled: &mut PolledFeed) -> Result<Feed, JobError> {
        let (mut last, mut sitemaps) = (None, None::<Feed>);
        for source in sources.into_iter().take(MAX_SOURCES) {
            match self.read_source(source.clone()).await {
                Ok((feed, _)) if feed.format == Format::Sitemap => match &mut sitemaps {
                    Some(all) => all.entries.extend(feed.entries),
                    None => sitemaps = Some(feed),
                },
                // An index names sitemaps alone.
                Ok(_) if sitemaps.is_some() => {}
                Ok((feed, meta)) => {
                    (polled.meta, polled.body_hash) = (meta, None);
                    polled.found = Some(source.clone());
                    polled.requested = source;
                    return Ok(feed);
                }
                Err(error) => {
                    tracing::warn!(%source, %error, "a source that the site names cannot be read");
                    last = Some(error);
                }
            }
        }
        let Some(sitemaps) = sitemaps else { return Err(last.unwrap_or(JobError::Interrupted)) };
        (polled.meta.etag, polled.meta.last_modified, polled.body_hash) = (None, None, None);
        Ok(sitemaps)
    }

    async fn read_source(&self, url: Url) -> Result<(Feed, ResponseMeta), JobError> {
        match self.fetch(Request::new(url, ResourceKind::Feed)).await? {
            Response::Body { meta, bytes, share: _share } => Ok((self.parse_feed(bytes, &meta).await?, meta)),
            Response::NotModified { meta } => Err(unconditional_304(&meta)),
        }
    }

    async fn parse_feed(&self, bytes: Vec<u8>, meta: &ResponseMeta) -> Result<Feed, JobError> {
        let (url, content_type) = (meta.final_url.clone(), meta.content_type.clone());
        let claim = CpuClaim::new(&url, bytes.len());
        let parse = move || {
            let source = Source { url: Some(&url), content_type: content_type.as_deref() };
            feed::parse(&bytes, source).map_err(|error| {
                // A list of feeds is the operator's to choose from.
                let is_list = matches!(error, feed::ParseError::OpmlList { .. });
                let sources = if is_list { Vec::new() } else { error.sources().to_vec() };
                JobError::NotAFeed { message: error.to_string(), sources }
            })
        };
        self.on_cpu(Stage::Feed, &claim, parse).await
    }

    /// Reads the page's article, or the feed's own content where that is configured or all that can be had.
    async fn article(&self, lease: &Lease, job: &ArticleJob, full_text: FullText) -> Result<Outcome, JobError> {
        let content = job.entry.content.as_deref().filter(|_| full_text != FullText::Page || !job.has_link);
        let is_own_text = full_text == FullText::Feed || !job.has_link;
        match content {
            Some(content) if is_own_text => self.read_entry(lease, job, content).await,
            _ => match (self.read_page(lease, job).await, content) {
                (Err(error), Some(content)) if self.is_own_text_due(&error, lease, job) => {
                    tracing::info!(%error, "page cannot be had; using the feed's own content");
                    // When that is no article either, the page's error says more.
                    self.read_entry(lease, job, content).await.map_err(|_| error)
                }
                (outcome, _) => outcome,
            },
        }
    }

    fn is_own_text_due(&self, error: &JobError, lease: &Lease, job: &ArticleJob) -> bool {
        let next = retry::next_attempt(error, lease, job, &self.settings.retry, self.settings.clock.now());
        retry::is_own_text_due(error, lease, next)
    }

    async fn read_page(&self, lease: &Lease, job: &ArticleJob) -> Result<Outcome, JobError> {
        let fetched = self.settings.clock.now();
        let request = match self.settings.feeds.get(lease.job.feed()) {
            Some(spec) => Request::page_of_feed(job.url.clone(), &spec.url, &spec.headers),
            None => Request::new(job.url.clone(), ResourceKind::Page),
        };
        let (meta, bytes, _share) = match self.fetch(request).await? {
            Response::Body { meta, bytes, share } => (meta, bytes, share),
            Response::NotModified { meta } => return Err(unconditional_304(&meta)),
        };
        let (url, content_type) = (meta.final_url.clone(), meta.content_type.clone());
        let claim = CpuClaim::new(&url, bytes.len());
        let decode = move || Page { html: decode_html(&bytes, content_type.as_deref()), url };
        let found = self.extract_and_analyze(lease, &claim, decode).await?;
        let page = Some((meta.status, meta.final_url));
        Ok(Outcome::Found(Box::new(ArticleFound { fetched, page, ..found })))
    }

    async fn read_entry(&self, lease: &Lease, job: &ArticleJob, content: &str) -> Result<Outcome, JobError> {
        let fetched = self.settings.clock.now();
        let url = job.url.clone();
        let html = format!("<!DOCTYPE html><html><body><article>{content}</article></body></html>");
        let claim = CpuClaim::new(&url, html.len());
        let mut found = self.extract_and_analyze(lease, &claim, move || Page { url, html }).await?;
        found.article.extractor = Extractor::Feed;
        Ok(Outcome::Found(Box::new(ArticleFound { fetched, ..found })))
    }

    /// Extracts and analyzes a page, off the network's threads. Where the page came from is left to the caller.
    async fn extract_and_analyze(
        &self,
        lease: &Lease,
        claim: &CpuClaim,
        decode: impl FnOnce() -> Page + Send + 'static,
    ) -> Result<ArticleFound, JobError> {
        let page = self.on_cpu(Stage::Extract, claim, || Ok(decode())).await?;
        if lease.deaths >= suspect::MIN_DEATHS {
            let _permit = self.cpu.acquire(claim).await;
            suspect::try_page(lease.deaths, &page).await?;
        }
        let article = self
            .on_cpu(Stage::Extract, claim, move || extract(&page).map_err(|reason| JobError::NoArticle { reason }))
            .await?;
        let models = self.models.borrow().clone();
        self.on_cpu(Stage::Analyze, claim, move || {
            let annotations = analyze(&article, &models);
            let sketch = Sketch::of(&article.text);
            Ok(ArticleFound { article, annotations, sketch, fetched: Timestamp::UNIX_EPOCH, page: None })
        })
        .await
    }

    async fn fetch(&self, request: Request) -> Result<Response, JobError> {
        let kind = if request.kind == ResourceKind::Feed { "feed" } else { "page" };
        let started = Instant::now();
        let response = self.fetcher.get(request).await;
        self.metrics.observe_stage("fetch", started.elapsed());
        let status = match &response {
            Ok(response) => response.meta().status,
            Err(JobError::Status { status, .. }) => *status,
            Err(_) => 0,
        };
        // A pause is no answer: nothing was asked.
        if !matches!(response, Err(JobError::Paused { .. } | JobError::PausedByOperator { .. })) {
            self.metrics.count_response(kind, status);
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
        claim: &CpuClaim,
        task: impl FnOnce() -> Result<T, JobError> + Send + 'static,
    ) -> Result<T, JobError> {
        let permit = self.cpu.acquire(claim).await;
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

/// Returns whether a feed's entries were read so lately that the same body need not be read again.
fn is_listed_lately(state: &FeedState, now: Timestamp) -> bool {
    state.listed.is_none_or(|listed| now.duration_since(listed) < LISTING_INTERVAL)
}

/// Returns the request of a poll: conditional where the validators are those of the address.
fn poll_request(spec: &FeedSpec, state: &FeedState, at: Timestamp) -> Request {
    let url = address::requested(spec, state);
    let is_conditional = address::is_validated_at(state, url);
    let (etag, last_modified) = if is_conditional { schedule::validators(state, at) } else { (None, None) };
    // A secret of the configured site is nobody else's.
    let headers = if *url == spec.url {
        spec.headers.clone()
    } else {
        Request::page_of_feed(url.clone(), &spec.url, &spec.headers).headers
    };
    Request { url: url.clone(), kind: ResourceKind::Feed, etag, last_modified, headers }
}

/// Returns the error of a 304 response to an unconditional request.
fn unconditional_304(meta: &ResponseMeta) -> JobError {
    let host = meta.final_url.host_str().unwrap_or_default().to_owned();
    JobError::Status { host, status: 304, retry_after: None }
}
