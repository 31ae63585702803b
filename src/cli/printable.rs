//! Foreign text on a terminal.

use crate::telemetry::is_bidi_control;

/// Returns foreign text without the characters that control a terminal or its direction.
pub(super) fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !is_bidi_control(*c)).collect()
}
