//! Telemetry: logs on stderr, metrics and health over HTTP.

mod http;
mod logs;
mod metrics;

pub use http::{Health, bind, serve};
pub(crate) use logs::is_bidi_control;
pub use logs::{LogStyle, init};
pub use metrics::Metrics;
