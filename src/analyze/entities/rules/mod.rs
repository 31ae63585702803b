//! Rules that correct, widen and type the names that the recogniser finds.

pub(super) mod boundaries;
pub(super) mod datelines;
pub(super) mod honorifics;
pub(super) mod multiword;
pub(super) mod results_tables;
pub(super) mod types;
