//! Lexical resources: closed word classes, lists of names, word clusters, and how names are keyed and packed.

pub mod countries;
pub(in crate::analyze) mod given_names;
pub(in crate::analyze) mod name_key;
pub mod packed;
pub(in crate::analyze) mod speech;
pub mod word_clusters;
