//! The extraction of articles: whole pages, forms that a story comes in, laws that hold for every page.

#[path = "../support/linear.rs"]
mod linear;

mod char_refs;
mod forms;
mod laws;
mod live;
mod meta;
mod meta_names;
mod none;
mod pages;
mod several;
mod shapes;
mod systems;
