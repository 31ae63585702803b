//! HTML into a text document: elements in document order and the blocks of text between them.

mod attributes;
pub(super) mod builder;
pub(super) mod class_hints;
mod data_row;
pub(super) mod document;
mod drop_cap;
pub(super) mod element;
pub(super) mod head;
mod hidden;
mod images;
mod open_block;
pub(super) mod parse;
mod propagate;
mod siblings;
pub(super) mod tag;
