//! DNS lookups, within a deadline and through the address guard.
//!
//! A name may have allowed and forbidden addresses at once (a stray private record, a translator's prefix). The forbidden
//! ones are left out, and a name with none left is refused. The HTTP client connects to the addresses that come out of
//! here and to no others, so a name that resolves differently between check and connection gains nothing. Behind a proxy
//! names are resolved there, and only their spelling is checked.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::BoxFuture;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::time::{Instant, timeout};
use url::{Host, Url};

use super::display_url::display_url;
use super::guard::{AddressGuard, AddressScope, port};
use super::sync::lock;
use crate::error::JobError;

/// A function that looks up the addresses of a name.
pub type Lookup = Arc<dyn Fn(String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> + Send + Sync>;

/// How long a lookup's result is used (chosen: within the usual lifetimes of news sites' records).
const TTL: Duration = Duration::from_secs(30);
/// The most names in the cache (chosen).
const MAX_NAMES: usize = 4096;
/// A port of the web, as a client for the web's ports is checked with.
const ANY_WEB_PORT: u16 = 443;
/// A port that is none of the web's, as a client for other ports is checked with.
const ANY_OTHER_PORT: u16 = 0;

/// Returns the operating system's resolver.
pub(super) fn system_lookup() -> Lookup {
    Arc::new(|host: String| {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    })
}

/// A cache of lookups, whose results pass the address guard.
pub(super) struct DnsCache {
    lookup: Lookup,
    timeout: Duration,
    guard: AddressGuard,
    /// Whether a proxy resolves the names, and this cache only that of the proxy.
    is_proxied: bool,
    entries: Mutex<HashMap<String, CacheEntry>>,
}

/// The time of a lookup, and its result.
type CacheEntry = (Instant, Arc<[IpAddr]>);

impl DnsCache {
    pub(super) fn new(lookup: Lookup, timeout: Duration, guard: AddressGuard, is_proxied: bool) -> Arc<Self> {
        Arc::new(Self { lookup, timeout, guard, is_proxied, entries: Mutex::default() })
    }

    /// Checks where a request to this address would go, and returns whether that is the user's own network.
    pub(super) async fn check(&self, url: &Url) -> Result<AddressScope, JobError> {
        AddressGuard::check_scheme(url)?;
        let forbidden = |reason| JobError::AddressForbidden { url: display_url(url), reason };
        if let (true, Some(Host::Domain(host))) = (self.is_proxied, url.host()) {
            return AddressGuard::check_proxied(host, port(url)).map_err(forbidden);
        }
        let found = match url.host() {
            Some(Host::Domain(host)) => self.addresses(host).await?,
            Some(Host::Ipv4(literal)) => [IpAddr::V4(literal)].into(),
            Some(Host::Ipv6(literal)) => [IpAddr::V6(literal)].into(),
            None => [].into(),
        };
        self.filter(&found, port(url)).map(|(_, scope)| scope).map_err(forbidden)
    }

    /// Returns the addresses that may be connected to, and their scope.
    fn filter(&self, found: &[IpAddr], port: u16) -> Result<(Vec<IpAddr>, AddressScope), String> {
        let (mut kept, mut all_listed, mut reason) = (Vec::new(), true, None);
        for &address in found {
            match self.guard.check(address, port) {
                Ok(scope) => {
                    all_listed &= scope == AddressScope::Listed;
                    kept.push(address);
                }
                Err(why) => reason = reason.or(Some(why)),
            }
        }
        if kept.is_empty() {
            return Err(reason.unwrap_or_else(|| "its name has no address".to_owned()));
        }
        Ok((kept, if all_listed { AddressScope::Listed } else { AddressScope::Public }))
    }

    async fn addresses(&self, host: &str) -> Result<Arc<[IpAddr]>, JobError> {
        if let Some(found) = self.cached(host) {
            return Ok(found);
        }
        let found = match timeout(self.timeout, (self.lookup)(host.to_owned())).await {
            Ok(Ok(found)) => found,
            Ok(Err(error)) => {
                let detail = format!("its name cannot be looked up ({error})");
                return Err(JobError::Unreachable { host: host.to_owned(), detail });
            }
            Err(_) => return Err(JobError::TimedOut { host: host.to_owned(), phase: "dns", limit: self.timeout }),
        };
        if found.is_empty() {
            let detail = "its name has no address".to_owned();
            return Err(JobError::Unreachable { host: host.to_owned(), detail });
        }
        let found: Arc<[IpAddr]> = found.into();
        self.remember(host, &found);
        Ok(found)
    }

    fn cached(&self, host: &str) -> Option<Arc<[IpAddr]>> {
        lock(&self.entries).get(host).filter(|(at, _)| at.elapsed() < TTL).map(|(_, found)| found.clone())
    }

    fn remember(&self, host: &str, found: &Arc<[IpAddr]>) {
        let mut entries = lock(&self.entries);
        if entries.len() >= MAX_NAMES {
            entries.retain(|_, (at, _)| at.elapsed() < TTL);
            if entries.len() >= MAX_NAMES / 2 {
                entries.clear();
            }
        }
        entries.insert(host.to_owned(), (Instant::now(), found.clone()));
    }
}

/// A resolver for the HTTP client: every name it connects to passes here.
pub(super) struct GuardedResolver {
    cache: Arc<DnsCache>,
    port: u16,
}

impl GuardedResolver {
    /// Creates a resolver for requests to a port of the web.
    pub(super) fn for_web_ports(cache: &Arc<DnsCache>) -> Self {
        Self { cache: cache.clone(), port: ANY_WEB_PORT }
    }

    /// Creates a resolver for requests to any other port, which the user's list alone opens.
    pub(super) fn for_other_ports(cache: &Arc<DnsCache>) -> Self {
        Self { cache: cache.clone(), port: ANY_OTHER_PORT }
    }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (cache, port) = (self.cache.clone(), self.port);
        Box::pin(async move {
            let host = name.as_str();
            let found = cache.addresses(host).await?;
            if cache.is_proxied {
                // The user named the proxy, so it may be anywhere.
                let addresses: Vec<SocketAddr> = found.iter().map(|address| SocketAddr::new(*address, 0)).collect();
                return Ok(Box::new(addresses.into_iter()) as Addrs);
            }
            let (kept, _) = cache
                .filter(&found, port)
                .map_err(|reason| JobError::AddressForbidden { url: host.to_owned(), reason })?;
            let addresses: Addrs = Box::new(kept.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(addresses)
        })
    }
}
