//! The entity model: data in, weights out, and the table that says how good they are.

mod card;
mod corpus;
mod eval;
mod field;
mod lexicon;
mod score;
mod taught;
mod texts;
mod train;

pub(crate) use eval::eval;
pub(crate) use texts::dump;
pub(crate) use train::{Options, train};
