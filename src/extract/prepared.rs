//! A page laid out for a reader and for training alike: so the model sees in service what it was trained on.

use crate::extract::content::facts::Known;
use crate::extract::dom::builder;
use crate::extract::dom::document::Sketch;
use crate::extract::dom::parse::{self, Reader};
use crate::extract::jsonld::types::Linked;
use crate::extract::layout::main_content::{self, Place};
use crate::extract::layout::scope::Asked;
use crate::extract::{jsonld, metadata};
use crate::model::{Article, Page};

/// What is known of a page before its story is chosen.
#[derive(Debug)]
pub(crate) struct Survey {
    pub(crate) sketch: Sketch,
    pub(crate) linked: Linked,
    /// All of an article that is not its body.
    pub(crate) article: Article,
    pub(crate) asked: Asked,
    /// `None` when the page holds no prose.
    pub(crate) place: Option<Place>,
    pub(crate) truncated: bool,
    /// The site's name in its address.
    site: String,
}

impl Survey {
    pub(crate) fn new(page: &Page, reader: Reader) -> Self {
        let parsed = parse::parse(&page.html, reader);
        let sketch = builder::build(&parsed.html);
        let linked = jsonld::read(&sketch.head.json_ld, &page.url);
        let mut article = Article::default();
        let sites = metadata::headline(&mut article, &sketch, &linked, &page.url);
        let asked = Asked::new(&sketch, &linked, article.title.as_deref(), &page.url);
        let place = main_content::find(&sketch, &asked.elements);
        metadata::fill(&mut article, &sketch, place, &linked, &page.url, &sites);
        let site = metadata::site_label(&page.url).to_owned();
        Self { sketch, linked, article, asked, place, truncated: parsed.truncated, site }
    }

    /// What rules and features are told besides the blocks.
    pub(crate) fn known(&self) -> Known<'_> {
        Known::new(&self.article, &self.linked, &self.site)
    }
}
