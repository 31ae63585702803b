//! The learned half: a linear-chain conditional random field over hashed features.
//!
//! ```text
//! tokens ──► Sketch ──► features ──► scores ──► best labels, and how sure
//!            words as    hashes       weights    decode
//!            numbers
//! ```
//!
//! Training (`cargo run -p xtask -- train entities`) uses the same sketches, features and labels, so that they cannot drift.

mod document_votes;
pub mod features;
pub mod gazetteer;
pub mod labels;
pub mod viterbi;
pub mod weights;
pub mod words;

use std::ops::Range;

use self::document_votes::Votes;
use self::labels::{Class, Position};
use self::viterbi::{Decoder, Lanes};
use self::weights::Weights;
use self::words::{Sketch, Word};
use crate::analyze::document::Document;
use crate::analyze::lexicon::packed::Damage;

/// The field's weights, ready to use.
#[derive(Debug)]
pub struct Tagger {
    weights: Weights,
}

/// A name that the field sees.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it names.
    pub class: Class,
    /// The least probability of the class among its tokens.
    pub sure: f32,
}

impl Tagger {
    /// Unpacks the weights.
    ///
    /// # Errors
    /// The bytes are damaged.
    pub fn unpack(weights: &[u8]) -> Result<Self, Damage> {
        Ok(Self { weights: Weights::unpack(weights)? })
    }

    /// The names of a text, in order and apart. O(n).
    ///
    /// Two rounds: every sentence by itself, then again with the document's votes on its words.
    pub fn names(&self, layer: &Document<'_>, sketch: &Sketch) -> Vec<Name> {
        let mut decoder = Decoder::new(&self.weights.transitions);
        let mut scores: Vec<Lanes> = Vec::with_capacity(layer.tokens.len());
        let mut odds: Vec<Lanes> = Vec::new();
        let mut votes = Votes::new(layer.tokens.len());
        for sentence in &layer.sentences {
            viterbi::scores(&self.weights, sketch, sentence, &mut scores);
            if !sketch.words[sentence.clone()].iter().any(Word::capital) {
                continue;
            }
            odds.clear();
            odds.extend_from_slice(&scores[sentence.clone()]);
            decoder.probabilities(&mut odds, None, None);
            for (word, odds) in sketch.words[sentence.clone()].iter().zip(&odds) {
                votes.cast(word, odds);
            }
        }
        let mut best = Vec::new();
        let mut names = Vec::new();
        for sentence in &layer.sentences {
            let scores = &mut scores[sentence.clone()];
            for (word, scores) in sketch.words[sentence.clone()].iter().zip(scores.iter_mut()) {
                votes.sway(word, scores);
            }
            decoder.best(scores, &mut best);
            if best.iter().any(|&label| usize::from(label) != labels::OUTSIDE) {
                decoder.probabilities(scores, None, None);
                collect(&best, scores, sentence.start, &mut names);
            }
        }
        names
    }
}

/// Reads names off a sentence's labels.
fn collect(best: &[u8], odds: &[Lanes], first: usize, names: &mut Vec<Name>) {
    let mut open: Option<Name> = None;
    for (place, &label) in best.iter().enumerate() {
        let read = labels::read(usize::from(label));
        if !matches!(read, Some((_, Position::Inside | Position::Last))) {
            names.extend(open.take());
        }
        let Some((class, _)) = read else { continue };
        let bits = labels::bits(class);
        let sure = (0..labels::LANES).filter(|lane| bits >> lane & 1 == 1).map(|lane| odds[place][lane]).sum::<f32>();
        match &mut open {
            Some(name) => {
                name.tokens.end = first + place + 1;
                name.sure = name.sure.min(sure);
            }
            None => open = Some(Name { tokens: first + place..first + place + 1, class, sure }),
        }
    }
    names.extend(open);
}
