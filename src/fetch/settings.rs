//! The settings of a fetcher: limits on size and time, and the rules it keeps.

use std::time::Duration;

use ipnet::IpNet;
use url::Url;

/// Limits on the size and the duration of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest feed in bytes, on the wire and decoded alike.
    pub feed_bytes: u64,
    /// The largest page in bytes, on the wire and decoded alike.
    pub page_bytes: u64,
    /// The number of bytes of a robots.txt that are read. The rest is ignored.
    pub robots_bytes: u64,
    /// The most redirects followed for one request.
    pub redirects: usize,
    /// The time limit of a DNS lookup.
    pub dns: Duration,
    /// The time limit of connecting, TLS included.
    pub connect: Duration,
    /// The time limit from the request to the last header of the response, connecting included.
    pub first_byte: Duration,
    /// The time limit of a whole request, redirects and body included. Waiting for a permit is limited by it too, apart.
    pub total: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            feed_bytes: 16 << 20,
            page_bytes: 4 << 20,
            robots_bytes: 512 << 10,
            redirects: 5,
            dns: Duration::from_secs(5),
            connect: Duration::from_secs(5),
            first_byte: Duration::from_secs(10),
            total: Duration::from_secs(30),
        }
    }
}

/// The settings of a fetcher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The `User-Agent`. Its product token, up to `/`, is matched against robots.txt.
    pub user_agent: String,
    /// Addresses allowed besides global unicast, on any port: the user's own network. No delay applies there.
    pub allow_addresses: Vec<IpNet>,
    /// The most concurrent requests to one registrable domain; 0 counts as 1.
    pub per_domain: usize,
    /// The delay from the end of one request to a registrable domain to the start of the next.
    pub delay: Duration,
    /// Whether robots.txt is obeyed for pages.
    pub robots: bool,
    /// The proxy for all requests, http or https; `None` for direct connections. It resolves the names.
    pub proxy: Option<Url>,
    /// The limits on size and duration.
    pub limits: Limits,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            user_agent: concat!("pressline/", env!("CARGO_PKG_VERSION")).to_owned(),
            allow_addresses: Vec::new(),
            per_domain: 1,
            delay: Duration::from_secs(1),
            robots: true,
            proxy: None,
            limits: Limits::default(),
        }
    }
}
