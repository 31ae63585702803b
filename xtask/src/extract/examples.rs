//! Pages with gold, and what each of their blocks should be taken for.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use pressline::extract::decode_html;
use pressline::extract::training::{Model, Row, TrainingPage};
use pressline::model::Page;
use pressline::text::hash::fnv1a_64;
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct Gold {
    #[serde(rename = "articleBody", default)]
    pub(super) body: String,
    #[serde(default)]
    pub(super) with: Vec<String>,
    #[serde(default)]
    pub(super) without: Vec<String>,
}

/// A page with its gold.
pub(super) struct Example {
    pub(super) set: String,
    pub(super) id: String,
    pub(super) url: String,
    /// A number from the page's host, for dividing into folds.
    pub(super) host: u64,
    pub(super) gold: Gold,
    pub(super) page: Option<TrainingPage>,
}

impl Example {
    /// What a model says of the page's blocks.
    pub(super) fn scores(&self, model: &Model) -> Vec<f32> {
        self.page.as_ref().map(|page| page.scores(model)).unwrap_or_default()
    }
}

/// All blocks of all pages, flat.
#[derive(Default)]
pub(super) struct Samples<'a> {
    /// Where each page's blocks begin and end.
    pub(super) pages: Vec<std::ops::Range<usize>>,
    pub(super) words: Vec<&'a str>,
    pub(super) rows: Vec<&'a Row>,
    /// 1 for a block of the story, 0 for others.
    pub(super) labels: Vec<f32>,
    /// How much a block counts; 0 when the gold says nothing of it.
    pub(super) weights: Vec<f32>,
    /// Whether the gold speaks of the very block, not of a whole text that may be incomplete.
    pub(super) named: Vec<bool>,
    pub(super) hosts: Vec<u64>,
}

/// Reads the sets of a directory.
pub(super) fn load(data: &Path) -> anyhow::Result<Vec<Example>> {
    let mut examples = Vec::new();
    each(data, |set, page, (id, gold)| {
        let gold: Gold = serde_json::from_value(gold)?;
        let name = page.url.host_str().unwrap_or_default();
        let domain = psl::domain_str(name).unwrap_or(name);
        let key = if domain == "unknown.invalid" { id.as_str() } else { domain };
        let host = hash(key.trim_start_matches("www."));
        let (set, url) = (set.to_owned(), page.url.to_string());
        examples.push(Example { set, host, gold, page: TrainingPage::new(&page), id, url });
        Ok(())
    })?;
    Ok(examples)
}

/// Calls `found` with each page of each set: the set's name, the page, its id and its gold.
pub(super) fn each(
    data: &Path,
    mut found: impl FnMut(&str, Page, (String, serde_json::Value)) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut sets: Vec<PathBuf> =
        fs::read_dir(data)?.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.join("gold.json").is_file()).collect();
    sets.sort();
    for set in sets {
        let name = set.file_name().unwrap_or_default().to_string_lossy();
        let gold: serde_json::Map<String, serde_json::Value> =
            serde_json::from_reader(File::open(set.join("gold.json"))?)?;
        for (id, gold) in gold {
            let mut bytes = Vec::new();
            flate2::read::MultiGzDecoder::new(File::open(set.join("html").join(format!("{id}.html.gz")))?)
                .read_to_end(&mut bytes)?;
            let url = gold.get("url").and_then(serde_json::Value::as_str).unwrap_or_default();
            let url: url::Url = url.parse().or_else(|_| "http://unknown.invalid/".parse())?;
            found(&name, Page { url, html: decode_html(&bytes, None) }, (id, gold))?;
        }
    }
    Ok(())
}

fn hash(text: &str) -> u64 {
    fnv1a_64(text.as_bytes()).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20
}

pub(super) fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect()
}

pub(super) fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Says of each block whether the gold holds it.
pub(super) fn label(examples: &[Example]) -> Samples<'_> {
    let mut samples = Samples::default();
    for example in examples {
        let start = samples.rows.len();
        let Some(page) = &example.page else {
            samples.pages.push(start..start);
            continue;
        };
        let gold = words(&example.gold.body);
        let grams: Vec<HashSet<&[&str]>> = (1..=4).map(|n| gold.windows(n).collect()).collect();
        let with: Vec<String> = example.gold.with.iter().map(|w| folded(w)).collect();
        let without: Vec<String> = example.gold.without.iter().map(|w| folded(w)).collect();
        for (text, row) in page.blocks() {
            let tokens = words(text);
            let (label, weight) = if tokens.is_empty() {
                (false, 0.0)
            } else if gold.is_empty() {
                let yes = with.iter().any(|w| text.contains(w.as_str()));
                let no = without.iter().any(|w| text.contains(w.as_str()));
                (yes, if yes == no { 0.0 } else { 0.6 })
            } else {
                let n = tokens.len().min(4);
                let hits = tokens.windows(n).filter(|w| grams[n - 1].contains(w)).count();
                let share = hits as f32 / (tokens.len() - n + 1) as f32;
                let weight = (tokens.len().min(120) as f32).sqrt() * (30.0 / gold.len() as f32).sqrt().clamp(0.1, 0.6);
                (share >= 0.5 && !(tokens.len() < 30 && page.is_title(text)), weight)
            };
            samples.words.push(text);
            samples.rows.push(row);
            samples.labels.push(f32::from(u8::from(label)));
            samples.weights.push(weight);
            samples.named.push(gold.is_empty());
            samples.hosts.push(example.host);
        }
        samples.pages.push(start..samples.rows.len());
    }
    samples
}
