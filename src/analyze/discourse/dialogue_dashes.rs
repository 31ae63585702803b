//! Speech that a dash introduces, as in Spanish, French, Portuguese, Polish or Russian papers: "— No lo sé —dijo Rosa—.
//! Ya veremos."

use super::quoted_span::{QuotedSpan, trim_whitespace};
use crate::analyze::document::Document;
use crate::analyze::lexicon::speech::{self, CueForm};
use crate::model::Span;

/// The number of words in which a reporting clause must have its verb (chosen).
const LEAD: usize = 5;

/// Adds the speech of paragraphs that begin with a dash and have a reporting clause, or stand beside one that has.
/// O(n).
pub(super) fn add(document: &Document<'_>, quoted: &mut Vec<QuotedSpan>) {
    let mut found = Vec::new();
    let mut told = false;
    let mut waiting = None;
    for (index, tokens) in document.paragraphs.iter().enumerate() {
        let place = document.span(tokens.clone());
        let dash = place.of(document.text).starts_with(['—', '–', '―']);
        let marked = quoted.binary_search_by_key(&index, |q| q.paragraph).is_ok();
        if !dash || marked {
            (told, waiting) = (false, None);
            continue;
        }
        let speech = speech(document, place, index);
        if speech.len() > 1 || speech.first().is_some_and(|q| q.outer.end < place.end) {
            found.extend(waiting.take().into_iter().flatten());
            found.extend(speech);
            told = true;
        } else if told {
            found.extend(speech);
        } else {
            waiting = Some(speech);
        }
    }
    if !found.is_empty() {
        quoted.append(&mut found);
        quoted.sort_by_key(|q| q.outer);
    }
}

/// Returns the stretches of one paragraph between its dashes, without the reporting clauses.
fn speech(document: &Document<'_>, place: Span, paragraph: usize) -> Vec<QuotedSpan> {
    let words = place.of(document.text);
    let mut found: Vec<QuotedSpan> = Vec::new();
    let dashes = words.match_indices(['—', '–', '―']);
    let cuts: Vec<(usize, usize)> = dashes.map(|(at, dash)| (at, at + dash.len())).collect();
    for (i, (at, from)) in cuts.iter().enumerate() {
        let to = cuts.get(i + 1).map_or(words.len(), |c| c.0);
        let stretch = words.get(*from..to).unwrap_or_default();
        if i > 0 && has_speech_verb(stretch) {
            continue;
        }
        let end = reporting_clause_start(stretch).map_or(to, |reporting_clause_start| from + reporting_clause_start);
        let inner = Span::new(place.start + from, place.start + end);
        let text = inner.of(document.text);
        // What a telling stretch leaves behind: ". Ya veremos."
        let lead =
            text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';')).len();
        let inner = trim_whitespace(document.text, Span::new(inner.start + lead, inner.end));
        match found.last_mut() {
            // A dash within the speech.
            Some(last) if last.outer.end == place.start + at => {
                (last.outer.end, last.inner.end) = (inner.end, inner.end);
            }
            _ if inner.is_empty() => {}
            _ => found.push(QuotedSpan {
                outer: Span::new(place.start + at, place.start + end),
                inner,
                paragraph,
                continues: false,
            }),
        }
    }
    found
}

/// Returns whether a stretch begins with a verb of speaking, or with a short subject and one.
fn has_speech_verb(stretch: &str) -> bool {
    stretch.split_whitespace().take(LEAD).any(is_speech_verb)
}

fn is_speech_verb(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    speech::find_cue(&word).is_some_and(|c| matches!(c.form, CueForm::Foreign | CueForm::Past | CueForm::Third))
}

/// Returns the byte after the comma where a final reporting clause begins: ", dit-elle", ", said Rosa".
fn reporting_clause_start(stretch: &str) -> Option<usize> {
    let comma =
        stretch.rmatch_indices([',', '?', '!']).map(|(at, _)| at + 1).find(|at| *at < stretch.trim_end().len())?;
    let rest = stretch.get(comma..)?;
    let mut words = rest.split_whitespace().flat_map(|w| w.split('-'));
    let short = rest.split_whitespace().count() <= 2 * LEAD;
    (short && (words.next().is_some_and(is_speech_verb) || words.next().is_some_and(is_speech_verb))).then_some(comma)
}
