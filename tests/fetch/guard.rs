//! No spelling, redirect or name leads to an address that is not ours to ask.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use pressline::error::JobError;
use pressline::fetch::{Fetcher, Lookup, Settings};
use tokio::net::TcpListener;
use url::Url;

use crate::server::{Server, answer, redirect};
use crate::{error, names, settings, text};

/// Spellings of this machine, of private networks, of the clouds' metadata services.
const SPELLINGS: &str = "127.0.0.1 127.1 2130706433 0x7f000001 0x7f.1 0177.0.0.1 0177.1 127.000.000.001 \
    ①②⑦.⓪.⓪.① 127。0。0。1 %31%32%37.0.0.1 0 0.0.0.0 \
    [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:7f00:0001] [64:ff9b::7f00:1] [::127.0.0.1] \
    10.0.0.1 172.16.0.1 192.168.0.1 169.254.169.254 2852039166 0xa9.254.43518 100.100.100.200 192.0.0.192 \
    168.63.129.16 [fd00:ec2::254] [fe80::1] [ff02::1] [2002:7f00:1::] [2001:db8::1] 224.0.0.1 255.255.255.255 240.0.0.1";

/// Only this address is allowed; the server in the middle lives there.
fn only_127_9() -> Settings {
    Settings { allow_addresses: vec!["127.9.9.9/32".parse().unwrap()], ..settings() }
}

#[track_caller]
fn forbidden(what: &str, error: &JobError) {
    assert!(matches!(error, JobError::AddressForbidden { .. }), "{what}: {error}");
}

/// A port where a connection would be noticed, on this machine.
async fn trap() -> (TcpListener, u16) {
    let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

fn assert_untouched(trap: TcpListener) {
    let trap = trap.into_std().unwrap();
    assert_eq!(trap.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
}

#[tokio::test]
async fn no_spelling_as_first_address() {
    let fetcher = Fetcher::new(only_127_9()).unwrap();
    let (trap, port) = trap().await;
    for host in SPELLINGS.split_whitespace() {
        for ports in [String::new(), ":8080".to_owned(), format!(":{port}")] {
            let url = Url::parse(&format!("http://{host}{ports}/")).unwrap_or_else(|e| panic!("{host}: {e}"));
            forbidden(host, &error(&fetcher, url).await);
        }
    }
    assert_untouched(trap);
}

#[tokio::test]
async fn no_spelling_behind_a_redirect() {
    let (trap, port) = trap().await;
    let server = Server::start_on("127.9.9.9", move |asked| {
        let host = SPELLINGS.split_whitespace().nth(asked.number()).unwrap();
        // Headers carry bytes: what is not ASCII is sent as its UTF-8, one character a byte.
        let to = format!("http://{host}:{port}/");
        redirect(302, to.bytes().map(char::from).collect::<String>())
    })
    .await;
    let fetcher = Fetcher::new(only_127_9()).unwrap();
    for (index, host) in SPELLINGS.split_whitespace().enumerate() {
        forbidden(host, &error(&fetcher, server.url_of("127.9.9.9", &format!("/{index}"))).await);
    }
    assert_untouched(trap);
}

#[tokio::test]
async fn no_address_behind_a_name() {
    let literals = SPELLINGS.split_whitespace().filter_map(|host| match Url::parse(&format!("http://{host}/")) {
        Ok(url) => url.host_str().map(|host| host.trim_matches(['[', ']']).to_owned()),
        Err(_) => None,
    });
    let (trap, port) = trap().await;
    let known: Vec<(String, String)> = literals.enumerate().map(|(n, a)| (format!("n{n}.example"), a)).collect();
    let known: Vec<(&str, &str)> = known.iter().map(|(name, address)| (&**name, &**address)).collect();
    let fetcher = Fetcher::with_lookup(only_127_9(), names(&known)).unwrap();
    for (name, address) in &known {
        for ports in [String::new(), format!(":{port}")] {
            let url = format!("http://{name}{ports}/").parse().unwrap();
            forbidden(address, &error(&fetcher, url).await);
        }
    }
    assert_untouched(trap);
}

#[tokio::test]
async fn forbidden_addresses_of_a_name_are_left_out() {
    let server = Server::start_on("127.9.9.9", |_| answer(200, "", "hello")).await;
    let lookup = names(&[("mixed.example", "10.0.0.1 127.0.0.1 127.9.9.9 ::1")]);
    let fetcher = Fetcher::with_lookup(only_127_9(), lookup).unwrap();
    assert_eq!(text(&fetcher, server.url_of("mixed.example", "/")).await, "hello");
}

#[tokio::test]
async fn a_name_that_changes_its_mind_gains_nothing() {
    let server = Server::start_on("127.9.9.9", |_| answer(200, "", "hello")).await;
    let asked = AtomicUsize::new(0);
    let lookup: Lookup = Arc::new(move |_| {
        // The allowed address for whoever checks, this machine for whoever connects.
        let last = if asked.fetch_add(1, Ordering::Relaxed) == 0 { [127, 9, 9, 9] } else { [127, 0, 0, 1] };
        Box::pin(async move { Ok(vec![last.into()]) })
    });
    let fetcher = Fetcher::with_lookup(only_127_9(), lookup).unwrap();
    assert_eq!(text(&fetcher, server.url_of("turncoat.example", "/")).await, "hello");
    forbidden("another name", &error(&fetcher, server.url_of("other.example", "/")).await);
}

#[tokio::test]
async fn public_addresses_on_web_ports_only() {
    let lookup = names(&[("public.example", "1.1.1.1")]);
    let fetcher = Fetcher::with_lookup(settings(), lookup).unwrap();
    for url in ["http://1.1.1.1:22/", "https://[2606:4700::1]:6379/", "http://public.example:25/", "http://1.1.1.1:0/"]
    {
        forbidden(url, &error(&fetcher, url.parse().unwrap()).await);
    }
}

#[tokio::test]
async fn only_http_and_https() {
    let fetcher = Fetcher::new(settings()).unwrap();
    for url in ["ftp://127.0.0.1/", "file:///a", "gopher://127.0.0.1/", "data:text/plain,a", "unix:/a"] {
        forbidden(url, &error(&fetcher, url.parse().unwrap()).await);
    }
    let server =
        Server::start(|asked| redirect(302, if asked.path == "/f" { "ftp://127.0.0.1/" } else { "file:///a" })).await;
    for path in ["/f", "/g"] {
        let error = error(&fetcher, server.url(path)).await;
        assert!(matches!(error, JobError::Redirect { .. }), "{error}");
    }
}

#[tokio::test]
async fn the_allow_list_opens_any_port() {
    let server = Server::start(|_| answer(200, "", "hello")).await;
    let fetcher = Fetcher::with_lookup(settings(), names(&[])).unwrap();
    assert_eq!(text(&fetcher, server.url("/")).await, "hello");
    assert_eq!(text(&fetcher, server.url_of("news.test", "/")).await, "hello");
    let mapped = server.url_of("[::ffff:127.0.0.1]", "/");
    assert_eq!(text(&fetcher, mapped).await, "hello");
}

#[tokio::test]
async fn a_refusal_says_what_to_do() {
    let error = error(&Fetcher::new(only_127_9()).unwrap(), "http://user:pw@10.0.0.1/a?token=b".parse().unwrap()).await;
    let said = "http://10.0.0.1/a?… is not fetched: 10.0.0.1 is a private network; allow it with fetch.allow_addresses";
    assert_eq!(error.to_string(), said);
}
