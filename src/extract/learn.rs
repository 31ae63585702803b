//! What training needs: a page's blocks as numbers, and the text that results from scores.

use super::body;
use super::context;
use super::features::{self, Known};
use super::guard::{self, Reader};
use super::jsonld::{self, Linked};
use super::meta;
use super::place::{self, Place};
use super::several::Asked;
use super::sketch::Sketch;
use super::title::likeness;
use crate::model::{Article, Page};
use url::Url;

pub use super::context::Around;
pub use super::features::Row;
pub use super::lexicon::{Lexicon, terms};
pub use super::model::{FIRST_WIDTH, First, Forest, HOPELESS, Model, Second, first, second};

/// One page as the model sees it.
#[derive(Debug)]
pub struct Lesson {
    sketch: Sketch,
    place: Place,
    article: Article,
    linked: Linked,
    rows: Vec<Row>,
    url: Url,
    asked: Asked,
}

impl Lesson {
    /// Reads a page; `None` when it holds no prose.
    pub fn new(page: &Page) -> Option<Self> {
        let parsed = guard::parse(&page.html, Reader::WithScripts);
        let sketch = Sketch::new(&parsed.html);
        let linked = jsonld::read(&sketch.head.json_ld, &page.url);
        let mut article = Article::default();
        let sites = meta::headline(&mut article, &sketch, &linked, &page.url);
        let asked = Asked::new(&sketch, &linked, article.title.as_deref(), &page.url);
        let place = place::find(&sketch, &asked.elements)?;
        meta::fill(&mut article, &sketch, Some(place), &linked, &page.url, &sites);
        let rows = features::rows(&sketch, place, &Known::new(&article, &linked, &page.url));
        Some(Self { sketch, place, article, linked, rows, url: page.url.clone(), asked })
    }

    /// Each block's words and numbers, in order.
    pub fn blocks(&self) -> impl Iterator<Item = (&str, &Row)> {
        self.sketch.blocks.iter().map(|b| self.sketch.words(b)).zip(&self.rows)
    }

    /// What a model says of each block, as log-odds.
    pub fn scores(&self, model: &Model) -> Vec<f32> {
        model.scores(&self.sketch, &self.rows)
    }

    /// How a first look's log-odds appear around each block.
    pub fn around(&self, odds: &[f32]) -> Vec<Around> {
        context::rows(&self.sketch, odds)
    }

    /// Whether a block repeats the headline.
    pub fn is_title(&self, words: &str) -> bool {
        self.article.title.as_deref().is_some_and(|t| likeness(t, words) > 0.9)
    }

    /// The text that follows from a score for each block.
    pub fn text(&self, scores: &[f32]) -> String {
        let known = Known::new(&self.article, &self.linked, &self.url);
        body::assemble(&self.sketch, self.place, &known, scores, &self.asked).text
    }
}
