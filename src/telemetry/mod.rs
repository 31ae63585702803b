//! Telemetry: logs on stderr, metrics and health over HTTP.

mod conditions;
mod http;
mod logs;
mod metrics;
mod stderr;

pub use conditions::Conditions;
pub use http::{bind, serve};
pub(crate) use logs::is_bidi_control;
pub use logs::{LogFilter, LogStyle, init};
pub use metrics::Metrics;
pub use stderr::{flush, tell};
