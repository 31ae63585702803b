//! The fetcher: every hop through the guard, robots.txt and the domain's turn.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use reqwest::{Client, Response};
use tokio::time::timeout;
use url::Url;

use super::answer::Answer;
use super::body::Overflow;
use super::exchange::{Ask, Step, host};
use super::guard::{self, Guard, Reach};
use super::names::{self, Hook, Lookup, Names};
use super::polite::{Hosts, Manner};
use super::request::{Kind, Request};
use super::robots::RobotsCache;
use super::settings::Settings;
use super::trip::Trip;
use crate::error::JobError;

/// Headers of an answer; real sites send more than the client's default of 100.
const MOST_HEADERS: usize = 256;
/// An idle connection is kept this long.
const IDLE: Duration = Duration::from_secs(20);

/// Fetches feeds and pages. Cheap to clone; clones share turns, pauses, connections and what robots.txt files said.
///
/// Dropping a future of [`get`](Self::get) ends its request and gives its turn back.
#[derive(Clone)]
pub struct Fetcher(Arc<Inner>);

struct Inner {
    settings: Settings,
    guard: Guard,
    names: Arc<Names>,
    hosts: Hosts,
    robots: RobotsCache,
    clients: Clients,
}

struct Clients {
    /// For ports of the web.
    web: Client,
    /// For other ports, where only what the user listed is connected to.
    other: Client,
    /// Whether the system has certificate authorities to check https with.
    roots: bool,
}

/// Why a fetcher cannot be made.
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

/// What is fetched, and by which rules.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Feed,
    Page,
    Robots,
}

impl Fetcher {
    /// A fetcher that asks the system for names.
    ///
    /// # Errors
    /// A user agent that is no header, or TLS that cannot be set up.
    pub fn new(settings: Settings) -> Result<Self, FetcherError> {
        Self::with_lookup(settings, names::system())
    }

    /// A fetcher that asks `lookup` for names; what it answers passes the same guard.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with_lookup(settings: Settings, lookup: Lookup) -> Result<Self, FetcherError> {
        if settings.user_agent.is_empty() || !settings.user_agent.bytes().all(|b| matches!(b, b' '..=b'~')) {
            return Err(FetcherError::UserAgent(settings.user_agent));
        }
        let limits = &settings.limits;
        let guard = Guard::new(&settings.allow_addresses);
        let names = Names::new(lookup, limits.dns, guard.clone());
        Ok(Self(Arc::new(Inner {
            clients: Clients::new(&settings, &names)?,
            hosts: Hosts::new(settings.per_host, settings.delay, limits.total),
            robots: RobotsCache::new(&settings.user_agent),
            guard,
            names,
            settings,
        })))
    }

    /// Fetches a feed or a page.
    ///
    /// Takes at most [`Limits::total`](super::Limits::total) for the request, as much again for robots.txt, and as much
    /// for each turn it waits for; holds at most the kind's limit of bytes, and a few buffers.
    ///
    /// # Errors
    /// Whatever keeps the answer away; [`JobError::verdict`] says what follows from it.
    pub async fn get(&self, request: Request) -> Result<Answer, JobError> {
        let purpose = match request.kind {
            Kind::Feed => Purpose::Feed,
            Kind::Page => Purpose::Page,
        };
        self.0.travel(&request, purpose).await
    }
}

impl Clients {
    /// Without certificate authorities http still works, which is all that a machine without a network needs.
    fn new(settings: &Settings, names: &Arc<Names>) -> Result<Self, reqwest::Error> {
        let make = |roots| {
            let web = client(settings, Hook::for_web_ports(names), roots)?;
            let other = client(settings, Hook::for_other_ports(names), roots)?;
            Ok(Self { web, other, roots })
        };
        make(true).or_else(|_: reqwest::Error| make(false))
    }

    fn of(&self, url: &Url) -> Result<&Client, JobError> {
        if url.scheme() == "https" && !self.roots {
            let detail = "this machine has no certificate authorities to check it with; install ca-certificates".into();
            return Err(JobError::Unreachable { host: host(url), detail });
        }
        Ok(if guard::is_web_port(guard::port(url)) { &self.web } else { &self.other })
    }
}

fn client(settings: &Settings, hook: Hook, roots: bool) -> Result<Client, reqwest::Error> {
    let builder = Client::builder();
    let builder = if roots { builder } else { builder.tls_certs_only([]) };
    builder
        .user_agent(&settings.user_agent)
        .dns_resolver(Arc::new(hook))
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .no_proxy()
        .no_gzip()
        .no_deflate()
        .no_brotli()
        .connect_timeout(settings.limits.connect)
        .http1_max_headers(MOST_HEADERS)
        .http2_max_header_list_size(64 << 10)
        .pool_max_idle_per_host(settings.per_host.max(1))
        .pool_idle_timeout(IDLE)
        .build()
}

impl Inner {
    async fn travel(&self, request: &Request, purpose: Purpose) -> Result<Answer, JobError> {
        let limits = &self.settings.limits;
        let ask = self.ask(request, purpose);
        let mut trip = Trip::new(request)?;
        let mut left = limits.total;
        let mut follows = false;
        loop {
            let client = self.clients.of(&trip.url)?;
            let own = self.names.reach(&trip.url).await? == Reach::Own;
            if purpose == Purpose::Page && self.settings.robots {
                self.ask_robots(&trip.url).await?;
            }
            let turn = self.hosts.turn(&trip.url, Manner { own, follows }).await?;
            let started = Instant::now();
            let peer = |response: &Response| self.peer(response, &trip.url);
            let sending = ask.send(client, &trip, &turn, limits, peer);
            let Ok(step) = timeout(left, sending).await else {
                return Err(JobError::TimedOut { host: host(&trip.url), phase: "total", limit: limits.total });
            };
            left = left.saturating_sub(started.elapsed());
            match step? {
                Step::Arrived(answer) => return Ok(*answer),
                Step::Moved(status, location) => trip.go(status, &location, limits.redirects)?,
            }
            // The turn ends here: what is asked next may be another domain's, or this one's robots.txt.
            follows = turn.covers(&trip.url);
        }
    }

    fn ask<'a>(&self, request: &'a Request, purpose: Purpose) -> Ask<'a> {
        let limits = &self.settings.limits;
        let (accept, limit, overflow) = match purpose {
            Purpose::Feed => (
                "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5",
                limits.feed_bytes,
                Overflow::Refuse,
            ),
            Purpose::Page => ("text/html, application/xhtml+xml;q=0.9, */*;q=0.5", limits.page_bytes, Overflow::Refuse),
            Purpose::Robots => ("text/plain, */*;q=0.5", limits.robots_bytes, Overflow::Cut),
        };
        let (etag, last_modified) = (request.etag.as_deref(), request.last_modified.as_deref());
        Ask { accept, etag, last_modified, limit, overflow }
    }

    /// Checks where the connection really ended.
    fn peer(&self, response: &Response, url: &Url) -> Result<(), String> {
        let peer = response.remote_addr().ok_or("its address cannot be told")?;
        self.guard.reach(peer.ip(), guard::port(url)).map(drop)
    }

    /// Refuses a page that robots.txt forbids. Boxed, since it travels in turn.
    fn ask_robots<'a>(&'a self, url: &'a Url) -> BoxFuture<'a, Result<(), JobError>> {
        async move {
            let rules = self.robots.rules(url, self.fetch_robots(url)).await?;
            self.hosts.set_crawl_delay(url, rules.crawl_delay());
            if rules.is_url_allowed(url) { Ok(()) } else { Err(JobError::RobotsForbid { host: host(url) }) }
        }
        .boxed()
    }

    /// The robots.txt for an address; `None` where there is none.
    async fn fetch_robots(&self, url: &Url) -> Result<Option<Vec<u8>>, JobError> {
        let mut address = url.clone();
        address.set_path("/robots.txt");
        address.set_query(None);
        address.set_fragment(None);
        match self.travel(&Request::new(address, Kind::Page), Purpose::Robots).await {
            Ok(Answer::Body { bytes, .. }) => Ok(Some(bytes)),
            Err(paused @ JobError::Paused { .. }) => Err(paused),
            Err(
                error @ (JobError::Status { status: 429 | 500..=599, .. }
                | JobError::TimedOut { .. }
                | JobError::Unreachable { .. }),
            ) => {
                let detail = format!("its pages wait, since its robots.txt cannot be read ({error})");
                Err(JobError::Unreachable { host: host(url), detail })
            }
            Ok(Answer::NotModified { .. }) | Err(_) => Ok(None),
        }
    }
}
