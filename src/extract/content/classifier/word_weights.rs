//! What a block's words say of it: the log-odds that it belongs to a story, learned word by word.
//!
//! "Read also", "alle Rechte vorbehalten" and "he said" speak for themselves in any layout. Words are kept as hashes.

use crate::text::hash::{FNV_OFFSET_32, fnv1a_32_step};

/// Bytes of a block that are read; what it is shows at its beginning.
const READ: usize = 400;

/// Weights of words and pairs of words, by hash.
#[derive(Clone, Debug, Default)]
pub struct WordWeights {
    bias: f32,
    /// Worth of one step of a weight.
    step: f32,
    /// Open addressing; 0 is empty. The length is a power of two, at least twice the number of entries.
    slots: Vec<(u32, i8)>,
}

const ENTRY_BYTES: usize = 5;

impl WordWeights {
    /// Packs weights: bias and step as `f32`, the number of entries as `u32`, then (hash `u32`, steps `i8`), little-endian.
    #[cfg(any(feature = "training", test))]
    pub fn pack(bias: f32, step: f32, weights: &[(u32, i8)]) -> Vec<u8> {
        let mut bytes = [bias.to_le_bytes(), step.to_le_bytes(), (weights.len() as u32).to_le_bytes()].concat();
        for (hash, steps) in weights {
            bytes.extend(hash.to_le_bytes());
            bytes.extend(steps.to_le_bytes());
        }
        bytes
    }

    /// Reads what [`WordWeights::pack`] wrote and returns what follows it; `None` when the bytes are no such thing.
    pub fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (bias, rest) = bytes.split_first_chunk()?;
        let (step, rest) = rest.split_first_chunk()?;
        let (count, rest) = rest.split_first_chunk()?;
        let count = u32::from_le_bytes(*count) as usize;
        let (entries, rest) = rest.split_at_checked(count.checked_mul(ENTRY_BYTES)?)?;
        let mut slots = vec![(0, 0); (2 * count).next_power_of_two().max(2)];
        for entry in entries.chunks_exact(ENTRY_BYTES) {
            let [a, b, c, d, steps] = *<&[u8; ENTRY_BYTES]>::try_from(entry).ok()?;
            let hash = u32::from_le_bytes([a, b, c, d]);
            let at = probe(&slots, hash);
            slots[at] = (hash, i8::from_le_bytes([steps]));
        }
        Some((Self { bias: f32::from_le_bytes(*bias), step: f32::from_le_bytes(*step), slots }, rest))
    }

    /// Returns the log-odds of a block with these words; 0 is even. O(1): only the beginning is read.
    pub fn odds(&self, words: &str) -> f32 {
        if self.slots.is_empty() {
            return 0.0;
        }
        let steps: i32 = terms(words).into_iter().map(|hash| i32::from(self.slots[probe(&self.slots, hash)].1)).sum();
        self.bias + self.step * steps as f32
    }
}

/// Returns the slot of a hash, or the empty one where it would go.
fn probe(slots: &[(u32, i8)], hash: u32) -> usize {
    let mask = slots.len() - 1;
    let mut at = hash as usize & mask;
    while slots[at].0 != 0 && slots[at].0 != hash {
        at = (at + 1) & mask;
    }
    at
}

/// Returns the hashes of a block's words and marks, and of each two that follow one another; each once, none of them 0.
pub fn terms(words: &str) -> Vec<u32> {
    let words = words.get(..words.floor_char_boundary(READ)).unwrap_or_default();
    let mut found = Vec::with_capacity(words.len() / 2);
    let (mut before, mut word) = (FNV_OFFSET_32, FNV_OFFSET_32);
    for c in words.chars() {
        if c.is_ascii_alphanumeric() {
            word = fnv1a_32_step(word, u32::from(c.to_ascii_lowercase()));
            continue;
        }
        if c.is_alphanumeric() {
            for lower in c.to_lowercase() {
                word = fnv1a_32_step(word, lower as u32);
            }
            continue;
        }
        end(&mut found, &mut before, &mut word);
        if !c.is_whitespace() {
            word = fnv1a_32_step(word, c as u32);
            end(&mut found, &mut before, &mut word);
        }
    }
    end(&mut found, &mut before, &mut word);
    found.sort_unstable();
    found.dedup();
    found
}

fn end(found: &mut Vec<u32>, before: &mut u32, word: &mut u32) {
    if *word == FNV_OFFSET_32 {
        return;
    }
    found.push((*word).max(1));
    if *before != FNV_OFFSET_32 {
        // Turned, so that `a b` is not `b a`.
        found.push(fnv1a_32_step(before.rotate_left(5), *word).max(1));
    }
    *before = *word;
    *word = FNV_OFFSET_32;
}

#[cfg(test)]
mod tests {
    use super::WordWeights;
    use super::terms;

    #[test]
    fn words_marks_and_pairs_each_once() {
        assert_eq!(terms("Read READ read"), terms("read read"));
        assert_eq!(terms("a b").len(), 3);
        assert_ne!(terms("a b"), terms("b a"));
        assert_eq!(terms("a, a").len(), 4);
        assert!(terms("").is_empty());
    }

    #[test]
    fn what_is_packed_is_read() {
        let [hash] = terms("advertisement")[..] else { panic!("one word is one term") };
        let mut bytes = WordWeights::pack(0.5, 0.25, &[(hash, -10)]);
        bytes.push(7);
        let (lexicon, rest) = WordWeights::read(&bytes).unwrap();
        assert_eq!(rest, [7]);
        assert!((lexicon.odds("Advertisement") + 2.0).abs() < 1e-6);
        assert!((lexicon.odds("harbour") - 0.5).abs() < 1e-6);
        assert!(WordWeights::read(&bytes[..10]).is_none());
    }
}
