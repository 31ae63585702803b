//! Addresses as inputs of local commands, fetched one at a time through the service's own client.

use std::sync::LazyLock;

use anyhow::{Context, bail};
use tokio::runtime::{Builder, Runtime};
use url::Url;

use super::content::Content;
use crate::fetch::{Fetcher, Limits, Request, ResourceKind, Response, Settings};

/// This machine and private networks, which a person may name and a feed may not (RFC 1918, RFC 4193).
const PRIVATE_NETWORKS: [&str; 6] =
    ["127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"];

/// One client and one thread for all inputs.
static CLIENT: LazyLock<Result<(Runtime, Fetcher), String>> = LazyLock::new(|| {
    let allow_addresses = PRIVATE_NETWORKS.iter().filter_map(|net| net.parse().ok()).collect();
    let settings = Settings { allow_addresses, robots: false, ..Settings::default() };
    let fetcher = Fetcher::new(settings).map_err(|error| error.to_string())?;
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
    Ok((runtime.map_err(|error| format!("cannot start the network thread: {error}"))?, fetcher))
});

/// Fetches one address.
///
/// A person named it on the command line, so loopback and private addresses are allowed and robots.txt does not apply.
///
/// # Errors
/// An address that cannot be fetched, or whose body is larger than `limit` bytes.
pub(super) fn read(url: &Url, limit: u64) -> anyhow::Result<Content> {
    let (runtime, fetcher) = CLIENT.as_ref().map_err(|error| anyhow::anyhow!("{error}"))?;
    let kind = if limit <= Limits::default().page_bytes { ResourceKind::Page } else { ResourceKind::Feed };
    let response = runtime.block_on(fetcher.get(Request::new(url.clone(), kind))).context("cannot fetch")?;
    match response {
        Response::Body { bytes, .. } if bytes.len() as u64 > limit => bail!("larger than {limit} bytes"),
        Response::Body { meta, bytes, .. } => {
            Ok(Content { bytes, url: Some(meta.final_url), content_type: meta.content_type })
        }
        Response::NotModified { .. } => bail!("answered \"not modified\" without being asked"),
    }
}
