//! Quotes: who said what.

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

pub use self::features::{FEATURES_PER_TOKEN, TAG_COUNT, WEIGHT_ROWS};
pub(super) use self::resources::Resources;

use self::attribution::Attribution;
use self::features::TokenFeatures;
use super::coref::{self, Participants};
use super::discourse::Discourse;
use super::document::Document;
use crate::model::Article;
use crate::model::annotation::{Entity, Mention, MentionKind, Quote};

/// The largest number of cues that are read in a sentence, which bounds the work. No sentence of a newspaper has more.
const MAX_CUES: usize = 40;

/// The names of the trained tagger and of the rules for other languages.
const MODEL_NAMES: [&str; 2] = ["quotes-en/1", "quotes-rules/1"];

/// Returns the name of the model that [`find`] uses, in English or another language.
pub fn model_name(english: bool) -> &'static str {
    MODEL_NAMES[usize::from(!english)]
}

/// Returns the quotes of a text with their speakers, and adds resolved pronouns to the mentions of `entities`.
pub(super) fn find(
    document: &Document<'_>,
    article: &Article,
    english: bool,
    resources: &Resources<'_>,
    entities: &mut [Entity],
) -> Vec<Quote> {
    let discourse = Discourse::new(document);
    let participants = coref::resolve(&discourse, entities);
    let found = attributions(&discourse, english, resources);
    let mut quotes = assemble::assemble(&discourse, &participants, found);
    for quote in &mut quotes {
        quote.speaker.take_if(|s| !filters::is_plausible_speaker(s, english));
    }
    if let Some(title) = &article.title {
        addressee_venue::mark_headline(document.text, title, &mut quotes);
    }
    mention_pronouns(&discourse, &participants, entities);
    quotes
}

/// Returns the attributions of all cues: by the tagger, and by position for quotes in marks that it left out.
fn attributions(discourse: &Discourse<'_>, english: bool, resources: &Resources<'_>) -> Vec<Attribution> {
    let token_features = TokenFeatures::new(discourse, resources.clusters);
    let tagger = english.then_some(resources.tagger);
    let mut found: Vec<Attribution> = Vec::new();
    let mut claimed = vec![false; discourse.quoted_spans.len()];
    for (index, unit) in discourse.utterance_sentences.iter().enumerate() {
        let first = found.len();
        let cues = unit.clone().filter(|t| discourse.words[*t].cue.is_some()).take(MAX_CUES);
        if let Some(tagger) = tagger {
            let read = |cue| {
                filters::clause_with_apposition(discourse, unit, cue)
                    .or_else(|| tagger.attribute(discourse, &token_features, index, cue))
            };
            found.extend(cues.clone().filter_map(read).filter(|a| filters::is_attribution(discourse, unit, a)));
        }
        let contents = found[first..].iter().flat_map(|a| a.contents.iter().cloned()).flatten();
        for quoted in contents.filter_map(|token| discourse.words[token].quoted) {
            claimed[quoted as usize] = true;
        }
        for attribution in &mut found[first..] {
            attribution::fit_marks(discourse, attribution);
            attribution.contents.retain(|c| !attribution::is_title_of_work(discourse, c));
            attribution::extend_source(discourse, attribution);
            if let Some(source) = attribution::source_before_apposition(discourse, unit, attribution) {
                attribution.source = Some(source);
            }
            if attribution.source.is_none() {
                attribution.source = attribution::by_position(discourse, unit, attribution.cue).and_then(|a| a.source);
            }
            if let Some(start) = filters::dateline_end(discourse, unit)
                && attribution.source.as_ref().is_some_and(|s| s.start < start && attribution.cue > start)
            {
                attribution.source = filters::subject_after_dateline(discourse, start, attribution.cue);
            }
        }
        share_source(&mut found[first..]);
        let free = |a: &Attribution| {
            let fresh = |q: u32| !claimed[q as usize] && (tagger.is_none() || is_long(discourse, q));
            (tagger.is_none() || attribution::is_plain_verb(discourse, a.cue))
                && a.contents.iter().all(|c| discourse.words[c.start].quoted.is_none_or(fresh))
        };
        let rest: Vec<Attribution> =
            cues.filter_map(|cue| attribution::by_position(discourse, unit, cue)).filter(free).collect();
        found.extend(rest);
    }
    found
}

/// Gives cues without a source ("…, adding that") the source of the cue before them in the sentence, else of the one
/// after.
fn share_source(found: &mut [Attribution]) {
    let mut last = found.iter().find_map(|a| a.source.clone());
    for attribution in found {
        match &attribution.source {
            Some(_) => last.clone_from(&attribution.source),
            None => attribution.source.clone_from(&last),
        }
    }
}

/// Returns whether a quoted span is long enough to be speech.
fn is_long(discourse: &Discourse<'_>, quoted: u32) -> bool {
    discourse.tokens(discourse.quoted_spans[quoted as usize].inner).len() >= 4
}

/// The confidence below which a resolved pronoun is not a mention (chosen): two people may be meant.
const MIN_PRONOUN_CONFIDENCE: f32 = 0.5;

/// Adds the resolved pronouns to the mentions of their entities, in order.
fn mention_pronouns(discourse: &Discourse<'_>, participants: &Participants, entities: &mut [Entity]) {
    let mut touched = Vec::new();
    for (token, (who, sure)) in &participants.pronoun_referents {
        if *sure < MIN_PRONOUN_CONFIDENCE {
            continue;
        }
        let Some(index) = participants.all.get(*who).and_then(|c| c.entity) else {
            continue;
        };
        if let Some(entity) = entities.get_mut(index) {
            let span = discourse.document.tokens[*token].span;
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
