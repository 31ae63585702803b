//! Speaker identification: from the words that name a speaker to a person or an organisation.

use std::ops::Range;

use crate::analyze::coref::{self, ParticipantKind, Participants};
use crate::analyze::discourse::{Discourse, TokenClass};
use crate::analyze::lexicon::speech;
use crate::model::Span;
use crate::model::annotation::{Speaker, SpeakerMethod};

// Confidence in a speaker, by how the source names it; chosen where nothing else is said.
/// Confidence in a name, by what it is that of.
const PERSON: f32 = 0.93;
const ORGANIZATION: f32 = 0.88;
const UNKNOWN: f32 = 0.85;
const THING: f32 = 0.6;
/// Confidence in the only holder of an office, in a noun phrase as it stands, and in what `who` stands for.
const OFFICE: f32 = 0.8;
const NOUN_PHRASE: f32 = 0.88;
const RELATIVE: f32 = 0.8;
/// Confidence in a pronoun without a candidate; with one, what it is at least, and what the whole salience adds. Both
/// estimated on a sample of resolved pronouns.
const UNRESOLVED: f32 = 0.4;
const PRONOUN_BASE: f32 = 0.55;
const PRONOUN_SLOPE: f32 = 0.4;
/// The factor on the confidence in the speaker before, for whom `it` stands.
const IT: f32 = 0.7;

/// Returns the speaker that the source of an attribution names.
pub(super) fn identify(
    discourse: &Discourse<'_>,
    participants: &Participants,
    source: Range<usize>,
) -> Option<Speaker> {
    let source = discourse.trim_punctuation(source);
    if source.is_empty() {
        return None;
    }
    // "he's", "I've", "Holt's"
    let clitic = |i: usize| source.len() > 1 && discourse.document.word(i).starts_with(['\'', '’']);
    let source = source.start..source.end - usize::from(clitic(source.end - 1));
    if source.len() == 1 && speech::is_pronoun(discourse.lower(source.start).split('\'').next().unwrap_or_default()) {
        return Some(by_pronoun(discourse, participants, source));
    }
    let phrase = head_phrase(discourse, source.clone());
    let parts = [phrase.clone(), coordinated(discourse, &source, &phrase), appositive(discourse, &source, &phrase)];
    let named = parts.into_iter().find_map(|part| by_name(discourse, participants, part));
    Some(
        named
            .or_else(|| by_office(discourse, participants, phrase))
            .unwrap_or_else(|| by_noun_phrase(discourse, source)),
    )
}

/// Returns the confidence of a resolved pronoun, by the referent's share of the candidates' salience.
fn pronoun_confidence(share: f32) -> f32 {
    PRONOUN_BASE + PRONOUN_SLOPE * share
}

fn by_pronoun(discourse: &Discourse<'_>, participants: &Participants, source: Range<usize>) -> Speaker {
    let span = discourse.document.span(source.clone());
    let meant = match discourse.lower(source.start) {
        "who" => antecedent(discourse, participants, source.start).map(|who| (who, RELATIVE)),
        _ => participants.pronoun_referents.get(&source.start).map(|(who, share)| (*who, pronoun_confidence(*share))),
    };
    let (entity, name, confidence) = match meant {
        Some((who, confidence)) => {
            let participant = &participants.all[who];
            (participant.entity, participant.name.clone(), confidence)
        }
        None => (None, span.of(discourse.document.text).to_owned(), UNRESOLVED),
    };
    Speaker { entity, name, span: Some(span), method: SpeakerMethod::Pronoun, confidence }
}

/// Resolves "it" to the organisation that spoke just before, such as a company or a ministry; "it" is never a person.
pub(super) fn resolve_it(participants: &Participants, before: &Speaker, speaker: &mut Speaker) {
    let it = speaker.method == SpeakerMethod::Pronoun && speaker.name.eq_ignore_ascii_case("it");
    if !it {
        return;
    }
    let named = before.entity.is_some_and(|e| participants.is_organization(e));
    let noun = before.method == SpeakerMethod::Nominal && coref::names::is_organization_phrase(&before.name);
    if named || noun {
        speaker.entity = before.entity;
        speaker.name.clone_from(&before.name);
        speaker.confidence = IT * before.confidence;
    }
}

/// Returns the antecedent of "who": the name right before it or before its comma.
fn antecedent(discourse: &Discourse<'_>, participants: &Participants, token: usize) -> Option<usize> {
    let comma = token.checked_sub(1).filter(|i| discourse.lower(*i) == ",").unwrap_or(token);
    let before = discourse.document.tokens.get(comma.checked_sub(1)?)?.span;
    let mention = participants.last_mention_in(before)?;
    (participants.all[mention.who].kind != ParticipantKind::Thing).then_some(mention.who)
}

/// Returns the second of two coordinated offices of one person: "contender and former neurosurgeon Ben Carson".
fn coordinated(discourse: &Discourse<'_>, source: &Range<usize>, phrase: &Range<usize>) -> Range<usize> {
    let none = source.end..source.end;
    let office = discourse.class(phrase.end - 1) == TokenClass::Lower && discourse.lower(phrase.end) == "and";
    if !office || phrase.end + 2 >= source.end || discourse.class(phrase.end + 1) != TokenClass::Lower {
        return none;
    }
    head_phrase(discourse, phrase.end + 1..source.end)
}

/// Returns the phrase up to its first comma, preposition or relative, where its head ends.
fn head_phrase(discourse: &Discourse<'_>, source: Range<usize>) -> Range<usize> {
    let mut end = source.start + 1;
    while end < source.end {
        let lower = discourse.lower(end);
        let inner = matches!(lower, "." | "'") || (lower == "-" && !discourse.document.has_space_before(end));
        if (!discourse.is_word(end) && !inner) || speech::is_preposition(lower) || speech::is_conjunction(lower) {
            break;
        }
        end += 1;
    }
    source.start..end
}

/// Returns the apposition after a comma in the source.
fn appositive(discourse: &Discourse<'_>, source: &Range<usize>, phrase: &Range<usize>) -> Range<usize> {
    let comma = (phrase.end..source.end).find(|i| discourse.lower(*i) == ",");
    comma.map_or(source.end..source.end, |c| {
        head_phrase(discourse, c + 1..source.end.max(c + 2).min(discourse.words.len()))
    })
}

/// Returns the speaker whose name ends a phrase.
fn by_name(discourse: &Discourse<'_>, participants: &Participants, phrase: Range<usize>) -> Option<Speaker> {
    let phrase = discourse.trim_punctuation(phrase);
    if phrase.is_empty() {
        return None;
    }
    let span = discourse.document.span(phrase.clone());
    let last = phrase.end - 1;
    let mention =
        participants.last_mention_in(span).filter(|n| n.span.end > discourse.document.tokens[last].span.start)?;
    let participant = &participants.all[mention.who];
    let lone =
        participant.entity.is_none() && participant.kind == ParticipantKind::Unknown && !participant.name.contains(' ');
    if lone && participant.name.ends_with('s') {
        // "Critics", "Officials" at a sentence's start.
        return None;
    }
    let whole = Span::new(mention.span.start.max(span.start), mention.span.end.min(span.end));
    let confidence = match participant.kind {
        ParticipantKind::Person => PERSON,
        ParticipantKind::Organization => ORGANIZATION,
        ParticipantKind::Unknown => UNKNOWN,
        ParticipantKind::Thing => THING,
    };
    Some(Speaker {
        entity: participant.entity,
        name: participant.name.clone(),
        span: Some(whole),
        method: SpeakerMethod::Explicit,
        confidence,
    })
}

/// Returns the only holder of the office that the phrase names.
fn by_office(discourse: &Discourse<'_>, participants: &Participants, phrase: Range<usize>) -> Option<Speaker> {
    let after = discourse.lower(phrase.end);
    if after == "of" || after == "for" {
        return None;
    }
    let span = discourse.document.span(phrase);
    let participant = &participants.all[coref::offices::holder_of(participants, span.of(discourse.document.text))?];
    let (entity, name) = (participant.entity, participant.name.clone());
    Some(Speaker { entity, name, span: Some(span), method: SpeakerMethod::Nominal, confidence: OFFICE })
}

fn by_noun_phrase(discourse: &Discourse<'_>, source: Range<usize>) -> Speaker {
    let end =
        (source.start..source.end).find(|i| *i > source.start && discourse.lower(*i) == ",").unwrap_or(source.end);
    let span = discourse.document.span(discourse.trim_punctuation(source.start..end.max(source.start + 1)));
    let name = span.of(discourse.document.text).to_owned();
    let method = SpeakerMethod::Nominal;
    Speaker { entity: None, name, span: Some(span), method, confidence: NOUN_PHRASE }
}
