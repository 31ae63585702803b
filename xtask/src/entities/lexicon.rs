//! Packs the word clusters and the name lists.

use std::fs;
use std::path::Path;

use anyhow::Context;
use pressline::analyze::entities::tagger::{hash, lexicon};
use pressline::analyze::text;

/// The packed clusters and names of `lexicons/`.
pub(crate) fn pack(data: &Path) -> anyhow::Result<(Vec<u8>, Vec<u8>)> {
    let folder = data.join("lexicons");
    let mut clusters = Vec::new();
    let table = fs::read_to_string(folder.join("clusters.tsv")).context("cannot read the clusters")?;
    for line in table.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [word, coarse, middle, fine] = columns[..] else { continue };
        clusters.push((
            hash::lower(word),
            lexicon::Clusters {
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
            "CITY" => lexicon::CITY,
            "CITYBIG" => lexicon::BIG_CITY,
            "CTRY" => lexicon::COUNTRY,
            "STATE" => lexicon::STATE,
            "FIRST" => lexicon::FIRST,
            "LAST" => lexicon::LAST,
            _ => continue,
        };
        add(&mut names, name, flags);
    }
    for (name, flags) in [
        ("UK", lexicon::COUNTRY),
        ("U.K.", lexicon::COUNTRY),
        ("US", lexicon::COUNTRY),
        ("U.S.", lexicon::COUNTRY),
        ("USA", lexicon::COUNTRY),
        ("Britain", lexicon::COUNTRY),
    ] {
        add(&mut names, name, flags);
    }
    Ok((lexicon::pack_clusters(clusters), lexicon::pack_names(names)))
}

fn add(names: &mut Vec<(u32, u8)>, name: &str, flags: u8) {
    let layer = text::read(name);
    let count = layer.tokens.len();
    if count > lexicon::LONGEST {
        return;
    }
    let mut key = None;
    for token in 0..count {
        let phrase = lexicon::phrase(key, hash::lower(layer.word(token)));
        names.push((phrase, if token + 1 == count { flags } else { lexicon::GOES_ON }));
        key = Some(phrase);
    }
}
