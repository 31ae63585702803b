//! Referents of "he" and "she": by gender, recency, and who spoke or acted last.

use std::collections::HashMap;

use super::participants::{ParticipantKind, Participants};
use crate::analyze::discourse::Discourse;
use crate::analyze::lexicon::given_names::Gender;
use crate::text::steps;

/// The factor by which a candidate's salience shrinks with each sentence (chosen).
const SENTENCE_DECAY: f32 = 0.6;
/// The salience below which a candidate is dropped (chosen).
const MIN_SALIENCE: f32 = 0.02;
/// The largest number of candidates that are kept, which bounds the work per pronoun.
const MAX_CANDIDATES: usize = 48;

// The salience that a mention gives, by its role (all chosen).
/// Factor of a participant of whom nothing says that it is a person.
const UNKNOWN_KIND: f32 = 0.45;
/// Factor of a mention within a reported question.
const IN_QUESTION: f32 = 0.1;
/// Salience of a mention in quotation marks.
const QUOTED: f32 = 0.3;
/// Salience of whoever asks, who is not the one who answers.
const ASKING: f32 = 0.9;
/// Salience of whoever speaks.
const SPEAKING: f32 = 1.4;
/// Salience of an owner: `Holt's village`.
const POSSESSIVE: f32 = 0.45;
/// Salience of the first mention in a sentence.
const FIRST: f32 = 1.0;
/// Salience of a later mention.
const LATER: f32 = 0.6;
/// Salience that a pronoun gives as the first mention in a sentence, and as a later one.
const FIRST_PRONOUN: f32 = 0.8;
const LATER_PRONOUN: f32 = 0.4;
/// The part of a repeated mention's salience that is added.
const REPEATED: f32 = 0.25;
/// Factor of a candidate whose gender nothing tells.
const UNKNOWN_GENDER: f32 = 0.5;

/// Tokens behind a name's first among which its verb is looked for, and before it (chosen).
const VERB_AFTER: usize = 5;
const VERB_BEFORE: usize = 3;
/// Tokens of the longest reported question before a sentence's verb (chosen; it bounds the work).
const QUESTION_TOKENS: usize = 40;

/// Salience of the candidate that is none of those named (chosen), and the bounds of a confidence.
const NOBODY: f32 = 0.1;
const CONFIDENCE: (f32, f32) = (0.05, 0.95);

/// Returns the referents of "he" and "she" outside quotation marks: token → (participant, confidence).
///
/// Reads front to back. O(n · candidates).
pub(super) fn resolve(participants: &Participants, discourse: &Discourse<'_>) -> HashMap<usize, (usize, f32)> {
    let mut referents = HashMap::new();
    let mut candidates: Vec<(usize, f32)> = Vec::new();
    let mut mentions = participants.name_mentions.iter().peekable();
    for unit in &discourse.utterance_sentences {
        steps::count(candidates.len());
        for candidate in &mut candidates {
            candidate.1 *= SENTENCE_DECAY;
        }
        candidates.retain(|m| m.1 > MIN_SALIENCE);
        let mut first = true;
        for token in unit.clone() {
            let place = discourse.document.tokens[token].span;
            while let Some(mention) = mentions.next_if(|n| n.span.start < place.end) {
                let weight = weight(participants, discourse, mention.who, token, first);
                reinforce(&mut candidates, mention.who, weight);
                first &= discourse.words[token].quoted.is_some();
            }
            let gender = match discourse.lower(token) {
                "he" => Gender::Male,
                "she" => Gender::Female,
                _ => continue,
            };
            if discourse.words[token].quoted.is_some() {
                continue;
            }
            if let Some((who, confidence)) = best_candidate(participants, &candidates, gender) {
                referents.insert(token, (who, confidence));
                reinforce(&mut candidates, who, if first { FIRST_PRONOUN } else { LATER_PRONOUN });
            }
            first = false;
        }
    }
    referents
}

/// Returns the salience that one mention gives a participant.
fn weight(participants: &Participants, discourse: &Discourse<'_>, who: usize, token: usize, first: bool) -> f32 {
    let kind = match participants.all[who].kind {
        ParticipantKind::Person => 1.0,
        ParticipantKind::Unknown => UNKNOWN_KIND,
        ParticipantKind::Organization | ParticipantKind::Thing => return 0.0,
    };
    let quoted = discourse.words[token].quoted.is_some();
    let after = (token..token + VERB_AFTER).take_while(|i| *i == token || discourse.is_word(*i));
    let possessive = after.clone().any(|i| discourse.words.get(i).is_some_and(|w| w.possessive));
    let cue = |i: usize| discourse.words.get(i).is_some_and(|w| w.cue.is_some() && w.quoted.is_none());
    let before = (1..=VERB_BEFORE).filter_map(|n| token.checked_sub(n)).take_while(|i| discourse.is_word(*i));
    // "said Holt" turns the order round only after a quote or a comma; else Holt is the object: "praised Holt".
    let inverted = |i: usize| {
        cue(i) && i.checked_sub(1).is_none_or(|b| !discourse.is_word(b) || discourse.words[b].quoted.is_some())
    };
    let asks = |i: usize| discourse.words.get(i).is_some_and(|w| w.cue.is_some_and(|c| c.lemma == "ask"));
    let asker = !quoted && after.clone().any(asks);
    let speaks = !quoted && !possessive && (after.into_iter().any(cue) || before.into_iter().any(inverted));
    if participants.all[who].kind == ParticipantKind::Unknown && !speaks && !participants.all[who].name.contains(' ') {
        // "Leeds" may be a person, but nothing says so.
        return 0.0;
    }
    if is_in_reported_question(discourse, token) {
        return kind * IN_QUESTION;
    }
    let role = match (quoted, speaks, first, possessive) {
        (true, ..) => QUOTED,
        (_, true, ..) if asker => ASKING,
        (_, true, ..) => SPEAKING,
        (_, _, _, true) => POSSESSIVE,
        (_, _, true, _) => FIRST,
        _ => LATER,
    };
    kind * role
}

/// Returns whether a token is part of a reported question: "Asked what the village would do, he shrugged".
fn is_in_reported_question(discourse: &Discourse<'_>, token: usize) -> bool {
    let unit = discourse.utterance_sentences.partition_point(|u| u.end <= token);
    let Some(start) = discourse.utterance_sentences.get(unit).map(|u| u.start).filter(|s| *s + QUESTION_TOKENS > token)
    else {
        return false;
    };
    let begins = discourse.lower(start) == "asked" && discourse.words[start].quoted.is_none();
    begins && (start..token).all(|i| discourse.lower(i) != "," && discourse.words[i].quoted.is_none())
}

fn reinforce(candidates: &mut Vec<(usize, f32)>, who: usize, weight: f32) {
    if weight <= 0.0 {
        return;
    }
    if let Some(candidate) = candidates.iter_mut().find(|m| m.0 == who) {
        // Often named is not twice as present.
        candidate.1 = candidate.1.max(weight) + REPEATED * candidate.1.min(weight);
        return;
    }
    if candidates.len() >= MAX_CANDIDATES {
        candidates.remove(0);
    }
    candidates.push((who, weight));
}

fn best_candidate(participants: &Participants, candidates: &[(usize, f32)], gender: Gender) -> Option<(usize, f32)> {
    let mut best = (None, 0.0_f32);
    let mut sum = 0.0;
    for &(who, weight) in candidates {
        let fit = match participants.all[who].gender {
            Some(told) if told == gender => 1.0,
            Some(_) => continue,
            None => UNKNOWN_GENDER,
        };
        let score = weight * fit;
        sum += score;
        if score > best.1 {
            best = (Some(who), score);
        }
    }
    let who = best.0?;
    Some((who, (best.1 / (sum + NOBODY)).clamp(CONFIDENCE.0, CONFIDENCE.1)))
}
