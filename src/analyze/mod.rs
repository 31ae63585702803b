//! Text in, annotations out. Pure, and total: every text has an answer, if only an empty one.

mod coref;
pub mod entities;
pub mod lists;
pub mod quotes;
pub mod text;

use std::sync::{Arc, LazyLock};

use crate::model::{Annotations, Article};
use entities::tagger::Tagger;
use lists::Lists;

/// The models and lists that analysis uses. Loading the embedded ones is free after the first time.
#[derive(Clone, Debug)]
pub struct Models {
    tagger: Arc<Tagger>,
    lists: Lists,
}

static EMBEDDED: LazyLock<Models> = LazyLock::new(|| {
    Models::unpack(
        include_bytes!("../../models/entities.bin"),
        include_bytes!("../../models/clusters.bin"),
        include_bytes!("../../models/gazetteer.bin"),
    )
});

impl Models {
    /// What is compiled in.
    pub fn embedded() -> Self {
        EMBEDDED.clone()
    }

    /// Models from the bytes of `entities.bin`, `clusters.bin` and `gazetteer.bin`, as training writes them.
    pub fn unpack(entities: &[u8], clusters: &[u8], gazetteer: &[u8]) -> Self {
        Self { tagger: Arc::new(Tagger::unpack(entities, clusters, gazetteer)), lists: Lists::default() }
    }

    /// The same models with a user's lists.
    #[must_use]
    pub fn with(&self, lists: Lists) -> Self {
        Self { tagger: Arc::clone(&self.tagger), lists }
    }
}

impl Default for Models {
    fn default() -> Self {
        Self::embedded()
    }
}

/// Annotates one article. `text` is what is annotated; title, captions, authors, language and date help where they are given.
pub fn analyze(article: &Article, models: &Models) -> Annotations {
    let mut layer = text::read(&article.text);
    let listed = models.lists.sight(&mut layer);
    let english = entities::is_english(article);
    let mut entities = entities::find(&layer, article, models, &listed);
    let quotes = quotes::find(&layer, article, &mut entities);
    Annotations {
        entities,
        quotes,
        entity_model: english.then_some(entities::MODEL),
        quote_model: Some(quotes::model(english)),
        lists: models.lists.name().map(str::to_owned),
    }
}
