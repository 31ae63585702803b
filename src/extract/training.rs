//! What training needs: a page's blocks as numbers, and the text that results from scores.

use crate::extract::content::assemble;
pub use crate::extract::content::classifier::columns::FEATURES;
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
use crate::text::similarity::TokenSet;

/// The Jaccard index above which a block repeats the title (chosen).
const REPEATS_TITLE: f32 = 0.9;

/// A page as the model sees it.
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
        let main = page.layout.main?;
        let rows = features::rows(&page.document, main, &page.facts());
        Some(Self { page, main, rows })
    }

    /// Returns each block's words and numbers, in order.
    pub fn blocks(&self) -> impl Iterator<Item = (&str, &Row)> {
        self.page.document.blocks.iter().map(|b| self.page.document.text_of_block(b)).zip(&self.rows)
    }

    /// Returns what a model says of each block, as log-odds.
    pub fn scores(&self, model: &Model) -> Vec<f32> {
        model.scores(&self.page.document, &self.rows)
    }

    /// Returns how a first look's log-odds appear around each block.
    pub fn neighbor_features(&self, odds: &[f32]) -> Vec<NeighborFeatures> {
        neighbors::rows(&self.page.document, odds)
    }

    /// Returns whether a block repeats the headline.
    pub fn is_title(&self, words: &str) -> bool {
        self.page.layout.title.jaccard(&TokenSet::of(words)) > REPEATS_TITLE
    }

    /// Returns the text that follows from a score for each block.
    pub fn text(&self, scores: &[f32]) -> String {
        let PreparedPage { document, layout, .. } = &self.page;
        assemble::assemble(document, self.main, layout, &self.page.facts(), scores).text
    }
}
