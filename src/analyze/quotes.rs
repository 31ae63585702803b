//! Who said what.
use super::text::Layer;
use crate::model::Article;
use crate::model::annotation::{Entity, Quote};

/// Finds what is said and by whom; adds to `entities` the pronouns that were resolved on the way.
pub fn find(layer: &Layer<'_>, article: &Article, entities: &mut [Entity]) -> Vec<Quote> {
    let _ = (layer, article, entities);
    Vec::new()
}
