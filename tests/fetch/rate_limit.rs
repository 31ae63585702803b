//! Rate limits: one request per domain at a time, pauses for the whole domain, bot challenges named as such.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use pressline::error::JobError;
use pressline::fetch::{Fetcher, PauseReason, Settings};
use tokio::sync::Semaphore;

use crate::server::{Part, Server, answer};
use crate::{error, feed, ms, names, page, settings, text};

fn fetcher(settings: Settings) -> Fetcher {
    Fetcher::with_lookup(settings, names(&[])).unwrap()
}

/// What this answer leads to, and how long the domain then pauses.
async fn pause(status: u16, headers: &'static str) -> (JobError, Option<Duration>) {
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/a" => answer(status, headers, ""),
        _ => answer(200, "", "fine"),
    })
    .await;
    let fetcher = fetcher(settings());
    let first = error(&fetcher, server.url_of("www.one.test", "/a")).await;
    let second = fetcher.get(feed(server.url_of("feeds.one.test", "/b"))).await;
    assert_eq!(text(&fetcher, server.url_of("two.test", "/b")).await, "fine");
    match second {
        Ok(_) => (first, None),
        Err(JobError::Paused { host, wait }) => {
            assert_eq!((host.as_str(), server.asked().len()), ("one.test", 2));
            (first, Some(wait))
        }
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test]
async fn retry_after_pauses_the_whole_domain() {
    const WEEK: u64 = 7 * 24 * 3600;
    const CHOSEN: u64 = 60;
    const DATED: &str = "date: Mon, 23 Nov 2026 09:00:00 GMT\nretry-after: Mon, 23 Nov 2026 09:02:00 GMT";
    let check = async |status: u16, headers: &'static str, seconds: Option<u64>| {
        let (first, wait) = pause(status, headers).await;
        let asked = seconds.map(Duration::from_secs);
        assert_eq!(first, JobError::Status { host: "www.one.test".to_owned(), status, retry_after: asked });
        match (wait, asked) {
            (None, None) => {}
            (Some(wait), Some(asked)) => assert!(wait <= asked && wait + ms(5000) > asked, "{headers}: {wait:?}"),
            other => panic!("{headers}: {other:?}"),
        }
    };
    check(429, "retry-after: 120", Some(120)).await;
    check(503, "retry-after: 120", Some(120)).await;
    check(429, DATED, Some(120)).await;
    check(429, "retry-after: 604800", Some(WEEK)).await;
    check(429, "retry-after: 0", Some(CHOSEN)).await;
    check(429, "", Some(CHOSEN)).await;
    check(429, "retry-after: tomorrow", Some(CHOSEN)).await;
    check(403, "retry-after: 120", Some(120)).await;
    check(403, "x-ratelimit-remaining: 0\nx-ratelimit-reset: 120", Some(120)).await;
    check(503, "ratelimit: \"default\";r=0;t=120", Some(120)).await;
    check(403, "", None).await;
    check(503, "", None).await;
    check(403, "x-ratelimit-remaining: 5\nx-ratelimit-reset: 120", None).await;
}

#[tokio::test]
async fn other_failures_do_not_pause() {
    let (first, wait) = pause(500, "retry-after: 120").await;
    let expected =
        JobError::Status { host: "www.one.test".to_owned(), status: 500, retry_after: Some(Duration::from_mins(2)) };
    assert_eq!((first, wait), (expected, None));
}

#[tokio::test]
async fn a_limit_that_the_answer_used_up_pauses_too() {
    let server = Server::start(|_| answer(200, "x-ratelimit-remaining: 0\nx-ratelimit-reset: 30", "fine")).await;
    let fetcher = fetcher(settings());
    assert_eq!(text(&fetcher, server.url_of("www.one.test", "/a")).await, "fine");
    assert!(matches!(error(&fetcher, server.url_of("one.test", "/a")).await, JobError::Paused { .. }));
    let (pauses, new) = (fetcher.pauses(), fetcher.take_new_pauses());
    assert_eq!((new.len(), &new[0].domain), (1, &pauses[0].domain));
    assert_eq!((pauses[0].domain.as_str(), pauses[0].reason), ("one.test", PauseReason::RateLimit));
}

#[tokio::test]
async fn a_robots_file_that_is_limited_postpones_its_pages() {
    let server = Server::start(|_| answer(429, "retry-after: 120", "")).await;
    let fetcher = fetcher(Settings { robots: true, ..settings() });
    let refused = fetcher.get(page(server.url_of("one.test", "/a"))).await.unwrap_err();
    assert!(matches!(refused, JobError::Paused { wait, .. } if wait == Duration::from_mins(2)), "{refused}");
}

#[tokio::test]
async fn bot_challenges_are_named() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/cloudflare" => answer(403, "cf-mitigated: challenge", "Just a moment"),
        "/waf" => answer(202, "x-amzn-waf-action: challenge", ""),
        "/captcha" => answer(405, "x-amzn-waf-action: captcha", ""),
        "/datadome" => answer(403, "x-datadome: protected", ""),
        "/datadome-404" => answer(404, "x-datadome: protected", ""),
        _ => answer(200, "x-datadome: protected", "fine"),
    })
    .await;
    let fetcher = fetcher(settings());
    for (path, kind) in
        [("/cloudflare", "Cloudflare"), ("/waf", "AWS WAF"), ("/captcha", "AWS WAF"), ("/datadome", "DataDome")]
    {
        let expected = JobError::BotChallenge { host: "127.0.0.1".to_owned(), kind };
        assert_eq!(error(&fetcher, server.url(path)).await, expected);
    }
    assert!(matches!(error(&fetcher, server.url("/datadome-404")).await, JobError::Status { status: 404, .. }));
    assert_eq!(text(&fetcher, server.url("/open")).await, "fine");
}

/// A server whose answers wait for a permit of the gate, but for those below `/free`.
async fn gated() -> (Server, Arc<Semaphore>) {
    let gate = Arc::new(Semaphore::new(0));
    let held = gate.clone();
    let server = Server::start(move |asked| {
        let mut parts = answer(200, "", "fine");
        if !asked.path.starts_with("/free") {
            parts.insert(0, Part::Gate(held.clone()));
        }
        parts
    })
    .await;
    (server, gate)
}

#[tokio::test]
async fn one_request_for_a_domain_at_a_time() {
    let (server, gate) = gated().await;
    let fetcher = fetcher(settings());
    let mut first = Box::pin(text(&fetcher, server.url_of("a.one.test", "/1")));
    let mut second = Box::pin(text(&fetcher, server.url_of("b.one.test", "/2")));
    tokio::select! {
        _ = &mut first => panic!("the gate is closed"),
        () = server.asked_times(1) => {}
    }
    assert!(second.as_mut().now_or_never().is_none());
    // Others go on.
    assert_eq!(text(&fetcher, server.url_of("two.test", "/free")).await, "fine");
    assert!(second.as_mut().now_or_never().is_none());
    assert_eq!(server.paths(), ["/1", "/free"]);
    gate.add_permits(2);
    assert_eq!((first.await, second.await), ("fine".to_owned(), "fine".to_owned()));
}

#[tokio::test]
async fn a_dropped_request_releases_its_permit() {
    let (server, gate) = gated().await;
    let fetcher = fetcher(settings());
    let mut first = Box::pin(text(&fetcher, server.url("/1")));
    tokio::select! {
        _ = &mut first => panic!("the gate is closed"),
        () = server.asked_times(1) => {}
    }
    let second = Box::pin(text(&fetcher, server.url("/free")));
    drop(first);
    assert_eq!(second.await, "fine");
    drop(gate);
}
