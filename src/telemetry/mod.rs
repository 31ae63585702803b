//! Telemetry: logs on stderr, metrics and health over HTTP.

mod catalogue;
mod conditions;
mod exposition;
mod http;
mod logs;
mod metrics;
mod process;

pub use conditions::Conditions;
pub use http::{bind, serve};
pub(crate) use logs::is_bidi_control;
pub use logs::{LogStyle, init};
pub use metrics::{Metrics, StateGauges};
