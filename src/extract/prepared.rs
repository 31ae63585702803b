//! A page laid out for a reader and for training alike: so the model sees in service what it was trained on.

use crate::extract::content::facts::PageFacts;
use crate::extract::dom::builder;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::parse::{self, Scripting};
use crate::extract::jsonld::types::JsonLd;
use crate::extract::layout::main_content::{self, MainContent};
use crate::extract::layout::scope::ArticleScope;
use crate::extract::{jsonld, metadata};
use crate::model::{Article, Page};

/// What is known of a page before its story is chosen.
#[derive(Debug)]
pub(crate) struct PreparedPage {
    pub(crate) document: TextDocument,
    pub(crate) json_ld: JsonLd,
    /// All of an article that is not its body.
    pub(crate) article: Article,
    pub(crate) scope: ArticleScope,
    /// `None` when the page holds no prose.
    pub(crate) main: Option<MainContent>,
    pub(crate) truncated: bool,
    /// The site's name in its address.
    site: String,
}

impl PreparedPage {
    pub(crate) fn new(page: &Page, scripting: Scripting) -> Self {
        let parsed = parse::parse(&page.html, scripting);
        let document = builder::build(&parsed.html);
        let json_ld = jsonld::read(&document.head.json_ld, &page.url);
        let mut article = Article::default();
        let sites = metadata::title_and_site(&mut article, &document, &json_ld, &page.url);
        let scope = ArticleScope::new(&document, &json_ld, article.title.as_deref(), &page.url);
        let main = main_content::find(&document, &scope.elements);
        metadata::fill(&mut article, &document, main, &json_ld, &page.url, &sites);
        let site = metadata::site_label(&page.url).to_owned();
        Self { document, json_ld, article, scope, main, truncated: parsed.truncated, site }
    }

    /// What rules and features are told besides the blocks.
    pub(crate) fn facts(&self) -> PageFacts<'_> {
        PageFacts::new(&self.article, &self.json_ld, &self.site)
    }
}
