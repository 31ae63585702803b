//! Logs on stderr. Text from outside cannot control the terminal that shows them.

use std::io::{self, IsTerminal, Stderr, Write};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;

/// The format of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogStyle {
    /// Text, for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Starts logging to stderr; a second call changes nothing.
///
/// # Errors
/// `filter` is neither a level nor a list of directives (`info,pressline::fetch=debug`).
pub fn init(filter: &str, style: LogStyle) -> Result<(), ParseError> {
    let filter = EnvFilter::builder().parse(filter)?;
    let logs =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(|| WithoutBidi(io::stderr())).with_target(false);
    // Refused only when logging has begun already.
    let _ = match style {
        LogStyle::Text => logs.with_ansi(io::stderr().is_terminal()).try_init(),
        LogStyle::Json => logs.json().try_init(),
    };
    Ok(())
}

/// A writer to stderr that removes bidirectional control characters. (tracing itself escapes the other controls.)
struct WithoutBidi(Stderr);

impl Write for WithoutBidi {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match std::str::from_utf8(bytes) {
            Ok(text) if text.contains(is_bidi_control) => {
                self.0.write_all(text.replace(is_bidi_control, "").as_bytes())?;
            }
            _ => self.0.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Returns whether a character is a bidirectional control, which makes text read otherwise than it is (UAX 9).
pub(crate) fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
