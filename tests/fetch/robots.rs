//! robots.txt: asked once, for pages, through the same guard.

use std::time::Duration;

use pressline::error::{JobError, Verdict};
use pressline::fetch::{Fetcher, Limits, Response, Settings};
use url::Url;

use crate::server::{Part, Server, answer, head, redirect};
use crate::{feed, ms, names, page, settings};

fn fetcher() -> Fetcher {
    patient(Limits::default().total / 2)
}

fn patient(total: Duration) -> Fetcher {
    let limits = Limits { total, robots_bytes: 4096, ..Limits::default() };
    Fetcher::with_lookup(Settings { robots: true, limits, ..settings() }, names(&[])).unwrap()
}

/// A server with this answer for robots.txt and the same page everywhere else.
async fn site(robots: fn() -> Vec<Part>) -> Server {
    Server::start(move |asked| if asked.path == "/robots.txt" { robots() } else { answer(200, "", "page") }).await
}

async fn get(fetcher: &Fetcher, url: Url) -> Result<(), JobError> {
    fetcher.get(page(url)).await.map(|answer| assert!(matches!(answer, Response::Body { .. })))
}

#[tokio::test]
async fn rules_hold_for_pages_and_not_for_feeds() {
    let server =
        site(|| answer(200, "", "user-agent: *\ndisallow: /private\n\nuser-agent: pressline-test\ndisallow: /ours"))
            .await;
    let fetcher = fetcher();
    assert_eq!(get(&fetcher, server.url("/private")).await, Ok(()));
    let forbidden = Err(JobError::RobotsDisallowed { host: "127.0.0.1".to_owned() });
    assert_eq!(get(&fetcher, server.url("/ours/1?a=b")).await, forbidden);
    fetcher.get(feed(server.url("/ours/feed"))).await.unwrap();
    assert_eq!(server.paths(), ["/robots.txt", "/private", "/ours/feed"]);
}

#[tokio::test]
async fn a_missing_file_allows_and_a_broken_server_does_not() {
    for robots in [
        || answer(404, "", ""),
        || answer(403, "", ""),
        || redirect(301, "/robots.txt"),
        || redirect(301, "http://10.0.0.1/robots.txt"),
        || answer(200, "content-encoding: gzip", "no"),
        || answer(200, "", "<html>what?"),
    ] {
        assert_eq!(get(&fetcher(), site(robots).await.url("/a")).await, Ok(()));
    }
    for robots in [|| answer(500, "", ""), || answer(503, "", ""), Vec::new, || vec![Part::Hang]] {
        let server = site(robots).await;
        let fetcher = patient(ms(500));
        let error = get(&fetcher, server.url("/a")).await.unwrap_err();
        assert!(error.to_string().contains("robots.txt cannot be read"), "{error}");
        assert!(matches!(error.verdict(1), Verdict::Retry(_)));
        // Known for a moment, so that a hundred pages do not ask a hundred times.
        assert_eq!(get(&fetcher, server.url("/b")).await, Err(error));
        assert_eq!(server.paths(), ["/robots.txt"]);
    }
}

#[tokio::test]
async fn a_large_file_counts_as_far_as_it_was_read() {
    let server = site(|| {
        let start = Part::Send(b"user-agent: *\ndisallow: /no\n".to_vec());
        vec![head(""), start, Part::Flood(b"# and so on\n".repeat(100))]
    })
    .await;
    let fetcher = fetcher();
    assert_eq!(get(&fetcher, server.url("/yes")).await, Ok(()));
    assert!(matches!(get(&fetcher, server.url("/no")).await, Err(JobError::RobotsDisallowed { .. })));
}

#[tokio::test]
async fn it_is_asked_once_for_many_pages_at_a_time() {
    let server = site(|| answer(200, "", "")).await;
    let fetcher = fetcher();
    let pages = (0..20).map(|n| get(&fetcher, server.url(&format!("/{n}"))));
    assert!(futures_util::future::join_all(pages).await.iter().all(Result::is_ok));
    assert_eq!(server.paths().iter().filter(|path| *path == "/robots.txt").count(), 1);
}

#[tokio::test]
async fn every_hop_is_asked_and_told_no_secret() {
    let server = Server::start(|asked| match (asked.path.as_str(), asked.header("host").unwrap_or_default()) {
        ("/robots.txt", host) if host.starts_with("two") => answer(200, "", "user-agent: *\ndisallow: /b"),
        ("/a", host) => redirect(302, format!("http://two.test:{}/b", host.split(':').nth(1).unwrap())),
        _ => answer(200, "", ""),
    })
    .await;
    let mut url = server.url_of("one.test", "/a");
    url.set_password(Some("secret")).unwrap();
    let mut request = page(url);
    request.headers = vec![("x-key".to_owned(), "secret".to_owned())];
    let error = fetcher().get(request).await.unwrap_err();
    assert_eq!(error, JobError::RobotsDisallowed { host: "two.test".to_owned() });
    assert_eq!(server.paths(), ["/robots.txt", "/a", "/robots.txt"]);
    for asked in server.asked().iter().filter(|asked| asked.path == "/robots.txt") {
        assert_eq!((asked.header("x-key"), asked.header("authorization")), (None, None));
    }
}

#[tokio::test]
async fn a_crawl_delay_is_kept() {
    let server = site(|| answer(200, "", "user-agent: *\ncrawl-delay: 0.3")).await;
    let fetcher = fetcher();
    for path in ["/1", "/2", "/3"] {
        get(&fetcher, server.url(path)).await.unwrap();
    }
    let pages: Vec<_> = server.asked().into_iter().filter(|asked| asked.path != "/robots.txt").collect();
    assert!(pages.windows(2).all(|pair| pair[1].at - pair[0].at >= ms(300)), "{pages:?}");
}

#[tokio::test]
async fn a_crawl_delay_beyond_patience_is_a_pause() {
    let server = site(|| answer(200, "", "user-agent: *\ncrawl-delay: 3600")).await;
    let fetcher = fetcher();
    get(&fetcher, server.url("/1")).await.unwrap();
    match get(&fetcher, server.url("/2")).await {
        // At most 30 s are kept.
        Err(JobError::Paused { wait, .. }) => assert!(wait > ms(29_000) && wait <= ms(30_000), "{wait:?}"),
        other => panic!("{other:?}"),
    }
}
