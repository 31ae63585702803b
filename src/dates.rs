//! Dates as found in the wild.

use crate::model::Moment;

/// Reads a date in any form that feeds and pages use; `None` when it is none.
pub fn parse(text: &str) -> Option<Moment> {
    text.trim().parse().ok()
}
