//! People, organisations, places.

pub mod nations;
pub mod tagger;

use self::tagger::labels::Class;
use super::Models;
use super::text::Layer;
use crate::model::Article;
use crate::model::annotation::{Entity, EntityType, Mention, MentionKind};

/// The learned model's name in records.
pub const MODEL: &str = "entities-en/1";

/// Whether the learned model knows the article's language.
pub fn is_english(article: &Article) -> bool {
    match &article.language {
        Some(language) => language.split('-').next() == Some("en"),
        None => {
            whatlang::detect(&article.text).is_none_or(|info| info.lang() == whatlang::Lang::Eng || !info.is_reliable())
        }
    }
}

/// Finds the entities of a text, in order of first mention.
pub fn find(layer: &Layer<'_>, article: &Article, models: &Models) -> Vec<Entity> {
    if !is_english(article) {
        return Vec::new();
    }
    let sketch = tagger::sketch::read(layer, &models.tagger.lexicon);
    let names = models.tagger.names(layer, &sketch);
    let mut out = Vec::new();
    for name in names {
        let span = layer.span(name.tokens);
        let kind = match name.class {
            Class::Person => EntityType::Person,
            Class::Org => EntityType::Org,
            Class::Place => EntityType::Gpe,
            Class::Other => continue,
        };
        out.push(Entity {
            kind,
            name: span.of(layer.text).to_owned(),
            titles: Vec::new(),
            link: None,
            value: None,
            salience: 0.0,
            mentions: vec![Mention { span, kind: MentionKind::Name }],
            confidence: name.sure,
        });
    }
    out
}
