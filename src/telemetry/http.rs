//! The HTTP endpoints `/metrics`, `/livez` and `/readyz`.

use std::fmt::Write as _;
use std::io;

use axum::Router;
use axum::http::{StatusCode, header::CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

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
    let text = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    let ready = async move || readiness(&conditions);
    let router = Router::new()
        .route("/metrics", get(async move || ([(CONTENT_TYPE, text)], metrics.text()).into_response()))
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
