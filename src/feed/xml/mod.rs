//! A tolerant reader for XML: tags and text, namespaces, and the content of an element.

pub(super) mod content;
pub(super) mod escape;
pub(super) mod namespaces;
pub(super) mod tag;
pub(super) mod tokenizer;
pub(super) mod vocabulary;
