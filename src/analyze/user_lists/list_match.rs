//! A listed name in a text.

use std::ops::Range;

/// A listed name in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::analyze) struct Sighting {
    /// Its tokens.
    pub(in crate::analyze) tokens: Range<usize>,
    /// Which entry of the lists it names.
    pub(in crate::analyze) entry: usize,
}
