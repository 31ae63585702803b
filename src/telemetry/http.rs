//! The HTTP endpoints `/metrics`, `/livez` and `/readyz`.

use std::fmt::Write as _;
use std::io;

use axum::Router;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
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

/// Serves the endpoints until `stop` is cancelled.
pub async fn serve(listener: TcpListener, metrics: Metrics, conditions: Conditions, stop: CancellationToken) {
    let shown = conditions.clone();
    let metrics = async move |headers: HeaderMap| {
        metrics.show_conditions(&shown);
        let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
        match accepts_open_metrics(accept) {
            true => ([(CONTENT_TYPE, OPEN_METRICS)], metrics.text()),
            false => ([(CONTENT_TYPE, PROMETHEUS)], prometheus_text(&metrics.text())),
        }
    };
    let ready = async move || readiness(&conditions);
    let router = Router::new()
        .route("/metrics", get(metrics))
        .route("/livez", get(async || "alive\n"))
        .route("/readyz", get(ready));
    // Ends with `stop`; a failing listener must not end the work it reports on.
    let _ = axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned()).await;
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
