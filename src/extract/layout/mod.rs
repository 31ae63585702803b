//! Where on a page things are: the story, its headline, and the regions beside it.

pub(super) mod headline;
pub(super) mod live_blog;
pub(super) mod main_content;
pub(super) mod regions;
pub(super) mod scope;
pub(super) mod teaser;

use url::Url;

use crate::extract::dom::document::TextDocument;
use crate::extract::jsonld::types::JsonLd;
use crate::text::similarity::TokenSet;
use main_content::MainContent;
use scope::ArticleScope;

/// The places of a page's story, found once for all that ask.
#[derive(Debug)]
pub(crate) struct Layout {
    /// The words of the article's title; empty where there is none.
    pub(crate) title: TokenSet,
    /// The part of the page that the article may stand in.
    pub(crate) scope: ArticleScope,
    /// The element that holds the story; `None` when the page holds no prose.
    pub(crate) main: Option<MainContent>,
    /// The index of the block that shows the title nearest to the story.
    pub(crate) headline: Option<usize>,
}

impl Layout {
    /// Finds the places of the story with this title on the page at `page`. O(blocks + elements).
    pub(crate) fn new(document: &TextDocument, json_ld: &JsonLd, title: Option<&str>, page: &Url) -> Self {
        let is_live = live_blog::is_live(document, json_ld, title, page);
        let title = title.map(TokenSet::of).unwrap_or_default();
        let scope = ArticleScope::new(document, is_live, &title, page);
        let main = main_content::find(document, &scope.elements);
        let headline = main.and_then(|main| headline::headline_block(document, main, &title));
        Self { title, scope, main, headline }
    }
}
