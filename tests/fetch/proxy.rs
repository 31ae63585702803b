//! A proxy gets every request, with names unresolved; the guard still refuses what can be told without a lookup.

use pressline::error::JobError;
use pressline::fetch::{Fetcher, Settings};

use crate::server::{Server, answer};
use crate::{error, names, settings, text};

fn through(proxy: &Server) -> Fetcher {
    let proxy = format!("http://user:word@proxy.test:{}", proxy.port).parse().unwrap();
    Fetcher::with_lookup(Settings { proxy: Some(proxy), allow_addresses: Vec::new(), ..settings() }, names(&[]))
        .unwrap()
}

#[tokio::test]
async fn requests_go_to_the_proxy_by_name() {
    let proxy = Server::start(|_| answer(200, "", "fine")).await;
    assert_eq!(text(&through(&proxy), "http://unknown.example/f?a=1".parse().unwrap()).await, "fine");
    let asked = &proxy.asked()[0];
    assert_eq!(asked.path, "http://unknown.example/f?a=1");
    assert_eq!(asked.header("host"), Some("unknown.example"));
    assert_eq!(asked.header("proxy-authorization"), Some("Basic dXNlcjp3b3Jk"));
}

#[tokio::test]
async fn https_goes_through_a_tunnel() {
    let proxy = Server::start(|_| answer(403, "", "")).await;
    let error = error(&through(&proxy), "https://unknown.example/".parse().unwrap()).await.to_string();
    assert!(error.starts_with("cannot reach unknown.example"), "{error}");
    assert_eq!(proxy.asked()[0].head.lines().next(), Some("CONNECT unknown.example:443 HTTP/1.1"));
}

#[tokio::test]
async fn local_addresses_and_names_are_refused() {
    let proxy = Server::start(|_| answer(200, "", "fine")).await;
    let fetcher = through(&proxy);
    for host in [
        "127.0.0.1",
        "2130706433",
        "10.0.0.1",
        "169.254.169.254",
        "[::1]",
        "localhost",
        "a.localhost",
        "intranet",
        "intranet.",
        "db.internal",
        "printer.local",
        "nas.lan",
        "metadata.google.internal",
        "1.0.0.10.in-addr.arpa",
        "news.example:22",
    ] {
        let refused = error(&fetcher, format!("http://{host}/").parse().unwrap()).await;
        assert!(matches!(refused, JobError::AddressForbidden { .. }), "{host}: {refused}");
    }
    assert_eq!(proxy.asked().len(), 0);
}
