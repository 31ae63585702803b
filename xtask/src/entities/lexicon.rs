//! Packs the word clusters and the name lists.

use std::fs;
use std::path::Path;

use anyhow::Context;
use pressline::analyze::document;
use pressline::analyze::entities::ner::gazetteer;
use pressline::analyze::lexicon::packed;
use pressline::analyze::lexicon::word_clusters::{self, Clusters};

/// The packed clusters and names of `lexicons/`.
pub(crate) fn pack(data: &Path) -> anyhow::Result<(Vec<u8>, Vec<u8>)> {
    let folder = data.join("lexicons");
    let mut clusters = Vec::new();
    let table = fs::read_to_string(folder.join("clusters.tsv")).context("cannot read the clusters")?;
    for line in table.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [word, coarse, middle, fine] = columns[..] else { continue };
        clusters.push((
            packed::hash_lowercase(word),
            Clusters {
                coarse: coarse.parse::<u8>()? + 1,
                middle: middle.parse::<u16>()? + 1,
                fine: fine.parse::<u16>()? + 1,
            },
        ));
    }
    let mut names = Vec::new();
    let table = fs::read_to_string(folder.join("gazetteer.tsv")).context("cannot read the gazetteer")?;
    for line in table.lines() {
        let Some((kind, name)) = line.split_once('\t') else { continue };
        let flags = match kind {
            "CITY" => gazetteer::CITY,
            "CITYBIG" => gazetteer::BIG_CITY,
            "CTRY" => gazetteer::COUNTRY,
            "STATE" => gazetteer::STATE,
            "FIRST" => gazetteer::FIRST,
            "LAST" => gazetteer::LAST,
            _ => continue,
        };
        add(&mut names, name, flags);
    }
    for (name, flags) in [
        ("UK", gazetteer::COUNTRY),
        ("U.K.", gazetteer::COUNTRY),
        ("US", gazetteer::COUNTRY),
        ("U.S.", gazetteer::COUNTRY),
        ("USA", gazetteer::COUNTRY),
        ("Britain", gazetteer::COUNTRY),
    ] {
        add(&mut names, name, flags);
    }
    Ok((word_clusters::pack(clusters), gazetteer::pack(names)))
}

fn add(names: &mut Vec<(u32, u8)>, name: &str, flags: u8) {
    let document = document::segment(name);
    let count = document.tokens.len();
    if count > gazetteer::LONGEST {
        return;
    }
    let mut key = None;
    for token in 0..count {
        let phrase = gazetteer::phrase_key(key, packed::hash_lowercase(document.word(token)));
        names.push((phrase, if token + 1 == count { flags } else { gazetteer::GOES_ON }));
        key = Some(phrase);
    }
}
