//! Boosted trees over rows of numbers.

/// Blocks that the first look finds less likely than this are not looked at again: most of a page, and never of the story.
pub const STAGE1_CUTOFF: f32 = -4.0;

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
const TREES_PER_CHECK: usize = 16;

/// Rows that walk a tree together: one waits for memory while the others are compared.
const ROWS_AT_ONCE: usize = 4;

impl Forest {
    /// Reads trees over `width` numbers, and returns them with the bytes that follow.
    ///
    /// The bytes are the number of trees as `u16`, the bias as `f32`, then for each tree its number of nodes as `u16` and the
    /// nodes: feature `u8`, right `u16`, value `f32`; all little-endian. A row goes to `right` when its number is greater, else
    /// to the next node. The feature of a leaf is 255.
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

    /// Returns the log-odds of rows, in their order; 0 is even.
    pub(crate) fn scores<const W: usize>(&self, rows: &[[f32; W]]) -> Vec<f32> {
        let mut sums = vec![0.0; rows.len()];
        let all: Vec<u32> = (0..rows.len() as u32).collect();
        for tree in &self.trees {
            tree.add(rows, &all, &mut sums);
        }
        sums.into_iter().map(|sum| self.bias + sum).collect()
    }

    /// Returns the same scores, but gives a row up as soon as no later tree can save it.
    ///
    /// That is most of a page after a part of the trees.
    pub fn scores_with_early_exit<const W: usize>(&self, rows: &[[f32; W]]) -> Vec<f32> {
        let mut odds = vec![self.bias; rows.len()];
        let mut sums = vec![0.0; rows.len()];
        let mut candidates: Vec<u32> = (0..rows.len() as u32).collect();
        for some in self.trees.chunks(TREES_PER_CHECK) {
            for tree in some {
                tree.add(rows, &candidates, &mut sums);
            }
            candidates.retain(|&i| {
                let i = i as usize;
                odds[i] += std::mem::take(&mut sums[i]);
                odds[i] >= STAGE1_CUTOFF
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
        let (some, rest) = named.as_chunks::<ROWS_AT_ONCE>();
        for four in some {
            let leaves = self.leaves(four.map(|i| rows[i as usize].as_slice()));
            four.iter().zip(leaves).for_each(|(&i, leaf)| sums[i as usize] += leaf);
        }
        for &i in rest {
            let [leaf] = self.leaves([&rows[i as usize]]);
            sums[i as usize] += leaf;
        }
    }

    /// Returns the leaf that each row comes to.
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
