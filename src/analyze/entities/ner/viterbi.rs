//! Decoding: the best sequence of labels (Viterbi), and the probability of each label (forward–backward).

use std::ops::Range;

use super::features;
use super::labels::{self, LABEL_COUNT};
use super::weights::Weights;
use super::words::{Case, WordTable};
use crate::text::steps;

/// The scores of one token, one for each label.
pub type LabelScores = [f32; LABEL_COUNT];

/// Appends the scores of each token of a sentence.
pub fn score_sentence(weights: &Weights, table: &WordTable, sentence: &Range<usize>, out: &mut Vec<LabelScores>) {
    // who begins a sentence with a small letter writes names so too
    let first = table.words[sentence.clone()].iter().find(|word| word.case != Case::Mark);
    let careful = first.is_none_or(|word| word.case != Case::Lower);
    for token in sentence.clone() {
        steps::count(1);
        if careful && !is_near_capital(table, sentence, token) {
            out.push(OUTSIDE_SCORES);
            continue;
        }
        let mut sum = [0_i16; LABEL_COUNT];
        features::for_each(table, sentence, token, |feature| {
            if let Some(row) = weights.row(feature) {
                for (total, &weight) in sum.iter_mut().zip(row) {
                    *total += i16::from(weight);
                }
            }
        });
        out.push(sum.map(|total| f32::from(total) * weights.step));
    }
}

/// The scores of a token far from capitals, which is most of a text. Its features are not computed.
const OUTSIDE_SCORES: LabelScores = {
    let mut scores = [-12.0; LABEL_COUNT];
    scores[labels::OUTSIDE] = 0.0;
    scores
};

/// Returns whether a word with a capital stands within two tokens.
fn is_near_capital(table: &WordTable, sentence: &Range<usize>, token: usize) -> bool {
    let window = token.saturating_sub(2).max(sentence.start)..(token + 3).min(sentence.end);
    table.words[window].iter().any(|word| word.capital() || word.case == Case::Alphanumeric)
}

/// A decoder with its working memory, so that a text needs few allocations.
#[derive(Debug)]
pub struct Decoder {
    transitions: [LabelScores; LABEL_COUNT],
    likelihoods: [LabelScores; LABEL_COUNT],
    back: Vec<[u8; LABEL_COUNT]>,
    forward: Vec<LabelScores>,
}

impl Decoder {
    /// Returns a decoder with the given transitions.
    pub fn new(transitions: &[LabelScores; LABEL_COUNT]) -> Self {
        let mut allowed = [[f32::NEG_INFINITY; LABEL_COUNT]; LABEL_COUNT];
        for (from, row) in allowed.iter_mut().enumerate() {
            for (to, weight) in row.iter_mut().enumerate() {
                if (from == LABEL_COUNT - 1 && labels::may_start(to)) || labels::may_follow(from, to) {
                    *weight = transitions[from][to];
                }
            }
        }
        let likelihoods = allowed.map(|row| row.map(f32::exp));
        Self { transitions: allowed, likelihoods, back: Vec::new(), forward: Vec::new() }
    }

    /// Appends the best labels of a sentence to `out`, which it clears. O(n).
    pub fn best_path(&mut self, scores: &[LabelScores], out: &mut Vec<u8>) {
        steps::count(scores.len());
        out.clear();
        self.back.clear();
        let Some(first) = scores.first() else { return };
        let mut best: LabelScores = std::array::from_fn(|to| self.transitions[LABEL_COUNT - 1][to] + first[to]);
        for score in &scores[1..] {
            let mut next = [f32::NEG_INFINITY; LABEL_COUNT];
            let mut back = [0_u8; LABEL_COUNT];
            for (from, row) in self.transitions.iter().enumerate().take(LABEL_COUNT - 1) {
                let so_far = best[from];
                for to in 0..LABEL_COUNT {
                    let sum = so_far + row[to];
                    if sum > next[to] {
                        next[to] = sum;
                        back[to] = from as u8;
                    }
                }
            }
            for (total, own) in next.iter_mut().zip(score) {
                *total += own;
            }
            self.back.push(back);
            best = next;
        }
        let mut label = (0..LABEL_COUNT)
            .filter(|&label| labels::may_end(label))
            .max_by(|&a, &b| best[a].total_cmp(&best[b]))
            .unwrap_or(labels::OUTSIDE);
        out.push(label as u8);
        for back in self.back.iter().rev() {
            label = usize::from(back[label]);
            out.push(label as u8);
        }
        out.reverse();
    }

    /// Replaces the scores of each token by the probabilities of its labels. O(n).
    ///
    /// `allowed` restricts the labels of each token (bits); sequences outside it do not count. Returns whether any is
    /// left. `pairs` adds up how often each label is expected after each other one; row [`LABEL_COUNT`] − 1 is for
    /// beginnings.
    pub fn marginals(
        &mut self,
        scores: &mut [LabelScores],
        allowed: Option<&[u16]>,
        mut pairs: Option<&mut [LabelScores; LABEL_COUNT]>,
    ) -> bool {
        let count = scores.len();
        if !self.forward_pass(scores, allowed) {
            return false;
        }
        let mut behind = [1.0_f32; LABEL_COUNT];
        for place in (0..count).rev() {
            let own = scores[place];
            let mut here: LabelScores = std::array::from_fn(|label| self.forward[place][label] * behind[label]);
            if !normalise(&mut here) {
                return false;
            }
            scores[place] = here;
            let weighted: LabelScores = std::array::from_fn(|label| own[label] * behind[label]);
            if let Some(pairs) = pairs.as_deref_mut() {
                if place == 0 {
                    pairs[LABEL_COUNT - 1].iter_mut().zip(&here).for_each(|(sum, p)| *sum += p);
                } else {
                    self.add_pairs(&self.forward[place - 1], &weighted, pairs);
                }
            }
            for (from, row) in self.likelihoods.iter().enumerate().take(LABEL_COUNT - 1) {
                behind[from] = row.iter().zip(&weighted).map(|(step, mass)| step * mass).sum();
            }
            behind[LABEL_COUNT - 1] = 0.0;
            normalise(&mut behind);
        }
        true
    }

    /// Fills `forward`, and turns each token's scores into likelihoods. Returns whether any sequence is possible.
    fn forward_pass(&mut self, scores: &mut [LabelScores], allowed: Option<&[u16]>) -> bool {
        let count = scores.len();
        self.forward.clear();
        let mut last = [0.0_f32; LABEL_COUNT];
        for (place, score) in scores.iter_mut().enumerate() {
            let top = score.iter().take(LABEL_COUNT - 1).copied().fold(f32::NEG_INFINITY, f32::max);
            for (label, own) in score.iter_mut().enumerate() {
                let may = allowed.is_none_or(|bits| bits[place] >> label & 1 == 1)
                    && (place + 1 < count || labels::may_end(label))
                    && label < LABEL_COUNT - 1;
                *own = if may { (*own - top).exp() } else { 0.0 };
            }
            let mut next = [0.0; LABEL_COUNT];
            if place == 0 {
                next = self.likelihoods[LABEL_COUNT - 1];
            } else {
                for (from, row) in self.likelihoods.iter().enumerate().take(LABEL_COUNT - 1) {
                    let mass = last[from];
                    for to in 0..LABEL_COUNT {
                        next[to] += mass * row[to];
                    }
                }
            }
            for (mass, own) in next.iter_mut().zip(score.iter()) {
                *mass *= own;
            }
            if !normalise(&mut next) {
                return false;
            }
            self.forward.push(next);
            last = next;
        }
        true
    }

    fn add_pairs(&self, before: &LabelScores, after: &LabelScores, pairs: &mut [LabelScores; LABEL_COUNT]) {
        let mut joint = [[0.0; LABEL_COUNT]; LABEL_COUNT];
        let mut total = 0.0;
        for from in 0..LABEL_COUNT - 1 {
            joint[from] = std::array::from_fn(|to| before[from] * self.likelihoods[from][to] * after[to]);
            total += joint[from].iter().sum::<f32>();
        }
        if total > f32::MIN_POSITIVE {
            for (sum, p) in pairs.iter_mut().flatten().zip(joint.iter().flatten()) {
                *sum += p / total;
            }
        }
    }
}

fn normalise(scores: &mut LabelScores) -> bool {
    let sum: f32 = scores.iter().sum();
    if sum <= f32::MIN_POSITIVE {
        return false;
    }
    for label in scores {
        *label /= sum;
    }
    true
}
