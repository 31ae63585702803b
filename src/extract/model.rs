//! The learned part: boosted trees over a block's numbers, its words and its surroundings.

use std::sync::LazyLock;

use super::context::{self, Around};
use super::features::{self, Row};
use super::lexicon::Lexicon;
use super::sketch::Sketch;

/// Two looks at a page's blocks: each by itself, then each among what the first look said of the others.
#[derive(Clone, Debug, Default)]
pub struct Model {
    words: Lexicon,
    first: Forest,
    second: Forest,
}

/// Numbers that the first look sees of a block.
pub const FIRST_WIDTH: usize = features::WIDTH + 1;
const SECOND_WIDTH: usize = FIRST_WIDTH + context::WIDTH;

/// A block's numbers with its words' log-odds behind them.
pub type First = [f32; FIRST_WIDTH];
/// The same, with its surroundings behind them.
pub type Second = [f32; SECOND_WIDTH];

/// Blocks that the first look finds less likely than this are not looked at again: most of a page, and never of the story.
pub const HOPELESS: f32 = -4.0;

static SHIPPED: LazyLock<Model> =
    LazyLock::new(|| Model::read(include_bytes!("../../models/extract.bin")).unwrap_or_default());

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
    pub(super) fn scores(&self, sketch: &Sketch, rows: &[Row]) -> Vec<f32> {
        let rows: Vec<First> =
            sketch.blocks.iter().zip(rows).map(|(b, row)| first(row, self.words.odds(sketch.words(b)))).collect();
        let odds: Vec<f32> = rows.iter().map(|row| self.first.glance(row)).collect();
        let around = context::rows(sketch, &odds);
        let again = |((row, around), odds): ((&First, &Around), &f32)| {
            if *odds < HOPELESS { *odds } else { f32::midpoint(*odds, self.second.score(&second(row, around))) }
        };
        rows.iter().zip(&around).zip(&odds).map(again).collect()
    }

    /// Whether there are any trees.
    pub const fn is_empty(&self) -> bool {
        self.first.roots.is_empty()
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

/// Trees whose leaves add up to log-odds.
#[derive(Clone, Debug, Default)]
pub struct Forest {
    bias: f32,
    /// All trees' nodes; each tree's root follows the last node of the tree before.
    nodes: Vec<Node>,
    roots: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    /// Index of the number that is compared, or [`LEAF`].
    feature: u8,
    /// Where it goes on, from the root, when the number is greater; else with the next node.
    right: u16,
    /// What it is compared with; a leaf's addend.
    value: f32,
}

const LEAF: u8 = u8::MAX;
const NODE_BYTES: usize = 7;

impl Forest {
    /// Reads trees over `width` numbers and returns what follows: their count as `u16`, the bias as `f32`, then for each tree
    /// its number of nodes as `u16` and the nodes (feature `u8`, right `u16`, value `f32`), all little-endian.
    pub fn read(bytes: &[u8], width: usize) -> Option<(Self, &[u8])> {
        let (trees, rest) = bytes.split_first_chunk()?;
        let (bias, mut rest) = rest.split_first_chunk()?;
        let mut forest = Self { bias: f32::from_le_bytes(*bias), ..Self::default() };
        for _ in 0..u16::from_le_bytes(*trees) {
            let (count, tail) = rest.split_first_chunk()?;
            let count = usize::from(u16::from_le_bytes(*count));
            let (nodes, tail) = tail.split_at_checked(count * NODE_BYTES)?;
            forest.roots.push(forest.nodes.len() as u32);
            for (at, node) in nodes.chunks_exact(NODE_BYTES).enumerate() {
                let [feature, r0, r1, v0, v1, v2, v3] = *<&[u8; NODE_BYTES]>::try_from(node).ok()?;
                let right = u16::from_le_bytes([r0, r1]);
                let inner = feature != LEAF;
                // Every step leads onward to a node of the same tree.
                let next = usize::from(right).min(at + 1);
                if inner && (usize::from(feature) >= width || next <= at || usize::from(right).max(at + 1) >= count) {
                    return None;
                }
                forest.nodes.push(Node { feature, right, value: f32::from_le_bytes([v0, v1, v2, v3]) });
            }
            rest = tail;
        }
        Some((forest, rest))
    }

    /// Log-odds of a row; 0 is even.
    pub fn score(&self, row: &[f32]) -> f32 {
        self.bias + self.roots.iter().map(|root| self.leaf(*root, row)).sum::<f32>()
    }

    /// The same, but given up as soon as a row is hopeless: what most of a page is after a part of the trees.
    pub fn glance(&self, row: &[f32]) -> f32 {
        let mut sum = self.bias;
        for some in self.roots.chunks(16) {
            sum += some.iter().map(|root| self.leaf(*root, row)).sum::<f32>();
            if sum < HOPELESS {
                break;
            }
        }
        sum
    }

    /// What the tree at `root` adds.
    fn leaf(&self, root: u32, row: &[f32]) -> f32 {
        let mut at = root as usize;
        loop {
            let node = self.nodes[at];
            if node.feature == LEAF {
                return node.value;
            }
            let right = row[usize::from(node.feature)] > node.value;
            at = if right { root as usize + usize::from(node.right) } else { at + 1 };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Forest, Model};

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
        assert!(forest.score(&[0.0]) < 0.0);
        assert!(forest.score(&[3.0]) > 0.0);
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
        let card = include_str!("../../models/extract.card.toml");
        let hash = blake3::hash(include_bytes!("../../models/extract.bin")).to_hex();
        assert!(!Model::shipped().is_empty());
        assert!(card.contains(hash.as_str()), "blake3 is {hash}");
    }
}
