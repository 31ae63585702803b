//! From the words that name a speaker to the speaker.

use std::ops::Range;

use super::lexicon;
use super::reading::{Class, Reading};
use crate::analyze::coref::{Cast, Nature};
use crate::model::Span;
use crate::model::annotation::{Speaker, SpeakerMethod};

/// Who the source of an attribution is.
pub(super) fn identify(reading: &Reading<'_>, cast: &Cast, source: Range<usize>) -> Option<Speaker> {
    let source = reading.shorn(source);
    if source.is_empty() {
        return None;
    }
    if source.len() == 1 && lexicon::pronoun(reading.lower(source.start)) {
        return Some(by_pronoun(reading, cast, source));
    }
    let phrase = head_phrase(reading, source.clone());
    let named = [phrase.clone(), appositive(reading, &source, &phrase)]
        .into_iter()
        .find_map(|part| by_name(reading, cast, part));
    Some(named.unwrap_or_else(|| nominal(reading, source)))
}

fn by_pronoun(reading: &Reading<'_>, cast: &Cast, source: Range<usize>) -> Speaker {
    let span = reading.layer.span(source.clone());
    let (entity, name, confidence) = match cast.meant.get(&source.start) {
        Some((who, confidence)) => {
            let character = &cast.characters[*who];
            (character.entity, character.name.clone(), *confidence)
        }
        None => (None, span.of(reading.layer.text).to_owned(), 0.3),
    };
    Speaker { entity, name, span: Some(span), method: SpeakerMethod::Pronoun, confidence }
}

/// The phrase up to its first comma, preposition or relative: where its head ends.
fn head_phrase(reading: &Reading<'_>, source: Range<usize>) -> Range<usize> {
    let mut end = source.start + 1;
    while end < source.end {
        let lower = reading.lower(end);
        let inner = matches!(lower, "." | "-" | "'");
        if (!reading.is_word(end) && !inner) || lexicon::preposition(lower) || lexicon::conjunction(lower) {
            break;
        }
        end += 1;
    }
    source.start..end
}

/// What follows "a spokesman for the company," in the source.
fn appositive(reading: &Reading<'_>, source: &Range<usize>, phrase: &Range<usize>) -> Range<usize> {
    let comma = (phrase.end..source.end).find(|i| reading.lower(*i) == ",");
    comma
        .map_or(source.end..source.end, |c| head_phrase(reading, c + 1..source.end.max(c + 2).min(reading.words.len())))
}

/// The name that ends a phrase.
fn by_name(reading: &Reading<'_>, cast: &Cast, phrase: Range<usize>) -> Option<Speaker> {
    let phrase = reading.shorn(phrase);
    if phrase.is_empty() {
        return None;
    }
    let span = reading.layer.span(phrase.clone());
    let last = phrase.end - 1;
    let naming = cast.last_in(span).filter(|n| n.span.end > reading.layer.tokens[last].span.start)?;
    let character = &cast.characters[naming.who];
    let whole = Span::new(naming.span.start.max(span.start), naming.span.end.min(span.end));
    let confidence = match character.nature {
        Nature::Person => 0.93,
        Nature::Body => 0.88,
        Nature::Unknown => 0.85,
        Nature::Thing => 0.6,
    };
    Some(Speaker {
        entity: character.entity,
        name: character.name.clone(),
        span: Some(whole),
        method: SpeakerMethod::Explicit,
        confidence,
    })
}

fn nominal(reading: &Reading<'_>, source: Range<usize>) -> Speaker {
    let end = (source.start..source.end).find(|i| *i > source.start && reading.lower(*i) == ",").unwrap_or(source.end);
    let span = reading.layer.span(reading.shorn(source.start..end.max(source.start + 1)));
    let name = span.of(reading.layer.text).to_owned();
    let upper = (source.start..end).any(|i| reading.class(i) == Class::Upper);
    let method = SpeakerMethod::Nominal;
    Speaker { entity: None, name, span: Some(span), method, confidence: if upper { 0.8 } else { 0.75 } }
}
