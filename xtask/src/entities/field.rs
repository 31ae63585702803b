//! Trains the random field: stochastic gradients of the likelihood of what the corpora allow, with one step size a weight.

use std::collections::HashMap;
use std::ops::Range;

use pressline::analyze::entities::ner::features;
use pressline::analyze::entities::ner::labels::LABEL_COUNT;
use pressline::analyze::entities::ner::viterbi::{Decoder, LabelScores};
use pressline::analyze::entities::ner::weights::Row;
use pressline::analyze::entities::ner::words::WordTable;

use super::taught::Odds;

/// A sentence ready for training.
#[derive(Debug)]
pub(crate) struct Example {
    /// Where its features begin and end, a range for each token.
    tokens: Range<usize>,
    weight: f32,
}

/// What is wanted of the tokens of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Goal<'a> {
    /// The labels that each may have, as bits.
    pub(crate) masks: &'a [u16],
    /// How likely a teacher finds each of them.
    pub(crate) odds: Option<&'a [Odds]>,
}

/// All that is learned from.
#[derive(Debug, Default)]
pub(crate) struct Examples {
    /// Feature hashes while reading, rows after [`Examples::index`].
    features: Vec<u32>,
    /// Where the features of each token end.
    ends: Vec<usize>,
    /// The labels that each token may have.
    masks: Vec<u16>,
    /// What a teacher says of each token; all nought where it has said nothing.
    odds: Vec<Odds>,
    sentences: Vec<Example>,
    /// The hash of each row.
    keys: Vec<u32>,
}

impl Examples {
    /// Adds a sentence.
    pub(crate) fn add(&mut self, sketch: &WordTable, sentence: &Range<usize>, goal: Goal<'_>, weight: f32) {
        let start = self.ends.len();
        for token in sentence.clone() {
            features::for_each(sketch, sentence, token, |feature| self.features.push(feature));
            self.ends.push(self.features.len());
            self.masks.push(goal.masks[token]);
            self.odds.push(goal.odds.map_or([0; LABEL_COUNT], |odds| odds[token]));
        }
        self.sentences.push(Example { tokens: start..self.ends.len(), weight });
    }

    /// Number of tokens.
    pub(crate) fn tokens(&self) -> usize {
        self.ends.len()
    }

    /// Gives each feature that is seen often enough a row, and forgets the others. Returns the number of rows.
    pub(crate) fn index(&mut self, least: u32) -> usize {
        let mut counts: HashMap<u32, u32> = HashMap::new();
        for &feature in &self.features {
            *counts.entry(feature).or_default() += 1;
        }
        let mut rows: HashMap<u32, u32> = HashMap::new();
        let mut kept = Vec::with_capacity(self.features.len());
        let mut start = 0;
        for end in &mut self.ends {
            for feature in &self.features[start..*end] {
                if counts[feature] >= least {
                    let row = *rows.entry(*feature).or_insert_with(|| {
                        self.keys.push(*feature);
                        self.keys.len() as u32 - 1
                    });
                    kept.push(row);
                }
            }
            start = std::mem::replace(end, kept.len());
        }
        self.features = kept;
        self.keys.len()
    }

    fn of_token(&self, token: usize) -> &[u32] {
        let start = if token == 0 { 0 } else { self.ends[token - 1] };
        &self.features[start..self.ends[token]]
    }
}

/// What is learned.
#[derive(Debug)]
pub(crate) struct Field {
    rows: Vec<LabelScores>,
    squares: Vec<LabelScores>,
    transitions: [LabelScores; LABEL_COUNT],
    transition_squares: [LabelScores; LABEL_COUNT],
    /// Share of a token's features that are hidden each time it is learned from, so that none is relied on alone.
    hidden: f32,
    dice: u64,
    /// Knows which labels may follow which, and prefers none.
    neutral: Decoder,
}

/// What the teacher's least likely labels are worth, so that a sequence is left wherever it contradicts itself.
const FLOOR: f32 = 1e-4;

impl Field {
    /// A field that knows nothing.
    pub(crate) fn new(rows: usize, hidden: f32, seed: u64) -> Self {
        Self {
            rows: vec![[0.0; LABEL_COUNT]; rows],
            squares: vec![[1e-2; LABEL_COUNT]; rows],
            transitions: [[0.0; LABEL_COUNT]; LABEL_COUNT],
            transition_squares: [[1.0; LABEL_COUNT]; LABEL_COUNT],
            hidden,
            dice: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1,
            neutral: Decoder::new(&[[0.0; LABEL_COUNT]; LABEL_COUNT]),
        }
    }

    /// One pass over all sentences, in an order that the seed decides. Returns the mean surprise of a token.
    pub(crate) fn pass(&mut self, examples: &Examples, seed: u64, rate: f32, decay: f32) -> f32 {
        let mut order: Vec<usize> = (0..examples.sentences.len()).collect();
        shuffle(&mut order, seed);
        let mut surprise = 0.0;
        for sentence in order {
            surprise += self.learn(examples, &examples.sentences[sentence], rate, decay);
        }
        surprise / examples.tokens() as f32
    }

    fn learn(&mut self, examples: &Examples, example: &Example, rate: f32, decay: f32) -> f32 {
        let mut shown: Vec<u32> = Vec::new();
        let mut ends: Vec<usize> = Vec::new();
        for token in example.tokens.clone() {
            shown.extend(examples.of_token(token).iter().filter(|_| roll(&mut self.dice) >= self.hidden));
            ends.push(shown.len());
        }
        let of = |place: usize| &shown[if place == 0 { 0 } else { ends[place - 1] }..ends[place]];
        let mut free: Vec<LabelScores> = (0..ends.len()).map(|place| self.score(of(place))).collect();
        // the transitions change with every sentence: a fresh decoder is cheap beside the rest
        let mut decoder = Decoder::new(&self.transitions);
        let (mut wanted, mut expected) = ([[0.0; LABEL_COUNT]; LABEL_COUNT], [[0.0; LABEL_COUNT]; LABEL_COUNT]);
        let Some(bound) = self.goal(examples, example, &free, &mut decoder, &mut wanted) else { return 0.0 };
        if !decoder.marginals(&mut free, None, Some(&mut expected)) {
            return 0.0;
        }
        let mut surprise = 0.0;
        for place in 0..ends.len() {
            let wish: LabelScores =
                std::array::from_fn(|lane| (free[place][lane] - bound[place][lane]) * example.weight);
            let size = wish.iter().fold(0.0_f32, |most, w| most.max(w.abs()));
            surprise += size;
            if size < 2e-3 {
                continue;
            }
            for &row in of(place) {
                step(&mut self.rows[row as usize], &mut self.squares[row as usize], &wish, rate, decay);
            }
        }
        for from in 0..LABEL_COUNT {
            let wish: LabelScores = std::array::from_fn(|to| (expected[from][to] - wanted[from][to]) * example.weight);
            if wish.iter().any(|w| w.abs() > 2e-3) {
                step(&mut self.transitions[from], &mut self.transition_squares[from], &wish, rate, decay);
            }
        }
        surprise
    }

    /// The labels that are wanted of a sentence: what the teacher says, or what the field itself finds likely among those
    /// that the corpora allow.
    fn goal(
        &mut self,
        examples: &Examples,
        example: &Example,
        free: &[LabelScores],
        decoder: &mut Decoder,
        pairs: &mut [LabelScores; LABEL_COUNT],
    ) -> Option<Vec<LabelScores>> {
        let odds = &examples.odds[example.tokens.clone()];
        let masks = &examples.masks[example.tokens.clone()];
        let taught = odds.first().is_some_and(|odds| odds.iter().any(|&share| share > 0));
        if !taught {
            let mut bound = free.to_vec();
            return decoder.marginals(&mut bound, Some(masks), Some(pairs)).then_some(bound);
        }
        let mut bound: Vec<LabelScores> =
            odds.iter().map(|odds| odds.map(|share| (f32::from(share) / 100.0 + FLOOR).ln())).collect();
        self.neutral.marginals(&mut bound, None, Some(pairs)).then_some(bound)
    }

    fn score(&self, features: &[u32]) -> LabelScores {
        let mut sum = [0.0; LABEL_COUNT];
        for &row in features {
            for (total, weight) in sum.iter_mut().zip(&self.rows[row as usize]) {
                *total += weight;
            }
        }
        sum
    }

    /// The weights in whole steps: (worth of a step, transitions, rows). Weights below `least` are left
    /// out, and features none of whose weights reaches `strong`.
    pub(crate) fn quantised(
        &self,
        examples: &Examples,
        least: f32,
        strong: f32,
    ) -> (f32, [LabelScores; LABEL_COUNT], Vec<(u32, Row)>) {
        // with all features shown, each counts for less
        let share = 1.0 - self.hidden;
        let most = share * self.rows.iter().flatten().fold(0.0_f32, |most, w| most.max(w.abs())).min(6.0);
        let worth = most / 127.0;
        let rows = self.rows.iter().zip(&examples.keys).filter_map(|(row, &key)| {
            let row = row.map(|w| w * share);
            let steps = row.map(|w| if w.abs() < least { 0 } else { (w / worth).round().clamp(-127.0, 127.0) as i8 });
            row.iter().any(|w| w.abs() >= strong).then_some((key, steps))
        });
        (worth, self.transitions, rows.collect())
    }
}

fn step(weights: &mut LabelScores, squares: &mut LabelScores, wish: &LabelScores, rate: f32, decay: f32) {
    for lane in 0..LABEL_COUNT {
        let slope = wish[lane] + decay * weights[lane];
        squares[lane] += slope * slope;
        weights[lane] -= rate * slope / squares[lane].sqrt();
    }
}

/// A number from 0 to 1.
fn roll(dice: &mut u64) -> f32 {
    *dice ^= *dice << 13;
    *dice ^= *dice >> 7;
    *dice ^= *dice << 17;
    (*dice >> 40) as f32 / (1 << 24) as f32
}

fn shuffle(order: &mut [usize], seed: u64) {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    for last in (1..order.len()).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        order.swap(last, (state % (last as u64 + 1)) as usize);
    }
}
