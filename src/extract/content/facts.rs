//! What is known of a page besides its blocks.

use crate::extract::jsonld::types::{JsonLd, JsonLdArticle};
use crate::model::Article;

/// What is known of the page besides its blocks.
pub(crate) struct PageFacts<'a> {
    pub(crate) title: Option<&'a str>,
    pub(crate) description: Option<&'a str>,
    pub(crate) authors: &'a [String],
    pub(crate) json_ld: Option<&'a JsonLdArticle>,
    /// The site's name in its address: `example` of `news.example.co.uk`.
    pub(crate) site: &'a str,
}

impl<'a> PageFacts<'a> {
    pub(crate) fn new(article: &'a Article, json_ld: &'a JsonLd, site: &'a str) -> Self {
        Self {
            title: article.title.as_deref(),
            description: article.description.as_deref(),
            authors: &article.authors,
            json_ld: json_ld.article.as_ref(),
            site,
        }
    }
}
