//! What training needs: a page's blocks as numbers, and the text that results from scores.

use crate::extract::content::assemble;
pub use crate::extract::content::classifier::features::Row;
pub use crate::extract::content::classifier::model::{
    Model, STAGE1_WIDTH, Stage1Row, Stage2Row, stage1_row, stage2_row,
};
pub use crate::extract::content::classifier::neighbors::NeighborFeatures;
pub use crate::extract::content::classifier::trees::{Forest, STAGE1_CUTOFF};
pub use crate::extract::content::classifier::word_weights::{WordWeights, terms};
use crate::extract::content::classifier::{features, neighbors};
use crate::extract::dom::parse::Scripting;
use crate::extract::layout::main_content::MainContent;
use crate::extract::prepared::PreparedPage;
use crate::model::Page;
use crate::text::similarity::jaccard;

/// One page as the model sees it.
#[derive(Debug)]
pub struct TrainingPage {
    page: PreparedPage,
    main: MainContent,
    rows: Vec<Row>,
}

impl TrainingPage {
    /// Reads a page; `None` when it holds no prose.
    pub fn new(page: &Page) -> Option<Self> {
        let page = PreparedPage::new(page, Scripting::Enabled);
        let main = page.main?;
        let rows = features::rows(&page.document, main, &page.facts());
        Some(Self { page, main, rows })
    }

    /// Each block's words and numbers, in order.
    pub fn blocks(&self) -> impl Iterator<Item = (&str, &Row)> {
        self.page.document.blocks.iter().map(|b| self.page.document.text_of_block(b)).zip(&self.rows)
    }

    /// What a model says of each block, as log-odds.
    pub fn scores(&self, model: &Model) -> Vec<f32> {
        model.scores(&self.page.document, &self.rows)
    }

    /// How a first look's log-odds appear around each block.
    pub fn neighbor_features(&self, odds: &[f32]) -> Vec<NeighborFeatures> {
        neighbors::rows(&self.page.document, odds)
    }

    /// Whether a block repeats the headline.
    pub fn is_title(&self, words: &str) -> bool {
        self.page.article.title.as_deref().is_some_and(|t| jaccard(t, words) > 0.9)
    }

    /// The text that follows from a score for each block.
    pub fn text(&self, scores: &[f32]) -> String {
        let PreparedPage { document, scope, .. } = &self.page;
        assemble::assemble(document, self.main, &self.page.facts(), scores, scope).text
    }
}
