//! The card of `extract.bin`: what it learned from, how good it is, and its hash.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Context;

const TRAINED: &str = "2026-11-25";

const DATA: &str = r#"
[data]
# Annotations only; of the pages nothing is kept but numbers and hashes of frequent words.
sets = [
  "scrapinghub article-extraction-benchmark, 92 pages (MIT)",
  "aaet, 194 pages of news of 2023 (Apache-2.0)",
  "fundus test pages, 108 pages of 41 countries (MIT)",
  "trafilatura evaluation, 490 pages with snippets (Apache-2.0)",
]
"#;

/// Writes `extract.card.toml` beside the model.
pub(super) fn write(
    folder: &Path,
    seed: u64,
    blocks: usize,
    held_out: &[(String, f32)],
    fit: &[(String, f32)],
) -> anyhow::Result<()> {
    let bytes = fs::read(folder.join("extract.bin")).context("cannot read extract.bin")?;
    let mut card = String::from("# What models/extract.bin is, and how to make it again.\nname = \"extract\"\n");
    card.push_str("task = \"says of each block of a page whether it belongs to the story\"\n");
    card.push_str(
        "kind = \"weights of words; boosted trees over a block's numbers; boosted trees over its surroundings\"\n",
    );
    card.push_str("command = \"cargo run --release -p xtask -- train extract --data DIR\"\n");
    writeln!(card, "trained = \"{TRAINED}\"\nseed = {seed}\nblocks = {blocks}")?;
    card.push_str(DATA);
    let mut table = |title: &str, about: &str, scores: &[(String, f32)]| -> std::fmt::Result {
        writeln!(card, "\n[scores.{title}]\n# {about}")?;
        scores.iter().try_for_each(|(set, f1)| writeln!(card, "{set} = {f1:.4}"))
    };
    table(
        "cross_validated",
        "Folds by host: what to expect on sites the model has not seen. F1 of 4-gram shingles; of snippets for trafilatura.",
        held_out,
    )?;
    table("fit", "On the pages it was trained on: a bound, not a promise.", fit)?;
    writeln!(
        card,
        "\n[[file]]\nname = \"extract.bin\"\nbytes = {}\nblake3 = \"{}\"",
        bytes.len(),
        blake3::hash(&bytes).to_hex()
    )?;
    fs::write(folder.join("extract.card.toml"), card).context("cannot write the card")
}
