//! The quote tagger: a linear-chain CRF that finds, for one cue, what it introduces and the words that name the
//! speaker.

use super::attribution::Attribution;
use super::features::{self, FEATURES_PER_TOKEN, TAG_COUNT, TokenFeatures, WEIGHT_ROWS, Window};
use crate::analyze::discourse::Discourse;
use crate::analyze::document::Document;
use crate::analyze::lexicon::packed::Damage;
use crate::analyze::lexicon::word_clusters::WordClusters;

/// The number of labels that a token can have.
pub const LABEL_COUNT: usize = 5;
/// The label of tokens that are neither content nor source.
pub const OUTSIDE: usize = 0;
/// The label of the first token of the source; the next label continues it.
pub const SOURCE: usize = 1;
/// The label of the first token of the content; the next label continues it.
pub const CONTENT: usize = 3;

/// Returns whether one label may follow another; `None` is the window's edge.
pub const fn may_follow(before: Option<usize>, label: usize) -> bool {
    match label {
        2 => matches!(before, Some(1 | 2)),
        4 => matches!(before, Some(3 | 4)),
        _ => true,
    }
}

/// The number of weight steps in a score of 1.
pub const STEPS_PER_UNIT: f32 = 24.0;

/// The bias of the scores of a source's and a content's start, so that precision and recall are equal on the training
/// set.
const START_BIAS: [f32; 2] = [3.0, 1.6];

/// A trained tagger: `WEIGHT_ROWS × LABEL_COUNT` weights of features, then `TAG_COUNT × LABEL_COUNT × LABEL_COUNT` of
/// transitions, one signed byte each.
#[derive(Clone, Debug)]
pub struct Tagger {
    states: Vec<i8>,
    edges: Vec<i8>,
}

/// A window with the rows and the tag of every token, for training.
pub struct TrainingWindow {
    /// The window.
    pub window: Window,
    /// The rows of the weight table that each token uses.
    pub rows: Vec<[u32; FEATURES_PER_TOKEN]>,
    /// The coarse tag of each token.
    pub tags: Vec<u8>,
}

/// Returns all windows of a text with their features, for training.
pub fn training_windows(document: &Document<'_>, clusters: &WordClusters) -> Vec<TrainingWindow> {
    let discourse = Discourse::new(document);
    let token_features = TokenFeatures::new(&discourse, clusters);
    let mut training_windows = Vec::new();
    for (unit, tokens) in discourse.utterance_sentences.iter().enumerate() {
        for cue in tokens.clone().filter(|t| discourse.words[*t].cue.is_some()) {
            let window = Window::around(&discourse, unit, cue);
            let rows = features::rows(&discourse, &token_features, &window);
            let tags = window.tokens.iter().map(|t| token_features.tag(*t)).collect();
            training_windows.push(TrainingWindow { window, rows, tags });
        }
    }
    training_windows
}

impl Tagger {
    /// Unpacks the weights.
    ///
    /// # Errors
    /// The bytes are too few or too many.
    pub fn unpack(bytes: &[u8]) -> Result<Self, Damage> {
        let (states, edges) = bytes.split_at_checked(WEIGHT_ROWS * LABEL_COUNT).ok_or(Damage::CutShort)?;
        let signed = |bytes: &[u8]| bytes.iter().map(|byte| byte.cast_signed()).collect();
        match edges.len().checked_sub(TAG_COUNT * LABEL_COUNT * LABEL_COUNT) {
            Some(0) => Ok(Self { states: signed(states), edges: signed(edges) }),
            Some(more) => Err(Damage::TooLong(more)),
            None => Err(Damage::CutShort),
        }
    }

    /// Returns the attribution of one cue; `None` when it introduces nothing.
    pub(super) fn attribute(
        &self,
        discourse: &Discourse<'_>,
        token_features: &TokenFeatures,
        unit: usize,
        cue: usize,
    ) -> Option<Attribution> {
        let window = Window::around(discourse, unit, cue);
        let rows = features::rows(discourse, token_features, &window);
        let scores: Vec<[f32; LABEL_COUNT]> = rows.iter().map(|r| self.score(r)).collect();
        let edge = |k: usize, from: usize, to: usize| self.transition(token_features.tag(window.tokens[k]), from, to);
        let (path, share) = best_path(&scores, edge);
        let mut source = None;
        let mut contents = Vec::new();
        let mut k = 0;
        while k < path.len() {
            let start = k;
            let label = path[k];
            k += 1;
            if label != SOURCE && label != CONTENT {
                continue;
            }
            while k < path.len() && path[k] == label + 1 {
                k += 1;
            }
            let range = window.tokens[start]..window.tokens[k - 1] + 1;
            if label == CONTENT {
                // After a colon the next paragraph is read too; what is said there is a part of its own.
                let paragraphs = &discourse.document.paragraphs;
                let paragraph = paragraphs.get(paragraphs.partition_point(|p| p.end <= range.start));
                let end = paragraph.map_or(range.end, |p| p.end.min(range.end));
                contents.extend([range.start..end, end..range.end]);
            } else {
                let nearer = |s: &std::ops::Range<usize>| s.start.abs_diff(cue) <= range.start.abs_diff(cue);
                source = source.filter(nearer).or(Some(range));
            }
        }
        let contents: Vec<_> =
            contents.into_iter().filter(|c| !discourse.trim_punctuation(c.clone()).is_empty()).collect();
        (!contents.is_empty()).then_some(Attribution { cue, source, contents, confidence: share })
    }

    fn score(&self, rows: &[u32]) -> [f32; LABEL_COUNT] {
        let mut sums = [0_i32; LABEL_COUNT];
        for row in rows {
            let at = *row as usize * LABEL_COUNT;
            for (sum, weight) in sums.iter_mut().zip(&self.states[at..at + LABEL_COUNT]) {
                *sum += i32::from(*weight);
            }
        }
        let mut scores = sums.map(|s| s as f32 / STEPS_PER_UNIT);
        scores[CONTENT] += START_BIAS[1];
        scores[SOURCE] += START_BIAS[0];
        scores
    }

    fn transition(&self, tag: u8, from: usize, to: usize) -> f32 {
        f32::from(self.edges[(usize::from(tag) * LABEL_COUNT + from) * LABEL_COUNT + to]) / STEPS_PER_UNIT
    }
}

/// Returns the best path (Viterbi) and its share of the probability.
fn best_path(scores: &[[f32; LABEL_COUNT]], edge: impl Fn(usize, usize, usize) -> f32) -> (Vec<usize>, f32) {
    const IMPOSSIBLE: f32 = -1e9;
    let Some(first) = scores.first() else {
        return (Vec::new(), 0.0);
    };
    let mut at = *first;
    for (label, score) in at.iter_mut().enumerate() {
        if !may_follow(None, label) {
            *score = IMPOSSIBLE;
        }
    }
    let mut sum = at;
    let mut back: Vec<[u8; LABEL_COUNT]> = Vec::with_capacity(scores.len());
    for (k, own) in scores.iter().enumerate().skip(1) {
        let mut next = [IMPOSSIBLE; LABEL_COUNT];
        let mut total = [IMPOSSIBLE; LABEL_COUNT];
        let mut from = [0_u8; LABEL_COUNT];
        for label in 0..LABEL_COUNT {
            let mut terms = [IMPOSSIBLE; LABEL_COUNT];
            for before in 0..LABEL_COUNT {
                if may_follow(Some(before), label) {
                    let step = edge(k, before, label) + own[label];
                    terms[before] = sum[before] + step;
                    if at[before] + step > next[label] {
                        next[label] = at[before] + step;
                        from[label] = before as u8;
                    }
                }
            }
            total[label] = log_sum(&terms);
        }
        (at, sum) = (next, total);
        back.push(from);
    }
    let mut label = (0..LABEL_COUNT).max_by(|a, b| at[*a].total_cmp(&at[*b])).unwrap_or(0);
    let share = (at[label] - log_sum(&sum)).exp().min(1.0);
    let mut path = vec![label];
    for from in back.iter().rev() {
        label = usize::from(from[label]);
        path.push(label);
    }
    path.reverse();
    (path, share)
}

fn log_sum(terms: &[f32; LABEL_COUNT]) -> f32 {
    let top = terms.iter().copied().fold(f32::MIN, f32::max);
    top + terms.iter().map(|t| (t - top).exp()).sum::<f32>().ln()
}
