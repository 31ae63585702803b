//! One entity for each person or thing: names that mean the same are brought together.

mod organisations;
mod people;

pub(super) use organisations::{is_firm, same_firm};

use std::collections::HashMap;

use super::mention::{Found, Group};
use crate::analyze::document::Document;
use crate::analyze::lexicon::countries::{Nation, nation_named};
use crate::analyze::lexicon::name_key::folded;
use crate::model::annotation::EntityType;

/// Groups mentions, in order of the first of each. `outside` are full names of people from around the text.
pub(super) fn groups(layer: &Document<'_>, found: &[Found], outside: &[String]) -> Vec<Group> {
    let mut of: Vec<usize> = vec![usize::MAX; found.len()];
    let mut groups: Vec<Group> = Vec::new();
    people::group(layer, found, outside, &mut of, &mut groups);
    organisations::group(layer, found, &mut of, &mut groups);
    let mut keys: HashMap<(EntityType, String), usize> = HashMap::new();
    for (index, item) in found.iter().enumerate() {
        if of[index] != usize::MAX {
            continue;
        }
        let words = layer.span(item.tokens.clone()).of(layer.text);
        let (key, link) = key(item, words);
        let group = *keys.entry((merged_kind(item.kind), key)).or_insert_with(|| {
            groups.push(Group { link, ..Group::default() });
            groups.len() - 1
        });
        of[index] = group;
    }
    for (index, &group) in of.iter().enumerate() {
        groups[group].members.push(index);
    }
    groups.retain(|group| !group.members.is_empty());
    groups.sort_by_key(|group| group.members[0]);
    groups
}

/// Types that may differ between mentions of one thing.
fn merged_kind(kind: EntityType) -> EntityType {
    if matches!(kind, EntityType::Loc | EntityType::Fac) { EntityType::Gpe } else { kind }
}

fn key(item: &Found, words: &str) -> (String, Option<String>) {
    match (item.kind, nation_named(words)) {
        (EntityType::Gpe, Some(Nation::Country(code))) | (EntityType::Norp, Some(Nation::Group(Some(code)))) => {
            return (format!("iso:{code}"), Some(format!("iso3166:{code}")));
        }
        _ => {}
    }
    let key = match &item.value {
        Some(value) => value.clone(),
        None if item.kind == EntityType::Norp => folded(words).trim_end_matches('s').to_owned(),
        None => folded(words),
    };
    (key, None)
}
