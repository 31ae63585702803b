//! What is known of a page besides its blocks.

use crate::extract::jsonld::types::{JsonLd, JsonLdArticle};
use crate::extract::layout::Layout;
use crate::model::Article;
use crate::text::similarity::TokenSet;

/// The metadata of a page that rules and features about its blocks read.
#[derive(Debug)]
pub(crate) struct PageFacts<'a> {
    /// The title's words; empty where there is no title.
    pub(crate) title: &'a TokenSet,
    /// The title as it is written.
    pub(crate) title_text: Option<&'a str>,
    pub(crate) description: Option<&'a str>,
    /// The description's words; empty where there is none.
    pub(crate) description_words: TokenSet,
    pub(crate) authors: &'a [String],
    pub(crate) json_ld: Option<&'a JsonLdArticle>,
    /// The site's name in its address: `example` of `news.example.co.uk`.
    pub(crate) site: &'a str,
}

impl<'a> PageFacts<'a> {
    /// Gathers the facts of a page whose metadata are known.
    pub(crate) fn new(article: &'a Article, json_ld: &'a JsonLd, layout: &'a Layout, site: &'a str) -> Self {
        let description = article.description.as_deref();
        Self {
            title: &layout.title,
            title_text: article.title.as_deref(),
            description,
            description_words: description.map(TokenSet::of).unwrap_or_default(),
            authors: &article.authors,
            json_ld: json_ld.article.as_ref(),
            site,
        }
    }
}
