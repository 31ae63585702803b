//! How well the texts that follow from scores agree with the gold.

#![expect(clippy::print_stdout, reason = "the figures are what the task is run for")]

use std::collections::HashMap;

use super::examples::{Example, folded, words};

/// Prints a line for each set and returns (set, F1); `scores` holds those of each page's blocks.
pub(super) fn print(examples: &[Example], scores: &[Vec<f32>]) -> Vec<(String, f32)> {
    let mut table = Vec::new();
    let mut sets: Vec<&str> = examples.iter().map(|e| e.set.as_str()).collect();
    sets.dedup();
    for set in sets {
        let (mut pages, mut precision, mut recall) = (0.0, (0.0, 0.0), (0.0, 0.0));
        let mut snippets = (0.0, 0.0, 0.0);
        for (example, scores) in examples.iter().zip(scores).filter(|(e, _)| e.set == set) {
            let text = example.page.as_ref().map_or_else(String::new, |page| page.text(scores));
            pages += 1.0;
            if example.gold.body.is_empty() {
                let text = folded(&text);
                let found = |list: &[String]| list.iter().filter(|w| text.contains(&folded(w))).count() as f32;
                let (tp, fp) = (found(&example.gold.with), found(&example.gold.without));
                snippets = (snippets.0 + tp, snippets.1 + fp, snippets.2 + example.gold.with.len() as f32 - tp);
                continue;
            }
            let (common, all_gold, all_ours) = overlap(&example.gold.body, &text);
            if all_ours > 0.0 {
                precision = (precision.0 + common / all_ours, precision.1 + 1.0);
            }
            recall = (recall.0 + common / all_gold.max(1.0), recall.1 + 1.0);
        }
        if recall.1 > 0.0 {
            let (p, r) = (precision.0 / precision.1, recall.0 / recall.1);
            let f1 = 2.0 * p * r / (p + r);
            println!("  {set:14} {pages:4} pages  F1 {f1:.4}  precision {p:.4}  recall {r:.4}");
            table.push((set.to_owned(), f1));
        } else {
            let (tp, fp, miss) = snippets;
            let f1 = 2.0 * tp / (2.0 * tp + fp + miss);
            println!(
                "  {set:14} {pages:4} pages  snippet F1 {f1:.4}  precision {:.4}  recall {:.4}",
                tp / (tp + fp),
                tp / (tp + miss)
            );
            table.push((set.to_owned(), f1));
        }
    }
    table
}

/// F1 of a text with the gold's body; `None` where the gold has only snippets.
pub(super) fn likeness(example: &Example, text: &str) -> Option<f32> {
    let (common, gold, ours) = overlap(&example.gold.body, text);
    (gold > 0.0).then(|| 2.0 * common / (gold + ours))
}

/// Runs of four words that two texts share, and how many each has.
fn overlap(gold: &str, ours: &str) -> (f32, f32, f32) {
    let (gold, ours) = (shingles(gold), shingles(ours));
    let common: usize = gold.iter().map(|(k, n)| (*n).min(ours.get(k).copied().unwrap_or(0))).sum();
    (common as f32, gold.values().sum::<usize>() as f32, ours.values().sum::<usize>() as f32)
}

fn shingles(text: &str) -> HashMap<Vec<&str>, usize> {
    let words = words(text);
    let mut counts = HashMap::new();
    for window in words.windows(4.min(words.len().max(1))) {
        *counts.entry(window.to_vec()).or_default() += 1;
    }
    counts
}
