//! How alike two texts are, by the words that they share.

use super::hash::{FNV_OFFSET_64, fnv1a_64_step};
use super::steps;

/// Returns the Jaccard index of the words of two texts, 0 to 1. O(n log n).
pub fn jaccard(a: &str, b: &str) -> f32 {
    TokenSet::of(a).jaccard(&TokenSet::of(b))
}

/// The set of a text's words in lower case, kept as hashes.
#[derive(Clone, Debug, Default)]
pub struct TokenSet(Vec<u64>);

impl TokenSet {
    /// Returns the words of a text. O(n log n).
    pub fn of(text: &str) -> Self {
        steps::count(text.len());
        let push = |word: u64, c: char| fnv1a_64_step(word, u64::from(c));
        let mut words = Vec::with_capacity(text.len() / 5 + 1);
        let mut word = FNV_OFFSET_64;
        for c in text.chars() {
            if c.is_ascii_alphanumeric() {
                word = push(word, c.to_ascii_lowercase());
            } else if c.is_alphanumeric() {
                word = c.to_lowercase().fold(word, push);
            } else if word != FNV_OFFSET_64 {
                words.push(std::mem::replace(&mut word, FNV_OFFSET_64));
            }
        }
        if word != FNV_OFFSET_64 {
            words.push(word);
        }
        words.sort_unstable();
        words.dedup();
        Self(words)
    }

    /// Returns the part of these words that the other text has too, 0 to 1.
    pub fn containment(&self, other: &Self) -> f32 {
        self.common(other) as f32 / self.0.len().max(1) as f32
    }

    /// Returns the part of all words that both texts have, 0 to 1.
    pub fn jaccard(&self, other: &Self) -> f32 {
        let common = self.common(other);
        common as f32 / (self.0.len() + other.0.len() - common).max(1) as f32
    }

    /// Returns how many words both texts have. O(s log n) for the smaller set of s words and the larger one of n.
    fn common(&self, other: &Self) -> usize {
        let (small, large) = if self.0.len() <= other.0.len() { (self, other) } else { (other, self) };
        steps::count(small.0.len());
        small.0.iter().filter(|word| large.0.binary_search(word).is_ok()).count()
    }
}

#[cfg(test)]
mod tests {
    use super::{TokenSet, jaccard};

    #[test]
    fn words_are_compared_without_marks_and_case() {
        assert!((jaccard("Ferry sails again", "ferry SAILS, again!") - 1.0).abs() < f32::EPSILON);
        assert!((jaccard("ferry sails", "ferry waits") - 1.0 / 3.0).abs() < 1e-6);
        assert!(jaccard("", "ferry") < f32::EPSILON);
    }

    #[test]
    fn a_part_is_contained_in_its_whole() {
        let (part, whole) = (TokenSet::of("ferry sails"), TokenSet::of("the ferry sails again"));
        assert!((part.containment(&whole) - 1.0).abs() < f32::EPSILON);
        assert!((whole.containment(&part) - 0.5).abs() < f32::EPSILON);
    }
}
