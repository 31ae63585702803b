//! A document's names vote: what a word is in one sentence helps to read it in another.

use super::labels::{self, CLASSES, LANES};
use super::viterbi::Lanes;
use super::words::Word;
use crate::analyze::lexicon::packed::Table;

/// How much the vote counts beside the sentence's own evidence.
const WEIGHT: f32 = 1.2;

/// Keeps the logarithm of a vote that nobody cast finite.
const FLOOR: f32 = 0.04;

/// The votes on each word of a document that is written with a capital.
#[derive(Debug)]
pub(super) struct Votes {
    /// Sum of the probabilities of each class and of none, and the number of votes.
    words: Table<[f32; CLASSES.len() + 2]>,
}

impl Votes {
    /// No votes yet, for a document of so many tokens.
    pub(super) fn new(tokens: usize) -> Self {
        Self { words: Table::with_capacity(tokens) }
    }

    /// Takes the vote of one occurrence: the probabilities of its labels.
    pub(super) fn cast(&mut self, word: &Word, odds: &Lanes) {
        if !word.capital() {
            return;
        }
        let entry = self.words.entry(word.lower);
        entry[CLASSES.len()] += odds[labels::OUTSIDE];
        entry[CLASSES.len() + 1] += 1.0;
        for (place, class) in CLASSES.into_iter().enumerate() {
            let bits = labels::bits(class);
            entry[place] += (0..LANES).filter(|lane| bits >> lane & 1 == 1).map(|lane| odds[lane]).sum::<f32>();
        }
    }

    /// Adds the document's vote to a token's scores; says whether there was one.
    pub(super) fn sway(&self, word: &Word, scores: &mut Lanes) -> bool {
        if !word.capital() {
            return false;
        }
        let Some(votes) = self.words.get(word.lower) else { return false };
        let count = votes[CLASSES.len() + 1];
        if count < 2.0 {
            return false;
        }
        let bonus = |sum: f32| WEIGHT * (sum / count + FLOOR).ln();
        scores[labels::OUTSIDE] += bonus(votes[CLASSES.len()]);
        for (place, class) in CLASSES.into_iter().enumerate() {
            let bits = labels::bits(class);
            let gain = bonus(votes[place]);
            for (lane, score) in scores.iter_mut().enumerate() {
                if bits >> lane & 1 == 1 {
                    *score += gain;
                }
            }
        }
        true
    }
}
