//! The learned part: whether a block belongs to the story, by its numbers, its words and its neighbours.

pub(crate) mod columns;
pub(crate) mod features;
pub(crate) mod model;
pub(crate) mod neighbors;
pub(crate) mod trees;
pub(crate) mod word_weights;
