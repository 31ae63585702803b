//! Document-level votes: the labels of a word in some sentences help to label it in others.

use super::labels::{self, LABEL_COUNT, NAME_CLASSES};
use super::viterbi::LabelScores;
use super::words::Word;
use crate::analyze::lexicon::packed::HashTable;

/// The weight of the vote beside the sentence's own evidence (chosen on the development sets).
const VOTE_WEIGHT: f32 = 1.2;

/// A probability that is added to each vote, so that its logarithm stays finite.
const SMOOTHING: f32 = 0.04;

/// The votes on each word of a document that is written with a capital.
#[derive(Debug)]
pub(super) struct DocumentVotes {
    /// The sum of the probabilities of each class and of none, and the number of votes.
    words: HashTable<[f32; NAME_CLASSES.len() + 2]>,
}

impl DocumentVotes {
    /// Returns an empty table for a document of so many tokens.
    pub(super) fn new(tokens: usize) -> Self {
        Self { words: HashTable::with_capacity(tokens) }
    }

    /// Takes the vote of one occurrence: the probabilities of its labels.
    pub(super) fn participants(&mut self, word: &Word, marginals: &LabelScores) {
        if !word.capital() {
            return;
        }
        let entry = self.words.entry(word.lower);
        entry[NAME_CLASSES.len()] += marginals[labels::OUTSIDE];
        entry[NAME_CLASSES.len() + 1] += 1.0;
        for (place, class) in NAME_CLASSES.into_iter().enumerate() {
            let bits = labels::class_bits(class);
            entry[place] +=
                (0..LABEL_COUNT).filter(|label| bits >> label & 1 == 1).map(|label| marginals[label]).sum::<f32>();
        }
    }

    /// Adds the document's vote to the scores of a token. Returns whether there was one.
    pub(super) fn apply(&self, word: &Word, scores: &mut LabelScores) -> bool {
        if !word.capital() {
            return false;
        }
        let Some(votes) = self.words.get(word.lower) else {
            return false;
        };
        let count = votes[NAME_CLASSES.len() + 1];
        if count < 2.0 {
            return false;
        }
        let bonus = |sum: f32| VOTE_WEIGHT * (sum / count + SMOOTHING).ln();
        scores[labels::OUTSIDE] += bonus(votes[NAME_CLASSES.len()]);
        for (place, class) in NAME_CLASSES.into_iter().enumerate() {
            let bits = labels::class_bits(class);
            let gain = bonus(votes[place]);
            for (label, score) in scores.iter_mut().enumerate() {
                if bits >> label & 1 == 1 {
                    *score += gain;
                }
            }
        }
        true
    }
}
