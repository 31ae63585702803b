//! Speech that a dash opens, as in Spanish, French, Portuguese, Polish or Russian papers: "— No lo sé —dijo Rosa—. Ya veremos."

use super::quoted_span::{Quoted, trimmed};
use crate::analyze::document::Document;
use crate::analyze::lexicon::speech::{self as lexicon, Form};
use crate::model::Span;

/// Words of a stretch that may stand before its verb when it tells who speaks.
const LEAD: usize = 5;

/// Adds the speeches of paragraphs that begin with a dash and tell who speaks, or stand beside one that does. O(n).
pub(super) fn add(layer: &Document<'_>, quoted: &mut Vec<Quoted>) {
    let mut found = Vec::new();
    let mut told = false;
    let mut waiting = None;
    for (index, tokens) in layer.paragraphs.iter().enumerate() {
        let place = layer.span(tokens.clone());
        let dash = place.of(layer.text).starts_with(['—', '–', '―']);
        let marked = quoted.binary_search_by_key(&index, |q| q.paragraph).is_ok();
        if !dash || marked {
            (told, waiting) = (false, None);
            continue;
        }
        let speech = speech(layer, place, index);
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

/// The stretches of one paragraph between its dashes, without those that tell who speaks.
fn speech(layer: &Document<'_>, place: Span, paragraph: usize) -> Vec<Quoted> {
    let words = place.of(layer.text);
    let mut found: Vec<Quoted> = Vec::new();
    let dashes = words.match_indices(['—', '–', '―']);
    let cuts: Vec<(usize, usize)> = dashes.map(|(at, dash)| (at, at + dash.len())).collect();
    for (i, (at, from)) in cuts.iter().enumerate() {
        let to = cuts.get(i + 1).map_or(words.len(), |c| c.0);
        let stretch = words.get(*from..to).unwrap_or_default();
        if i > 0 && tells(stretch) {
            continue;
        }
        let end = tail(stretch).map_or(to, |tail| from + tail);
        let inner = Span::new(place.start + from, place.start + end);
        let text = inner.of(layer.text);
        // What a telling stretch leaves behind: ". Ya veremos."
        let lead =
            text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';')).len();
        let inner = trimmed(layer.text, Span::new(inner.start + lead, inner.end));
        match found.last_mut() {
            // A dash within the speech.
            Some(last) if last.outer.end == place.start + at => {
                (last.outer.end, last.inner.end) = (inner.end, inner.end);
            }
            _ if inner.is_empty() => {}
            _ => found.push(Quoted {
                outer: Span::new(place.start + at, place.start + end),
                inner,
                paragraph,
                goes_on: false,
            }),
        }
    }
    found
}

/// Whether a stretch begins with a verb of saying, or with a short subject and one.
fn tells(stretch: &str) -> bool {
    stretch.split_whitespace().take(LEAD).any(said)
}

fn said(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    lexicon::cue(&word).is_some_and(|c| matches!(c.form, Form::Foreign | Form::Past | Form::Third))
}

/// Where ", dit-elle" or ", said Rosa" begins that ends a stretch: after its comma.
fn tail(stretch: &str) -> Option<usize> {
    let comma =
        stretch.rmatch_indices([',', '?', '!']).map(|(at, _)| at + 1).find(|at| *at < stretch.trim_end().len())?;
    let rest = stretch.get(comma..)?;
    let mut words = rest.split_whitespace().flat_map(|w| w.split('-'));
    let short = rest.split_whitespace().count() <= 2 * LEAD;
    (short && (words.next().is_some_and(said) || words.next().is_some_and(said))).then_some(comma)
}
