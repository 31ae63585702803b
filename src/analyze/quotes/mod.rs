//! Who said what.

mod addressee_venue;
mod assemble;
mod attribution;
mod features;
mod filters;
mod resources;
mod speaker;
pub mod tagger;
#[cfg(test)]
mod tests;

pub use self::features::{COUNT, ROWS, TAGS};
pub(super) use self::resources::Resources;

use self::attribution::Attribution;
use self::features::Looks;
use super::coref::{self, Cast};
use super::discourse::Reading;
use super::document::Document;
use crate::model::Article;
use crate::model::annotation::{Entity, Mention, MentionKind, Quote};

/// Cues of one sentence that are looked at: more than any sentence of a newspaper has.
const MANY: usize = 40;

/// Name of the trained tagger, and of the rules that serve other languages.
const MODELS: [&str; 2] = ["quotes-en/1", "quotes-rules/1"];

/// What [`find`] works with on an article, in English or another language.
pub fn model(english: bool) -> &'static str {
    MODELS[usize::from(!english)]
}

/// Finds what is said and by whom; adds to `entities` the pronouns that were resolved on the way.
pub(super) fn find(
    layer: &Document<'_>,
    article: &Article,
    english: bool,
    resources: &Resources<'_>,
    entities: &mut [Entity],
) -> Vec<Quote> {
    let reading = Reading::new(layer);
    let cast = coref::gather(&reading, entities);
    let found = attributions(&reading, english, resources);
    let mut quotes = assemble::assemble(&reading, &cast, found);
    for quote in &mut quotes {
        quote.speaker.take_if(|s| !filters::sensible(s, english));
    }
    if let Some(title) = &article.title {
        addressee_venue::mark_headline(layer.text, title, &mut quotes);
    }
    mention_pronouns(&reading, &cast, entities);
    quotes
}

/// What every cue introduces: by the tagger, and by position for quotes in marks that it left alone.
fn attributions(reading: &Reading<'_>, english: bool, resources: &Resources<'_>) -> Vec<Attribution> {
    let looks = Looks::new(reading, resources.clusters);
    let tagger = english.then_some(resources.tagger);
    let mut found: Vec<Attribution> = Vec::new();
    let mut claimed = vec![false; reading.quoted.len()];
    for (index, unit) in reading.units.iter().enumerate() {
        let first = found.len();
        let cues = unit.clone().filter(|t| reading.words[*t].cue.is_some()).take(MANY);
        if let Some(tagger) = tagger {
            let read = |cue| {
                filters::interrupted(reading, unit, cue).or_else(|| tagger.attribute(reading, &looks, index, cue))
            };
            found.extend(cues.clone().filter_map(read).filter(|a| filters::sound(reading, unit, a)));
        }
        let contents = found[first..].iter().flat_map(|a| a.contents.iter().cloned()).flatten();
        for quoted in contents.filter_map(|token| reading.words[token].quoted) {
            claimed[quoted as usize] = true;
        }
        for attribution in &mut found[first..] {
            attribution::fit_marks(reading, attribution);
            attribution.contents.retain(|c| !attribution::entitled(reading, c));
            attribution::fill_source(reading, attribution);
            if let Some(source) = attribution::past_apposition(reading, unit, attribution) {
                attribution.source = Some(source);
            }
            if attribution.source.is_none() {
                attribution.source = attribution::direct(reading, unit, attribution.cue).and_then(|a| a.source);
            }
            if let Some(start) = filters::dateline(reading, unit)
                && attribution.source.as_ref().is_some_and(|s| s.start < start && attribution.cue > start)
            {
                attribution.source = filters::after_dateline(reading, start, attribution.cue);
            }
        }
        share_source(&mut found[first..]);
        let free = |a: &Attribution| {
            let fresh = |q: u32| !claimed[q as usize] && (tagger.is_none() || long(reading, q));
            (tagger.is_none() || attribution::plain(reading, a.cue))
                && a.contents.iter().all(|c| reading.words[c.start].quoted.is_none_or(fresh))
        };
        let rest: Vec<Attribution> =
            cues.filter_map(|cue| attribution::direct(reading, unit, cue)).filter(free).collect();
        found.extend(rest);
    }
    found
}

/// Gives cues without a source ("…, adding that") that of the cue before them in the sentence, else of the one after.
fn share_source(found: &mut [Attribution]) {
    let mut last = found.iter().find_map(|a| a.source.clone());
    for attribution in found {
        match &attribution.source {
            Some(_) => last.clone_from(&attribution.source),
            None => attribution.source.clone_from(&last),
        }
    }
}

/// Whether a stretch in marks is long enough to be taken for speech without a doubt.
fn long(reading: &Reading<'_>, quoted: u32) -> bool {
    reading.tokens(reading.quoted[quoted as usize].inner).len() >= 4
}

/// A pronoun that is less surely resolved is no mention: two might be meant.
const SURE: f32 = 0.5;

/// Adds the resolved pronouns to the entities they stand for, in their places.
fn mention_pronouns(reading: &Reading<'_>, cast: &Cast, entities: &mut [Entity]) {
    let mut touched = Vec::new();
    for (token, (who, sure)) in &cast.meant {
        if *sure < SURE {
            continue;
        }
        let Some(index) = cast.characters.get(*who).and_then(|c| c.entity) else { continue };
        if let Some(entity) = entities.get_mut(index) {
            let span = reading.layer.tokens[*token].span;
            entity.mentions.push(Mention { span, kind: MentionKind::Pronoun, source: None });
            touched.push(index);
        }
    }
    touched.sort_unstable();
    touched.dedup();
    for index in touched {
        entities[index].mentions.sort_by_key(|m| m.span);
    }
}
