//! Shingles: runs of three words, by which texts that repeat one another are found.

use super::hash::{FNV_OFFSET_64, fnv1a_64_step};
use super::steps;

/// Returns a number for each run of three words, in order; ASCII letters count in lower case. O(n).
pub fn trigram_hashes(text: &str) -> impl Iterator<Item = u64> {
    steps::count(text.len());
    let mut last = [0u64; 3];
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.enumerate().filter_map(move |(i, word)| {
        let hash = word.bytes().fold(FNV_OFFSET_64, |h, b| fnv1a_64_step(h, u64::from(b.to_ascii_lowercase())));
        last = [last[1], last[2], hash];
        (i >= 2).then(|| last[0].wrapping_mul(31).wrapping_add(last[1]).wrapping_mul(37).wrapping_add(last[2]))
    })
}

#[cfg(test)]
mod tests {
    use super::trigram_hashes;

    #[test]
    fn runs_of_three_words_are_compared_without_marks_and_case() {
        let hashes = |text: &str| trigram_hashes(text).collect::<Vec<_>>();
        assert_eq!(hashes("The ferry sails, again").len(), 2);
        assert_eq!(hashes("The ferry sails"), hashes("THE “ferry” sails."));
        assert_ne!(hashes("the ferry sails"), hashes("ferry the sails"));
        assert!(hashes("the ferry").is_empty());
    }
}
