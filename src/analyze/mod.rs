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

use crate::model::{AnnotationLimits, Annotations, Article};

/// Returns the entities and quotes of an article's text. Every text has an answer.
///
/// Title, captions, authors, language and date help where they are given. O(n) in the text.
///
/// ```
/// use pressline::analyze::{Models, analyze};
/// use pressline::model::Article;
///
/// let text = "“We will repair the roof,” said Mayor Ingrid Halvorsen.".to_owned();
/// let article = Article { text, language: Some("en".to_owned()), ..Article::default() };
/// let annotations = analyze(&article, &Models::embedded()?);
/// let quote = &annotations.quotes[0];
/// assert_eq!(quote.spans[0].of(&article.text), "We will repair the roof,");
/// assert_eq!(quote.speaker.as_ref().map(|speaker| speaker.name.as_str()), Some("Ingrid Halvorsen"));
/// # Ok::<(), pressline::analyze::ModelError>(())
/// ```
pub fn analyze(article: &Article, models: &Models) -> Annotations {
    let mut document = document::segment(&article.text);
    let listed = models.lists().find(&mut document);
    let english = language::is_english(article);
    let mut entities = entities::find(&document, article, english, &models.for_entities(), &listed);
    let quotes = quotes::find(&document, article, english, &models.for_quotes(), &mut entities);
    let mut annotations = Annotations {
        entities,
        quotes,
        entity_model: english.then_some(entities::MODEL),
        quote_model: Some(quotes::model_name(english)),
        lists: models.lists().name().map(str::to_owned),
        truncated: false,
    };
    annotations.limit(AnnotationLimits::ANALYSIS);
    annotations
}
