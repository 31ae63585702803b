//! The fetcher against scripted servers on loopback: what it refuses, how much it takes, whom it tells what.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod guard;
mod headers;
mod http2;
mod limits;
mod private;
mod proxy;
mod rate_limit;

mod redirect;
mod robots;
mod server;
mod tls;
mod validators;

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use pressline::error::JobError;
use pressline::fetch::{Fetcher, Lookup, Request, ResourceKind, Response, Settings};
use url::Url;

/// Settings for loopback: allowed, without delay, robots.txt not asked.
fn settings() -> Settings {
    Settings {
        user_agent: "pressline-test/1".to_owned(),
        allow_addresses: vec!["127.0.0.0/8".parse().unwrap()],
        robots: false,
        ..Settings::default()
    }
}

fn fetcher() -> Fetcher {
    Fetcher::new(settings()).unwrap()
}

/// A resolver that knows these names only, and every name below `.test` as 127.0.0.1.
fn names(known: &[(&str, &str)]) -> Lookup {
    let known: HashMap<String, Vec<IpAddr>> = known
        .iter()
        .map(|(name, all)| ((*name).to_owned(), all.split_whitespace().map(|a| a.parse().unwrap()).collect()))
        .collect();
    Arc::new(move |name: String| {
        let found = known.get(&name).cloned();
        let found = found.or_else(|| name.strip_suffix(".test").map(|_| vec![[127, 0, 0, 1].into()]));
        Box::pin(async move { found.ok_or_else(|| io::Error::other("no such name")) })
    })
}

fn page(url: Url) -> Request {
    Request::new(url, ResourceKind::Page)
}

fn feed(url: Url) -> Request {
    Request::new(url, ResourceKind::Feed)
}

async fn error(fetcher: &Fetcher, url: Url) -> JobError {
    fetcher.get(feed(url)).await.expect_err("an error")
}

async fn text(fetcher: &Fetcher, url: Url) -> String {
    match fetcher.get(feed(url)).await.unwrap() {
        Response::Body { bytes, .. } => String::from_utf8(bytes).unwrap(),
        Response::NotModified { .. } => panic!("not modified"),
    }
}

const fn ms(count: u64) -> Duration {
    Duration::from_millis(count)
}
