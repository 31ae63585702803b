//! Trains the model that says which blocks of a page belong to its story.

#![expect(clippy::print_stdout, reason = "the figures are what the task is run for")]

mod card;
mod census;
mod examples;
mod report;
pub(crate) mod speed;
mod words;

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use pressline::extract::training::{
    Forest, Model, STAGE1_CUTOFF, STAGE1_WIDTH, Stage1Row, Stage2Row, WordWeights, stage1_row, stage2_row,
};

use crate::boost::{self, Settings, Table};
use examples::{Example, Samples};
use words::Terms;

/// Trains the block model of `extract` on pages with gold.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// A directory of sets; each holds gold.json and html/ID.html.gz
    #[arg(long)]
    data: PathBuf,
    /// Where the weights and their card go
    #[arg(long, default_value = "models")]
    out: PathBuf,
    /// Folds of the cross-validation by host; 0 leaves it out
    #[arg(long, default_value_t = 5)]
    folds: u64,
    /// A file for what the cross-validated texts get wrong, page by page
    #[arg(long)]
    census: Option<PathBuf>,
}

const SEED: u64 = 7;
const FIRST: Settings =
    Settings { trees: 220, depth: 5, rate: 0.07, least: 3.0, ridge: 2.0, columns: 0.5, rows: 0.7, seed: SEED };
const SECOND: Settings = Settings { seed: SEED + 1, ..FIRST };
/// Within a training part, each stage is shown what the stage before says of hosts that it has not learned from.
const INNER: u64 = 5;
/// Log-odds from which a block is not believed to be left out by its gold: some gold stops in the middle of its story.
const CLEAR: f32 = 2.0;

pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let examples = examples::load(&args.data)?;
    let samples = examples::label(&examples);
    let trainer = Trainer { examples: &examples, samples: &samples, terms: Terms::new(&samples) };
    let labelled = samples.weights.iter().filter(|w| **w > 0.0).count();
    eprintln!("{} pages, {labelled} labelled blocks", examples.len());
    let mut held_out = Vec::new();
    if args.folds > 0 {
        let fold = |host: u64| host % args.folds;
        let mut scores = vec![Vec::new(); examples.len()];
        for left_out in 0..args.folds {
            let model = model(&trainer.train(|host| fold(host) != left_out)?)?;
            for (scores, example) in scores.iter_mut().zip(&examples).filter(|(_, e)| fold(e.host) == left_out) {
                *scores = example.scores(&model);
            }
        }
        println!("cross-validated by host, {} folds", args.folds);
        held_out = report::print(&examples, &scores);
        if let Some(path) = &args.census {
            census::write(path, &examples, &samples, &scores)?;
        }
    }
    let bytes = trainer.train(|_| true)?;
    let whole = model(&bytes)?;
    let scores: Vec<Vec<f32>> = examples.iter().map(|e| e.scores(&whole)).collect();
    println!("fit on all");
    let fit = report::print(&examples, &scores);
    fs::write(args.out.join("extract.bin"), &bytes)?;
    card::write(&args.out, SEED, labelled, &held_out, &fit)
}

fn model(bytes: &[u8]) -> anyhow::Result<Model> {
    Model::read(bytes).context("cannot read the model back")
}

/// Everything to learn from.
struct Trainer<'a> {
    examples: &'a [Example],
    samples: &'a Samples<'a>,
    terms: Terms,
}

impl Trainer<'_> {
    /// The bytes of a model that has learned from the hosts that `with` lets through.
    fn train(&self, with: impl Fn(u64) -> bool) -> anyhow::Result<Vec<u8>> {
        let samples = self.samples;
        let inner = |i: usize| (samples.hosts[i] >> 20) % INNER;
        let learn_from = |more: &dyn Fn(usize) -> bool| -> Vec<u32> {
            let usable = |i: &usize| samples.weights[*i] > 0.0 && with(samples.hosts[*i]) && more(*i);
            (0..samples.rows.len()).filter(usable).map(|i| i as u32).collect()
        };
        // A number for each block of the training part, from a model that has not seen its host.
        let unseen = |fit: &dyn Fn(&[u32]) -> anyhow::Result<Vec<f32>>| -> anyhow::Result<Vec<f32>> {
            let mut all = vec![0.0; samples.rows.len()];
            for part in 0..INNER {
                let said = fit(&learn_from(&|i| inner(i) != part))?;
                (0..all.len()).filter(|&i| inner(i) == part).for_each(|i| all[i] = said[i]);
            }
            Ok(all)
        };

        let read =
            |bytes: &[u8]| WordWeights::read(bytes).map(|(words, _)| words).context("cannot read the words back");
        let odds = unseen(&|train| {
            let words = read(&self.terms.learn(samples, train))?;
            Ok(samples.words.iter().map(|text| words.odds(text)).collect())
        })?;
        let mut bytes = self.terms.learn(samples, &learn_from(&|_| true));

        let rows: Vec<Stage1Row> = samples.rows.iter().zip(&odds).map(|(row, odds)| stage1_row(row, *odds)).collect();
        let table = Table::new(&rows);
        let fit = |train: &[u32]| boost::train(&table, &samples.labels, &samples.weights, train, FIRST);
        let odds = unseen(&|train| {
            let (trees, _) = Forest::read(&fit(train), STAGE1_WIDTH).context("cannot read the trees back")?;
            Ok(trees.scores_with_early_exit(&rows))
        })?;
        let believed = |i: usize| samples.named[i] || samples.labels[i] > 0.5 || odds[i] < CLEAR;
        bytes.extend(fit(&learn_from(&believed)));

        let around = self.examples.iter().zip(&samples.pages).flat_map(|(example, blocks)| {
            let said = odds.get(blocks.clone()).unwrap_or_default();
            example.page.as_ref().map(|l| l.neighbor_features(said)).unwrap_or_default()
        });
        let rows: Vec<Stage2Row> = rows.iter().zip(around).map(|(row, around)| stage2_row(row, &around)).collect();
        let train = learn_from(&|i| odds[i] >= STAGE1_CUTOFF && believed(i));
        bytes.extend(boost::train(&Table::new(&rows), &samples.labels, &samples.weights, &train, SECOND));
        Ok(bytes)
    }
}
