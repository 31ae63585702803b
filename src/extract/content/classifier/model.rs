//! The learned part: boosted trees over a block's numbers, its words and its surroundings.

use std::sync::LazyLock;

use super::features::{self, Row};
use super::neighbors::{self, NeighborFeatures};
use super::trees::{Forest, STAGE1_CUTOFF};
use super::word_weights::WordWeights;
use crate::extract::dom::document::TextDocument;

/// Two looks at a page's blocks: each by itself, then each among what the first look said of the others.
#[derive(Clone, Debug, Default)]
pub struct Model {
    words: WordWeights,
    stage1: Forest,
    stage2: Forest,
}

/// Numbers that the first look sees of a block.
pub const STAGE1_WIDTH: usize = features::WIDTH + 1;

const STAGE2_WIDTH: usize = STAGE1_WIDTH + neighbors::WIDTH;

/// A block's numbers with its words' log-odds behind them.
pub type Stage1Row = [f32; STAGE1_WIDTH];

/// The same, with its surroundings behind them.
pub type Stage2Row = [f32; STAGE2_WIDTH];

static EMBEDDED: LazyLock<Model> = LazyLock::new(|| {
    Model::read(include_bytes!("../../../../models/extract.bin")).expect("models/extract.bin is a whole model")
});

impl Model {
    /// Returns the model that is compiled in; `models/extract.card.toml` says what it was trained on.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Reads a model: the lexicon, then the two forests. `None` when the bytes are no such thing.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (words, rest) = WordWeights::read(bytes)?;
        let (stage1, rest) = Forest::read(rest, STAGE1_WIDTH)?;
        let (stage2, rest) = Forest::read(rest, STAGE2_WIDTH)?;
        rest.is_empty().then_some(Self { words, stage1, stage2 })
    }

    /// Returns the log-odds that each block belongs to the story; 0 is even.
    pub(crate) fn scores(&self, document: &TextDocument, rows: &[Row]) -> Vec<f32> {
        let rows: Vec<Stage1Row> = document
            .blocks
            .iter()
            .zip(rows)
            .map(|(b, row)| stage1_row(row, self.words.odds(document.text_of_block(b))))
            .collect();
        let mut odds = self.stage1.scores_with_early_exit(&rows);
        let around = neighbors::rows(document, &odds);
        let candidates: Vec<usize> = (0..rows.len()).filter(|&i| odds[i] >= STAGE1_CUTOFF).collect();
        let again: Vec<Stage2Row> = candidates.iter().map(|&i| stage2_row(&rows[i], &around[i])).collect();
        for (i, score) in candidates.into_iter().zip(self.stage2.scores(&again)) {
            odds[i] = f32::midpoint(odds[i], score);
        }
        odds
    }
}

/// Returns what the first look sees of a block.
pub fn stage1_row(row: &Row, words: f32) -> Stage1Row {
    std::array::from_fn(|i| row.get(i).copied().unwrap_or(words))
}

/// Returns what the second look sees of a block.
pub fn stage2_row(first: &Stage1Row, around: &NeighborFeatures) -> Stage2Row {
    std::array::from_fn(|i| first.get(i).or_else(|| around.get(i - first.len())).copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::Model;
    use crate::extract::content::classifier::trees::Forest;

    /// One tree, bias 0: number 0 over 2.5 is +1, else -1.
    fn stump() -> Vec<u8> {
        let mut bytes = 1u16.to_le_bytes().to_vec();
        bytes.extend(0f32.to_le_bytes());
        bytes.extend(3u16.to_le_bytes());
        for (feature, right, value) in [(0u8, 2u16, 2.5f32), (u8::MAX, 0, -1.0), (u8::MAX, 0, 1.0)] {
            bytes.push(feature);
            bytes.extend(right.to_le_bytes());
            bytes.extend(value.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn a_tree_is_walked() {
        let (forest, rest) = Forest::read(&stump(), 1).map(|(f, rest)| (f, rest.len())).unwrap();
        assert_eq!(rest, 0);
        let rows = [[0.0], [3.0], [2.5], [f32::NAN], [9.0]];
        assert_eq!(forest.scores(&rows), [-1.0, 1.0, -1.0, -1.0, 1.0]);
        assert_eq!(forest.scores_with_early_exit(&rows), forest.scores(&rows));
    }

    #[test]
    fn bytes_that_are_no_model_are_refused() {
        let mut bytes = stump();
        bytes.pop();
        assert!(Forest::read(&bytes, 1).is_none());
        let mut backwards = stump();
        backwards[9] = 0;
        assert!(Forest::read(&backwards, 1).is_none());
        assert!(Forest::read(&stump(), 0).is_none());
    }

    #[test]
    fn the_card_tells_of_these_weights() {
        let card = include_str!("../../../../models/extract.card.toml");
        let _ = Model::embedded();
        let hash = blake3::hash(include_bytes!("../../../../models/extract.bin")).to_hex();
        assert!(card.contains(hash.as_str()), "blake3 is {hash}");
    }
}
