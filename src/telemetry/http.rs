//! The HTTP endpoints `/metrics`, `/livez` and `/readyz`.

use std::fmt::Write as _;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::header::{ACCEPT, CONTENT_TYPE, HOST};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::exposition::{OPEN_METRICS, PROMETHEUS, accepts_open_metrics, prometheus_text};
use super::{Conditions, Metrics};

/// Listens on an address, so that a wrong one is known before work begins. Port 0 picks a free one.
///
/// # Errors
/// The address is not one of this machine, or is taken.
pub async fn bind(address: &str) -> io::Result<TcpListener> {
    TcpListener::bind(address).await
}

/// Endings of names that the public DNS does not hold (RFC 6761, RFC 6762, ICANN's `internal`).
const LOCAL_ENDINGS: [&str; 4] = [".localhost", ".local", ".internal", ".test"];

/// Serves the endpoints until `stop` is cancelled.
///
/// They answer requests for an IP address, a local name or one of `hosts`. Any other name may be a stranger's that was
/// made to lead here (DNS rebinding), so that a web page could read what it answers.
pub async fn serve(
    listener: TcpListener,
    metrics: Metrics,
    conditions: Conditions,
    hosts: Vec<String>,
    stop: CancellationToken,
) {
    let shown = conditions.clone();
    let metrics = async move |headers: HeaderMap| {
        metrics.show_conditions(&shown);
        let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
        if accepts_open_metrics(accept) {
            ([(CONTENT_TYPE, OPEN_METRICS)], metrics.text())
        } else {
            ([(CONTENT_TYPE, PROMETHEUS)], prometheus_text(&metrics.text()))
        }
    };
    let ready = async move || readiness(&conditions);
    let hosts: Arc<[String]> = hosts.into();
    let check_host = move |request: Request, next: Next| {
        let hosts = Arc::clone(&hosts);
        async move { if is_ours(&request, &hosts) { next.run(request).await } else { refusal() } }
    };
    let router = Router::new()
        .route("/metrics", get(metrics))
        .route("/livez", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .layer(from_fn(check_host));
    // Ends with `stop`; a failing listener must not end the work it reports on.
    let _ = axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned()).await;
}

/// Returns the answer to a request for a name that may be a stranger's.
fn refusal() -> Response {
    let words = "this name is not answered here; ask by IP address, or add the name to telemetry.allow_hosts\n";
    (StatusCode::MISDIRECTED_REQUEST, words).into_response()
}

/// Returns whether a request is for this service by its `Host`. One without any (HTTP/1.0) is no browser's.
fn is_ours(request: &Request, hosts: &[String]) -> bool {
    let mut named = request.headers().get_all(HOST).iter();
    match (named.next(), named.next()) {
        (None, _) => request.uri().authority().is_none_or(|authority| is_known(authority.host(), hosts)),
        (Some(host), None) => host
            .to_str()
            .ok()
            .and_then(|host| host.parse::<Authority>().ok())
            .is_some_and(|authority| !authority.as_str().contains('@') && is_known(authority.host(), hosts)),
        _ => false,
    }
}

/// Returns whether a host is an address, a name that only a local network holds, or one of `hosts`.
fn is_known(host: &str, hosts: &[String]) -> bool {
    let host = host.to_ascii_lowercase();
    let name = host.trim_end_matches('.');
    let is_address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok();
    let is_local = !name.is_empty() && (!name.contains('.') || LOCAL_ENDINGS.iter().any(|end| name.ends_with(end)));
    is_address || is_local || hosts.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Returns the answer to `/readyz`: one line per condition that keeps the service from being ready.
fn readiness(conditions: &Conditions) -> (StatusCode, String) {
    let list = conditions.list();
    if list.is_empty() {
        return (StatusCode::OK, "ready\n".to_owned());
    }
    let text = list.iter().fold(String::new(), |mut text, (name, words)| {
        // A String takes any text.
        let _ = writeln!(text, "not ready: {name}: {words}");
        text
    });
    (StatusCode::SERVICE_UNAVAILABLE, text)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn strangers_names_are_not_answered() {
        let check = |host: &str, expected: bool| {
            let request = Request::builder().uri("/metrics").header(HOST, host).body(Body::empty()).unwrap();
            assert_eq!(is_ours(&request, &["node.quill.example".to_owned()]), expected, "{host:?}");
        };
        for host in [
            "127.0.0.1:9464",
            "127.0.0.1",
            "[::1]:9464",
            "localhost:1",
            "LOCALHOST",
            "worker:9464",
            "a.localhost",
            "node.quill.example:9464",
            "Node.Quill.Example.",
            "10.1.2.3",
        ] {
            check(host, true);
        }
        for host in [
            "evil.example",
            "evil.example:9464",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "127.0.0.1@evil.example",
            "",
            "quill.example",
            "evil.example:80:80",
            "x.node.quill.example",
        ] {
            check(host, false);
        }
        assert!(is_ours(&Request::builder().uri("/livez").body(Body::empty()).unwrap(), &[]));
        let two =
            Request::builder().header(HOST, "localhost").header(HOST, "evil.example").body(Body::empty()).unwrap();
        assert!(!is_ours(&two, &[]));
    }
}
