//! Filters: constructions that look like attributions and are not.

use std::ops::Range;

use super::attribution::Attribution;
use crate::analyze::discourse::{Discourse, TokenClass};
use crate::analyze::lexicon::speech::{self, CueForm};
use crate::model::annotation::{Speaker, SpeakerMethod};

/// Verbs of judging, whose plain object is a thing and not speech: "defended the budget".
const JUDGING_VERBS: [&str; 6] = ["defend", "criticise", "criticize", "dismiss", "praise", "order"];

/// The largest number of tokens in such a plain object (chosen).
const MAX_OBJECT_TOKENS: usize = 6;

/// Words that begin speech after such a verb: "dismissed as nonsense".
const CLAUSE_OPENERS: [&str; 8] = ["that", "as", "for", "how", "why", "what", "whether", "of"];

/// The largest number of words in a paragraph without a final stop that is a heading (chosen).
const MAX_HEADING_WORDS: usize = 10;

/// Articles in other languages.
const ARTICLES: &str = "der die das den dem des ein eine einer eines le la les l' un une des el los las una uno il lo gli i \
    o os as um uma de het een en ett ein";

/// Returns whether an attribution outside marks reports speech.
///
/// A question to the speaker, a refusal to speak and a heading do not.
pub(super) fn is_attribution(discourse: &Discourse<'_>, unit: &Range<usize>, attribution: &Attribution) -> bool {
    let mut contents = attribution.contents.iter().cloned().flatten();
    if contents.any(|i| discourse.words[i].quoted.is_some()) {
        return true;
    }
    let none = attribution.source.as_ref().is_some_and(|s| names_nobody(discourse, s));
    let judged = discourse.words[attribution.cue].cue.is_some_and(|c| JUDGING_VERBS.contains(&c.lemma))
        && attribution
            .contents
            .first()
            .is_some_and(|c| c.len() <= MAX_OBJECT_TOKENS && !CLAUSE_OPENERS.contains(&discourse.lower(c.start)));
    !none
        && !judged
        && !is_reported_question(discourse, unit, attribution.cue)
        && !is_refusal(discourse, unit, attribution)
        && !is_heading(discourse, unit)
}

/// Returns whether a source is "no one" or "nobody".
fn names_nobody(discourse: &Discourse<'_>, source: &Range<usize>) -> bool {
    match discourse.lower(source.start) {
        "nobody" => true,
        "no" => discourse.lower(source.start + 1) == "one",
        _ => false,
    }
}

/// Returns whether a cue reports a question to the one who answers: "Asked whether he would stay, …", "Holt was asked
/// whether".
fn is_reported_question(discourse: &Discourse<'_>, unit: &Range<usize>, cue: usize) -> bool {
    let asked = discourse.lower(cue) == "asked";
    let passive = |i: usize| ["was", "were", "been", "when", "if", "being"].contains(&discourse.lower(i));
    asked && (cue == unit.start || (cue > unit.start && passive(cue - 1)))
}

/// Returns whether a cue reports a refusal: "would not say how", "declined to say whether".
fn is_refusal(discourse: &Discourse<'_>, unit: &Range<usize>, attribution: &Attribution) -> bool {
    let cue = attribution.cue;
    let base = discourse.words[cue]
        .cue
        .is_some_and(|c| c.form == CueForm::Base && matches!(c.lemma, "say" | "comment" | "tell"));
    let open = |c: &Range<usize>| {
        ["how", "whether", "who", "what", "where", "when", "why", "if", "which"].contains(&discourse.lower(c.start))
    };
    let not = |i: usize| {
        let lower = discourse.lower(i);
        ["not", "declined", "refused", "n't", "never"].contains(&lower) || lower.ends_with("n't")
    };
    base && attribution.contents.first().is_some_and(open) && (cue.saturating_sub(3).max(unit.start)..cue).any(not)
}

/// Returns whether a sentence stands in a short paragraph without a final stop.
fn is_heading(discourse: &Discourse<'_>, unit: &Range<usize>) -> bool {
    let at = discourse.document.paragraphs.partition_point(|p| p.end <= unit.start);
    // A text of one line may be a sentence that was handed over without its stop.
    let Some(paragraph) = discourse.document.paragraphs.get(at).filter(|_| discourse.document.paragraphs.len() > 1)
    else {
        return false;
    };
    let words = paragraph.clone().take(2 * MAX_HEADING_WORDS).filter(|i| discourse.is_word(*i)).count();
    words <= MAX_HEADING_WORDS && paragraph.clone().next_back().is_some_and(|i| discourse.is_word(i))
}

/// Returns the attribution of a clause without "that" whose subject has an apposition, which the tagger misses: "Dostal
/// said inflation, now at 8%, would stay".
pub(super) fn clause_with_apposition(
    discourse: &Discourse<'_>,
    unit: &Range<usize>,
    cue: usize,
) -> Option<Attribution> {
    let word = discourse.words.get(cue)?;
    let says = word.quoted.is_none()
        && word.cue.is_some_and(|c| c.lemma == "say" && matches!(c.form, CueForm::Past | CueForm::Third));
    let subject = cue > unit.start
        && (discourse.class(cue - 1) == TokenClass::Upper || speech::is_pronoun(discourse.lower(cue - 1)));
    let rest = cue + 1..unit.end;
    if !says || !subject || rest.clone().any(|i| discourse.words[i].quoted.is_some()) {
        return None;
    }
    let comma = |from: usize| (from..rest.end.min(from + 12)).find(|i| discourse.lower(*i) == ",");
    let first = comma(cue + 2)?;
    let second = comma(first + 2)?;
    let opens = speech::is_preposition(discourse.lower(cue + 1)) || speech::is_conjunction(discourse.lower(cue + 1));
    let verb = ["would", "will", "was", "were", "is", "are", "had", "has", "have", "could", "should", "must", "might"];
    if opens || !verb.contains(&discourse.lower(second + 1)) {
        return None;
    }
    let mut start = cue;
    while start > unit.start && (discourse.class(start - 1) == TokenClass::Upper || start == cue) && start + 6 > cue {
        start -= 1;
    }
    Some(Attribution {
        cue,
        source: Some(start..cue),
        contents: vec![discourse.trim_punctuation(rest)],
        confidence: 0.6,
    })
}

/// Returns the end of a dateline: "TARSK, Nov 12 (Corriden) -", "DUNMORE —". Nobody in it speaks.
pub(super) fn dateline_end(discourse: &Discourse<'_>, unit: &Range<usize>) -> Option<usize> {
    let paragraph = discourse.document.paragraphs.partition_point(|p| p.end <= unit.start);
    let opens = discourse.document.paragraphs.get(paragraph).is_some_and(|p| p.start == unit.start);
    let first = discourse.document.tokens.get(unit.start)?.span.of(discourse.document.text);
    let loud = first.chars().count() > 2 && first.chars().all(char::is_uppercase);
    if !opens || !loud {
        return None;
    }
    let dash =
        |i: &usize| matches!(discourse.lower(*i), "-" | "–" | "—" | "--") && discourse.document.has_space_before(*i);
    (unit.start + 1..unit.end.min(unit.start + 15)).find(dash).map(|i| i + 1)
}

/// Returns the subject after a dateline: up to the noun for an organisation, else the capitalised words.
pub(super) fn subject_after_dateline(discourse: &Discourse<'_>, start: usize, cue: usize) -> Option<Range<usize>> {
    let near = start..cue.min(start + 8);
    let body = near.clone().take_while(|i| discourse.is_word(*i)).find(|i| {
        discourse.class(*i) == TokenClass::Lower
            && speech::is_organization_word(discourse.lower(*i))
            && !discourse.words[*i].possessive
    });
    let name = || near.clone().take_while(|i| discourse.class(*i) == TokenClass::Upper).last();
    let last = body.or_else(name)?;
    Some(start..last + 1)
}

/// Returns whether a speaker is plausible: no bare "who", and in other languages than English no lone noun or pronoun.
pub(super) fn is_plausible_speaker(speaker: &Speaker, english: bool) -> bool {
    let mut words = speaker.name.split_whitespace();
    let first = words.next().unwrap_or_default().to_lowercase();
    let more = words.next().is_some();
    if ["who", "which", "whom"].contains(&first.as_str()) {
        return false;
    }
    let article = || ARTICLES.split_whitespace().any(|a| a == first);
    english || speaker.entity.is_some() || (more && (speaker.method != SpeakerMethod::Nominal || article()))
}
