//! People, organisations, places.
use super::Models;
use super::text::Layer;
use crate::model::Article;
use crate::model::annotation::Entity;

/// Finds the entities of a text, in order of first mention.
pub fn find(layer: &Layer<'_>, article: &Article, models: &Models) -> Vec<Entity> {
    let _ = (layer, article, models);
    Vec::new()
}
