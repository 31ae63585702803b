//! Results tables: in "Rovers 3 United 1" and "Rovers 4 2 1 1 7" the name before the numbers is a team.

use std::ops::Range;

use super::super::ner::TaggedName;
use super::super::ner::labels::NameClass;
use super::super::ner::words::{Case, WordTable};
use crate::analyze::document::Document;
use crate::analyze::lexicon::countries::{self, Nation};

/// The confidence of a team (estimated).
const TEAM_CONFIDENCE: f32 = 0.75;

/// A row of a table: names, each with the numbers after it.
struct Row {
    cells: Vec<Range<usize>>,
}

/// Relabels the names in tables as teams. Countries stay places.
pub(in crate::analyze::entities) fn correct(document: &Document<'_>, table: &WordTable, names: &mut Vec<TaggedName>) {
    let mut teams: Vec<Range<usize>> = Vec::new();
    for sentence in &document.sentences {
        if let Some(row) = read_row(document, table, sentence.clone()) {
            teams.extend(row.cells);
        }
    }
    if teams.is_empty() {
        return;
    }
    let mut out: Vec<TaggedName> = Vec::with_capacity(names.len() + teams.len());
    let mut old = names.drain(..).peekable();
    for team in teams {
        out.extend(std::iter::from_fn(|| old.next_if(|name| name.tokens.end <= team.start)));
        let mut kept = None;
        while let Some(name) = old.next_if(|name| name.tokens.start < team.end) {
            let person = name.class == NameClass::Person && name.tokens.len() > 1;
            if person {
                kept = Some(name);
            }
        }
        let country =
            matches!(countries::find(document.span(team.clone()).of(document.text)), Some(Nation::Country(_)));
        out.push(kept.unwrap_or(TaggedName {
            tokens: team,
            class: if country { NameClass::Place } else { NameClass::Org },
            confidence: TEAM_CONFIDENCE,
        }));
    }
    out.extend(old);
    *names = out;
}

/// Returns a sentence as a row: two names with a number each, or one with three numbers and more.
fn read_row(document: &Document<'_>, table: &WordTable, sentence: Range<usize>) -> Option<Row> {
    let words = &table.words;
    if sentence.len() < 4 || !words[sentence.start].capital() {
        return None;
    }
    let lower = sentence.clone().filter(|&token| words[token].case == Case::Lower).count();
    let numbers = sentence.clone().filter(|&token| is_plain_number(document, table, token)).count();
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
        while at < sentence.end && is_plain_number(document, table, at) {
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

/// Returns whether a token is a plain number, as in a score; dates and bowling figures are not.
fn is_plain_number(document: &Document<'_>, table: &WordTable, token: usize) -> bool {
    let word = document.word(token);
    table.words[token].case == Case::Number && word.len() < 5 && !word.contains([':', '-', ','])
        || (word.starts_with('.') && word.len() > 1)
}
