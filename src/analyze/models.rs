//! The weights and lists that analysis uses.

use std::sync::Arc;

use super::lexicon::packed::Damage;
use super::lexicon::word_clusters::WordClusters;
use super::user_lists::UserLists;
use super::{entities, quotes};

/// The bytes of the five files that training writes to `models/`.
#[derive(Clone, Copy, Debug)]
pub struct ModelFiles<'a> {
    /// `entities.bin`: the weights of the random field that finds names.
    pub entities: &'a [u8],
    /// `clusters.bin`: the clusters of words that both taggers see.
    pub clusters: &'a [u8],
    /// `gazetteer.bin`: lists of names.
    pub gazetteer: &'a [u8],
    /// `quotes.bin`: the weights of the tagger that finds what a cue introduces.
    pub quotes: &'a [u8],
    /// `places.bin`: places with their ids.
    pub places: &'a [u8],
}

/// The files that are compiled in.
pub(super) const EMBEDDED: ModelFiles<'static> = ModelFiles {
    entities: include_bytes!("../../models/entities.bin"),
    clusters: include_bytes!("../../models/clusters.bin"),
    gazetteer: include_bytes!("../../models/gazetteer.bin"),
    quotes: include_bytes!("../../models/quotes.bin"),
    places: include_bytes!("../../models/places.bin"),
};

/// A file of weights that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the model file {file} cannot be used: {damage}")]
pub struct ModelError {
    /// The name of the file in `models/`.
    pub file: &'static str,
    /// What is wrong with it.
    pub damage: Damage,
}

/// All weights and the user's lists, ready to use. Cheap to clone: the weights are shared.
///
/// ```
/// use pressline::analyze::Models;
///
/// let models = Models::embedded()?; // once
/// let for_another_thread = models.clone();
/// # Ok::<(), pressline::analyze::ModelError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Models {
    weights: Arc<Weights>,
    lists: UserLists,
}

/// All weights, unpacked.
#[derive(Debug)]
struct Weights {
    tagger: entities::ner::Tagger,
    clusters: WordClusters,
    gazetteer: entities::ner::gazetteer::Gazetteer,
    places: entities::linking::PlaceTable,
    quotes: quotes::tagger::Tagger,
}

impl Models {
    /// Unpacks the weights that are compiled in. Takes some milliseconds: call it once and clone what it returns.
    ///
    /// # Errors
    /// The first file that is damaged. The shipped files are not.
    pub fn embedded() -> Result<Self, ModelError> {
        Self::unpack(&EMBEDDED)
    }

    /// Unpacks weights from the bytes of the files that training writes. O(n) in the bytes.
    ///
    /// # Errors
    /// The first file that is damaged: too short, too long, or with values that training never writes.
    pub fn unpack(files: &ModelFiles<'_>) -> Result<Self, ModelError> {
        let named = |file| move |damage| ModelError { file, damage };
        let weights = Weights {
            tagger: entities::ner::Tagger::unpack(files.entities).map_err(named("entities.bin"))?,
            clusters: WordClusters::unpack(files.clusters).map_err(named("clusters.bin"))?,
            gazetteer: entities::ner::gazetteer::Gazetteer::unpack(files.gazetteer).map_err(named("gazetteer.bin"))?,
            quotes: quotes::tagger::Tagger::unpack(files.quotes).map_err(named("quotes.bin"))?,
            places: entities::linking::PlaceTable::unpack(files.places).map_err(named("places.bin"))?,
        };
        Ok(Self { weights: Arc::new(weights), lists: UserLists::default() })
    }

    /// Returns the same models with a user's lists.
    #[must_use]
    pub fn with_lists(&self, lists: UserLists) -> Self {
        Self { weights: Arc::clone(&self.weights), lists }
    }

    /// Returns the user's lists.
    pub(super) fn lists(&self) -> &UserLists {
        &self.lists
    }

    /// Returns the weights and lists that entities are found with.
    pub(super) fn for_entities(&self) -> entities::Resources<'_> {
        let Weights { tagger, clusters, gazetteer, places, .. } = &*self.weights;
        entities::Resources { tagger, clusters, gazetteer, places, lists: &self.lists }
    }

    /// Returns the weights that quotes are found with.
    pub(super) fn for_quotes(&self) -> quotes::Resources<'_> {
        quotes::Resources { tagger: &self.weights.quotes, clusters: &self.weights.clusters }
    }
}
