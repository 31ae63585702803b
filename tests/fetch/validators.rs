//! Conditional requests, and what else is sent and kept.

use std::time::Duration;

use pressline::error::JobError;
use pressline::fetch::{Fetcher, FetcherError, Response, Settings};

use crate::server::{Server, answer, redirect};
use crate::{error, feed, fetcher, page, settings};

#[tokio::test]
async fn validators_come_back_byte_exact() {
    // Weak, with quotes missing, with bytes above ASCII and at odd places: whatever it was, it is sent back.
    for etag in ["\"abc\"", "W/\"abc--gzip\"", "no quotes at all", "\"a\\\"b\"", "\"Ã¼\u{80}ÿ\"", "\"\""] {
        for modified in ["Mon, 23 Nov 2026 09:00:00 GMT", "2026-11-23 09:00", "0"] {
            let server = Server::start(move |asked| match asked.header("if-none-match") {
                None => answer(200, &format!("etag: {etag}\nlast-modified: {modified}"), "news"),
                Some(_) => answer(304, "cache-control: max-age=60", ""),
            })
            .await;
            let fetcher = fetcher();
            let meta = fetcher.get(feed(server.url("/"))).await.unwrap().meta().clone();
            let mut request = feed(server.url("/"));
            (request.etag, request.last_modified) = (meta.etag, meta.last_modified);
            match fetcher.get(request).await.unwrap() {
                Response::NotModified { meta } => assert_eq!(meta.max_age, Some(Duration::from_mins(1))),
                Response::Body { .. } => panic!("{etag}: not recognised"),
            }
            let again = &server.asked()[1];
            assert_eq!(again.header("if-none-match"), Some(etag));
            assert_eq!(again.header("if-modified-since"), Some(modified));
        }
    }
}

#[tokio::test]
async fn validators_follow_a_redirect() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/old" => redirect(301, "/new"),
        _ => answer(304, "etag: \"2\"", ""),
    })
    .await;
    let mut request = feed(server.url("/old"));
    request.etag = Some("\"1\"".to_owned());
    let answer = fetcher().get(request).await.unwrap();
    let Response::NotModified { meta } = answer else { panic!("{answer:?}") };
    assert_eq!((meta.etag.as_deref(), meta.moved_permanently), (Some("\"2\""), Some(server.url("/new"))));
    assert_eq!(server.asked()[1].header("if-none-match"), Some("\"1\""));
}

#[tokio::test]
async fn not_modified_without_being_asked_is_an_error() {
    let server = Server::start(|_| answer(304, "", "")).await;
    assert!(matches!(error(&fetcher(), server.url("/")).await, JobError::Status { status: 304, .. }));
}

#[tokio::test]
async fn what_is_sent_and_what_is_not() {
    let server = Server::start(|_| answer(200, "set-cookie: a=b\ncontent-type: text/html; charset=x", "")).await;
    let fetcher = fetcher();
    for _ in 0..2 {
        let answer = fetcher.get(page(server.url("/"))).await.unwrap();
        assert_eq!(answer.meta().content_type.as_deref(), Some("text/html; charset=x"));
    }
    let mut named = feed(server.url("/"));
    named.headers = vec![("user-agent".to_owned(), "Other/2".to_owned()), ("accept".to_owned(), "a/b".to_owned())];
    fetcher.get(named).await.unwrap();
    let asked = server.asked();
    for asked in &asked[..2] {
        assert_eq!(asked.header("user-agent"), Some("pressline-test/1"));
        assert_eq!(asked.header("accept-encoding"), Some("gzip, deflate, br"));
        assert!(asked.header("accept").unwrap().starts_with("text/html"));
        for name in ["cookie", "referer", "authorization", "if-none-match", "if-modified-since"] {
            assert_eq!(asked.header(name), None);
        }
    }
    assert_eq!((asked[2].header("user-agent"), asked[2].header("accept")), (Some("Other/2"), Some("a/b")));
}

#[tokio::test]
async fn headers_of_the_connection_are_not_ours_to_set() {
    for name in ["host", "Transfer-Encoding", "accept-encoding", "content-length", "a b", ""] {
        let mut request = feed("http://127.0.0.1/".parse().unwrap());
        request.headers = vec![(name.to_owned(), "x".to_owned())];
        let error = fetcher().get(request).await.unwrap_err();
        assert!(error.to_string().contains(&format!("header {name:?} cannot be sent")), "{error}");
    }
}

#[test]
fn a_user_agent_must_be_a_header() {
    for user_agent in ["", "a\nb", "prässline"] {
        let made = Fetcher::new(Settings { user_agent: user_agent.to_owned(), ..settings() });
        assert!(matches!(made.map(drop), Err(FetcherError::UserAgent(_))), "{user_agent}");
    }
}
