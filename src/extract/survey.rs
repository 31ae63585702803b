//! A page laid out for a reader and for training alike: so the model sees in service what it was trained on.

use super::features::Known;
use super::guard::{self, Reader};
use super::jsonld::{self, Linked};
use super::meta;
use super::place::{self, Place};
use super::several::Asked;
use super::sketch::Sketch;
use crate::model::{Article, Page};

/// What is known of a page before its story is chosen.
#[derive(Debug)]
pub(super) struct Survey {
    pub(super) sketch: Sketch,
    pub(super) linked: Linked,
    /// All of an article that is not its body.
    pub(super) article: Article,
    pub(super) asked: Asked,
    /// `None` when the page holds no prose.
    pub(super) place: Option<Place>,
    pub(super) truncated: bool,
    /// The site's name in its address.
    site: String,
}

impl Survey {
    pub(super) fn new(page: &Page, reader: Reader) -> Self {
        let parsed = guard::parse(&page.html, reader);
        let sketch = Sketch::new(&parsed.html);
        let linked = jsonld::read(&sketch.head.json_ld, &page.url);
        let mut article = Article::default();
        let sites = meta::headline(&mut article, &sketch, &linked, &page.url);
        let asked = Asked::new(&sketch, &linked, article.title.as_deref(), &page.url);
        let place = place::find(&sketch, &asked.elements);
        meta::fill(&mut article, &sketch, place, &linked, &page.url, &sites);
        let site = meta::site_label(&page.url).to_owned();
        Self { sketch, linked, article, asked, place, truncated: parsed.truncated, site }
    }

    /// What rules and features are told besides the blocks.
    pub(super) fn known(&self) -> Known<'_> {
        Known::new(&self.article, &self.linked, &self.site)
    }
}
