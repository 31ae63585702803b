//! The weights and lists that entities are found with.

use super::linking::table::PlaceTable;
use super::ner::Tagger;
use super::ner::gazetteer::Gazetteer;
use crate::analyze::lexicon::word_clusters::WordClusters;
use crate::analyze::user_lists::UserLists;

/// The weights and lists that entities are found with.
#[derive(Clone, Copy, Debug)]
pub(in crate::analyze) struct Resources<'a> {
    /// The weights of the random field.
    pub(in crate::analyze) tagger: &'a Tagger,
    /// The clusters of words, which the quote tagger sees as well.
    pub(in crate::analyze) clusters: &'a WordClusters,
    /// The lists of names.
    pub(in crate::analyze) gazetteer: &'a Gazetteer,
    /// The table of places with their ids.
    pub(in crate::analyze) places: &'a PlaceTable,
    /// The user's lists.
    pub(in crate::analyze) lists: &'a UserLists,
}
