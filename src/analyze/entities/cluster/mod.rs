//! Entity clusters: mentions that name the same person or thing.

mod organisations;
mod people;

pub(super) use organisations::{is_firm, same_firm};

use std::collections::HashMap;

use super::mention::{DetectedMention, MentionCluster};
use crate::analyze::document::Document;
use crate::analyze::lexicon::countries::{self, Nation};
use crate::analyze::lexicon::name_key::loose_key;
use crate::model::annotation::EntityType;

/// Returns the clusters of mentions, in order of their first mentions. `outside` are full names of people from around
/// the text.
pub(super) fn cluster(document: &Document<'_>, found: &[DetectedMention], outside: &[String]) -> Vec<MentionCluster> {
    let mut of: Vec<usize> = vec![usize::MAX; found.len()];
    let mut clusters: Vec<MentionCluster> = Vec::new();
    people::cluster(document, found, outside, &mut of, &mut clusters);
    organisations::cluster(document, found, &mut of, &mut clusters);
    let mut keys: HashMap<(EntityType, String), usize> = HashMap::new();
    for (index, item) in found.iter().enumerate() {
        if of[index] != usize::MAX {
            continue;
        }
        let words = document.span(item.tokens.clone()).of(document.text);
        let (key, link) = key(item, words);
        let cluster = *keys.entry((merged_kind(item.kind), key)).or_insert_with(|| {
            clusters.push(MentionCluster { link, ..MentionCluster::default() });
            clusters.len() - 1
        });
        of[index] = cluster;
    }
    for (index, &cluster) in of.iter().enumerate() {
        clusters[cluster].members.push(index);
    }
    clusters.retain(|cluster| !cluster.members.is_empty());
    clusters.sort_by_key(|cluster| cluster.members[0]);
    clusters
}

/// Returns the type that stands for all types that may differ between mentions of one thing.
fn merged_kind(kind: EntityType) -> EntityType {
    if matches!(kind, EntityType::Loc | EntityType::Fac) { EntityType::Gpe } else { kind }
}

fn key(item: &DetectedMention, words: &str) -> (String, Option<String>) {
    match (item.kind, countries::find_variant(words)) {
        (EntityType::Gpe, Some(Nation::Country(code))) | (EntityType::Norp, Some(Nation::Demonym(Some(code)))) => {
            return (format!("iso:{code}"), Some(format!("iso3166:{code}")));
        }
        _ => {}
    }
    let key = match &item.value {
        Some(value) => value.clone(),
        None if item.kind == EntityType::Norp => loose_key(words).trim_end_matches('s').to_owned(),
        None => loose_key(words),
    };
    (key, None)
}
