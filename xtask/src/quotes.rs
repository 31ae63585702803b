//! Trains the tagger that finds, for a cue, what it introduces and whom it names: a conditional random field, by adaptive gradient steps.

use std::collections::HashSet;
use std::path::Path;

use anyhow::{Context, ensure};
use pressline::analyze::lexicon::word_clusters::WordClusters;
use pressline::analyze::quotes::tagger::{
    CONTENT, LABEL_COUNT, SOURCE, STEPS_PER_UNIT, TrainingWindow, may_follow, training_windows,
};
use pressline::analyze::quotes::{FEATURES_PER_TOKEN, TAG_COUNT, WEIGHT_ROWS};
use serde::Deserialize;

/// Passes over the data.
const EPOCHS: usize = 10;
/// Length of a step.
const RATE: f32 = 0.12;
/// Pull towards zero, per touch.
const DECAY: f32 = 1e-5;
/// Share of the features that each look at a lesson keeps: what can be learned in many ways is learned in many ways.
const KEEP: f32 = 0.4;
/// Seed of the order in which lessons are taken and of what is left out.
const SEED: u64 = 20_161_108;

/// One annotated document: `{"id","text","quotes":[{"content","cue","source"}]}`, offsets in code points.
#[derive(Deserialize)]
struct Document {
    text: String,
    quotes: Vec<Record>,
}

#[derive(Deserialize)]
struct Record {
    content: Vec<[usize; 2]>,
    cue: Vec<[usize; 2]>,
    source: Vec<[usize; 2]>,
}

/// A lesson with its answer.
struct Example {
    example_window: TrainingWindow,
    labels: Vec<u8>,
}

/// Where the weights and their card go.
const MODEL: &str = "models/quotes.bin";
/// The clusters of words that features are made of.
const CLUSTERS: &str = "models/clusters.bin";
const CARD: &str = "models/quotes.card.toml";

/// Reads `polnear_train.jsonl` of a folder, trains, writes the weights and their card.
pub(crate) fn train(folder: &Path) -> anyhow::Result<()> {
    let data = &folder.join("polnear_train.jsonl");
    let file = std::fs::read_to_string(data).with_context(|| format!("cannot read {}", data.display()))?;
    let clusters = std::fs::read(CLUSTERS).with_context(|| format!("cannot read {CLUSTERS}"))?;
    let clusters = WordClusters::unpack(&clusters).with_context(|| CLUSTERS)?;
    let mut examples = Vec::new();
    for (number, line) in file.lines().enumerate() {
        let document: Document = serde_json::from_str(line).with_context(|| format!("line {}", number + 1))?;
        examples.extend(answered(&document, &clusters));
    }
    ensure!(!examples.is_empty(), "no lessons in {}", data.display());
    let said = examples.iter().filter(|e| e.labels.contains(&(CONTENT as u8))).count();
    eprintln!("{} cues, {said} of them introduce something", examples.len());
    let mut field = Field::new();
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Random(SEED);
    for epoch in 0..EPOCHS {
        for i in (1..order.len()).rev() {
            order.swap(i, random.next() as usize % (i + 1));
        }
        let loss: f64 = order.iter().map(|i| f64::from(field.learn(&examples[*i], &mut random))).sum();
        eprintln!("pass {}: loss {:.4}", epoch + 1, loss / order.len() as f64);
    }
    let bytes = field.bytes();
    std::fs::write(MODEL, &bytes).with_context(|| format!("cannot write {MODEL}"))?;
    std::fs::write(CARD, card(&bytes)).with_context(|| format!("cannot write {CARD}"))
}

/// What the weights are and what they come from.
fn card(bytes: &[u8]) -> String {
    format!(
        r#"# Written by `cargo run --release -p xtask -- train quotes`.
name = "quotes-en/1"
language = "en"
kind = "linear-chain CRF for each cue, hashed features, 8-bit weights"
trained = "2026-11-23"
seed = {SEED}
epochs = {EPOCHS}
kept_features = {KEEP}

# Texts and labels that the weights were learned from.
[data]
polnear = "PolNeAR 1.0, training part: 840 US news articles of 2015 and 2016; the corpus names no licence, its texts are not here"
clusters = "clusters.bin: k-means of GloVe 6B-50d, PDDL"

[[file]]
name = "quotes.bin"
bytes = {}
blake3 = "{}"
"#,
        bytes.len(),
        blake3::hash(bytes)
    )
}

/// The lessons of a document with the annotators' answers.
fn answered(annotated: &Document, clusters: &WordClusters) -> Vec<Example> {
    let document = pressline::analyze::document::segment(&annotated.text);
    let bytes: Vec<usize> = annotated.text.char_indices().map(|(at, _)| at).chain([annotated.text.len()]).collect();
    let tokens = |spans: &[[usize; 2]]| -> HashSet<usize> {
        let mut found = HashSet::new();
        for [start, end] in spans {
            let (start, end) = (bytes[*start], bytes[*end]);
            let first = document.tokens.partition_point(|t| t.span.end <= start);
            let last = document.tokens.partition_point(|t| t.span.start < end);
            // A token that the annotation only grazes is not meant.
            found.extend((first..last).filter(|i| {
                let span = document.tokens[*i].span;
                2 * (span.end.min(end) - span.start.max(start)) >= span.len()
            }));
        }
        found
    };
    let training_windows = training_windows(&document, clusters);
    let cues: Vec<usize> = training_windows.iter().map(|l| l.window.cue).collect();
    let mut answers = vec![(HashSet::new(), HashSet::new()); training_windows.len()];
    for record in &annotated.quotes {
        let own = tokens(&record.cue);
        // The annotators' cue may hold several of ours ("said in a statement"): the first introduces.
        if let Some(index) = cues.iter().position(|c| own.contains(c)) {
            answers[index].0.extend(tokens(&record.source));
            answers[index].1.extend(tokens(&record.content));
        }
    }
    let label = |example_window: &TrainingWindow, (source, content): &(HashSet<usize>, HashSet<usize>)| {
        let mut before = 0;
        let window = &example_window.window.tokens;
        let label = |token: &usize| {
            let first = if content.contains(token) {
                CONTENT
            } else if source.contains(token) {
                SOURCE
            } else {
                before = 0;
                return 0;
            };
            let label = if before == first { first + 1 } else { first };
            before = first;
            label as u8
        };
        window.iter().map(label).collect()
    };
    training_windows
        .into_iter()
        .zip(answers)
        .map(|(example_window, answer)| Example { labels: label(&example_window, &answer), example_window })
        .collect()
}

/// A linear congruential generator: the same numbers on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 32) as u32
    }
}

/// Weights in training, with the sums of squared gradients that shorten their steps.
struct Field {
    states: Vec<[f32; LABEL_COUNT]>,
    squares: Vec<[f32; LABEL_COUNT]>,
    edges: Vec<[f32; 2]>,
}

type Scores = Vec<[f32; LABEL_COUNT]>;

const NEVER: f32 = -1e9;

fn edge(tag: u8, from: usize, to: usize) -> usize {
    (usize::from(tag) * LABEL_COUNT + from) * LABEL_COUNT + to
}

impl Field {
    fn new() -> Self {
        let none = [0.0; LABEL_COUNT];
        Self {
            states: vec![none; WEIGHT_ROWS],
            squares: vec![none; WEIGHT_ROWS],
            edges: vec![[0.0; 2]; TAG_COUNT * LABEL_COUNT * LABEL_COUNT],
        }
    }

    /// One step along the gradient of the log-likelihood; the loss before it.
    fn learn(&mut self, example: &Example, random: &mut Random) -> f32 {
        let tags = &example.example_window.tags;
        let limit = (KEEP * 4_294_967_296.0) as u32;
        let some = |rows: &[u32; FEATURES_PER_TOKEN]| rows.iter().copied().filter(|_| random.next() < limit).collect();
        let rows: Vec<Vec<u32>> = example.example_window.rows.iter().map(some).collect();
        let own: Scores = rows.iter().map(|rows| self.score(rows)).collect();
        let n = own.len();
        let (ahead, back) = (self.forward(&own, tags), self.backward(&own, tags));
        let total = log_sum(&ahead[n - 1]);
        let mut truth = 0.0;
        for k in 0..n {
            let label = usize::from(example.labels[k]);
            truth += own[k][label];
            let mut gradient = [0.0; LABEL_COUNT];
            for (l, g) in gradient.iter_mut().enumerate() {
                *g = f32::from(l == label) - (ahead[k][l] + back[k][l] - total).exp();
            }
            if k > 0 {
                let before = usize::from(example.labels[k - 1]);
                truth += self.edges[edge(tags[k], before, label)][0];
                for (from, passed) in ahead[k - 1].iter().enumerate() {
                    for to in (0..LABEL_COUNT).filter(|to| may_follow(Some(from), *to)) {
                        let at = edge(tags[k], from, to);
                        let share = (passed + self.edges[at][0] + own[k][to] + back[k][to] - total).exp();
                        let [weight, square] = &mut self.edges[at];
                        step(weight, square, f32::from(from == before && to == label) - share);
                    }
                }
            }
            if gradient.iter().any(|g| g.abs() > 1e-4) {
                for row in &rows[k] {
                    let row = *row as usize;
                    let pairs = self.states[row].iter_mut().zip(&mut self.squares[row]);
                    for ((weight, square), gradient) in pairs.zip(gradient) {
                        step(weight, square, gradient);
                    }
                }
            }
        }
        total - truth
    }

    fn score(&self, rows: &[u32]) -> [f32; LABEL_COUNT] {
        let mut sums = [0.0; LABEL_COUNT];
        for row in rows {
            for (sum, weight) in sums.iter_mut().zip(&self.states[*row as usize]) {
                *sum += weight;
            }
        }
        sums
    }

    fn forward(&self, own: &Scores, tags: &[u8]) -> Scores {
        let mut all: Scores = vec![[NEVER; LABEL_COUNT]; own.len()];
        for label in (0..LABEL_COUNT).filter(|l| may_follow(None, *l)) {
            all[0][label] = own[0][label];
        }
        for k in 1..own.len() {
            for to in 0..LABEL_COUNT {
                let from = |from| {
                    if may_follow(Some(from), to) {
                        all[k - 1][from] + self.edges[edge(tags[k], from, to)][0]
                    } else {
                        NEVER
                    }
                };
                all[k][to] = own[k][to] + log_sum(&std::array::from_fn(from));
            }
        }
        all
    }

    fn backward(&self, own: &Scores, tags: &[u8]) -> Scores {
        let mut all: Scores = vec![[0.0; LABEL_COUNT]; own.len()];
        for k in (1..own.len()).rev() {
            for from in 0..LABEL_COUNT {
                let to = |to| {
                    if may_follow(Some(from), to) {
                        all[k][to] + own[k][to] + self.edges[edge(tags[k], from, to)][0]
                    } else {
                        NEVER
                    }
                };
                all[k - 1][from] = log_sum(&std::array::from_fn(to));
            }
        }
        all
    }

    /// The shipped form: a signed byte a weight.
    fn bytes(&self) -> Vec<u8> {
        let states = self.states.iter().flatten().map(|w| w * KEEP);
        let edges = self.edges.iter().map(|e| e[0]);
        states.chain(edges).map(|w| (w * STEPS_PER_UNIT).round().clamp(-127.0, 127.0) as i8 as u8).collect()
    }
}

fn step(weight: &mut f32, square: &mut f32, gradient: f32) {
    *square += gradient * gradient;
    *weight += RATE * gradient / (square.sqrt() + 0.1) - DECAY * *weight;
}

fn log_sum(terms: &[f32; LABEL_COUNT]) -> f32 {
    let top = terms.iter().copied().fold(f32::MIN, f32::max);
    top + terms.iter().map(|t| (t - top).exp()).sum::<f32>().ln()
}
