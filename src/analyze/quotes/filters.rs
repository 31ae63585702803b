//! What looks like an attribution and is none.

use std::ops::Range;

use super::attribution::Attribution;
use crate::analyze::discourse::{Class, Reading};
use crate::analyze::lexicon::speech::{self as lexicon, Form};
use crate::model::annotation::{Speaker, SpeakerMethod};

/// Verbs of judging, whose plain object is a thing and nothing said: "defended the budget".
const JUDGING: [&str; 6] = ["defend", "criticise", "criticize", "dismiss", "praise", "order"];

/// More words than that may hold an argument after all.
const OBJECT: usize = 6;

/// Words that begin what is said after such a verb: "dismissed as nonsense".
const CLAUSAL: [&str; 8] = ["that", "as", "for", "how", "why", "what", "whether", "of"];

/// A paragraph of so few words without a final stop is a heading.
const HEADING: usize = 10;

/// Words that begin a noun phrase in other languages than English.
const ARTICLES: &str = "der die das den dem des ein eine einer eines le la les l' un une des el los las una uno il lo gli i \
    o os as um uma de het een en ett ein";

/// Whether words outside marks are told as somebody's: not a question to them, not what they refuse to tell, no heading.
pub(super) fn sound(reading: &Reading<'_>, unit: &Range<usize>, attribution: &Attribution) -> bool {
    let mut contents = attribution.contents.iter().cloned().flatten();
    if contents.any(|i| reading.words[i].quoted.is_some()) {
        return true;
    }
    let none = attribution.source.as_ref().is_some_and(|s| nobody(reading, s));
    let judged = reading.words[attribution.cue].cue.is_some_and(|c| JUDGING.contains(&c.lemma))
        && attribution
            .contents
            .first()
            .is_some_and(|c| c.len() <= OBJECT && !CLAUSAL.contains(&reading.lower(c.start)));
    !none
        && !judged
        && !put_to(reading, unit, attribution.cue)
        && !refused(reading, unit, attribution)
        && !heading(reading, unit)
}

/// "No one has said so", "nobody said".
fn nobody(reading: &Reading<'_>, source: &Range<usize>) -> bool {
    match reading.lower(source.start) {
        "nobody" => true,
        "no" => reading.lower(source.start + 1) == "one",
        _ => false,
    }
}

/// "Asked whether he would stay, …", "Holt was asked whether": a question put to whoever answers.
fn put_to(reading: &Reading<'_>, unit: &Range<usize>, cue: usize) -> bool {
    let asked = reading.lower(cue) == "asked";
    let passive = |i: usize| ["was", "were", "been", "when", "if", "being"].contains(&reading.lower(i));
    asked && (cue == unit.start || (cue > unit.start && passive(cue - 1)))
}

/// "would not say how", "declined to say whether".
fn refused(reading: &Reading<'_>, unit: &Range<usize>, attribution: &Attribution) -> bool {
    let cue = attribution.cue;
    let base =
        reading.words[cue].cue.is_some_and(|c| c.form == Form::Base && matches!(c.lemma, "say" | "comment" | "tell"));
    let open = |c: &Range<usize>| {
        ["how", "whether", "who", "what", "where", "when", "why", "if", "which"].contains(&reading.lower(c.start))
    };
    let not = |i: usize| {
        let lower = reading.lower(i);
        ["not", "declined", "refused", "n't", "never"].contains(&lower) || lower.ends_with("n't")
    };
    base && attribution.contents.first().is_some_and(open) && (cue.saturating_sub(3).max(unit.start)..cue).any(not)
}

/// A short paragraph that no stop ends.
fn heading(reading: &Reading<'_>, unit: &Range<usize>) -> bool {
    let at = reading.layer.paragraphs.partition_point(|p| p.end <= unit.start);
    // A text of one line may be a sentence that was handed over without its stop.
    let Some(paragraph) = reading.layer.paragraphs.get(at).filter(|_| reading.layer.paragraphs.len() > 1) else {
        return false;
    };
    let words = paragraph.clone().take(2 * HEADING).filter(|i| reading.is_word(*i)).count();
    words <= HEADING && paragraph.clone().next_back().is_some_and(|i| reading.is_word(i))
}

/// "Dostal said inflation, now at 8%, would stay": the tagger loses a clause without "that" whose subject has an apposition.
pub(super) fn interrupted(reading: &Reading<'_>, unit: &Range<usize>, cue: usize) -> Option<Attribution> {
    let word = reading.words.get(cue)?;
    let says = word.quoted.is_none()
        && word.cue.is_some_and(|c| c.lemma == "say" && matches!(c.form, Form::Past | Form::Third));
    let subject =
        cue > unit.start && (reading.class(cue - 1) == Class::Upper || lexicon::pronoun(reading.lower(cue - 1)));
    let rest = cue + 1..unit.end;
    if !says || !subject || rest.clone().any(|i| reading.words[i].quoted.is_some()) {
        return None;
    }
    let comma = |from: usize| (from..rest.end.min(from + 12)).find(|i| reading.lower(*i) == ",");
    let first = comma(cue + 2)?;
    let second = comma(first + 2)?;
    let opens = lexicon::preposition(reading.lower(cue + 1)) || lexicon::conjunction(reading.lower(cue + 1));
    let verb = ["would", "will", "was", "were", "is", "are", "had", "has", "have", "could", "should", "must", "might"];
    if opens || !verb.contains(&reading.lower(second + 1)) {
        return None;
    }
    let mut start = cue;
    while start > unit.start && (reading.class(start - 1) == Class::Upper || start == cue) && start + 6 > cue {
        start -= 1;
    }
    Some(Attribution { cue, source: Some(start..cue), contents: vec![reading.shorn(rest)], confidence: 0.6 })
}

/// The end of a dateline: "TARSK, Nov 12 (Corriden) -", "DUNMORE —"; nobody in it speaks.
pub(super) fn dateline(reading: &Reading<'_>, unit: &Range<usize>) -> Option<usize> {
    let paragraph = reading.layer.paragraphs.partition_point(|p| p.end <= unit.start);
    let opens = reading.layer.paragraphs.get(paragraph).is_some_and(|p| p.start == unit.start);
    let first = reading.layer.tokens.get(unit.start)?.span.of(reading.layer.text);
    let loud = first.chars().count() > 2 && first.chars().all(char::is_uppercase);
    if !opens || !loud {
        return None;
    }
    let dash = |i: &usize| matches!(reading.lower(*i), "-" | "–" | "—" | "--") && reading.layer.spaced(*i);
    (unit.start + 1..unit.end.min(unit.start + 15)).find(dash).map(|i| i + 1)
}

/// The subject that follows a dateline: up to the noun that names a body, else the capitalised words.
pub(super) fn after_dateline(reading: &Reading<'_>, start: usize, cue: usize) -> Option<Range<usize>> {
    let near = start..cue.min(start + 8);
    let body = near.clone().take_while(|i| reading.is_word(*i)).find(|i| {
        reading.class(*i) == Class::Lower && lexicon::body(reading.lower(*i)) && !reading.words[*i].possessive
    });
    let name = || near.clone().take_while(|i| reading.class(*i) == Class::Upper).last();
    let last = body.or_else(name)?;
    Some(start..last + 1)
}

/// Whether a speaker says anything: no bare "who"; in other languages than English no noun or pronoun that is nobody's name.
pub(super) fn sensible(speaker: &Speaker, english: bool) -> bool {
    let mut words = speaker.name.split_whitespace();
    let first = words.next().unwrap_or_default().to_lowercase();
    let more = words.next().is_some();
    if ["who", "which", "whom"].contains(&first.as_str()) {
        return false;
    }
    let article = || ARTICLES.split_whitespace().any(|a| a == first);
    english || speaker.entity.is_some() || (more && (speaker.method != SpeakerMethod::Nominal || article()))
}
