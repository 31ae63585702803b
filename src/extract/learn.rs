//! What training needs: a page's blocks as numbers, and the text that results from scores.

use super::body;
use super::context;
use super::features;
use super::guard::Reader;
use super::place::Place;
use super::survey::Survey;
use crate::model::Page;
use crate::text::similarity::jaccard;

pub use super::context::Around;
pub use super::features::Row;
pub use super::lexicon::{Lexicon, terms};
pub use super::model::{FIRST_WIDTH, First, Forest, HOPELESS, Model, Second, first, second};

/// One page as the model sees it.
#[derive(Debug)]
pub struct Lesson {
    survey: Survey,
    place: Place,
    rows: Vec<Row>,
}

impl Lesson {
    /// Reads a page; `None` when it holds no prose.
    pub fn new(page: &Page) -> Option<Self> {
        let survey = Survey::new(page, Reader::WithScripts);
        let place = survey.place?;
        let rows = features::rows(&survey.sketch, place, &survey.known());
        Some(Self { survey, place, rows })
    }

    /// Each block's words and numbers, in order.
    pub fn blocks(&self) -> impl Iterator<Item = (&str, &Row)> {
        self.survey.sketch.blocks.iter().map(|b| self.survey.sketch.words(b)).zip(&self.rows)
    }

    /// What a model says of each block, as log-odds.
    pub fn scores(&self, model: &Model) -> Vec<f32> {
        model.scores(&self.survey.sketch, &self.rows)
    }

    /// How a first look's log-odds appear around each block.
    pub fn around(&self, odds: &[f32]) -> Vec<Around> {
        context::rows(&self.survey.sketch, odds)
    }

    /// Whether a block repeats the headline.
    pub fn is_title(&self, words: &str) -> bool {
        self.survey.article.title.as_deref().is_some_and(|t| jaccard(t, words) > 0.9)
    }

    /// The text that follows from a score for each block.
    pub fn text(&self, scores: &[f32]) -> String {
        let Survey { sketch, asked, .. } = &self.survey;
        body::assemble(sketch, self.place, &self.survey.known(), scores, asked).text
    }
}
