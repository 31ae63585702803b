//! Records out: the line format and where lines go.

pub mod line;
