//! Text in, annotations out. Pure, and total: every text has an answer, if only an empty one.

pub mod entities;
pub mod quotes;
pub mod text;

mod coref;

use crate::model::{Annotations, Article};

/// The models and lists that analysis uses. Loading the embedded ones is free after the first time.
#[derive(Clone, Debug, Default)]
pub struct Models {}

impl Models {
    /// What is compiled in.
    pub fn embedded() -> Self {
        Self {}
    }
}

/// Annotates one article. `text` is what is annotated; title, captions, authors, language and date help where they are given.
pub fn analyze(article: &Article, models: &Models) -> Annotations {
    let layer = text::read(&article.text);
    let mut entities = entities::find(&layer, article, models);
    let quotes = quotes::find(&layer, article, &mut entities);
    Annotations { entities, quotes, entity_model: None, quote_model: None }
}
