//! The HTTP clients behind a fetcher: one for the ports of the web, one for all others.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Client;
use url::Url;

use super::dns::{DnsCache, GuardedResolver};
use super::errors::host_name;
use super::guard;
use super::settings::Settings;
use crate::error::JobError;

/// The most headers of a response (chosen: real sites send more than the client's default of 100).
const MAX_HEADERS: usize = 256;
/// The largest list of headers over HTTP/2, in bytes (chosen).
const MAX_HEADER_LIST_BYTES: u32 = 64 << 10;
/// How long an idle connection is kept (chosen: longer than the usual delay between two pages).
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// The HTTP clients of a fetcher.
pub(super) struct HttpClients {
    /// For ports of the web.
    web_ports: Client,
    /// For other ports, where only what the user listed is connected to.
    other_ports: Client,
    /// Whether the system has certificate authorities to check https with.
    has_root_certificates: bool,
}

impl HttpClients {
    /// Creates the clients. Without certificate authorities http still works, which suffices on loopback.
    pub(super) fn new(settings: &Settings, dns: &Arc<DnsCache>) -> Result<Self, reqwest::Error> {
        let create = |has_root_certificates| {
            let web_ports = client(settings, GuardedResolver::for_web_ports(dns), has_root_certificates)?;
            let other_ports = client(settings, GuardedResolver::for_other_ports(dns), has_root_certificates)?;
            Ok(Self { web_ports, other_ports, has_root_certificates })
        };
        create(true).or_else(|_: reqwest::Error| create(false))
    }

    /// Returns the client for an address.
    ///
    /// # Errors
    /// An https address on a machine without certificate authorities.
    pub(super) fn for_url(&self, url: &Url) -> Result<&Client, JobError> {
        if url.scheme() == "https" && !self.has_root_certificates {
            let detail = "this machine has no certificate authorities to check it with; install ca-certificates".into();
            return Err(JobError::Unreachable { host: host_name(url), detail });
        }
        Ok(if guard::is_web_port(guard::port(url)) { &self.web_ports } else { &self.other_ports })
    }
}

fn client(settings: &Settings, resolver: GuardedResolver, with_roots: bool) -> Result<Client, reqwest::Error> {
    let builder = Client::builder();
    let builder = if with_roots { builder } else { builder.tls_certs_only([]) };
    builder
        .user_agent(&settings.user_agent)
        .dns_resolver(Arc::new(resolver))
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .no_proxy()
        .no_gzip()
        .no_deflate()
        .no_brotli()
        .connect_timeout(settings.limits.connect)
        .http1_max_headers(MAX_HEADERS)
        .http2_max_header_list_size(MAX_HEADER_LIST_BYTES)
        .pool_max_idle_per_host(settings.per_domain.max(1))
        .pool_idle_timeout(IDLE_TIMEOUT)
        .build()
}
