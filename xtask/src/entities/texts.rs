//! All that is learned from, text by text, in an order that never changes.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use pressline::analyze::document::{self, Document};
use serde_json::json;

use super::corpus::{self, GOLD, Record};
use super::eval::SETS;

/// The name of the news that GMB and another program have labelled.
pub(crate) const TWICE: &str = "news";

/// The name of the news that only GMB has labelled.
pub(crate) const ONCE: &str = "more_news";

/// A text with the labels that its corpora allow.
pub(crate) struct Text<'a> {
    /// Where it is from: the name of a corpus, [`TWICE`] or [`ONCE`].
    pub(crate) set: &'a str,
    pub(crate) id: &'a str,
    pub(crate) document: &'a Document<'a>,
    /// The labels that each token may have, as bits.
    pub(crate) masks: Vec<u16>,
    /// How much one of its sentences counts among its like.
    pub(crate) weight: f32,
}

/// Shows every text of the training data.
pub(crate) fn each(data: &Path, mut show: impl FnMut(Text<'_>) -> anyhow::Result<()>) -> anyhow::Result<()> {
    for manner in &GOLD {
        for record in corpus::read(&data.join(manner.file))? {
            let document = document::segment(&record.text);
            let masks = corpus::masks(&document, &record, manner.marks_other);
            show(Text { set: name(manner.file), id: &record.id, document: &document, masks, weight: manner.weight })?;
        }
    }
    let silver: HashMap<String, Record> = corpus::read(&data.join("silver/voa_spacy_md.jsonl"))?
        .into_iter()
        .map(|record| (record.id.clone(), record))
        .collect();
    let news = corpus::read(&data.join("train/gmb_voa.jsonl"))?;
    let (twice, once): (Vec<_>, Vec<_>) = news.into_iter().partition(|record| silver.contains_key(&record.id));
    for (set, records) in [(TWICE, twice), (ONCE, once)] {
        for (own, other) in corpus::join(&records, &silver) {
            let document = document::segment(&own.text);
            let mut masks = corpus::masks(&document, &own, true);
            // where the two differ, either may be right
            corpus::unite(&mut masks, &corpus::masks(&document, &other, true));
            show(Text { set, id: &own.id, document: &document, masks, weight: 1.0 })?;
        }
    }
    Ok(())
}

/// Writes the training data as `learn.jsonl` and the development sets as `measure.jsonl`, in this program's tokens.
///
/// A teacher learns from the first and is measured on the second.
pub(crate) fn dump(data: &Path, folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder)?;
    let open = |name: &str| File::create(folder.join(name)).map(BufWriter::new).context("cannot write the texts");
    let mut out = open("learn.jsonl")?;
    each(data, |text| line(&mut out, &text))?;
    out.flush()?;
    let mut out = open("measure.jsonl")?;
    for set in SETS.iter().filter(|set| data.join(set).exists()) {
        for record in corpus::read(&data.join(set))? {
            let document = document::segment(&record.text);
            let text = Text { set: name(set), id: &record.id, document: &document, masks: Vec::new(), weight: 0.0 };
            line(&mut out, &text)?;
        }
    }
    Ok(out.flush()?)
}

fn line(out: &mut impl Write, text: &Text<'_>) -> anyhow::Result<()> {
    let mut points = vec![0; text.document.text.len() + 1];
    for (count, (at, c)) in text.document.text.char_indices().enumerate() {
        points[at] = count;
        points[at + c.len_utf8()] = count + 1;
    }
    let tokens: Vec<_> =
        text.document.tokens.iter().map(|token| [points[token.span.start], points[token.span.end]]).collect();
    let sentences: Vec<_> = text.document.sentences.iter().map(|sentence| [sentence.start, sentence.end]).collect();
    serde_json::to_writer(
        &mut *out,
        &json!({
            "set": text.set, "id": text.id, "text": text.document.text, "weight": text.weight,
            "tokens": tokens, "sentences": sentences, "masks": text.masks,
        }),
    )?;
    Ok(out.write_all(b"\n")?)
}

/// `train/btc.jsonl` is called `btc`.
fn name(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file).trim_end_matches(".jsonl")
}
