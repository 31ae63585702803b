//! What is known of a page besides its blocks.

use crate::extract::jsonld::types::{Described, Linked};
use crate::model::Article;

/// What is known of the page besides its blocks.
pub(crate) struct Known<'a> {
    pub(crate) title: Option<&'a str>,
    pub(crate) description: Option<&'a str>,
    pub(crate) authors: &'a [String],
    pub(crate) linked: Option<&'a Described>,
    /// The site's name in its address: `example` of `news.example.co.uk`.
    pub(crate) site: &'a str,
}

impl<'a> Known<'a> {
    pub(crate) fn new(article: &'a Article, linked: &'a Linked, site: &'a str) -> Self {
        Self {
            title: article.title.as_deref(),
            description: article.description.as_deref(),
            authors: &article.authors,
            linked: linked.article.as_ref(),
            site,
        }
    }
}
