//! Boundaries of names: removes titles, articles and marks, and rejects what is not a name.

use std::ops::Range;

use super::super::ner::labels::NameClass;
use super::super::ner::words::{Case, WordTable};
use super::honorifics::{is_name_like, is_title};
use crate::analyze::document::Document;

/// Returns a name without articles, titles and marks; `None` when what is left is not a name.
pub(in crate::analyze::entities) fn trim(
    document: &Document<'_>,
    table: &WordTable,
    class: NameClass,
    tokens: Range<usize>,
) -> Option<Range<usize>> {
    let Range { mut start, mut end } = tokens;
    while start < end && is_leading_noise(document.word(start)) {
        start += 1;
    }
    while start < end && is_trailing_noise(document.word(end - 1)) {
        end -= 1;
    }
    if class == NameClass::Person {
        while end - start > 1 && is_title(document.word(start)) {
            let word = document.word(start);
            let word = word.strip_suffix('.').unwrap_or(word);
            if is_name_like(word) && end - start == 2 && !word.starts_with(char::is_lowercase) {
                break;
            }
            start += 1;
        }
    }
    (start < end && is_possible_name(document, table, class, start..end)).then_some(start..end)
}

fn is_leading_noise(word: &str) -> bool {
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

fn is_trailing_noise(word: &str) -> bool {
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

/// Returns whether tokens can be a name. Tables, tickers, handles and numbers are not people, and no name is all marks.
fn is_possible_name(document: &Document<'_>, table: &WordTable, class: NameClass, tokens: Range<usize>) -> bool {
    let words = &table.words[tokens.clone()];
    if tokens.len() > 12 || !words.iter().any(|word| word.capital() || word.case == Case::Alphanumeric) {
        return words.iter().any(|word| word.case == Case::Lower) && class != NameClass::Other && tokens.len() < 4;
    }
    let handle = document.word(tokens.start).starts_with(['@', '#']);
    if handle || words.iter().any(|word| word.case == Case::Address) || is_stock_symbol(document, &tokens) {
        return false;
    }
    if tokens.len() == 1 && is_party_and_state(document.word(tokens.start)) {
        return false;
    }
    if class != NameClass::Person {
        return true;
    }
    let ticker = tokens.start > 0 && document.word(tokens.start - 1) == "$" && !document.has_space_before(tokens.start);
    let oil = tokens.end < document.tokens.len() && tokens.len() == 1 && document.word(tokens.end) == "crude";
    let short = tokens.len() == 1 && document.word(tokens.start).chars().count() < 2;
    !ticker && !oil && !short && !words.iter().any(|word| matches!(word.case, Case::Number | Case::Alphanumeric))
}

/// Returns whether a name is a stock symbol at an exchange: "(NYSE: BAR)".
fn is_stock_symbol(document: &Document<'_>, tokens: &Range<usize>) -> bool {
    let is_upper = |token: usize| document.word(token).bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'.');
    let behind = tokens.start.checked_sub(3).filter(|_| tokens.len() == 1 && is_upper(tokens.start));
    behind.is_some_and(|bracket| {
        document.word(bracket) == "(" && is_upper(bracket + 1) && document.word(bracket + 2) == ":"
    })
}

/// Returns whether a word is a politician's party and state: "R-Ohio".
fn is_party_and_state(word: &str) -> bool {
    word.split_once('-')
        .is_some_and(|(party, state)| matches!(party, "R" | "D" | "I" | "DFL") && state.starts_with(char::is_uppercase))
}
