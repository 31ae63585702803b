//! https: certificates are always checked, and nothing leads back to http. Through `pressline feed`, since a process
//! reads its certificate authorities once, from the environment.

use std::process::Output;
use std::sync::Arc;

use assert_cmd::cargo::cargo_bin_cmd;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use url::Url;

use crate::server::{Server, answer, redirect};

/// Self-signed for `localhost` and 127.0.0.1 until 2126, made for these tests and known to nobody's system.
const CERTIFICATE: &[u8] = include_bytes!("tls/cert.der");
const KEY: &[u8] = include_bytes!("tls/key.der");
const AUTHORITIES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fetch/tls/cert.pem");

pub(super) const FEED: &str =
    "<rss version='2.0'><channel><title>News</title><link>http://news.example/</link></channel></rss>";

/// A server's side of TLS that offers these protocols (ALPN).
pub(super) fn acceptor(protocols: &[&str]) -> TlsAcceptor {
    let key = PrivateKeyDer::try_from(KEY).unwrap();
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![CertificateDer::from(CERTIFICATE)], key)
        .unwrap();
    config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
    TlsAcceptor::from(Arc::new(config))
}

async fn server() -> Server {
    Server::start_tls(acceptor(&[]), |asked| match asked.path.as_str() {
        "/down" => redirect(301, "http://127.0.0.1:1/"),
        _ => answer(200, "", FEED),
    })
    .await
}

fn https(server: &Server, host: &str, path: &str) -> Url {
    format!("https://{host}:{}{path}", server.port).parse().unwrap()
}

/// What `pressline feed` says when it knows the authority of this server's certificate.
pub(super) async fn read_trusted(url: Url) -> String {
    read(url, Some(AUTHORITIES)).await
}

/// What `pressline feed` says with these certificate authorities, or with the system's.
async fn read(url: Url, authorities: Option<&'static str>) -> String {
    let run = move || {
        let mut command = cargo_bin_cmd!("pressline");
        command.args(["feed", url.as_str()]);
        if let Some(file) = authorities {
            command.env("SSL_CERT_FILE", file).env("SSL_CERT_DIR", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fetch"));
        }
        command.output().unwrap()
    };
    let Output { stdout, .. } = tokio::task::spawn_blocking(run).await.unwrap();
    String::from_utf8(stdout).unwrap()
}

#[tokio::test]
async fn a_certificate_must_be_known() {
    let server = server().await;
    let said = read(https(&server, "localhost", "/"), Some(AUTHORITIES)).await;
    assert!(said.contains("\"ok\":true"), "{said}");
    let said = read(https(&server, "localhost", "/"), None).await;
    assert!(said.contains("cannot reach localhost: invalid peer certificate: UnknownIssuer"), "{said}");
    assert_eq!(server.paths(), ["/"]);
}

#[tokio::test]
async fn a_certificate_must_be_for_the_host() {
    let server = server().await;
    let said = read(https(&server, "127.0.0.2", "/"), Some(AUTHORITIES)).await;
    assert!(
        said.contains("cannot reach 127.0.0.2: invalid peer certificate: certificate not valid for name"),
        "{said}"
    );
}

#[tokio::test]
async fn https_does_not_lead_to_http() {
    let server = server().await;
    let said = read(https(&server, "127.0.0.1", "/down"), Some(AUTHORITIES)).await;
    assert!(said.contains("it leads from https to http"), "{said}");
}

#[tokio::test]
async fn without_authorities_http_still_works() {
    const NONE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fetch/tls/key.der");
    let server = server().await;
    let said = read(https(&server, "127.0.0.1", "/"), Some(NONE)).await;
    assert!(said.contains("install ca-certificates"), "{said}");
    let plain = Server::start(|_| answer(200, "", FEED)).await;
    let said = read(plain.url("/"), Some(NONE)).await;
    assert!(said.contains("\"ok\":true"), "{said}");
}
