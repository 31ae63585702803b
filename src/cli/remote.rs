//! Addresses as inputs of local commands: one at a time, through the same client as the service.

use std::sync::LazyLock;

use anyhow::{Context, bail};
use tokio::runtime::{Builder, Runtime};
use url::Url;

use super::input::Content;
use crate::fetch::{Answer, Fetcher, Kind, Limits, Request, Settings};

/// This machine and private networks: what a person may name, and a feed may not.
const OWN: [&str; 6] = ["127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"];

/// One client and one thread for its timers and connections, whatever the number of inputs.
static CLIENT: LazyLock<Result<(Runtime, Fetcher), String>> = LazyLock::new(|| {
    let allow_addresses = OWN.iter().filter_map(|net| net.parse().ok()).collect();
    let settings = Settings { allow_addresses, robots: false, ..Settings::default() };
    let fetcher = Fetcher::new(settings).map_err(|error| error.to_string())?;
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
    Ok((runtime.map_err(|error| format!("cannot start the network thread: {error}"))?, fetcher))
});

/// Reads one address. A person named it on the command line, so loopback and private addresses are allowed and
/// robots.txt is not asked.
///
/// # Errors
/// What cannot be fetched, or is larger than `limit` bytes.
pub(super) fn read(url: &Url, limit: u64) -> anyhow::Result<Content> {
    let (runtime, fetcher) = CLIENT.as_ref().map_err(|error| anyhow::anyhow!("{error}"))?;
    let kind = if limit <= Limits::default().page_bytes { Kind::Page } else { Kind::Feed };
    let answer = runtime.block_on(fetcher.get(Request::new(url.clone(), kind))).context("cannot fetch")?;
    match answer {
        Answer::Body { bytes, .. } if bytes.len() as u64 > limit => bail!("larger than {limit} bytes"),
        Answer::Body { meta, bytes } => {
            Ok(Content { bytes, url: Some(meta.final_url), content_type: meta.content_type })
        }
        Answer::NotModified { .. } => bail!("answered \"not modified\" without being asked"),
    }
}
