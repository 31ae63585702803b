//! Trains the model that says which blocks of a page belong to its story.

#![expect(clippy::print_stdout, reason = "the figures are what the task is run for")]

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::Context;
use pressline::extract::decode_html;
use pressline::extract::learn::{Lesson, Model, Row};
use pressline::model::Page;
use serde::Deserialize;

use crate::boost::{self, Settings, Table};

/// Trains the block model of `extract` on pages with gold
#[derive(clap::Args)]
pub(crate) struct Args {
    /// A directory of sets; each holds gold.json and html/ID.html.gz
    #[arg(long)]
    data: PathBuf,
    /// Where the weights go
    #[arg(long, default_value = "models/extract.bin")]
    out: PathBuf,
    /// Folds of the cross-validation by host; 0 leaves it out
    #[arg(long, default_value_t = 5)]
    folds: u64,
}

const SETTINGS: Settings =
    Settings { trees: 220, depth: 5, rate: 0.07, least: 3.0, ridge: 2.0, columns: 0.5, rows: 0.7, seed: 7 };

#[derive(Deserialize)]
struct Gold {
    url: Option<String>,
    #[serde(rename = "articleBody", default)]
    body: String,
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
}

/// A page with its gold.
struct Example {
    set: String,
    fold: u64,
    gold: Gold,
    lesson: Option<Lesson>,
}

/// Blocks to learn from, flat.
#[derive(Default)]
struct Samples<'a> {
    rows: Vec<&'a Row>,
    labels: Vec<f32>,
    weights: Vec<f32>,
    folds: Vec<u64>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let examples = load(&args.data, args.folds.max(1))?;
    let samples = label(&examples);
    let table = Table::new(&samples.rows);
    eprintln!("{} pages, {} labelled blocks", examples.len(), samples.rows.len());
    let fit = |without: Option<u64>| {
        let rows: Vec<u32> =
            (0..samples.rows.len() as u32).filter(|&i| Some(samples.folds[i as usize]) != without).collect();
        boost::train(&table, &samples.labels, &samples.weights, &rows, SETTINGS)
    };
    if args.folds > 0 {
        let mut held_out = Vec::new();
        for fold in 0..args.folds {
            held_out.push(Model::read(&fit(Some(fold))).context("cannot read the model back")?);
        }
        println!("cross-validated by host, {} folds", args.folds);
        report(&examples, |e| &held_out[e.fold as usize]);
    }
    let bytes = fit(None);
    let model = Model::read(&bytes).context("cannot read the model back")?;
    println!("fit on all");
    report(&examples, |_| &model);
    fs::write(&args.out, &bytes)?;
    println!("{} bytes, blake3 {}", bytes.len(), blake3::hash(&bytes).to_hex());
    Ok(())
}

fn load(data: &Path, folds: u64) -> anyhow::Result<Vec<Example>> {
    let mut sets: Vec<PathBuf> =
        fs::read_dir(data)?.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.join("gold.json").is_file()).collect();
    sets.sort();
    let mut examples = Vec::new();
    for set in sets {
        let name = set.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let gold: serde_json::Map<String, serde_json::Value> =
            serde_json::from_reader(File::open(set.join("gold.json"))?)?;
        for (id, gold) in gold {
            let gold: Gold = serde_json::from_value(gold)?;
            let mut bytes = Vec::new();
            flate2::read::MultiGzDecoder::new(File::open(set.join("html").join(format!("{id}.html.gz")))?)
                .read_to_end(&mut bytes)?;
            let url: url::Url =
                gold.url.as_deref().unwrap_or_default().parse().or_else(|_| "http://unknown.invalid/".parse())?;
            let host = url.host_str().unwrap_or_default();
            let domain = psl::domain_str(host).unwrap_or(host);
            let key = if domain == "unknown.invalid" { id.as_str() } else { domain };
            let fold = hash(key.trim_start_matches("www.")) % folds;
            let lesson = Lesson::new(&Page { url, html: decode_html(&bytes, None) });
            examples.push(Example { set: name.clone(), fold, gold, lesson });
        }
    }
    Ok(examples)
}

fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
        >> 20
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect()
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn label(examples: &[Example]) -> Samples<'_> {
    let mut samples = Samples::default();
    for example in examples {
        let Some(lesson) = &example.lesson else { continue };
        let gold = words(&example.gold.body);
        let grams: Vec<HashSet<&[&str]>> = (1..=4).map(|n| gold.windows(n).collect()).collect();
        let with: Vec<String> = example.gold.with.iter().map(|w| folded(w)).collect();
        let without: Vec<String> = example.gold.without.iter().map(|w| folded(w)).collect();
        for (text, row) in lesson.blocks() {
            let tokens = words(text);
            if tokens.is_empty() {
                continue;
            }
            let (label, weight) = if gold.is_empty() {
                let yes = with.iter().any(|w| text.contains(w.as_str()));
                let no = without.iter().any(|w| text.contains(w.as_str()));
                if yes == no {
                    continue;
                }
                (yes, 0.6)
            } else {
                let n = tokens.len().min(4);
                let hits = tokens.windows(n).filter(|w| grams[n - 1].contains(w)).count();
                let share = hits as f32 / (tokens.len() - n + 1) as f32;
                let weight = (tokens.len().min(120) as f32).sqrt() * (30.0 / gold.len() as f32).sqrt().clamp(0.1, 0.6);
                (share >= 0.5 && !(tokens.len() < 30 && lesson.is_title(text)), weight)
            };
            samples.rows.push(row);
            samples.labels.push(f32::from(u8::from(label)));
            samples.weights.push(weight);
            samples.folds.push(example.fold);
        }
    }
    samples
}

fn report<'m>(examples: &[Example], model: impl Fn(&Example) -> &'m Model) {
    let mut sets: Vec<&str> = examples.iter().map(|e| e.set.as_str()).collect();
    sets.dedup();
    for set in sets {
        let (mut pages, mut precision, mut recall) = (0.0, (0.0, 0.0), (0.0, 0.0));
        let mut snippets = (0.0, 0.0, 0.0);
        for example in examples.iter().filter(|e| e.set == set) {
            let text = example.lesson.as_ref().map_or_else(String::new, |lesson| {
                let scores: Vec<f32> = lesson.blocks().map(|(_, row)| model(example).score(row)).collect();
                lesson.text(&scores)
            });
            pages += 1.0;
            if example.gold.body.is_empty() {
                let text = folded(&text);
                let found = |list: &[String]| list.iter().filter(|w| text.contains(&folded(w))).count() as f32;
                let (tp, fp) = (found(&example.gold.with), found(&example.gold.without));
                snippets = (snippets.0 + tp, snippets.1 + fp, snippets.2 + example.gold.with.len() as f32 - tp);
                continue;
            }
            let (gold, ours) = (shingles(&example.gold.body), shingles(&text));
            let common: usize = gold.iter().map(|(k, n)| (*n).min(ours.get(k).copied().unwrap_or(0))).sum();
            let (all_gold, all_ours): (usize, usize) = (gold.values().sum(), ours.values().sum());
            if all_ours > 0 {
                precision = (precision.0 + common as f32 / all_ours as f32, precision.1 + 1.0);
            }
            recall = (recall.0 + common as f32 / all_gold.max(1) as f32, recall.1 + 1.0);
        }
        if recall.1 > 0.0 {
            let (p, r) = (precision.0 / precision.1, recall.0 / recall.1);
            println!("  {set:14} {pages:4} pages  F1 {:.4}  precision {p:.4}  recall {r:.4}", 2.0 * p * r / (p + r));
        } else {
            let (tp, fp, miss) = snippets;
            println!(
                "  {set:14} {pages:4} pages  snippet F1 {:.4}  precision {:.4}  recall {:.4}",
                2.0 * tp / (2.0 * tp + fp + miss),
                tp / (tp + fp),
                tp / (tp + miss)
            );
        }
    }
}

fn shingles(text: &str) -> HashMap<Vec<&str>, usize> {
    let words = words(text);
    let mut counts = HashMap::new();
    for window in words.windows(4.min(words.len().max(1))) {
        *counts.entry(window.to_vec()).or_default() += 1;
    }
    counts
}
