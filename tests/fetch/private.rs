//! What is private to a feed: its headers reach the pages of its site, and cookies last for one trip.

use pressline::error::JobError;
use pressline::fetch::{Fetcher, Request, Response};
use url::Url;

use crate::server::{Server, answer, redirect};
use crate::{error, feed, names, settings, text};

fn fetcher() -> Fetcher {
    Fetcher::with_lookup(settings(), names(&[])).unwrap()
}

/// The `Cookie` header of each request.
fn cookies(server: &Server) -> Vec<Option<String>> {
    server.asked().iter().map(|asked| asked.header("cookie").map(ToOwned::to_owned)).collect()
}

/// Requests a page of a feed that has headers, and returns what came.
async fn fetch_page(page: Url, feed: &Url) -> Result<Response, JobError> {
    let headers = [("Cookie", "consent=1"), ("X-Key", "k"), ("accept", "application/rss+xml")];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    fetcher().get(Request::page_of_feed(page, feed, &headers)).await
}

#[tokio::test]
async fn headers_of_a_feed_go_to_its_pages() {
    let server = Server::start(|_| answer(200, "", "fine")).await;
    let feed = server.url_of("feeds.one.test", "/f");
    let check = async |page: Url, expected: bool| {
        fetch_page(page.clone(), &feed).await.unwrap();
        let asked = server.asked().pop().unwrap();
        let sent = (asked.header("cookie") == Some("consent=1"), asked.header("x-key") == Some("k"));
        assert_eq!(sent, (expected, expected), "{page}");
        assert!(asked.header("accept").unwrap().starts_with("text/html"), "{page}");
    };
    check(server.url_of("feeds.one.test", "/a"), true).await;
    check(server.url_of("www.one.test", "/a"), true).await;
    check(server.url_of("two.test", "/a"), false).await;
    check(server.url_of("one.test.two.test", "/a"), false).await;
    check(server.url("/a"), false).await;
}

#[tokio::test]
async fn headers_of_a_feed_are_lost_across_hosts() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/a" => redirect(302, "/b"),
        "/b" => {
            redirect(302, format!("http://www.one.test:{}/c", asked.header("host").unwrap().split_once(':').unwrap().1))
        }
        "/c" => {
            redirect(302, format!("http://one.test:{}/d", asked.header("host").unwrap().split_once(':').unwrap().1))
        }
        _ => answer(200, "", "fine"),
    })
    .await;
    fetch_page(server.url_of("one.test", "/a"), &server.url_of("one.test", "/f")).await.unwrap();
    let kept = Some("consent=1".to_owned());
    assert_eq!(cookies(&server), [kept.clone(), kept, None, None]);
}

#[tokio::test]
async fn a_cookie_of_one_trip_goes_along_and_is_forgotten() {
    let server = Server::start(|asked| match (asked.path.as_str(), asked.header("cookie")) {
        ("/f", None) => answer(302, "set-cookie: ok=1; path=/\nlocation: /f", ""),
        ("/f", Some(_)) => answer(200, "", "fine"),
        ("/far", _) => answer(302, "set-cookie: a=1; path=/\nset-cookie: b=2; path=/private\nlocation: /end", ""),
        ("/over", _) => {
            let port = asked.header("host").unwrap().split_once(':').unwrap().1;
            answer(
                302,
                &format!("set-cookie: a=1\nset-cookie: d=1; domain=one.test\nlocation: http://b.one.test:{port}/end"),
                "",
            )
        }
        ("/count", cookie) => {
            let count = cookie.map_or(0, |cookie| cookie.trim_start_matches("n=").parse::<u32>().unwrap());
            answer(302, &format!("set-cookie: n={}\nlocation: /count", count + 1), "")
        }
        ("/same", _) => answer(302, "set-cookie: s=1\nlocation: /same", ""),
        _ => answer(200, "set-cookie: late=1", "fine"),
    })
    .await;
    let fetcher = fetcher();
    assert_eq!(text(&fetcher, server.url_of("a.one.test", "/f")).await, "fine");
    assert_eq!(text(&fetcher, server.url_of("a.one.test", "/f")).await, "fine");
    let ok = Some("ok=1".to_owned());
    assert_eq!(cookies(&server), [None, ok.clone(), None, ok]);
    for (path, expected) in [("/far", "a=1"), ("/over", "d=1")] {
        text(&fetcher, server.url_of("a.one.test", path)).await;
        assert_eq!(cookies(&server).pop().unwrap().as_deref(), Some(expected), "{path}");
    }
    let reason = |error: JobError| match error {
        JobError::Redirect { reason, .. } => reason,
        other => panic!("{other}"),
    };
    assert_eq!(reason(error(&fetcher, server.url("/count")).await), "there were too many before");
    assert_eq!(reason(error(&fetcher, server.url("/same")).await), "it leads in a circle");
    assert_eq!(cookies(&server).pop().unwrap().as_deref(), Some("s=1"));
}

#[tokio::test]
async fn a_move_to_the_same_address_is_no_move() {
    let server = Server::start(|asked| match asked.header("cookie") {
        None => answer(301, "set-cookie: ok=1\nlocation: /f", ""),
        Some(_) => answer(200, "", "fine"),
    })
    .await;
    assert_eq!(fetcher().get(feed(server.url("/f"))).await.unwrap().meta().moved_permanently, None);
}
