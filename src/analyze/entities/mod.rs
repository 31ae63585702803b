//! People, organisations, places, dates and amounts: who and what a text is about.
//!
//! ```text
//! ner      names in each sentence, then again with the document's votes
//! rules    the name itself: no titles, no possessives, no tables or tickers
//! values   dates, times, money, shares, measures, by rules
//! groups   nationalities and other groups, from a closed list
//! cluster  one entity for each person or thing
//! linking  ids of cities and states
//! salience salience and confidence
//! ```

mod cluster;
mod detect;
pub mod linking;
mod mention;
pub mod ner;
mod resources;
mod rules;
mod salience;
mod values;
mod watchlist_mentions;

#[cfg(test)]
mod tests;

pub(super) use self::resources::Resources;

use self::mention::{Found, Group};
use super::document::Document;
use super::user_lists::{Lists, Sighting};
use crate::model::annotation::{Entity, EntityType, Mention, MentionKind, Origin};
use crate::model::{Article, Moment};
use crate::text::steps;

/// The learned model's name in records.
pub const MODEL: &str = "entities-en/1";

/// Finds the entities of a text, in order of first mention. O(n).
///
/// Names are learned for English; in other languages only countries, large cities, values and
/// listed names are found.
pub(super) fn find(
    layer: &Document<'_>,
    article: &Article,
    english: bool,
    resources: &Resources<'_>,
    listed: &[Sighting],
) -> Vec<Entity> {
    let mut found = if english { detect::learned(layer, resources) } else { detect::listed(layer, resources) };
    let values = values::find(layer, article.published.map(Moment::date), english);
    found = overlay(
        found,
        values.into_iter().map(|value| Found {
            tokens: value.tokens,
            kind: value.kind,
            sure: detect::RULE,
            value: value.value,
            title: None,
            entry: None,
        }),
    );
    let found = watchlist_mentions::overlay(layer, found, listed, resources.lists);
    let outside = if english { detect::around(article, resources) } else { Vec::new() };
    let groups = cluster::groups(layer, &found, &outside);
    let groups = watchlist_mentions::regroup(layer, &found, groups, resources.lists);
    let mut entities: Vec<Entity> = groups.iter().map(|group| entity(layer, &found, group, resources.lists)).collect();
    for entity in entities.iter_mut().filter(|entity| !is_watched(entity)) {
        entity.link = resources.lists.alias(entity, layer.text).or(entity.link.take());
    }
    linking::link(resources.places, layer, &mut entities);
    salience::salience(&mut entities, layer, article);
    entities
}

/// Adds values to names; where they share tokens the longer stays, of equal ones the value.
fn overlay(names: Vec<Found>, values: impl Iterator<Item = Found>) -> Vec<Found> {
    let mut all = names;
    all.extend(values);
    all.sort_by_key(|found| (found.tokens.start, std::cmp::Reverse(found.tokens.end), found.value.is_none()));
    let mut kept: Vec<Found> = Vec::with_capacity(all.len());
    for found in all {
        steps::count(1);
        match kept.last_mut() {
            Some(last) if last.tokens.end > found.tokens.start => {
                if found.tokens.len() > last.tokens.len() {
                    *last = found;
                }
            }
            _ => kept.push(found),
        }
    }
    kept
}

fn is_watched(entity: &Entity) -> bool {
    entity.mentions.iter().inspect(|_| steps::count(1)).any(|mention| mention.source.is_some())
}

fn entity(layer: &Document<'_>, found: &[Found], group: &Group, lists: &Lists) -> Entity {
    let words = |index: &usize| layer.span(found[*index].tokens.clone()).of(layer.text);
    let voted = || salience::kind(group.members.iter().map(|&index| &found[index]));
    let kind = group.entry.map_or_else(voted, |entry| lists.kind(entry));
    let fullest = group.members.iter().rev().max_by_key(|index| fullness(kind, words(index))).map_or("", words);
    let mut titles: Vec<String> = Vec::new();
    for title in group.members.iter().filter_map(|&index| found[index].title.as_ref()) {
        steps::count(titles.len());
        if !titles.contains(title) {
            titles.push(title.clone());
        }
    }
    let name = group.name.as_ref().filter(|name| name.len() > fullest.len()).map_or(fullest, String::as_str);
    Entity {
        kind,
        name: name.to_owned(),
        titles,
        link: group.link.clone(),
        value: group.members.iter().find_map(|&index| found[index].value.clone()),
        salience: 0.0,
        mentions: group
            .members
            .iter()
            .map(|&index| Mention {
                span: layer.span(found[index].tokens.clone()),
                kind: MentionKind::Name,
                source: found[index].entry.map(|_| Origin::Watchlist),
            })
            .collect(),
        confidence: match group.entry {
            Some(_) => salience::LISTED,
            None => salience::confidence(kind, group.members.iter().map(|&index| &found[index])),
        },
    }
}

/// How full a name is: more words, then more letters; capitals throughout count least. Values keep their first form.
fn fullness(kind: EntityType, name: &str) -> (bool, usize, usize) {
    let named =
        matches!(kind, EntityType::Person | EntityType::Org | EntityType::Gpe | EntityType::Loc | EntityType::Fac);
    if !named {
        return (false, 0, 0);
    }
    (name.chars().any(char::is_lowercase), name.split_whitespace().count(), name.len())
}
