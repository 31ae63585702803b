//! Named entities: people, organisations, places, dates and amounts of a text.
//!
//! ```text
//! detect             names by the tagger (ner) and by rules, demonyms by a list
//! values             dates, times, money, percentages, measures, by rules
//! watchlist_mentions names of the user's lists
//! cluster            one entity for each person or thing
//! linking            ids of cities and states
//! salience           salience and confidence
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

use self::mention::{DetectedMention, MentionCluster};
use super::document::Document;
use super::user_lists::{ListMatch, UserLists};
use crate::model::annotation::{Entity, EntityType, Mention, MentionKind, Origin};
use crate::model::{Article, Moment};
use crate::text::steps;

/// The name of the learned model in records.
pub const MODEL: &str = "entities-en/1";

/// Returns the entities of a text, in order of first mention. O(n).
///
/// The tagger knows English. In other languages only countries, large cities, values and listed names are found.
pub(super) fn find(
    document: &Document<'_>,
    article: &Article,
    english: bool,
    resources: &Resources<'_>,
    listed: &[ListMatch],
) -> Vec<Entity> {
    let mut found =
        if english { detect::by_tagger(document, resources) } else { detect::by_lists(document, resources) };
    let values = values::find(document, article.published.map(Moment::date), english);
    found = overlay(
        found,
        values.into_iter().map(|value| DetectedMention {
            tokens: value.tokens,
            kind: value.kind,
            confidence: detect::RULE_CONFIDENCE,
            value: value.value,
            title: None,
            list_entry: None,
        }),
    );
    let found = watchlist_mentions::overlay(document, found, listed, resources.lists);
    let outside = if english { detect::names_around_text(article, resources) } else { Vec::new() };
    let clusters = cluster::cluster(document, &found, &outside);
    let clusters = watchlist_mentions::regroup(document, &found, clusters, resources.lists);
    let mut entities: Vec<Entity> =
        clusters.iter().map(|cluster| build_entity(document, &found, cluster, resources.lists)).collect();
    for entity in entities.iter_mut().filter(|entity| !is_watchlisted(entity)) {
        entity.link = resources.lists.resolve_alias(entity, document.text).or(entity.link.take());
    }
    linking::link(resources.places, document, &mut entities);
    salience::assign(&mut entities, document, article);
    entities
}

/// Adds values to names. Where they share tokens the longer stays, and of equal ones the value.
fn overlay(names: Vec<DetectedMention>, values: impl Iterator<Item = DetectedMention>) -> Vec<DetectedMention> {
    let mut all = names;
    all.extend(values);
    all.sort_by_key(|found| (found.tokens.start, std::cmp::Reverse(found.tokens.end), found.value.is_none()));
    let mut kept: Vec<DetectedMention> = Vec::with_capacity(all.len());
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

fn is_watchlisted(entity: &Entity) -> bool {
    entity.mentions.iter().inspect(|_| steps::count(1)).any(|mention| mention.source.is_some())
}

fn build_entity(
    document: &Document<'_>,
    found: &[DetectedMention],
    cluster: &MentionCluster,
    lists: &UserLists,
) -> Entity {
    let words = |index: &usize| document.span(found[*index].tokens.clone()).of(document.text);
    let voted = || salience::voted_type(cluster.members.iter().map(|&index| &found[index]));
    let kind = cluster.list_entry.map_or_else(voted, |entry| lists.entity_type(entry));
    let fullest = cluster.members.iter().rev().max_by_key(|index| completeness(kind, words(index))).map_or("", words);
    let mut titles: Vec<String> = Vec::new();
    for title in cluster.members.iter().filter_map(|&index| found[index].title.as_ref()) {
        steps::count(titles.len());
        if !titles.contains(title) {
            titles.push(title.clone());
        }
    }
    let name = cluster.name.as_ref().filter(|name| name.len() > fullest.len()).map_or(fullest, String::as_str);
    Entity {
        kind,
        name: name.to_owned(),
        titles,
        link: cluster.link.clone(),
        value: cluster.members.iter().find_map(|&index| found[index].value.clone()),
        salience: 0.0,
        mentions: cluster
            .members
            .iter()
            .map(|&index| Mention {
                span: document.span(found[index].tokens.clone()),
                kind: MentionKind::Name,
                source: found[index].list_entry.map(|_| Origin::Watchlist),
            })
            .collect(),
        confidence: match cluster.list_entry {
            Some(_) => salience::LISTED_CONFIDENCE,
            None => salience::confidence(kind, cluster.members.iter().map(|&index| &found[index])),
        },
    }
}

/// Returns the rank of a name by completeness: more words, then more letters; all capitals rank last. Values keep their
/// first form.
fn completeness(kind: EntityType, name: &str) -> (bool, usize, usize) {
    let named =
        matches!(kind, EntityType::Person | EntityType::Org | EntityType::Gpe | EntityType::Loc | EntityType::Fac);
    if !named {
        return (false, 0, 0);
    }
    (name.chars().any(char::is_lowercase), name.split_whitespace().count(), name.len())
}
