//! The weights that quotes are found with.

use super::tagger::Tagger;
use crate::analyze::lexicon::word_clusters::WordClusters;

/// The weights that quotes are found with.
#[derive(Clone, Copy, Debug)]
pub(in crate::analyze) struct Resources<'a> {
    /// The weights of the tagger.
    pub(in crate::analyze) tagger: &'a Tagger,
    /// The clusters of words, which the recogniser of entities sees as well.
    pub(in crate::analyze) clusters: &'a WordClusters,
}
