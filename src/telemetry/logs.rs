//! Logs on stderr. Text from outside cannot control the terminal that shows them, and secrets in addresses are masked.

use std::io::{self, IsTerminal, Write};
use std::panic;
use std::sync::Arc;

use tracing::error;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::reload::Handle;

use super::stderr;
use crate::error::panic_message;
use crate::model::without_secrets;

/// The format of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogStyle {
    /// Text, for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// The filter of the log, which can be changed while the program runs. Clones change the same one.
#[derive(Clone)]
pub struct LogFilter(Arc<dyn Fn(EnvFilter) -> Result<(), String> + Send + Sync>);

impl LogFilter {
    fn of<S: 'static>(handle: Handle<EnvFilter, S>) -> Self {
        Self(Arc::new(move |filter| handle.reload(filter).map_err(|error| error.to_string())))
    }

    /// Sets another filter.
    ///
    /// # Errors
    /// `filter` is neither a level nor a list of directives (`info,pressline::fetch=debug`).
    pub fn set(&self, filter: &str) -> Result<(), String> {
        (self.0)(parse(filter)?)
    }
}

/// Starts logging to stderr; a second call changes nothing. Panics are logged as well.
///
/// # Errors
/// `filter` is neither a level nor a list of directives (`info,pressline::fetch=debug`).
pub fn init(filter: &str, style: LogStyle) -> Result<LogFilter, String> {
    let filter = parse(filter)?;
    stderr::start();
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(|| LineWriter)
        .with_target(false)
        .log_internal_errors(false)
        .with_ansi(io::stderr().is_terminal() && style == LogStyle::Text);
    // A start is refused only when logging has begun already.
    let filter = match style {
        LogStyle::Text => {
            let logs = logs.with_filter_reloading();
            let handle = logs.reload_handle();
            let _ = logs.try_init();
            LogFilter::of(handle)
        }
        LogStyle::Json => {
            let logs = logs.json().with_filter_reloading();
            let handle = logs.reload_handle();
            let _ = logs.try_init();
            LogFilter::of(handle)
        }
    };
    // The hook of the standard library writes to stderr itself, and may wait for it.
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        error!(place, "panic: {}", panic_message(info.payload()));
    }));
    Ok(filter)
}

fn parse(filter: &str) -> Result<EnvFilter, String> {
    EnvFilter::builder().parse(filter).map_err(|error| error.to_string())
}

/// A writer of log lines that removes bidirectional control characters (tracing itself escapes the other controls) and
/// masks secrets. Each call is a line.
struct LineWriter;

impl Write for LineWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        let mut line = without_secrets(&text).into_owned();
        line.retain(|c| !is_bidi_control(c));
        stderr::put(line.into_bytes());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns whether a character is a bidirectional control, which makes text read otherwise than it is (UAX 9).
pub(crate) fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
