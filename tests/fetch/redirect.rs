//! Redirects: followed by our own loop, and nothing private leaves its origin.

use pressline::error::JobError;
use pressline::fetch::{Fetcher, Response, ResponseMeta};
use url::Url;

use crate::server::{Server, answer, redirect};
use crate::{error, feed, fetcher, names, settings};

const CANARY: &str = "c4n4ry";

async fn arrive(fetcher: &Fetcher, url: Url) -> ResponseMeta {
    match fetcher.get(feed(url)).await.unwrap() {
        Response::Body { meta, .. } => meta,
        Response::NotModified { .. } => panic!("not modified"),
    }
}

#[tokio::test]
async fn every_kind_leads_on_and_only_permanent_ones_last() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/end" | "/%C3%BC?q=1" => answer(200, "", "here"),
        "/utf8" => redirect(302, "/Ã¼?q=1"),
        "/301-308" => redirect(301, "308"),
        "/301-302" => redirect(301, "/302"),
        _ => redirect(u16::try_from(asked.number()).unwrap(), "/end"),
    })
    .await;
    let fetcher = fetcher();
    let check = async |path: &str, end: &str, lasts: bool| {
        let meta = arrive(&fetcher, server.url(path)).await;
        assert_eq!(meta.final_url, server.url(end), "{path}");
        assert_eq!(meta.moved_permanently, lasts.then(|| server.url(end)), "{path}");
    };
    check("/end", "/end", false).await;
    check("/301", "/end", true).await;
    check("/302", "/end", false).await;
    check("/303", "/end", false).await;
    check("/307", "/end", false).await;
    check("/308", "/end", true).await;
    check("/301-308", "/end", true).await;
    check("/301-302", "/end", false).await;
    check("/utf8", "/%C3%BC?q=1", false).await;
    // A fragment survives, unless the redirect names another; it is never sent.
    check("/302#part", "/end#part", false).await;
    assert!(server.paths().iter().all(|path| !path.contains('#')));
}

#[tokio::test]
async fn five_hops_and_no_circle() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/circle" => redirect(302, "/back"),
        "/back" => redirect(302, "/circle#again"),
        "/self" => redirect(302, "/self"),
        "/0" => answer(200, "", "here"),
        _ => redirect(302, asked.number() - 1),
    })
    .await;
    assert_eq!(arrive(&fetcher(), server.url("/5")).await.final_url, server.url("/0"));
    let check = async |path: &str, reason: &'static str| match error(&fetcher(), server.url(path)).await {
        JobError::Redirect { reason: given, .. } => assert_eq!(given, reason, "{path}"),
        other => panic!("{path}: {other}"),
    };
    check("/6", "there were too many before").await;
    check("/circle", "it leads in a circle").await;
    check("/self", "it leads in a circle").await;
}

#[tokio::test]
async fn a_redirect_to_nowhere() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/bad" => redirect(302, "http://[oops/"),
        "/none" => answer(302, "", ""),
        _ => answer(300, "location: /bad", ""),
    })
    .await;
    let fetcher = fetcher();
    let at = |path| error(&fetcher, server.url(path));
    assert!(matches!(at("/bad").await, JobError::Redirect { .. }));
    assert!(matches!(at("/none").await, JobError::Status { status: 302, .. }));
    assert!(matches!(at("/many").await, JobError::Status { status: 300, .. }));
}

#[tokio::test]
async fn private_things_stay_with_their_origin() {
    let server = Server::start(|asked| match (asked.path.as_str(), asked.header("host").unwrap_or_default()) {
        ("/start", _) => redirect(301, "/same"),
        ("/same", host) => redirect(301, format!("http://two.test:{}/other", host.split(':').nth(1).unwrap())),
        ("/other", host) => redirect(301, format!("http://one.test:{}/back", host.split(':').nth(1).unwrap())),
        _ => answer(200, "set-cookie: a=b", ""),
    })
    .await;
    let fetcher = Fetcher::with_lookup(settings(), names(&[])).unwrap();
    let mut url = server.url_of("one.test", "/start");
    url.set_username("user").unwrap();
    url.set_password(Some("p%40ss")).unwrap();
    let mut request = feed(url);
    request.headers = vec![("X-Key".to_owned(), CANARY.to_owned())];
    let answer = fetcher.get(request).await.unwrap();
    assert_eq!(answer.meta().final_url, server.url_of("one.test", "/back"));

    let sent = server.asked().into_iter().map(|asked| {
        (asked.path.clone(), asked.header("authorization").map(ToOwned::to_owned), asked.header("x-key").is_some())
    });
    let basic = Some("Basic dXNlcjpwQHNz".to_owned());
    let expected =
        [("/start", basic.clone(), true), ("/same", basic, true), ("/other", None, false), ("/back", None, false)];
    assert_eq!(sent.collect::<Vec<_>>(), expected.map(|(path, auth, key)| (path.to_owned(), auth, key)));
    for asked in server.asked() {
        for name in ["cookie", "referer"] {
            assert_eq!(asked.header(name), None);
        }
    }
}

#[tokio::test]
async fn no_secret_in_any_error() {
    let server = Server::start(|asked| match asked.path.split('?').next().unwrap() {
        "/404" => answer(404, "", ""),
        "/429" => answer(429, "retry-after: 1", ""),
        "/wall" => answer(403, "cf-mitigated: challenge", ""),
        "/gzip" => answer(200, "content-encoding: gzip", "\0\x01\x02"),
        "/short" => vec![crate::server::Part::Send(b"HTTP/1.1 200 x\r\ncontent-length: 9\r\n\r\n".to_vec())],
        "/circle" => redirect(301, format!("/circle?key={CANARY}")),
        "/private" => redirect(301, format!("http://u:{CANARY}@10.0.0.1/?key={CANARY}")),
        "/scheme" => redirect(301, format!("ftp://u:{CANARY}@10.0.0.1/?key={CANARY}")),
        "/bad" => redirect(301, format!("http://u:{CANARY}@[/")),
        _ => vec![],
    })
    .await;
    let fetcher = Fetcher::with_lookup(settings(), names(&[])).unwrap();
    for path in
        ["/404", "/wall", "/gzip", "/short", "/circle", "/private", "/scheme", "/bad", "/none", "/429", "/paused"]
    {
        for host in ["one.test", "unknown.example"] {
            let mut url = server.url_of(host, &format!("{path}?token={CANARY}"));
            url.set_username(CANARY).unwrap();
            url.set_password(Some(CANARY)).unwrap();
            url.set_path(path);
            let mut request = feed(url);
            request.headers = vec![("x-key".to_owned(), CANARY.to_owned()), ("cookie".to_owned(), CANARY.to_owned())];
            let said = format!("{request:?}");
            let error = fetcher.get(request).await.unwrap_err();
            let said = format!("{said} {error} {error:?}");
            assert!(!said.contains(CANARY), "{said}");
        }
    }
    let mut request = feed(server.url("/404"));
    request.headers = vec![("bad name".to_owned(), CANARY.to_owned())];
    let error = fetcher.get(request).await.unwrap_err();
    assert!(error.to_string().contains("bad name") && !format!("{error:?}").contains(CANARY), "{error:?}");
}
