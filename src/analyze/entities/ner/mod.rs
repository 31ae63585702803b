//! The named entity recogniser: a linear-chain conditional random field (CRF) over hashed features.
//!
//! ```text
//! tokens ──► WordTable ──► features ──► scores ──► best labels with probabilities
//!            words as     hashes       weights    Viterbi, forward–backward
//!            numbers
//! ```
//!
//! Training (`cargo run -p xtask -- train entities`) uses the same word tables, features and labels.

mod document_votes;
pub mod features;
pub mod gazetteer;
pub mod labels;
pub mod viterbi;
pub mod weights;
pub mod words;

use std::ops::Range;

use self::document_votes::DocumentVotes;
use self::labels::{NameClass, Position};
use self::viterbi::{Decoder, LabelScores};
use self::weights::Weights;
use self::words::{Word, WordTable};
use crate::analyze::document::Document;
use crate::analyze::lexicon::packed::Damage;

/// The tagger with its weights, ready to use.
#[derive(Debug)]
pub struct Tagger {
    weights: Weights,
}

/// A name that the tagger found.
#[derive(Clone, Debug, PartialEq)]
pub struct TaggedName {
    /// The tokens of the name.
    pub tokens: Range<usize>,
    /// The class of the name.
    pub class: NameClass,
    /// The least probability of the class among its tokens.
    pub confidence: f32,
}

impl Tagger {
    /// Unpacks the weights.
    ///
    /// # Errors
    /// The bytes are damaged.
    pub fn unpack(weights: &[u8]) -> Result<Self, Damage> {
        Ok(Self { weights: Weights::unpack(weights)? })
    }

    /// Returns the names of a text, in order; none overlap. O(n).
    ///
    /// There are two rounds: every sentence by itself, then again with the document's votes on its words.
    pub fn tag(&self, document: &Document<'_>, table: &WordTable) -> Vec<TaggedName> {
        let mut decoder = Decoder::new(&self.weights.transitions);
        let mut scores: Vec<LabelScores> = Vec::with_capacity(document.tokens.len());
        let mut marginals: Vec<LabelScores> = Vec::new();
        let mut votes = DocumentVotes::new(document.tokens.len());
        for sentence in &document.sentences {
            viterbi::score_sentence(&self.weights, table, sentence, &mut scores);
            if !table.words[sentence.clone()].iter().any(Word::capital) {
                continue;
            }
            marginals.clear();
            marginals.extend_from_slice(&scores[sentence.clone()]);
            decoder.marginals(&mut marginals, None, None);
            for (word, marginals) in table.words[sentence.clone()].iter().zip(&marginals) {
                votes.participants(word, marginals);
            }
        }
        let mut best = Vec::new();
        let mut names = Vec::new();
        for sentence in &document.sentences {
            let scores = &mut scores[sentence.clone()];
            for (word, scores) in table.words[sentence.clone()].iter().zip(scores.iter_mut()) {
                votes.apply(word, scores);
            }
            decoder.best_path(scores, &mut best);
            if best.iter().any(|&label| usize::from(label) != labels::OUTSIDE) {
                decoder.marginals(scores, None, None);
                collect_names(&best, scores, sentence.start, &mut names);
            }
        }
        names
    }
}

/// Collects the names from the labels of a sentence.
fn collect_names(best: &[u8], marginals: &[LabelScores], first: usize, names: &mut Vec<TaggedName>) {
    let mut open: Option<TaggedName> = None;
    for (place, &label) in best.iter().enumerate() {
        let read = labels::parse(usize::from(label));
        if !matches!(read, Some((_, Position::Inside | Position::Last))) {
            names.extend(open.take());
        }
        let Some((class, _)) = read else { continue };
        let bits = labels::class_bits(class);
        let confidence = (0..labels::LABEL_COUNT)
            .filter(|label| bits >> label & 1 == 1)
            .map(|label| marginals[place][label])
            .sum::<f32>();
        match &mut open {
            Some(name) => {
                name.tokens.end = first + place + 1;
                name.confidence = name.confidence.min(confidence);
            }
            None => open = Some(TaggedName { tokens: first + place..first + place + 1, class, confidence }),
        }
    }
    names.extend(open);
}
