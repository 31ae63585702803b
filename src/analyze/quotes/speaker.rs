//! From the words that name a speaker to the speaker.

use std::ops::Range;

use crate::analyze::coref::{self, Cast, Nature};
use crate::analyze::discourse::{Class, Reading};
use crate::analyze::lexicon::speech as lexicon;
use crate::model::Span;
use crate::model::annotation::{Speaker, SpeakerMethod};

/// Who the source of an attribution is.
pub(super) fn identify(reading: &Reading<'_>, cast: &Cast, source: Range<usize>) -> Option<Speaker> {
    let source = reading.shorn(source);
    if source.is_empty() {
        return None;
    }
    // "he's", "I've", "Holt's"
    let clitic = |i: usize| source.len() > 1 && reading.layer.word(i).starts_with(['\'', '’']);
    let source = source.start..source.end - usize::from(clitic(source.end - 1));
    if source.len() == 1 && lexicon::pronoun(reading.lower(source.start).split('\'').next().unwrap_or_default()) {
        return Some(by_pronoun(reading, cast, source));
    }
    let phrase = head_phrase(reading, source.clone());
    let parts = [phrase.clone(), coordinated(reading, &source, &phrase), appositive(reading, &source, &phrase)];
    let named = parts.into_iter().find_map(|part| by_name(reading, cast, part));
    Some(named.or_else(|| by_office(reading, cast, phrase)).unwrap_or_else(|| nominal(reading, source)))
}

/// Confidence in a resolved pronoun from its share of what was in mind: judged by reading a sample of what it resolved.
fn sure(share: f32) -> f32 {
    0.55 + 0.4 * share
}

fn by_pronoun(reading: &Reading<'_>, cast: &Cast, source: Range<usize>) -> Speaker {
    let span = reading.layer.span(source.clone());
    let meant = match reading.lower(source.start) {
        "who" => antecedent(reading, cast, source.start).map(|who| (who, 0.8)),
        _ => cast.meant.get(&source.start).map(|(who, share)| (*who, sure(*share))),
    };
    let (entity, name, confidence) = match meant {
        Some((who, confidence)) => {
            let character = &cast.characters[who];
            (character.entity, character.name.clone(), confidence)
        }
        None => (None, span.of(reading.layer.text).to_owned(), 0.4),
    };
    Speaker { entity, name, span: Some(span), method: SpeakerMethod::Pronoun, confidence }
}

/// Lets "it" stand for the body that spoke just before, a company or a ministry; "it" never stands for a person.
pub(super) fn take_up(cast: &Cast, before: &Speaker, speaker: &mut Speaker) {
    let it = speaker.method == SpeakerMethod::Pronoun && speaker.name.eq_ignore_ascii_case("it");
    if !it {
        return;
    }
    let named = before.entity.is_some_and(|e| cast.is_body(e));
    let noun = before.method == SpeakerMethod::Nominal && coref::names::body(&before.name);
    if named || noun {
        speaker.entity = before.entity;
        speaker.name.clone_from(&before.name);
        speaker.confidence = 0.7 * before.confidence;
    }
}

/// Whom "who" takes up: the name right before it or before its comma.
fn antecedent(reading: &Reading<'_>, cast: &Cast, token: usize) -> Option<usize> {
    let comma = token.checked_sub(1).filter(|i| reading.lower(*i) == ",").unwrap_or(token);
    let before = reading.layer.tokens.get(comma.checked_sub(1)?)?.span;
    let naming = cast.last_in(before)?;
    (cast.characters[naming.who].nature != Nature::Thing).then_some(naming.who)
}

/// What follows "and" in "contender and former neurosurgeon Ben Carson": one person with two offices.
fn coordinated(reading: &Reading<'_>, source: &Range<usize>, phrase: &Range<usize>) -> Range<usize> {
    let none = source.end..source.end;
    let office = reading.class(phrase.end - 1) == Class::Lower && reading.lower(phrase.end) == "and";
    if !office || phrase.end + 2 >= source.end || reading.class(phrase.end + 1) != Class::Lower {
        return none;
    }
    head_phrase(reading, phrase.end + 1..source.end)
}

/// The phrase up to its first comma, preposition or relative: where its head ends.
fn head_phrase(reading: &Reading<'_>, source: Range<usize>) -> Range<usize> {
    let mut end = source.start + 1;
    while end < source.end {
        let lower = reading.lower(end);
        let inner = matches!(lower, "." | "'") || (lower == "-" && !reading.layer.spaced(end));
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
    let lone = character.entity.is_none() && character.nature == Nature::Unknown && !character.name.contains(' ');
    if lone && character.name.ends_with('s') {
        // "Critics", "Officials" at a sentence's start.
        return None;
    }
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

/// The only holder of the office that the phrase names.
fn by_office(reading: &Reading<'_>, cast: &Cast, phrase: Range<usize>) -> Option<Speaker> {
    let after = reading.lower(phrase.end);
    if after == "of" || after == "for" {
        return None;
    }
    let span = reading.layer.span(phrase);
    let character = &cast.characters[coref::offices::holder(cast, span.of(reading.layer.text))?];
    let (entity, name) = (character.entity, character.name.clone());
    Some(Speaker { entity, name, span: Some(span), method: SpeakerMethod::Nominal, confidence: 0.8 })
}

fn nominal(reading: &Reading<'_>, source: Range<usize>) -> Speaker {
    let end = (source.start..source.end).find(|i| *i > source.start && reading.lower(*i) == ",").unwrap_or(source.end);
    let span = reading.layer.span(reading.shorn(source.start..end.max(source.start + 1)));
    let name = span.of(reading.layer.text).to_owned();
    let method = SpeakerMethod::Nominal;
    Speaker { entity: None, name, span: Some(span), method, confidence: 0.88 }
}
