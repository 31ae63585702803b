//! `xtask train entities`: from the data folder to `models/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use pressline::analyze::document::{self, Document};
use pressline::analyze::entities::ner::gazetteer::Gazetteer;
use pressline::analyze::entities::ner::{weights, words};
use pressline::analyze::lexicon::word_clusters::WordClusters;

use super::field::{Examples, Field, Goal};
use super::taught::Taught;
use super::texts::{self, ONCE, TWICE};
use super::{card, eval, lexicon};

/// What is known of words and names beforehand.
struct Lists {
    clusters: WordClusters,
    names: Gazetteer,
}

/// How to train.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct Options {
    /// Where the packed files are written
    #[arg(long, default_value = "models")]
    out: PathBuf,
    /// What the teacher says of the news (tools/teacher)
    #[arg(long, default_value = "tools/teacher/labels.jsonl.gz")]
    teacher: PathBuf,
    /// Learn the news from the labels of its corpora instead, to see what the teacher is worth
    #[arg(long)]
    untaught: bool,
    /// Decides the order of sentences
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Passes over the data
    #[arg(long, default_value_t = 5)]
    passes: u64,
    /// Size of a step
    #[arg(long, default_value_t = 0.02)]
    rate: f32,
    /// Pull of each weight towards nought
    #[arg(long, default_value_t = 1e-5)]
    decay: f32,
    /// How often a feature must be seen
    #[arg(long, default_value_t = 2)]
    least: u32,
    /// Weights below this are dropped
    #[arg(long, default_value_t = 0.022)]
    prune: f32,
    /// Features are dropped none of whose weights reaches this
    #[arg(long, default_value_t = 0.046)]
    strong: f32,
    /// Share of the features that are hidden at random while learning
    #[arg(long, default_value_t = 0.15)]
    hidden: f32,
    /// How much a sentence of news counts that two programs have labelled, and one that only GMB has
    #[arg(long, num_args = 2, default_values_t = [1.0, 0.7])]
    news: Vec<f32>,
}

/// Trains, packs, writes the files and their card, and prints the table of the development sets.
pub(crate) fn train(data: &Path, options: &Options) -> anyhow::Result<()> {
    let began = Instant::now();
    let (clusters, names) = lexicon::pack(data)?;
    let taught = if options.untaught { Taught::default() } else { Taught::read(&options.teacher)? };
    let weights = field(
        data,
        options,
        &Lists { clusters: WordClusters::unpack(&clusters)?, names: Gazetteer::unpack(&names)? },
        &taught,
    )?;
    eprintln!("{:.0} s", began.elapsed().as_secs_f32());
    fs::create_dir_all(&options.out)?;
    for (name, bytes) in [("entities.bin", &weights), ("clusters.bin", &clusters), ("gazetteer.bin", &names)] {
        fs::write(options.out.join(name), bytes).with_context(|| format!("cannot write {name}"))?;
    }
    let scores = eval::table(data, &options.out)?;
    card::write(&options.out, options.seed, &options.teacher, &scores)
}

/// Trains the field and packs it.
fn field(data: &Path, options: &Options, lists: &Lists, taught: &Taught) -> anyhow::Result<Vec<u8>> {
    let mut examples = Examples::default();
    texts::each(data, |text| {
        let weight = match text.set {
            TWICE => options.news[0],
            ONCE => options.news[1],
            _ => text.weight,
        };
        let odds = taught.of(text.set, text.id, text.document.tokens.len())?;
        add(&mut examples, lists, text.document, Goal { masks: &text.masks, odds }, weight);
        Ok(())
    })?;
    let tokens = examples.tokens();
    let rows = examples.index(options.least);
    eprintln!("{tokens} tokens, {rows} features");
    let mut field = Field::new(rows, options.hidden, options.seed);
    for pass in 0..options.passes {
        let rate = options.rate * (1.0 - 0.9 * pass as f32 / options.passes as f32);
        let surprise = field.pass(&examples, options.seed + pass, rate, options.decay);
        eprintln!("pass {pass}: {surprise:.4}");
    }
    let (step, transitions, packed) = field.quantised(&examples, options.prune, options.strong);
    Ok(weights::pack(step, &transitions, packed))
}

fn add(examples: &mut Examples, lists: &Lists, document: &Document<'_>, goal: Goal<'_>, weight: f32) {
    let sketch = words::build(document, &lists.clusters, &lists.names);
    for sentence in &document.sentences {
        examples.add(&sketch, sentence, goal, weight);
    }
    shout(examples, lists, document, goal, weight);
}

/// Adds a text's first sentence once more, as a headline in capitals above the text.
fn shout(examples: &mut Examples, lists: &Lists, document: &Document<'_>, goal: Goal<'_>, weight: f32) {
    let Some(first) = document.sentences.first().filter(|sentence| sentence.len() > 4) else { return };
    let (head, rest) = document.text.split_at(document.span(first.clone()).end);
    let text = format!("{}{rest}", head.to_uppercase());
    let loud = document::segment(&text);
    if loud.tokens.len() == document.tokens.len() && loud.sentences.first() == Some(first) {
        examples.add(&words::build(&loud, &lists.clusters, &lists.names), first, goal, weight * 0.5);
    }
}
