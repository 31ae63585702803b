//! The HTTP endpoints `/metrics`, `/livez` and `/readyz`.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::http::{StatusCode, header::CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::Metrics;

/// The readiness of the service: ready, or the reason why not. Clones share one state.
#[derive(Clone, Debug)]
pub struct Health(Arc<Mutex<Option<String>>>);

impl Default for Health {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Some("starting".to_owned()))))
    }
}

impl Health {
    /// Declares the service ready.
    pub fn ready(&self) {
        self.set(None);
    }

    /// Declares the service not ready, with the reason.
    pub fn not_ready(&self, reason: &str) {
        self.set(Some(reason.to_owned()));
    }

    fn set(&self, reason: Option<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = reason;
    }

    fn reason(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Listens on an address, so that a wrong one is known before work begins. Port 0 picks a free one.
///
/// # Errors
/// The address is not one of this machine, or is taken.
pub async fn bind(address: &str) -> io::Result<TcpListener> {
    TcpListener::bind(address).await
}

/// Serves the endpoints until `stop` is cancelled.
pub async fn serve(listener: TcpListener, metrics: Metrics, health: Health, stop: CancellationToken) {
    let text = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    let ready = async move || match health.reason() {
        None => (StatusCode::OK, "ready\n".to_owned()),
        Some(reason) => (StatusCode::SERVICE_UNAVAILABLE, format!("not ready: {reason}\n")),
    };
    let router = Router::new()
        .route("/metrics", get(async move || ([(CONTENT_TYPE, text)], metrics.text()).into_response()))
        .route("/livez", get(async || "alive\n"))
        .route("/readyz", get(ready));
    // Ends with `stop`; a failing listener must not end the work it reports on.
    let _ = axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned()).await;
}
