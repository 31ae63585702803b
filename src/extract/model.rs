//! The learned part: boosted trees over a block's numbers.

use std::sync::LazyLock;

use super::features::Row;

/// Trees whose leaves add up to the log-odds that a block belongs to the story.
#[derive(Clone, Debug, Default)]
pub struct Model {
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

static SHIPPED: LazyLock<Model> =
    LazyLock::new(|| Model::read(include_bytes!("../../models/extract.bin")).unwrap_or_default());

impl Model {
    /// The model that is compiled in; `models/extract.card.toml` says what it was trained on.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Reads a model: the bias as `f32`, then for each tree its number of nodes as `u16` and the nodes
    /// (feature `u8`, right `u16`, value `f32`), all little-endian. `None` when the bytes are no such thing.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (bias, mut rest) = bytes.split_first_chunk()?;
        let mut model = Self { bias: f32::from_le_bytes(*bias), ..Self::default() };
        while let Some((count, tail)) = rest.split_first_chunk() {
            let count = usize::from(u16::from_le_bytes(*count));
            let (nodes, tail) = tail.split_at_checked(count * NODE_BYTES)?;
            model.roots.push(model.nodes.len() as u32);
            for (at, node) in nodes.chunks_exact(NODE_BYTES).enumerate() {
                let [feature, r0, r1, v0, v1, v2, v3] = *<&[u8; NODE_BYTES]>::try_from(node).ok()?;
                let right = u16::from_le_bytes([r0, r1]);
                let inner = feature != LEAF;
                if inner
                    && (usize::from(feature) >= super::features::WIDTH
                        || usize::from(right) <= at
                        || usize::from(right) >= count)
                {
                    return None;
                }
                model.nodes.push(Node { feature, right, value: f32::from_le_bytes([v0, v1, v2, v3]) });
            }
            rest = tail;
        }
        Some(model)
    }

    /// Log-odds that the block belongs to the story; 0 is even.
    pub fn score(&self, row: &Row) -> f32 {
        let mut sum = self.bias;
        for &root in &self.roots {
            let mut at = root as usize;
            loop {
                let node = self.nodes[at];
                if node.feature == LEAF {
                    sum += node.value;
                    break;
                }
                at = if row[usize::from(node.feature)] > node.value {
                    root as usize + usize::from(node.right)
                } else {
                    at + 1
                };
            }
        }
        sum
    }

    /// Whether there are any trees.
    pub const fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::Model;
    use crate::extract::features::WIDTH;

    /// Bias 0, one tree: number 0 over 2.5 is +1, else -1.
    fn stump() -> Vec<u8> {
        let mut bytes = 0f32.to_le_bytes().to_vec();
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
        let model = Model::read(&stump()).unwrap();
        let mut row = [0.0; WIDTH];
        assert!(model.score(&row) < 0.0);
        row[0] = 3.0;
        assert!(model.score(&row) > 0.0);
    }

    #[test]
    fn bytes_that_are_no_model_are_refused() {
        let mut bytes = stump();
        bytes.pop();
        assert!(Model::read(&bytes).is_none());
        let mut backwards = stump();
        backwards[7] = 0;
        assert!(Model::read(&backwards).is_none());
    }

    #[test]
    fn the_card_tells_of_these_weights() {
        let card = include_str!("../../models/extract.card.toml");
        let hash = blake3::hash(include_bytes!("../../models/extract.bin")).to_hex();
        assert!(!Model::shipped().is_empty());
        assert!(card.contains(hash.as_str()), "blake3 is {hash}");
    }
}
