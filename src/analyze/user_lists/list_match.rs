//! A listed name in a text.

use std::ops::Range;

/// A listed name in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::analyze) struct ListMatch {
    /// The tokens of the name.
    pub(in crate::analyze) tokens: Range<usize>,
    /// The index of the entry in the lists.
    pub(in crate::analyze) entry: usize,
}
