//! The fetcher: takes every hop of a request through the guard, robots.txt and the domain's rate limit.

use std::net::IpAddr;
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use tokio::time::{Instant, timeout};
use url::Url;

use super::body::{BodyRules, Broken, OverLimit};
use super::body_budget::BodyBudget;
use super::dns::{DnsCache, Lookup, system_lookup};
use super::errors::host_name;
use super::guard::{self, AddressGuard, AddressScope};
use super::http_clients::HttpClients;
use super::paused_hosts::{HostPattern, PausedHosts};
use super::pauses::DomainPause;
use super::rate_limit::RateLimiter;
use super::redirects::RedirectChain;
use super::request::{Request, ResourceKind};
use super::request_response::{Hop, RequestSpec};
use super::response::Response;
use super::robots::RobotsCache;
use super::schedule::HopContext;
use super::settings::Settings;
use super::transport::Transport;
use crate::clock::Clock;
use crate::error::JobError;

/// A client that fetches feeds and pages.
///
/// Cheap to clone; clones share rate limits, connections and cached robots.txt files. Dropping a future of
/// [`get`](Self::get) ends its request and releases its permit.
#[derive(Clone)]
pub struct Fetcher(Arc<Inner>);

struct Inner {
    settings: Settings,
    guard: AddressGuard,
    dns: Arc<DnsCache>,
    rate_limiter: RateLimiter,
    robots: RobotsCache,
    transport: Arc<dyn Transport>,
    clock: Clock,
    budget: BodyBudget,
    paused_hosts: PausedHosts,
}

/// Why a fetcher cannot be created.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetcherError {
    /// The user agent holds characters that a header cannot.
    #[error("cannot send fetch.user_agent {0:?}: a header holds printable ASCII only")]
    UserAgent(String),
    /// TLS or the resolver cannot be set up.
    #[error("cannot set up the HTTP client: {0}")]
    Client(#[from] reqwest::Error),
}

/// What a request is for. It decides the rules that apply.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Feed,
    Page,
    Robots,
}

impl Fetcher {
    /// Creates a fetcher that uses the system's resolver.
    ///
    /// # Errors
    /// A user agent that is no header, or TLS that cannot be set up.
    pub fn new(settings: Settings) -> Result<Self, FetcherError> {
        Self::with_lookup(settings, system_lookup())
    }

    /// Creates a fetcher that resolves names with `lookup`. Its results pass the same guard.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with_lookup(settings: Settings, lookup: Lookup) -> Result<Self, FetcherError> {
        check_user_agent(&settings)?;
        let dns = dns(&settings, lookup);
        let transport = Arc::new(HttpClients::new(&settings, &dns)?);
        Ok(Self::assemble(settings, dns, transport, Clock::system()))
    }

    /// Creates a fetcher that sends its requests through `transport` and reads the time from `clock`.
    ///
    /// Names are resolved with `lookup` for the guard; the transport is not told the addresses.
    ///
    /// # Errors
    /// A user agent that is no header.
    pub fn with_transport(
        settings: Settings,
        lookup: Lookup,
        transport: Arc<dyn Transport>,
        clock: Clock,
    ) -> Result<Self, FetcherError> {
        check_user_agent(&settings)?;
        let dns = dns(&settings, lookup);
        Ok(Self::assemble(settings, dns, transport, clock))
    }

    fn assemble(settings: Settings, dns: Arc<DnsCache>, transport: Arc<dyn Transport>, clock: Clock) -> Self {
        Self(Arc::new(Inner {
            rate_limiter: RateLimiter::new(settings.per_domain, settings.delay, settings.limits.total, clock),
            robots: RobotsCache::new(&settings.user_agent),
            guard: AddressGuard::new(&settings.allow_addresses),
            transport,
            dns,
            settings,
            clock,
            budget: BodyBudget::new(),
            paused_hosts: PausedHosts::default(),
        }))
    }

    /// Returns the pauses in force that domains asked for, ordered by domain.
    pub fn pauses(&self) -> Vec<DomainPause> {
        self.0.rate_limiter.pauses()
    }

    /// Returns the pauses that have begun since the last call. Each was logged when it began.
    pub fn take_new_pauses(&self) -> Vec<DomainPause> {
        self.0.rate_limiter.take_new_pauses()
    }

    /// Puts pauses of an earlier run in force again. They are neither logged nor new.
    pub fn restore_pauses(&self, pauses: Vec<DomainPause>) {
        self.0.rate_limiter.restore_pauses(pauses);
    }

    /// Replaces the hosts that the operator has paused, each with the end of its pause; `None` for one that lasts.
    pub fn set_paused_hosts(&self, hosts: Vec<(HostPattern, Option<Timestamp>)>) {
        self.0.paused_hosts.set(hosts);
    }

    /// Fetches a feed or a page.
    ///
    /// Takes at most [`Limits::total`](super::Limits::total) for the request, as much again for robots.txt, and as much
    /// for each permit it waits for. Holds at most the kind's limit of bytes, and a few buffers.
    ///
    /// # Errors
    /// Whatever keeps the response away; [`JobError::verdict`] decides what follows from it.
    pub async fn get(&self, request: Request) -> Result<Response, JobError> {
        let purpose = match request.kind {
            ResourceKind::Feed => Purpose::Feed,
            ResourceKind::Page => Purpose::Page,
        };
        self.0.fetch(&request, purpose).await
    }
}

fn check_user_agent(settings: &Settings) -> Result<(), FetcherError> {
    let is_header = |agent: &str| !agent.is_empty() && agent.bytes().all(|b| matches!(b, b' '..=b'~'));
    if is_header(&settings.user_agent) { Ok(()) } else { Err(FetcherError::UserAgent(settings.user_agent.clone())) }
}

fn dns(settings: &Settings, lookup: Lookup) -> Arc<DnsCache> {
    let guard = AddressGuard::new(&settings.allow_addresses);
    DnsCache::new(lookup, settings.limits.dns, guard, settings.proxy.is_some())
}

impl Inner {
    /// Sends a request and follows its redirects.
    async fn fetch(&self, request: &Request, purpose: Purpose) -> Result<Response, JobError> {
        let limits = &self.settings.limits;
        let spec = self.spec(request, purpose);
        let mut chain = RedirectChain::new(request)?;
        let mut time_left = limits.total;
        let mut is_redirect = false;
        loop {
            self.paused_hosts.check(&chain.url, self.clock.now())?;
            let is_listed_network = self.dns.check(&chain.url).await? == AddressScope::Listed;
            if purpose == Purpose::Page && self.settings.robots {
                self.check_robots(&chain.url).await?;
            }
            let hop = HopContext { is_listed_network, is_redirect };
            let permit = self.rate_limiter.acquire(&chain.url, hop).await?;
            let started = Instant::now();
            let check_peer = |peer| self.check_peer(peer, &chain.url);
            let sending = spec.send(&*self.transport, &chain, &permit, limits, check_peer);
            let Ok(hop) = timeout(time_left, sending).await else {
                return Err(JobError::TimedOut { host: host_name(&chain.url), phase: "total", limit: limits.total });
            };
            time_left = time_left.saturating_sub(started.elapsed());
            match hop? {
                Hop::Final(response) => return Ok(*response),
                Hop::Redirect(status, headers) => chain.follow((status, &headers), limits.redirects, self.clock)?,
            }
            // The permit ends here: the next request may go to another domain, or to this one's robots.txt.
            is_redirect = permit.covers(&chain.url);
        }
    }

    fn spec<'a>(&'a self, request: &'a Request, purpose: Purpose) -> RequestSpec<'a> {
        let limits = &self.settings.limits;
        let (accept, limit, over_limit, broken) = match purpose {
            Purpose::Feed => (
                "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5",
                limits.feed_bytes,
                OverLimit::Truncate,
                Broken::Keep,
            ),
            Purpose::Page => (
                "text/html, application/xhtml+xml;q=0.9, */*;q=0.5",
                limits.page_bytes,
                OverLimit::Fail,
                Broken::KeepWholePage,
            ),
            Purpose::Robots => ("text/plain, */*;q=0.5", limits.robots_bytes, OverLimit::Truncate, Broken::Fail),
        };
        let (etag, last_modified) = (request.etag.as_deref(), request.last_modified.as_deref());
        let body = BodyRules { limit, over_limit, broken };
        RequestSpec { accept, etag, last_modified, body, clock: self.clock, budget: &self.budget }
    }

    /// Checks the address that the connection was really made to.
    ///
    /// Behind a proxy that is the proxy's.
    fn check_peer(&self, peer: Option<IpAddr>, url: &Url) -> Result<(), String> {
        if self.settings.proxy.is_some() {
            return Ok(());
        }
        let peer = peer.ok_or("its address cannot be told")?;
        self.guard.check(peer, guard::port(url)).map(drop)
    }

    /// Refuses a page that robots.txt disallows. Boxed, since it fetches in turn.
    fn check_robots<'a>(&'a self, url: &'a Url) -> BoxFuture<'a, Result<(), JobError>> {
        async move {
            let rules = self.robots.rules(url, self.fetch_robots(url)).await?;
            self.rate_limiter.set_crawl_delay(url, rules.crawl_delay());
            if rules.is_url_allowed(url) { Ok(()) } else { Err(JobError::RobotsDisallowed { host: host_name(url) }) }
        }
        .boxed()
    }

    /// Fetches the robots.txt of an address's origin; `None` where there is none.
    async fn fetch_robots(&self, url: &Url) -> Result<Option<Vec<u8>>, JobError> {
        let mut address = url.clone();
        address.set_path("/robots.txt");
        address.set_query(None);
        address.set_fragment(None);
        match self.fetch(&Request::new(address, ResourceKind::Page), Purpose::Robots).await {
            Ok(Response::Body { bytes, .. }) => Ok(Some(bytes)),
            Err(paused @ (JobError::Paused { .. } | JobError::PausedByOperator { .. })) => Err(paused),
            Err(JobError::Status { host, retry_after: Some(wait), .. }) => Err(JobError::Paused { host, wait }),
            Err(
                error @ (JobError::Status { status: 429 | 500..=599, .. }
                | JobError::TimedOut { .. }
                | JobError::Unreachable { .. }),
            ) => {
                let detail = format!("its pages wait, since its robots.txt cannot be read ({error})");
                Err(JobError::Unreachable { host: host_name(url), detail })
            }
            Ok(Response::NotModified { .. }) | Err(_) => Ok(None),
        }
    }
}
