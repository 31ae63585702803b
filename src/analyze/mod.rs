//! Text in, annotations out. Pure, and total: every text has an answer, if only an empty one.

mod coref;
mod discourse;
pub mod document;
pub mod entities;
mod language;
pub mod lexicon;
mod models;
pub mod quotes;
#[cfg(test)]
mod tests;
pub mod user_lists;

pub use self::models::{ModelError, ModelFiles, Models};

use crate::model::{Annotations, Article};

/// Annotates one article. `text` is what is annotated; title, captions, authors, language and date help where they are given.
pub fn analyze(article: &Article, models: &Models) -> Annotations {
    let mut layer = document::read(&article.text);
    let listed = models.lists().sight(&mut layer);
    let english = language::is_english(article);
    let mut entities = entities::find(&layer, article, english, &models.for_entities(), &listed);
    let quotes = quotes::find(&layer, article, english, &models.for_quotes(), &mut entities);
    Annotations {
        entities,
        quotes,
        entity_model: english.then_some(entities::MODEL),
        quote_model: Some(quotes::model(english)),
        lists: models.lists().name().map(str::to_owned),
    }
}
