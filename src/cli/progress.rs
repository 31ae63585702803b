//! Progress of long local commands, drawn on stderr when that is a terminal.

use std::io::{IsTerminal, stdout};

use indicatif::{ProgressBar, ProgressStyle};

/// A progress bar or a count on the terminal. It is cleared when the command ends.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Creates the progress through `total` inputs, or through an unknown number.
    pub(super) fn new(total: Option<usize>) -> Self {
        // indicatif draws nothing where stderr is no terminal. Where answers scroll by, they are progress enough.
        let (bar, style) = match total {
            _ if stdout().is_terminal() => (ProgressBar::hidden(), ""),
            Some(total) => (ProgressBar::new(total as u64), "{bar:30} {pos}/{len}, {per_sec}, {eta} left"),
            None => (ProgressBar::no_length(), "{spinner} {pos} done, {per_sec}"),
        };
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// Counts one more answered input.
    pub(super) fn step(&self) {
        self.0.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
