//! Cuts what the field found to the name itself, and refuses what cannot be one.

use std::ops::Range;

use super::super::ner::labels::Class;
use super::super::ner::words::{Case, Sketch};
use super::honorifics::{NAMELIKE, is_title};
use crate::analyze::document::Document;

/// Cuts a name to its core; `None` when nothing is left that could be one.
pub(in crate::analyze::entities) fn name(
    layer: &Document<'_>,
    sketch: &Sketch,
    class: Class,
    tokens: Range<usize>,
) -> Option<Range<usize>> {
    let Range { mut start, mut end } = tokens;
    while start < end && opening(layer.word(start)) {
        start += 1;
    }
    while start < end && closing(layer.word(end - 1)) {
        end -= 1;
    }
    if class == Class::Person {
        while end - start > 1 && is_title(layer.word(start)) {
            let word = layer.word(start);
            let word = word.strip_suffix('.').unwrap_or(word);
            if NAMELIKE.contains(&word) && end - start == 2 && !word.starts_with(char::is_lowercase) {
                break;
            }
            start += 1;
        }
    }
    (start < end && possible(layer, sketch, class, start..end)).then_some(start..end)
}

fn opening(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "The"
            | "THE"
            | "a"
            | "A"
            | "an"
            | "An"
            | "\""
            | "“"
            | "‘"
            | "'"
            | "("
            | "``"
            | "''"
            | "-"
            | "–"
            | "—"
            | ","
            | "["
    )
}

fn closing(word: &str) -> bool {
    matches!(
        word,
        "'s" | "’s"
            | "'S"
            | "’S"
            | "\""
            | "”"
            | "’"
            | "'"
            | ","
            | ";"
            | ":"
            | "''"
            | "("
            | "-"
            | "–"
            | "—"
            | "."
            | "["
    )
}

/// Tables, tickers, handles and numbers are not people; no name is all marks.
fn possible(layer: &Document<'_>, sketch: &Sketch, class: Class, tokens: Range<usize>) -> bool {
    let words = &sketch.words[tokens.clone()];
    if tokens.len() > 12 || !words.iter().any(|word| word.capital() || word.case == Case::Alphanumeric) {
        return words.iter().any(|word| word.case == Case::Lower) && class != Class::Other && tokens.len() < 4;
    }
    let handle = layer.word(tokens.start).starts_with(['@', '#']);
    if handle || words.iter().any(|word| word.case == Case::Address) || listing(layer, &tokens) {
        return false;
    }
    if tokens.len() == 1 && party(layer.word(tokens.start)) {
        return false;
    }
    if class != Class::Person {
        return true;
    }
    let ticker = tokens.start > 0 && layer.word(tokens.start - 1) == "$" && !layer.spaced(tokens.start);
    let oil = tokens.end < layer.tokens.len() && tokens.len() == 1 && layer.word(tokens.end) == "crude";
    let short = tokens.len() == 1 && layer.word(tokens.start).chars().count() < 2;
    !ticker && !oil && !short && !words.iter().any(|word| matches!(word.case, Case::Number | Case::Alphanumeric))
}

/// Whether a name is a share's at an exchange: "(NYSE: BAR)".
fn listing(layer: &Document<'_>, tokens: &Range<usize>) -> bool {
    let loud = |token: usize| layer.word(token).bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'.');
    let behind = tokens.start.checked_sub(3).filter(|_| tokens.len() == 1 && loud(tokens.start));
    behind.is_some_and(|bracket| layer.word(bracket) == "(" && loud(bracket + 1) && layer.word(bracket + 2) == ":")
}

/// Whether a word is a politician's party and state: "R-Ohio".
fn party(word: &str) -> bool {
    word.split_once('-')
        .is_some_and(|(party, state)| matches!(party, "R" | "D" | "I" | "DFL") && state.starts_with(char::is_uppercase))
}
