//! Words and names that are known beforehand: closed classes, lists, clusters, and how they are keyed and packed.

pub mod countries;
pub(in crate::analyze) mod given_names;
pub(in crate::analyze) mod name_key;
pub mod packed;
pub(in crate::analyze) mod speech;
pub mod word_clusters;
