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
        let mut odds = self.first.glances(&rows);
        let around = context::rows(sketch, &odds);
        let hopeful: Vec<usize> = (0..rows.len()).filter(|&i| odds[i] >= HOPELESS).collect();
        let again: Vec<Second> = hopeful.iter().map(|&i| second(&rows[i], &around[i])).collect();
        for (i, score) in hopeful.into_iter().zip(self.second.scores(&again)) {
            odds[i] = f32::midpoint(odds[i], score);
        }
        odds
    }

    /// Whether there are any trees.
    pub const fn is_empty(&self) -> bool {
        self.first.trees.is_empty()
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
    trees: Vec<Tree>,
}

#[derive(Clone, Debug)]
struct Tree {
    nodes: Vec<Node>,
    /// Steps after which every row is at a leaf.
    depth: usize,
}

/// A node; a leaf leads to itself, so that all rows can take the same number of steps.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// What the number is compared with; a leaf's addend.
    value: f32,
    /// Index of the number that is compared.
    feature: u8,
    /// Where it goes on when the number is not greater, and when it is.
    next: [u16; 2],
}

/// The feature of a leaf, in a file.
const LEAF: u8 = u8::MAX;
const NODE_BYTES: usize = 7;
/// Trees after which hopeless rows are given up.
const SOME: usize = 16;
/// Rows that walk a tree together: one waits for memory while the others are compared.
const TOGETHER: usize = 4;

impl Forest {
    /// Reads trees over `width` numbers and returns what follows: their count as `u16`, the bias as `f32`, then for each tree
    /// its number of nodes as `u16` and the nodes (feature `u8`, right `u16`, value `f32`), all little-endian. A row goes to
    /// `right` when its number is greater, else to the next node; the feature of a leaf is 255.
    pub fn read(bytes: &[u8], width: usize) -> Option<(Self, &[u8])> {
        let (trees, rest) = bytes.split_first_chunk()?;
        let (bias, mut rest) = rest.split_first_chunk()?;
        let mut forest = Self { bias: f32::from_le_bytes(*bias), trees: Vec::new() };
        for _ in 0..u16::from_le_bytes(*trees) {
            let (count, tail) = rest.split_first_chunk()?;
            let (nodes, tail) = tail.split_at_checked(usize::from(u16::from_le_bytes(*count)) * NODE_BYTES)?;
            forest.trees.push(Tree::read(nodes, width)?);
            rest = tail;
        }
        Some((forest, rest))
    }

    /// Log-odds of rows, in their order; 0 is even.
    fn scores<const W: usize>(&self, rows: &[[f32; W]]) -> Vec<f32> {
        let mut sums = vec![0.0; rows.len()];
        let all: Vec<u32> = (0..rows.len() as u32).collect();
        for tree in &self.trees {
            tree.add(rows, &all, &mut sums);
        }
        sums.into_iter().map(|sum| self.bias + sum).collect()
    }

    /// The same, but a row is given up as soon as it is hopeless: what most of a page is after a part of the trees.
    pub fn glances<const W: usize>(&self, rows: &[[f32; W]]) -> Vec<f32> {
        let mut odds = vec![self.bias; rows.len()];
        let mut sums = vec![0.0; rows.len()];
        let mut hopeful: Vec<u32> = (0..rows.len() as u32).collect();
        for some in self.trees.chunks(SOME) {
            for tree in some {
                tree.add(rows, &hopeful, &mut sums);
            }
            hopeful.retain(|&i| {
                let i = i as usize;
                odds[i] += std::mem::take(&mut sums[i]);
                odds[i] >= HOPELESS
            });
        }
        odds
    }
}

impl Tree {
    fn read(bytes: &[u8], width: usize) -> Option<Self> {
        let count = bytes.len() / NODE_BYTES;
        let mut nodes = Vec::with_capacity(count);
        // How far below the root each node is.
        let mut levels = vec![0; count];
        for (at, node) in bytes.chunks_exact(NODE_BYTES).enumerate() {
            let [feature, r0, r1, v0, v1, v2, v3] = *<&[u8; NODE_BYTES]>::try_from(node).ok()?;
            let value = f32::from_le_bytes([v0, v1, v2, v3]);
            let (right, at16) = (u16::from_le_bytes([r0, r1]), u16::try_from(at).ok()?);
            if feature == LEAF {
                nodes.push(Node { value, feature: 0, next: [at16; 2] });
                continue;
            }
            // Every step leads onward to a node of the same tree.
            let onward = usize::from(right) > at && usize::from(right).max(at + 1) < count;
            if usize::from(feature) >= width || !onward {
                return None;
            }
            for next in [at + 1, usize::from(right)] {
                levels[next] = levels[next].max(levels[at] + 1);
            }
            nodes.push(Node { value, feature, next: [at16 + 1, right] });
        }
        (count > 0).then(|| Self { nodes, depth: levels.into_iter().max().unwrap_or_default() })
    }

    /// Adds to the sum of each of the rows named.
    fn add<const W: usize>(&self, rows: &[[f32; W]], named: &[u32], sums: &mut [f32]) {
        let (some, rest) = named.as_chunks::<TOGETHER>();
        for four in some {
            let leaves = self.leaves(four.map(|i| rows[i as usize].as_slice()));
            four.iter().zip(leaves).for_each(|(&i, leaf)| sums[i as usize] += leaf);
        }
        for &i in rest {
            let [leaf] = self.leaves([&rows[i as usize]]);
            sums[i as usize] += leaf;
        }
    }

    /// What it says of each row.
    fn leaves<const N: usize>(&self, rows: [&[f32]; N]) -> [f32; N] {
        let mut at = [0usize; N];
        for _ in 0..self.depth {
            for (at, row) in at.iter_mut().zip(rows) {
                let node = &self.nodes[*at];
                let greater = row[usize::from(node.feature)] > node.value;
                *at = usize::from(node.next[usize::from(greater)]);
            }
        }
        at.map(|at| self.nodes[at].value)
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
        let card = include_str!("../../models/extract.card.toml");
        let hash = blake3::hash(include_bytes!("../../models/extract.bin")).to_hex();
        assert!(!Model::shipped().is_empty());
        assert!(card.contains(hash.as_str()), "blake3 is {hash}");
    }
}
