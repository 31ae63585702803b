//! Tables of results: "Rovers 3 United 1", "Rovers 4 2 1 1 7": what stands before the numbers is a team.

use std::ops::Range;

use super::super::ner::Name;
use super::super::ner::labels::Class;
use super::super::ner::words::{Case, Sketch};
use crate::analyze::document::Document;
use crate::analyze::lexicon::countries::{Nation, nation};

/// The certainty of a team.
const SURE: f32 = 0.75;

/// A row of a table: names, each with the numbers behind it.
struct Row {
    cells: Vec<Range<usize>>,
}

/// Turns what stands in tables into teams. Countries stay places.
pub(in crate::analyze::entities) fn correct(layer: &Document<'_>, sketch: &Sketch, names: &mut Vec<Name>) {
    let mut teams: Vec<Range<usize>> = Vec::new();
    for sentence in &layer.sentences {
        if let Some(row) = row(layer, sketch, sentence.clone()) {
            teams.extend(row.cells);
        }
    }
    if teams.is_empty() {
        return;
    }
    let mut out: Vec<Name> = Vec::with_capacity(names.len() + teams.len());
    let mut old = names.drain(..).peekable();
    for team in teams {
        out.extend(std::iter::from_fn(|| old.next_if(|name| name.tokens.end <= team.start)));
        let mut kept = None;
        while let Some(name) = old.next_if(|name| name.tokens.start < team.end) {
            let person = name.class == Class::Person && name.tokens.len() > 1;
            if person {
                kept = Some(name);
            }
        }
        let country = matches!(nation(layer.span(team.clone()).of(layer.text)), Some(Nation::Country(_)));
        out.push(kept.unwrap_or(Name {
            tokens: team,
            class: if country { Class::Place } else { Class::Org },
            sure: SURE,
        }));
    }
    out.extend(old);
    *names = out;
}

/// Reads a sentence as a row: two names with a number each, or one with three numbers and more.
fn row(layer: &Document<'_>, sketch: &Sketch, sentence: Range<usize>) -> Option<Row> {
    let words = &sketch.words;
    if sentence.len() < 4 || !words[sentence.start].capital() {
        return None;
    }
    let lower = sentence.clone().filter(|&token| words[token].case == Case::Lower).count();
    let numbers = sentence.clone().filter(|&token| number(layer, sketch, token)).count();
    if lower > 1 || numbers < 2 || numbers * 4 < sentence.len() {
        return None;
    }
    let mut cells = Vec::new();
    let mut most = 0;
    let mut at = sentence.start;
    while at < sentence.end {
        let start = at;
        while at < sentence.end && words[at].capital() {
            at += 1;
        }
        let end = at;
        while at < sentence.end && number(layer, sketch, at) {
            at += 1;
        }
        let initials = words[start..end].iter().any(|word| word.case == Case::Dotted && word.names == 0);
        if start < end && end < at && end - start < 5 && !initials {
            cells.push(start..end);
            most = most.max(at - end);
        }
        at = at.max(start + 1);
    }
    let scores = cells.len() == 2 && cells[0].start == sentence.start && most < 3;
    let standing = cells.len() == 1 && cells[0].start == sentence.start && most > 2;
    (scores || standing).then_some(Row { cells })
}

/// Whether a token is a plain number, as in a score; dates and bowling figures are none.
fn number(layer: &Document<'_>, sketch: &Sketch, token: usize) -> bool {
    let word = layer.word(token);
    sketch.words[token].case == Case::Number && word.len() < 5 && !word.contains([':', '-', ','])
        || (word.starts_with('.') && word.len() > 1)
}
