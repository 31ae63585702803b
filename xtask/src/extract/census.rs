//! What each page loses, block by block: the list that errors are read from.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use serde_json::json;

use super::examples::{Example, Samples, folded};
use super::report;

/// Writes a JSON line for each page, the costliest of each set first.
///
/// Its fields:
///
/// - `set`, `id` and `url` of the page;
/// - `lost`: 1 − F1, or the number of wrong snippets;
/// - `wrong`: why, number, score and words of each wrong block: `"extra"` is in the text but not in the gold, `"model"`
///   and `"rule"` left a block out that is in the gold;
/// - `missing` and `kept`: snippets that should be in the text, and snippets that should not.
pub(super) fn write(
    path: &Path,
    examples: &[Example],
    samples: &Samples<'_>,
    scores: &[Vec<f32>],
) -> anyhow::Result<()> {
    let mut lines: Vec<(&str, f32, serde_json::Value)> = Vec::new();
    for ((example, blocks), scores) in examples.iter().zip(&samples.pages).zip(scores) {
        let text = example.page.as_ref().map_or_else(String::new, |page| page.text(scores));
        let mut left: HashMap<&str, usize> = HashMap::new();
        for line in text.lines() {
            *left.entry(line).or_default() += 1;
        }
        let mut wrong = Vec::new();
        for (i, score) in blocks.clone().zip(scores) {
            let words = samples.words[i];
            let taken = left.get_mut(words).filter(|n| **n > 0).map(|n| *n -= 1).is_some();
            let why = match (samples.weights[i] > 0.0, samples.labels[i] > 0.5, taken) {
                (true, true, false) if *score > 0.0 => "rule",
                (true, true, false) => "model",
                (true, false, true) => "extra",
                _ => continue,
            };
            wrong.push(json!([why, i - blocks.start, score, words]));
        }
        let text = folded(&text);
        let misses = |list: &[String], wanted: bool| {
            list.iter().map(|w| folded(w)).filter(|w| text.contains(w.as_str()) != wanted).collect::<Vec<_>>()
        };
        let (missing, kept) = (misses(&example.gold.with, true), misses(&example.gold.without, false));
        let lost = match report::likeness(example, &text) {
            Some(f1) => 1.0 - f1,
            None => (missing.len() + kept.len()) as f32,
        };
        if lost > 0.0 {
            let line = json!({"set": example.set, "id": example.id, "url": example.url, "lost": lost, "blocks": blocks.len(),
                "wrong": wrong, "missing": missing, "kept": kept});
            lines.push((&example.set, lost, line));
        }
    }
    lines.sort_by(|a, b| a.0.cmp(b.0).then(b.1.total_cmp(&a.1)));
    let mut out = BufWriter::new(File::create(path)?);
    for (_, _, line) in lines {
        writeln!(out, "{line}")?;
    }
    Ok(out.flush()?)
}
