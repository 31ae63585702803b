//! `xtask eval entities`: how well the model in `models/` does on the development sets.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use pressline::analyze::{ModelFiles, Models, analyze, document};
use pressline::model::annotation::{EntityType, MentionKind};
use pressline::model::{Annotations, Article};

use super::corpus;
use super::score::{self, Calibration, Spans, Tally};

/// The development sets, in the order of the table. The last two are training sets under share-alike licences, which the
/// shipped model must not learn from.
pub(super) const SETS: [&str; 7] = [
    "eval_only_no_redistribution/conllpp_dev.jsonl",
    "eval_only_no_redistribution/ww_dev.jsonl",
    "devset/wikigold.jsonl",
    "devset/gum_news_dev.jsonl",
    "devset/wnut17_dev.jsonl",
    "train/uner_ewt_dev.jsonl",
    "train/gum_ccbysa.jsonl",
];

/// Prints the table.
pub(crate) fn eval(data: &Path) -> anyhow::Result<()> {
    table(data, Path::new("models")).map(drop)
}

/// Prints the table for the files in a folder; returns the F1 of each set that is there.
pub(crate) fn table(data: &Path, files: &Path) -> anyhow::Result<Vec<(String, f64)>> {
    let read = |name: &str| fs::read(files.join(name)).with_context(|| format!("cannot read {name}"));
    // what training did not write anew is taken as it is shipped
    let kept = |name: &str| fs::read(Path::new("models").join(name)).with_context(|| format!("cannot read {name}"));
    let models = Models::unpack(&ModelFiles {
        entities: &read("entities.bin")?,
        clusters: &read("clusters.bin")?,
        gazetteer: &read("gazetteer.bin")?,
        quotes: &kept("quotes.bin")?,
        places: &kept("places.bin")?,
    })?;
    say("| set | P | R | F1 | LOC | ORG | PER | spans alone | sure (≥ .9) | of these right | gap | tokens/s |");
    say("|---|---|---|---|---|---|---|---|---|---|---|---|");
    let mut scores = Vec::new();
    for set in SETS.iter().filter(|set| data.join(set).exists()) {
        let mut tallies = BTreeMap::new();
        let mut untyped = BTreeMap::new();
        let mut calibration = Calibration::default();
        let mut tokens = 0;
        let mut seconds = 0.0;
        for record in corpus::read(&data.join(set))? {
            let article = Article { text: record.text, language: Some("en".to_owned()), ..Article::default() };
            tokens += document::segment(&article.text).tokens.len();
            let began = Instant::now();
            let annotations = analyze(&article, &models);
            seconds += began.elapsed().as_secs_f64();
            let (found, confidence) = names(&article, &annotations);
            for (right, confidence) in score::right(&article.text, &record.entities, &found).iter().zip(confidence) {
                if let Some(right) = right {
                    calibration.add(confidence, *right);
                }
            }
            score::add(&mut tallies, &article.text, &record.entities, &found);
            let blind = |spans: &Spans| -> Spans {
                spans.iter().filter(|span| score::counts(&span.2)).map(|(s, e, _)| (*s, *e, "PER".to_owned())).collect()
            };
            score::add(&mut untyped, &article.text, &blind(&record.entities), &blind(&found));
        }
        let all = sum(tallies.values());
        let (p, r, f) = all.rates();
        let (sure, right, gap) = calibration.rates();
        let of = |kind: &str| tallies.get(kind).copied().unwrap_or_default().rates().2;
        let name = set.rsplit('/').next().unwrap_or(set).trim_end_matches(".jsonl");
        say(&format!(
            "| {name} | {p:.1} | {r:.1} | **{f:.1}** | {:.1} | {:.1} | {:.1} | {:.1} | {sure:.0} % | {right:.1} % | {gap:.1} % | {:.0} |",
            of("LOC"),
            of("ORG"),
            of("PER"),
            sum(untyped.values()).rates().2,
            tokens as f64 / seconds
        ));
        scores.push((name.to_owned(), f));
    }
    Ok(scores)
}

fn sum<'a>(tallies: impl Iterator<Item = &'a Tally>) -> Tally {
    tallies.fold(Tally::default(), |a, b| Tally {
        right: a.right + b.right,
        wrong: a.wrong + b.wrong,
        missing: a.missing + b.missing,
    })
}

/// The named mentions of people, organisations and places, in code points, and the confidence of each.
fn names(article: &Article, annotations: &Annotations) -> (Spans, Vec<f32>) {
    let mut points = vec![0; article.text.len() + 1];
    let mut count = 0;
    for (at, c) in article.text.char_indices() {
        points[at] = count;
        count += 1;
        points[at + c.len_utf8()] = count;
    }
    let mut spans = Spans::new();
    let mut confidence = Vec::new();
    for entity in &annotations.entities {
        let kind = match entity.kind {
            EntityType::Person => "PER",
            EntityType::Org => "ORG",
            EntityType::Gpe | EntityType::Loc | EntityType::Fac => "LOC",
            _ => continue,
        };
        for mention in entity.mentions.iter().filter(|mention| mention.kind == MentionKind::Name) {
            spans.push((points[mention.span.start], points[mention.span.end], kind.to_owned()));
            confidence.push(entity.confidence);
        }
    }
    (spans, confidence)
}

#[expect(clippy::print_stdout, reason = "the table is the output")]
fn say(line: &str) {
    println!("{line}");
}
