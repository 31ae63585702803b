//! Corpora: JSON lines with spans, turned into tokens with the labels that each may have.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::Context;
use pressline::analyze::document::Document;
use pressline::analyze::entities::ner::labels::{self, NameClass, Position};
use pressline::analyze::lexicon::countries::{self, Nation};
use pressline::model::Span;
use serde::Deserialize;

/// One record of a corpus. Offsets are code points.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Record {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) entities: Vec<(usize, usize, String)>,
}

/// Reads a file of records.
pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<Record>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    text.lines().map(|line| serde_json::from_str(line).context("cannot read a record")).collect()
}

/// What a corpus says of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Name(NameClass),
    /// Nothing that the field tells apart.
    Outside,
    /// Perhaps a name of another kind, perhaps none.
    Perhaps,
}

/// How far a corpus can be trusted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    pub(crate) file: &'static str,
    /// How much one of its sentences counts.
    pub(crate) weight: f32,
    /// Whether it marks names of other kinds at all.
    pub(crate) marks_other: bool,
}

/// What the shipped model learns from. The share-alike sets are left out.
pub(crate) const GOLD: [Manner; 8] = [
    Manner { file: "train/redocred.jsonl", weight: 1.0, marks_other: true },
    Manner { file: "train/crossner_politics.jsonl", weight: 1.0, marks_other: true },
    Manner { file: "train/crossner_other.jsonl", weight: 1.0, marks_other: true },
    Manner { file: "train/wnut17_train.jsonl", weight: 1.0, marks_other: true },
    Manner { file: "train/btc.jsonl", weight: 0.5, marks_other: false },
    Manner { file: "train/gum_ccby.jsonl", weight: 1.0, marks_other: true },
    Manner { file: "train/re3d_open.jsonl", weight: 0.5, marks_other: false },
    Manner { file: "train/multiner_gov.jsonl", weight: 0.3, marks_other: false },
];

fn class(kind: &str, words: &str) -> Says {
    if matches!(countries::find(words), Some(Nation::Demonym(_))) {
        return Says::Outside;
    }
    match kind.to_lowercase().as_str() {
        "per" | "person" | "politician" | "scientist" | "writer" | "musicalartist" | "researcher" => {
            Says::Name(NameClass::Person)
        }
        "org" | "organisation" | "organization" | "politicalparty" | "corporation" | "group" | "university"
        | "band" => Says::Name(NameClass::Org),
        "loc" | "gpe" | "fac" | "location" | "facility" | "country" | "geo" => Says::Name(NameClass::Place),
        "event" | "election" | "award" | "book" | "album" | "song" | "product" | "creative-work" | "work_of_art"
        | "law" | "conference" | "magazine" | "literarygenre" | "misc" | "astronomicalobject" => {
            Says::Name(NameClass::Other)
        }
        "norp" | "date" | "time" | "num" | "cardinal" | "ordinal" | "money" | "percent" | "quantity" => Says::Outside,
        _ => Says::Perhaps,
    }
}

/// The labels that each token of a text may have, as bits, after one corpus.
pub(crate) fn masks(document: &Document<'_>, record: &Record, marks_other: bool) -> Vec<u16> {
    let outside = 1 << labels::OUTSIDE;
    let perhaps = outside | labels::class_bits(NameClass::Other);
    let mut masks = vec![if marks_other { outside } else { perhaps }; document.tokens.len()];
    let bytes = byte_offsets(&record.text);
    for (start, end, kinds) in &record.entities {
        let span = trimmed(&record.text, Span::new(bytes[*start], bytes[*end]));
        let first = document.tokens.partition_point(|token| token.span.end <= span.start);
        let last = document.tokens.partition_point(|token| token.span.start < span.end);
        if first >= last {
            continue;
        }
        let fits = document.tokens[first].span.start == span.start
            && document.tokens[last - 1].span.end == span.end
            && !document.sentences.iter().any(|s| s.start > first && s.start < last);
        let said: Vec<Says> = kinds.split('|').map(|kind| class(kind, span.of(&record.text))).collect();
        for (place, mask) in masks[first..last].iter_mut().enumerate() {
            if !fits {
                // the corpus cuts elsewhere: say nothing
                *mask = 0x7FFF;
                continue;
            }
            let position = position(place, last - first);
            *mask = said.iter().fold(0, |bits, says| {
                bits | match says {
                    Says::Name(NameClass::Other) if !marks_other => perhaps,
                    Says::Name(class) => 1 << labels::index_of(*class, position),
                    Says::Outside => outside,
                    Says::Perhaps => perhaps,
                }
            });
        }
    }
    masks
}

/// Takes a leading article and a trailing possessive off, on which corpora disagree.
fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let mut start = span.start;
    for article in ["the ", "The ", "a ", "an ", "A "] {
        if words.starts_with(article) && words.len() > article.len() {
            start += article.len();
        }
    }
    let words = Span::new(start, span.end).of(text);
    let bare = ["'s", "’s"].iter().find_map(|mark| words.strip_suffix(mark)).unwrap_or(words).trim_end();
    Span::new(start, start + bare.len())
}

/// The byte of each code point, and of the end.
pub(crate) fn byte_offsets(text: &str) -> Vec<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

/// Two corpora's labels of one text: where they differ, either may be right.
pub(crate) fn unite(a: &mut [u16], b: &[u16]) {
    for (a, b) in a.iter_mut().zip(b) {
        *a |= b;
    }
}

fn position(place: usize, length: usize) -> Position {
    match (place, length) {
        (_, 1) => Position::Unit,
        (0, _) => Position::Begin,
        (p, n) if p + 1 == n => Position::Last,
        _ => Position::Inside,
    }
}

/// Joins sentences that follow one another in a source into pretended documents of a dozen,
/// so that the statistics of a document mean something. Each comes with its own labels and the silver ones.
pub(crate) fn join(records: &[Record], silver: &HashMap<String, Record>) -> Vec<(Record, Record)> {
    let empty = |id: &str| Record { id: id.to_owned(), text: String::new(), entities: Vec::new() };
    let mut joined = Vec::new();
    for chunk in records.chunks(12) {
        let (mut own, mut other) = (empty(&chunk[0].id), empty(&chunk[0].id));
        let mut at = 0;
        for record in chunk {
            for (out, source) in [(&mut own, record), (&mut other, silver.get(&record.id).unwrap_or(record))] {
                out.text.push_str(&record.text);
                out.text.push('\n');
                out.entities
                    .extend(source.entities.iter().map(|(start, end, kind)| (start + at, end + at, kind.clone())));
            }
            at += record.text.chars().count() + 1;
        }
        joined.push((own, other));
    }
    joined
}
