//! The learned part: boosted trees over a block's numbers, its words and its surroundings.

use std::sync::LazyLock;

use super::features::{self, Row};
use super::neighbors::{self, Around};
use super::trees::{Forest, HOPELESS};
use super::word_weights::Lexicon;
use crate::extract::dom::document::Sketch;

/// Two looks at a page's blocks: each by itself, then each among what the first look said of the others.
#[derive(Clone, Debug, Default)]
pub struct Model {
    words: Lexicon,
    first: Forest,
    second: Forest,
}

/// Numbers that the first look sees of a block.
pub const FIRST_WIDTH: usize = features::WIDTH + 1;

const SECOND_WIDTH: usize = FIRST_WIDTH + neighbors::WIDTH;

/// A block's numbers with its words' log-odds behind them.
pub type First = [f32; FIRST_WIDTH];

/// The same, with its surroundings behind them.
pub type Second = [f32; SECOND_WIDTH];

static SHIPPED: LazyLock<Model> =
    LazyLock::new(|| Model::read(include_bytes!("../../../../models/extract.bin")).unwrap_or_default());

impl Model {
    /// The model that is compiled in; `models/extract.card.toml` says what it was trained on.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Reads a model: the lexicon, then the two forests. `None` when the bytes are no such thing.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (words, rest) = Lexicon::read(bytes)?;
        let (first, rest) = Forest::read(rest, FIRST_WIDTH)?;
        let (second, rest) = Forest::read(rest, SECOND_WIDTH)?;
        rest.is_empty().then_some(Self { words, first, second })
    }

    /// Log-odds that each block belongs to the story; 0 is even.
    pub(crate) fn scores(&self, sketch: &Sketch, rows: &[Row]) -> Vec<f32> {
        let rows: Vec<First> =
            sketch.blocks.iter().zip(rows).map(|(b, row)| first(row, self.words.odds(sketch.words(b)))).collect();
        let mut odds = self.first.glances(&rows);
        let around = neighbors::rows(sketch, &odds);
        let hopeful: Vec<usize> = (0..rows.len()).filter(|&i| odds[i] >= HOPELESS).collect();
        let again: Vec<Second> = hopeful.iter().map(|&i| second(&rows[i], &around[i])).collect();
        for (i, score) in hopeful.into_iter().zip(self.second.scores(&again)) {
            odds[i] = f32::midpoint(odds[i], score);
        }
        odds
    }

    /// Whether there are any trees.
    pub const fn is_empty(&self) -> bool {
        self.first.is_empty()
    }
}

/// What the first look sees of a block.
pub fn first(row: &Row, words: f32) -> First {
    std::array::from_fn(|i| row.get(i).copied().unwrap_or(words))
}

/// What the second look sees of a block.
pub fn second(first: &First, around: &Around) -> Second {
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
        assert_eq!(forest.glances(&rows), forest.scores(&rows));
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
        let hash = blake3::hash(include_bytes!("../../../../models/extract.bin")).to_hex();
        assert!(!Model::shipped().is_empty());
        assert!(card.contains(hash.as_str()), "blake3 is {hash}");
    }
}
