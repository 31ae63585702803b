//! One entity for each person or thing: names that mean the same are brought together.

mod organisations;
mod people;

pub(super) use organisations::{is_firm, same_firm};

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::nations::{Nation, nation_named};
use crate::analyze::text::Layer;
use crate::model::annotation::EntityType;

/// A mention with its type, before merging.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) tokens: Range<usize>,
    pub(super) kind: EntityType,
    /// The field's certainty; 1 for rules.
    pub(super) sure: f32,
    pub(super) value: Option<String>,
    /// The title before a person's name.
    pub(super) title: Option<String>,
    /// The entry of the user's lists that names it.
    pub(super) entry: Option<usize>,
}

/// Mentions that mean the same, as indices of what was found, and the name to call it by.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    pub(super) members: Vec<usize>,
    /// A fuller name known from outside the text (a caption, the headline, the byline).
    pub(super) name: Option<String>,
    pub(super) link: Option<String>,
    /// The entry of the user's lists that it is.
    pub(super) entry: Option<usize>,
}

/// Groups mentions, in order of the first of each. `outside` are full names of people from around the text.
pub(super) fn groups(layer: &Layer<'_>, found: &[Found], outside: &[String]) -> Vec<Group> {
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

/// A name without case, marks on letters, full stops and blanks at will: "ERDOĞAN" and "Erdogan" are one.
pub(super) fn folded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    if name.is_ascii() {
        out.extend(name.chars().filter(|&c| c != '.').map(|c| c.to_ascii_lowercase()));
    } else {
        out.extend(name.nfd().filter(|&c| !is_combining_mark(c) && c != '.').flat_map(char::to_lowercase).map(|c| {
            match c {
                '’' => '\'',
                'ı' => 'i',
                'ł' => 'l',
                'ø' => 'o',
                'đ' => 'd',
                '‐' | '‑' => '-',
                c => c,
            }
        }));
    }
    out
}
