//! Functions on plain text that feeds, pages and analysis share.
//!
//! The module is pure and uses no other module of the crate.

pub mod char_refs;
pub mod charset;
pub mod hash;
pub mod markup;
mod mixed_charset;
pub(crate) mod phrases;
pub mod sentence_end;
pub mod shingles;
pub mod similarity;
pub mod sketch;
pub mod steps;
pub mod whitespace;
