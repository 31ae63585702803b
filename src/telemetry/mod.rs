//! Telemetry: logs on stderr, metrics and health over HTTP.

mod catalogue;
mod conditions;
mod exposition;
mod http;
mod logs;
mod metrics;
mod process;
mod stderr;

pub use conditions::Conditions;
pub use http::{bind, serve};
pub(crate) use logs::is_bidi_control;
pub use logs::{LogFilter, LogStyle, init};
pub use metrics::{Metrics, StateGauges};
pub use stderr::{flush, tell};
