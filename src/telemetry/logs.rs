//! Logs on stderr. Text from outside cannot steer the terminal that shows them.

use std::io::{self, IsTerminal, Stderr, Write};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogStyle {
    /// For people.
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
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(|| Plain(io::stderr())).with_target(false);
    // Refused only when logging has begun already.
    let _ = match style {
        LogStyle::Text => logs.with_ansi(io::stderr().is_terminal()).try_init(),
        LogStyle::Json => logs.json().try_init(),
    };
    Ok(())
}

/// Takes out what turns text around or hides it: bidi controls. (Escape characters are tracing's to escape.)
struct Plain(Stderr);

impl Write for Plain {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match std::str::from_utf8(bytes) {
            Ok(text) if text.contains(turns_text) => self.0.write_all(text.replace(turns_text, "").as_bytes())?,
            _ => self.0.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Whether a character turns the text around it, so that it reads otherwise than it is.
pub(crate) fn turns_text(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
