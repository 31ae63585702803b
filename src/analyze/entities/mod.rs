//! People, organisations, places, dates and amounts: who and what a text is about.
//!
//! ```text
//! tagger   names in each sentence, then again with the document's votes
//! trim     the name itself: no titles, no possessives, no tables or tickers
//! values   dates, times, money, shares, measures, by rules
//! groups   nationalities and other groups, from a closed list
//! watched  names of the user's lists
//! merge    one entity for each person or thing
//! places   ids of cities and states
//! assess   salience and confidence
//! ```

mod assess;
mod datelines;
mod joined;
mod kinds;
mod merge;
mod names;
pub mod nations;
pub mod places;
mod tables;
pub mod tagger;
mod titles;
mod trim;
mod values;
mod watched;

#[cfg(test)]
mod tests;

use self::merge::{Found, Group};
use super::Models;
use super::lists::Sighting;
use super::text::{self, Layer};
use crate::model::annotation::{Entity, EntityType, Mention, MentionKind, Origin};
use crate::model::{Article, Moment, Span};

/// The learned model's name in records.
pub const MODEL: &str = "entities-en/1";

/// Words that stand in every English text and in no other language's.
const ENGLISH: [&str; 12] = ["the", "and", "of", "that", "with", "from", "his", "her", "were", "which", "they", "said"];
/// Words that are English, but seldom of other languages too.
const LIKELY: [&str; 9] = ["was", "for", "by", "to", "has", "who", "will", "after", "but"];
/// One word in so many is one of them, at the least.
const SHARE: usize = 12;
/// A text of fewer words may have none of them.
const SHORT: usize = 15;

/// Whether the learned model knows the article's language.
pub fn is_english(article: &Article) -> bool {
    if let Some(language) = &article.language {
        return language.split(['-', '_']).next().is_some_and(|tag| tag.eq_ignore_ascii_case("en"));
    }
    let head = text::head(&article.text);
    whatlang::detect(head).is_none_or(|info| info.lang() == whatlang::Lang::Eng || reads_english(head, &info))
}

/// Whether a text is English that the statistics of letters take for something else: English words hold it together, or it
/// is too short to tell. Foreign names deceive them.
fn reads_english(text: &str, info: &whatlang::Info) -> bool {
    let (mut words, mut english, mut likely) = (0, 0, 0);
    for word in text.split_whitespace() {
        let is = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(word));
        // names, figures and signs are of no language
        words += usize::from(word.starts_with(char::is_lowercase));
        english += usize::from(is(&ENGLISH));
        likely += usize::from(is(&LIKELY));
    }
    let unsure = !info.is_reliable() && (english + likely > 0 || words < SHORT);
    info.script() == whatlang::Script::Latin && ((english > 1 && english * SHARE >= words) || unsure)
}

/// Finds the entities of a text, in order of first mention. O(n).
///
/// Names are learned for English; in other languages only countries, large cities, values and
/// listed names are found.
pub(super) fn find(layer: &Layer<'_>, article: &Article, models: &Models, listed: &[Sighting]) -> Vec<Entity> {
    let english = is_english(article);
    let mut found = if english { names::learned(layer, models) } else { names::listed(layer, models) };
    let values = values::find(layer, article.published.map(Moment::date), english);
    found = overlay(
        found,
        values.into_iter().map(|value| Found {
            tokens: value.tokens,
            kind: value.kind,
            sure: names::RULE,
            value: value.value,
            title: None,
            entry: None,
        }),
    );
    let found = watched::overlay(layer, found, listed, &models.lists);
    let outside = if english { names::around(article, models) } else { Vec::new() };
    let groups = merge::groups(layer, &found, &outside);
    let groups = watched::regroup(layer, &found, groups, &models.lists);
    let mut entities: Vec<Entity> = groups.iter().map(|group| entity(layer, &found, group, models)).collect();
    for entity in entities.iter_mut().filter(|entity| !is_watched(entity)) {
        entity.link = models.lists.alias(entity, layer.text).or(entity.link.take());
    }
    places::link(layer, &mut entities);
    assess::salience(&mut entities, layer, article);
    entities
}

/// Adds values to names; where they share tokens the longer stays, of equal ones the value.
fn overlay(names: Vec<Found>, values: impl Iterator<Item = Found>) -> Vec<Found> {
    let mut all = names;
    all.extend(values);
    all.sort_by_key(|found| (found.tokens.start, std::cmp::Reverse(found.tokens.end), found.value.is_none()));
    let mut kept: Vec<Found> = Vec::with_capacity(all.len());
    for found in all {
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
    entity.mentions.iter().any(|mention| mention.source.is_some())
}

fn entity(layer: &Layer<'_>, found: &[Found], group: &Group, models: &Models) -> Entity {
    let words = |index: &usize| layer.span(found[*index].tokens.clone()).of(layer.text);
    let voted = || assess::kind(group.members.iter().map(|&index| &found[index]));
    let kind = group.entry.map_or_else(voted, |entry| models.lists.kind(entry));
    let fullest = group.members.iter().rev().max_by_key(|index| fullness(kind, words(index))).map_or("", words);
    let mut titles: Vec<String> = Vec::new();
    for title in group.members.iter().filter_map(|&index| found[index].title.as_ref()) {
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
            Some(_) => assess::LISTED,
            None => assess::confidence(kind, group.members.iter().map(|&index| &found[index])),
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

/// The bytes of a paragraph that a token belongs to.
fn paragraph_of(layer: &Layer<'_>, token: usize) -> Option<Span> {
    let place = layer.paragraphs.partition_point(|paragraph| paragraph.end <= token);
    layer.paragraphs.get(place).map(|paragraph| layer.span(paragraph.clone()))
}
