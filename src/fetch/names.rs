//! Names to addresses, within a deadline and through the guard.
//!
//! A name may have allowed and forbidden addresses at once (a stray private record, a translator's prefix): the forbidden
//! ones are left out, and a name with none left is refused. The HTTP client connects to the addresses that come out
//! here and to no others, so a name that changes its mind between check and connection gains nothing.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::time::timeout;
use url::{Host, Url};

use super::guard::{Guard, Reach, port, shown};
use super::lock;
use crate::error::JobError;

/// Looks up the addresses of a name.
pub type Lookup = Arc<dyn Fn(String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> + Send + Sync>;

/// How long an answer serves.
const FRESH: Duration = Duration::from_secs(30);
/// Names remembered.
const CAPACITY: usize = 4096;
/// A port of the web and a port that is none: what a client may be made for.
const ANY_WEB_PORT: u16 = 443;
const ANY_OTHER_PORT: u16 = 0;

/// The operating system's resolver.
pub(super) fn system() -> Lookup {
    Arc::new(|host: String| {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    })
}

/// What names resolve to, remembered for a moment.
pub(super) struct Names {
    lookup: Lookup,
    limit: Duration,
    guard: Guard,
    known: Mutex<HashMap<String, Known>>,
}

/// When a name was looked up, and what came out.
type Known = (Instant, Arc<[IpAddr]>);

impl Names {
    pub(super) fn new(lookup: Lookup, limit: Duration, guard: Guard) -> Arc<Self> {
        Arc::new(Self { lookup, limit, guard, known: Mutex::default() })
    }

    /// Checks where a request to this address would go, and says whether that is the user's own network.
    pub(super) async fn reach(&self, url: &Url) -> Result<Reach, JobError> {
        Guard::check_scheme(url)?;
        let found = match url.host() {
            Some(Host::Domain(host)) => self.addresses(host).await?,
            Some(Host::Ipv4(literal)) => [IpAddr::V4(literal)].into(),
            Some(Host::Ipv6(literal)) => [IpAddr::V6(literal)].into(),
            None => [].into(),
        };
        let forbidden = |reason| JobError::AddressForbidden { url: shown(url), reason };
        self.filter(&found, port(url)).map(|(_, reach)| reach).map_err(forbidden)
    }

    /// The addresses that may be connected to, and how they are reached.
    fn filter(&self, found: &[IpAddr], port: u16) -> Result<(Vec<IpAddr>, Reach), String> {
        let (mut kept, mut own, mut reason) = (Vec::new(), true, None);
        for &address in found {
            match self.guard.reach(address, port) {
                Ok(reach) => {
                    own &= reach == Reach::Own;
                    kept.push(address);
                }
                Err(why) => reason = reason.or(Some(why)),
            }
        }
        if kept.is_empty() {
            return Err(reason.unwrap_or_else(|| "its name has no address".to_owned()));
        }
        Ok((kept, if own { Reach::Own } else { Reach::Public }))
    }

    async fn addresses(&self, host: &str) -> Result<Arc<[IpAddr]>, JobError> {
        let known = lock(&self.known).get(host).filter(|(at, _)| at.elapsed() < FRESH).map(|(_, found)| found.clone());
        if let Some(found) = known {
            return Ok(found);
        }
        let found = match timeout(self.limit, (self.lookup)(host.to_owned())).await {
            Ok(Ok(found)) => found,
            Ok(Err(error)) => {
                let detail = format!("its name cannot be looked up ({error})");
                return Err(JobError::Unreachable { host: host.to_owned(), detail });
            }
            Err(_) => return Err(JobError::TimedOut { host: host.to_owned(), phase: "dns", limit: self.limit }),
        };
        if found.is_empty() {
            let detail = "its name has no address".to_owned();
            return Err(JobError::Unreachable { host: host.to_owned(), detail });
        }
        let found: Arc<[IpAddr]> = found.into();
        let mut known = lock(&self.known);
        if known.len() >= CAPACITY {
            known.retain(|_, (at, _)| at.elapsed() < FRESH);
            if known.len() >= CAPACITY / 2 {
                known.clear();
            }
        }
        known.insert(host.to_owned(), (Instant::now(), found.clone()));
        Ok(found)
    }
}

/// The HTTP client's way to [`Names`]: whatever a connection is made to passes here or is a literal that was checked.
pub(super) struct Hook {
    names: Arc<Names>,
    port: u16,
}

impl Hook {
    /// For requests to a port of the web.
    pub(super) fn for_web_ports(names: &Arc<Names>) -> Self {
        Self { names: names.clone(), port: ANY_WEB_PORT }
    }

    /// For requests to any other port, which the user's list alone opens.
    pub(super) fn for_other_ports(names: &Arc<Names>) -> Self {
        Self { names: names.clone(), port: ANY_OTHER_PORT }
    }
}

impl Resolve for Hook {
    fn resolve(&self, name: Name) -> Resolving {
        let (names, port) = (self.names.clone(), self.port);
        Box::pin(async move {
            let host = name.as_str();
            let found = names.addresses(host).await?;
            let (kept, _) = names
                .filter(&found, port)
                .map_err(|reason| JobError::AddressForbidden { url: host.to_owned(), reason })?;
            let addresses: Addrs = Box::new(kept.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(addresses)
        })
    }
}
