//! What a fetcher may take and how it behaves.

use std::time::Duration;

use ipnet::IpNet;

/// How much and how long a server may make us take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a feed, on the wire and decoded alike.
    pub feed_bytes: u64,
    /// Bytes of a page, on the wire and decoded alike.
    pub page_bytes: u64,
    /// Bytes of a robots.txt that are read; the rest is ignored.
    pub robots_bytes: u64,
    /// Redirects followed for one request.
    pub redirects: usize,
    /// Looking up a name.
    pub dns: Duration,
    /// Connecting, TLS included.
    pub connect: Duration,
    /// From asking to the last header of the answer, connecting included.
    pub first_byte: Duration,
    /// A whole request, redirects and body included, waiting for a turn excluded. Also the longest wait for a turn.
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

/// How a fetcher behaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `User-Agent`; its product name, up to `/`, is what robots.txt knows us by.
    pub user_agent: String,
    /// Addresses allowed besides global unicast, on any port: the user's own network. No delay is kept there.
    pub allow_addresses: Vec<IpNet>,
    /// Requests under way for one registrable domain; 0 counts as 1.
    pub per_host: usize,
    /// Between the end of one request to a registrable domain and the start of the next.
    pub delay: Duration,
    /// Whether pages are asked only where robots.txt allows it.
    pub robots: bool,
    /// How much and how long.
    pub limits: Limits,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            user_agent: concat!("pressline/", env!("CARGO_PKG_VERSION")).to_owned(),
            allow_addresses: Vec::new(),
            per_host: 1,
            delay: Duration::from_secs(1),
            robots: true,
            limits: Limits::default(),
        }
    }
}
