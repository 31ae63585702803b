//! A linear-chain tagger that finds, for one cue, what it introduces and whom it names.

use super::attribution::Attribution;
use super::features::{self, COUNT, Looks, ROWS, TAGS, Window};
use crate::analyze::discourse::Reading;
use crate::analyze::document::Document;
use crate::analyze::lexicon::packed::Damage;
use crate::analyze::lexicon::word_clusters::WordClusters;

/// What a token is to a cue.
pub const LABELS: usize = 5;
/// Neither said nor the speaker.
pub const OUTSIDE: usize = 0;
/// First token of the speaker.
pub const SOURCE: usize = 1;
/// First token of what is said; one more is the next of it, as for the speaker.
pub const CONTENT: usize = 3;

/// Whether one label may follow another; `None` is the window's edge.
pub const fn may_follow(before: Option<usize>, label: usize) -> bool {
    match label {
        2 => matches!(before, Some(1 | 2)),
        4 => matches!(before, Some(3 | 4)),
        _ => true,
    }
}

/// Weights in steps of `1 / STEP`.
pub const STEP: f32 = 24.0;

/// What is added to the scores of a source's and a content's start, so that as much is missed as is found too much.
const LEAN: [f32; 2] = [3.0, 1.6];

/// A trained tagger: `ROWS × LABELS` weights of features, then `TAGS × LABELS × LABELS` of transitions, one signed byte each.
#[derive(Clone, Debug)]
pub struct Tagger {
    states: Vec<i8>,
    edges: Vec<i8>,
}

/// What the tagger trains on: a window with the rows and the tag of every token.
pub struct Lesson {
    /// The window.
    pub window: Window,
    /// For every token of the window the rows of the table it touches.
    pub rows: Vec<[u32; COUNT]>,
    /// For every token its coarse tag.
    pub tags: Vec<u8>,
}

/// All windows of a text with their features: what a trainer needs to see.
pub fn lessons(layer: &Document<'_>, clusters: &WordClusters) -> Vec<Lesson> {
    let reading = Reading::new(layer);
    let looks = Looks::new(&reading, clusters);
    let mut lessons = Vec::new();
    for (unit, tokens) in reading.units.iter().enumerate() {
        for cue in tokens.clone().filter(|t| reading.words[*t].cue.is_some()) {
            let window = Window::around(&reading, unit, cue);
            let rows = features::rows(&reading, &looks, &window);
            let tags = window.tokens.iter().map(|t| looks.tag(*t)).collect();
            lessons.push(Lesson { window, rows, tags });
        }
    }
    lessons
}

impl Tagger {
    /// Reads weights.
    ///
    /// # Errors
    /// The bytes are too few or too many.
    pub fn unpack(bytes: &[u8]) -> Result<Self, Damage> {
        let (states, edges) = bytes.split_at_checked(ROWS * LABELS).ok_or(Damage::CutShort)?;
        let signed = |bytes: &[u8]| bytes.iter().map(|byte| byte.cast_signed()).collect();
        match edges.len().checked_sub(TAGS * LABELS * LABELS) {
            Some(0) => Ok(Self { states: signed(states), edges: signed(edges) }),
            Some(more) => Err(Damage::TooLong(more)),
            None => Err(Damage::CutShort),
        }
    }

    /// The attribution of one cue; `None` when it introduces nothing.
    pub(super) fn attribute(
        &self,
        reading: &Reading<'_>,
        looks: &Looks,
        unit: usize,
        cue: usize,
    ) -> Option<Attribution> {
        let window = Window::around(reading, unit, cue);
        let rows = features::rows(reading, looks, &window);
        let scores: Vec<[f32; LABELS]> = rows.iter().map(|r| self.score(r)).collect();
        let edge = |k: usize, from: usize, to: usize| self.edge(looks.tag(window.tokens[k]), from, to);
        let (path, share) = best(&scores, edge);
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
                let paragraphs = &reading.layer.paragraphs;
                let paragraph = paragraphs.get(paragraphs.partition_point(|p| p.end <= range.start));
                let end = paragraph.map_or(range.end, |p| p.end.min(range.end));
                contents.extend([range.start..end, end..range.end]);
            } else {
                let nearer = |s: &std::ops::Range<usize>| s.start.abs_diff(cue) <= range.start.abs_diff(cue);
                source = source.filter(nearer).or(Some(range));
            }
        }
        let contents: Vec<_> = contents.into_iter().filter(|c| !reading.shorn(c.clone()).is_empty()).collect();
        (!contents.is_empty()).then_some(Attribution { cue, source, contents, confidence: share })
    }

    fn score(&self, rows: &[u32]) -> [f32; LABELS] {
        let mut sums = [0_i32; LABELS];
        for row in rows {
            let at = *row as usize * LABELS;
            for (sum, weight) in sums.iter_mut().zip(&self.states[at..at + LABELS]) {
                *sum += i32::from(*weight);
            }
        }
        let mut scores = sums.map(|s| s as f32 / STEP);
        scores[CONTENT] += LEAN[1];
        scores[SOURCE] += LEAN[0];
        scores
    }

    fn edge(&self, tag: u8, from: usize, to: usize) -> f32 {
        f32::from(self.edges[(usize::from(tag) * LABELS + from) * LABELS + to]) / STEP
    }
}

/// The best path (Viterbi) and its share of the probability.
fn best(scores: &[[f32; LABELS]], edge: impl Fn(usize, usize, usize) -> f32) -> (Vec<usize>, f32) {
    const NEVER: f32 = -1e9;
    let Some(first) = scores.first() else { return (Vec::new(), 0.0) };
    let mut at = *first;
    for (label, score) in at.iter_mut().enumerate() {
        if !may_follow(None, label) {
            *score = NEVER;
        }
    }
    let mut sum = at;
    let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(scores.len());
    for (k, own) in scores.iter().enumerate().skip(1) {
        let mut next = [NEVER; LABELS];
        let mut total = [NEVER; LABELS];
        let mut from = [0_u8; LABELS];
        for label in 0..LABELS {
            let mut terms = [NEVER; LABELS];
            for before in 0..LABELS {
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
    let mut label = (0..LABELS).max_by(|a, b| at[*a].total_cmp(&at[*b])).unwrap_or(0);
    let share = (at[label] - log_sum(&sum)).exp().min(1.0);
    let mut path = vec![label];
    for from in back.iter().rev() {
        label = usize::from(from[label]);
        path.push(label);
    }
    path.reverse();
    (path, share)
}

fn log_sum(terms: &[f32; LABELS]) -> f32 {
    let top = terms.iter().copied().fold(f32::MIN, f32::max);
    top + terms.iter().map(|t| (t - top).exp()).sum::<f32>().ln()
}
