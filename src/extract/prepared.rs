//! A page laid out for a reader and for training alike: so the model sees in service what it was trained on.

use crate::extract::content::facts::PageFacts;
use crate::extract::dom::builder;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::parse::{self, Scripting};
use crate::extract::jsonld::types::JsonLd;
use crate::extract::layout::Layout;
use crate::extract::{jsonld, metadata};
use crate::model::{Article, Page};

/// What is known of a page before its story is chosen.
#[derive(Debug)]
pub(crate) struct PreparedPage {
    pub(crate) document: TextDocument,
    pub(crate) json_ld: JsonLd,
    /// All of an article that is not its body.
    pub(crate) article: Article,
    pub(crate) layout: Layout,
    pub(crate) truncated: bool,
    /// The site's name in its address.
    site: String,
}

impl PreparedPage {
    /// Parses a page and finds all of its article but the body. O(n).
    pub(crate) fn new(page: &Page, scripting: Scripting) -> Self {
        let parsed = parse::parse(&page.html, scripting);
        let document = builder::build(&parsed.html);
        let json_ld = jsonld::read(&document.head.json_ld, &page.url);
        let mut article = Article::default();
        let sites = metadata::title_and_site(&mut article, &document, &json_ld, &page.url);
        let layout = Layout::new(&document, &json_ld, article.title.as_deref(), &page.url);
        metadata::fill(&mut article, &document, &layout, &json_ld, &page.url, &sites);
        let site = metadata::site_label(&page.url).to_owned();
        Self { document, json_ld, article, layout, truncated: parsed.truncated, site }
    }

    /// Returns what rules and features read besides the blocks.
    pub(crate) fn facts(&self) -> PageFacts<'_> {
        PageFacts::new(&self.article, &self.json_ld, &self.layout, &self.site)
    }
}
