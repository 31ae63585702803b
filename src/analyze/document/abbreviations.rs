//! Abbreviations that keep their full stop.

use std::sync::LazyLock;

use crate::text::phrases::{WordSet, lists};

static ABBREVIATIONS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::ABBREVIATIONS));

/// The behaviour of an abbreviation before a capital letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// It never ends a sentence, because a name or number follows (`Mr.`, `No.`).
    NonFinal,
    /// It may end a sentence (`Inc.`, `p.m.`, `Jan.`).
    MaybeFinal,
}

/// Returns the behaviour of a word of letters that a full stop follows; `next` is the first character after the stop
/// and any blanks.
pub(super) fn classify(word: &str, after_comma: bool, next: Option<char>) -> Option<Abbreviation> {
    if word.len() > 6 {
        return None;
    }
    let digit = next.is_some_and(|c| c.is_ascii_digit());
    match ABBREVIATIONS.class(word)? {
        "before_name" => Some(Abbreviation::NonFinal),
        "before_digit" => digit.then_some(Abbreviation::NonFinal),
        "may_end_sentence" => Some(Abbreviation::MaybeFinal),
        _ => after_comma.then_some(Abbreviation::MaybeFinal),
    }
}

/// Returns the behaviour of a token that includes its full stop.
pub(super) fn classify_token(token: &str) -> Option<Abbreviation> {
    let word = token.strip_suffix('.')?;
    let mut letters = word.chars();
    if letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() {
        return Some(Abbreviation::NonFinal);
    }
    if matches!(ABBREVIATIONS.class(word), Some("before_name" | "before_digit")) {
        Some(Abbreviation::NonFinal)
    } else if word.is_empty() || word.ends_with('.') {
        None
    } else {
        Some(Abbreviation::MaybeFinal)
    }
}
