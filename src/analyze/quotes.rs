//! Who said what.

mod assemble;
mod attribution;
mod extras;
pub(in crate::analyze) mod lexicon;
pub(in crate::analyze) mod marks;
pub(in crate::analyze) mod reading;
mod singles;
mod speaker;

use super::coref::Cast;
use super::text::Layer;
use crate::model::Article;
use crate::model::annotation::{Entity, Mention, MentionKind, Quote};
use reading::Reading;

/// Finds what is said and by whom; adds to `entities` the pronouns that were resolved on the way.
pub fn find(layer: &Layer<'_>, article: &Article, entities: &mut [Entity]) -> Vec<Quote> {
    let reading = Reading::new(layer);
    let cast = Cast::gather(&reading, entities);
    let mut found = Vec::new();
    for unit in &reading.units {
        for token in unit.clone() {
            if reading.words[token].cue.is_some() {
                found.extend(attribution::direct(&reading, unit, token));
            }
        }
    }
    let mut quotes = assemble::assemble(&reading, &cast, found);
    if let Some(title) = &article.title {
        extras::mark_headline(layer.text, title, &mut quotes);
    }
    mention_pronouns(&reading, &cast, entities);
    quotes
}

/// Adds the resolved pronouns to the entities they stand for, in their places.
fn mention_pronouns(reading: &Reading<'_>, cast: &Cast, entities: &mut [Entity]) {
    let mut touched = Vec::new();
    for (token, (who, _)) in &cast.meant {
        let Some(index) = cast.characters.get(*who).and_then(|c| c.entity) else { continue };
        if let Some(entity) = entities.get_mut(index) {
            entity.mentions.push(Mention { span: reading.layer.tokens[*token].span, kind: MentionKind::Pronoun });
            touched.push(index);
        }
    }
    touched.sort_unstable();
    touched.dedup();
    for index in touched {
        entities[index].mentions.sort_by_key(|m| m.span);
    }
}
