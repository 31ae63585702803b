//! Words that keep their full stop.

use std::sync::LazyLock;

use crate::text::phrases::{WordSet, lists};

static ABBREVIATIONS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::ABBREVIATIONS));

/// How an abbreviation behaves before a capital letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// A name or number follows: it never ends a sentence (`Mr.`, `No.`).
    Leads,
    /// It may end a sentence (`Inc.`, `p.m.`, `Jan.`).
    MayEnd,
}

/// How a word of letters followed by a full stop behaves; `next` is the first character after the stop and any blanks.
pub(super) fn of(word: &str, after_comma: bool, next: Option<char>) -> Option<Abbreviation> {
    if word.len() > 6 {
        return None;
    }
    let digit = next.is_some_and(|c| c.is_ascii_digit());
    match ABBREVIATIONS.class(word)? {
        "before_name" => Some(Abbreviation::Leads),
        "before_digit" => digit.then_some(Abbreviation::Leads),
        "may_end_sentence" => Some(Abbreviation::MayEnd),
        _ => after_comma.then_some(Abbreviation::MayEnd),
    }
}

/// The same for a token that carries its stop already.
pub(super) fn of_token(token: &str) -> Option<Abbreviation> {
    let word = token.strip_suffix('.')?;
    let mut letters = word.chars();
    if letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() {
        return Some(Abbreviation::Leads);
    }
    if matches!(ABBREVIATIONS.class(word), Some("before_name" | "before_digit")) {
        Some(Abbreviation::Leads)
    } else if word.is_empty() || word.ends_with('.') {
        None
    } else {
        Some(Abbreviation::MayEnd)
    }
}
