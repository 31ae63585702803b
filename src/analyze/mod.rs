//! Analysis: from an article's text to its entities and quotes. It is pure, and every text has a result, if only an
//! empty one.
//!
//! ```text
//! mod ──► quotes ──► coref ──► discourse ──► lexicon, document
//!   └───► entities ──► user_lists ──► lexicon, document
//! ```

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

/// Annotates one article.
///
/// Only `text` is annotated; title, captions, authors, language and date help where they are given.
pub fn analyze(article: &Article, models: &Models) -> Annotations {
    let mut document = document::segment(&article.text);
    let listed = models.lists().find(&mut document);
    let english = language::is_english(article);
    let mut entities = entities::find(&document, article, english, &models.for_entities(), &listed);
    let quotes = quotes::find(&document, article, english, &models.for_quotes(), &mut entities);
    Annotations {
        entities,
        quotes,
        entity_model: english.then_some(entities::MODEL),
        quote_model: Some(quotes::model_name(english)),
        lists: models.lists().name().map(str::to_owned),
    }
}
