//! From scores to labels: the best sequence, and how sure each label is.

use std::ops::Range;

use super::features;
use super::labels::{self, LANES};
use super::weights::Weights;
use super::words::{Case, Sketch};
use crate::text::steps;

/// Scores of one token, a lane a label.
pub type Lanes = [f32; LANES];

/// Appends the scores of each token of a sentence.
pub fn scores(weights: &Weights, sketch: &Sketch, sentence: &Range<usize>, out: &mut Vec<Lanes>) {
    // who begins a sentence with a small letter writes names so too
    let first = sketch.words[sentence.clone()].iter().find(|word| word.case != Case::Mark);
    let careful = first.is_none_or(|word| word.case != Case::Lower);
    for token in sentence.clone() {
        steps::count(1);
        if careful && !near_capital(sketch, sentence, token) {
            out.push(PLAIN);
            continue;
        }
        let mut sum = [0_i16; LANES];
        features::of(sketch, sentence, token, |feature| {
            if let Some(row) = weights.row(feature) {
                for (total, &weight) in sum.iter_mut().zip(row) {
                    *total += i16::from(weight);
                }
            }
        });
        out.push(sum.map(|total| f32::from(total) * weights.step));
    }
}

/// What a token scores that stands far from everything that could be a name: most of a text, and not worth its features.
const PLAIN: Lanes = {
    let mut lanes = [-12.0; LANES];
    lanes[labels::OUTSIDE] = 0.0;
    lanes
};

/// Whether a word written as names are stands within two tokens.
fn near_capital(sketch: &Sketch, sentence: &Range<usize>, token: usize) -> bool {
    let window = token.saturating_sub(2).max(sentence.start)..(token + 3).min(sentence.end);
    sketch.words[window].iter().any(|word| word.capital() || word.case == Case::Alphanumeric)
}

/// A decoder with its working memory, so that a text costs few allocations.
#[derive(Debug)]
pub struct Decoder {
    transitions: [Lanes; LANES],
    likelihoods: [Lanes; LANES],
    back: Vec<[u8; LANES]>,
    forward: Vec<Lanes>,
}

impl Decoder {
    /// A decoder with the transitions of a field.
    pub fn new(transitions: &[Lanes; LANES]) -> Self {
        let mut allowed = [[f32::NEG_INFINITY; LANES]; LANES];
        for (from, row) in allowed.iter_mut().enumerate() {
            for (to, weight) in row.iter_mut().enumerate() {
                if (from == LANES - 1 && labels::starts(to)) || labels::follows(from, to) {
                    *weight = transitions[from][to];
                }
            }
        }
        let likelihoods = allowed.map(|row| row.map(f32::exp));
        Self { transitions: allowed, likelihoods, back: Vec::new(), forward: Vec::new() }
    }

    /// The best labels of a sentence. O(n).
    pub fn best(&mut self, scores: &[Lanes], out: &mut Vec<u8>) {
        steps::count(scores.len());
        out.clear();
        self.back.clear();
        let Some(first) = scores.first() else { return };
        let mut best: Lanes = std::array::from_fn(|to| self.transitions[LANES - 1][to] + first[to]);
        for score in &scores[1..] {
            let mut next = [f32::NEG_INFINITY; LANES];
            let mut back = [0_u8; LANES];
            for (from, row) in self.transitions.iter().enumerate().take(LANES - 1) {
                let so_far = best[from];
                for to in 0..LANES {
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
        let mut label = (0..LANES)
            .filter(|&label| labels::ends(label))
            .max_by(|&a, &b| best[a].total_cmp(&best[b]))
            .unwrap_or(labels::OUTSIDE);
        out.push(label as u8);
        for back in self.back.iter().rev() {
            label = usize::from(back[label]);
            out.push(label as u8);
        }
        out.reverse();
    }

    /// The probability of each label of each token, in place of its score. O(n).
    ///
    /// `allowed` restricts the labels of each token (bits); sequences outside it do not count. Returns whether any is left.
    /// `pairs` gathers how often each label is expected after each other one; row [`LANES`] − 1 is for beginnings.
    pub fn probabilities(
        &mut self,
        scores: &mut [Lanes],
        allowed: Option<&[u16]>,
        mut pairs: Option<&mut [Lanes; LANES]>,
    ) -> bool {
        let count = scores.len();
        self.forward.clear();
        let mut last = [0.0_f32; LANES];
        for (place, score) in scores.iter_mut().enumerate() {
            let top = score.iter().take(LANES - 1).copied().fold(f32::NEG_INFINITY, f32::max);
            for (label, own) in score.iter_mut().enumerate() {
                let may = allowed.is_none_or(|bits| bits[place] >> label & 1 == 1)
                    && (place + 1 < count || labels::ends(label))
                    && label < LANES - 1;
                *own = if may { (*own - top).exp() } else { 0.0 };
            }
            let mut next = [0.0; LANES];
            if place == 0 {
                next = self.likelihoods[LANES - 1];
            } else {
                for (from, row) in self.likelihoods.iter().enumerate().take(LANES - 1) {
                    let mass = last[from];
                    for to in 0..LANES {
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
        let mut behind = [1.0_f32; LANES];
        for place in (0..count).rev() {
            let own = scores[place];
            let mut here: Lanes = std::array::from_fn(|label| self.forward[place][label] * behind[label]);
            if !normalise(&mut here) {
                return false;
            }
            scores[place] = here;
            let weighted: Lanes = std::array::from_fn(|label| own[label] * behind[label]);
            if let Some(pairs) = pairs.as_deref_mut() {
                if place == 0 {
                    pairs[LANES - 1].iter_mut().zip(&here).for_each(|(sum, p)| *sum += p);
                } else {
                    self.add_pairs(&self.forward[place - 1], &weighted, pairs);
                }
            }
            for (from, row) in self.likelihoods.iter().enumerate().take(LANES - 1) {
                behind[from] = row.iter().zip(&weighted).map(|(step, mass)| step * mass).sum();
            }
            behind[LANES - 1] = 0.0;
            normalise(&mut behind);
        }
        true
    }

    fn add_pairs(&self, before: &Lanes, after: &Lanes, pairs: &mut [Lanes; LANES]) {
        let mut joint = [[0.0; LANES]; LANES];
        let mut total = 0.0;
        for from in 0..LANES - 1 {
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

fn normalise(lanes: &mut Lanes) -> bool {
    let sum: f32 = lanes.iter().sum();
    if sum <= f32::MIN_POSITIVE {
        return false;
    }
    for lane in lanes {
        *lane /= sum;
    }
    true
}
