//! HTTP over the network: one client for the ports of the web, one for all others.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::stream;
use reqwest::{Client, Proxy};
use url::Url;

use super::dns::{DnsCache, GuardedResolver};
use super::errors::{host_name, transport_error};
use super::guard;
use super::settings::Settings;
use super::transport::{ResponseBody, Transport, TransportRequest, TransportResponse};
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
    /// The time limit of connecting.
    connect: Duration,
}

impl HttpClients {
    /// Creates the clients. Without certificate authorities http still works, which suffices on loopback.
    pub(super) fn new(settings: &Settings, dns: &Arc<DnsCache>) -> Result<Self, reqwest::Error> {
        let create = |has_root_certificates| {
            let web_ports = client(settings, GuardedResolver::for_web_ports(dns), has_root_certificates)?;
            let other_ports = client(settings, GuardedResolver::for_other_ports(dns), has_root_certificates)?;
            Ok(Self { web_ports, other_ports, has_root_certificates, connect: settings.limits.connect })
        };
        create(true).or_else(|_: reqwest::Error| create(false))
    }

    /// Returns the client for an address.
    ///
    /// # Errors
    /// An https address on a machine without certificate authorities.
    fn for_url(&self, url: &Url) -> Result<&Client, JobError> {
        if url.scheme() == "https" && !self.has_root_certificates {
            let detail = "this machine has no certificate authorities to check it with; install ca-certificates".into();
            return Err(JobError::Unreachable { host: host_name(url), detail });
        }
        Ok(if guard::is_web_port(guard::port(url)) { &self.web_ports } else { &self.other_ports })
    }

    async fn request(&self, request: TransportRequest) -> Result<TransportResponse, JobError> {
        let host = host_name(&request.url);
        let client = self.for_url(&request.url)?;
        match client.get(request.url).headers(request.headers).send().await {
            Ok(mut response) => Ok(TransportResponse {
                status: response.status(),
                headers: std::mem::take(response.headers_mut()),
                peer: response.remote_addr().map(|peer| peer.ip()),
                body: body(response, host),
            }),
            Err(error) if error.is_connect() && error.is_timeout() => {
                Err(JobError::TimedOut { host, phase: "connect", limit: self.connect })
            }
            Err(error) => Err(transport_error(host, &error)),
        }
    }
}

impl Transport for HttpClients {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, JobError>> {
        Box::pin(self.request(request))
    }
}

/// Returns the chunks of a body as they come.
fn body(response: reqwest::Response, host: String) -> ResponseBody {
    let next = |(mut response, host): (reqwest::Response, String)| async move {
        let chunk = response.chunk().await.map_err(|error| transport_error(host.clone(), &error)).transpose()?;
        Some((chunk.map(Vec::from), (response, host)))
    };
    Box::pin(stream::unfold((response, host), next))
}

/// Creates a client that reads headers as browsers do: folded lines, odd names and stray spaces do no harm.
fn client(settings: &Settings, resolver: GuardedResolver, with_roots: bool) -> Result<Client, reqwest::Error> {
    let builder = Client::builder();
    let builder = if with_roots { builder } else { builder.tls_certs_only([]) };
    let builder = match &settings.proxy {
        Some(proxy) => builder.proxy(Proxy::all(proxy.clone())?),
        None => builder.no_proxy(),
    };
    builder
        .user_agent(&settings.user_agent)
        .dns_resolver(Arc::new(resolver))
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .no_gzip()
        .no_deflate()
        .no_brotli()
        .connect_timeout(settings.limits.connect)
        .http1_max_headers(MAX_HEADERS)
        .http1_allow_obsolete_multiline_headers_in_responses(true)
        .http1_allow_spaces_after_header_name_in_responses(true)
        .http1_ignore_invalid_headers_in_responses(true)
        .http2_max_header_list_size(MAX_HEADER_LIST_BYTES)
        .pool_max_idle_per_host(settings.per_domain.max(1))
        .pool_idle_timeout(IDLE_TIMEOUT)
        .build()
}
