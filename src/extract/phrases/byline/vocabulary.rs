//! Words that bylines hold besides names.

use std::sync::LazyLock;

use crate::text::phrases::{PhraseSet, lists};

static ORGANIZATIONS: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::ORGANIZATION_WORDS]));

/// Returns whether a word stands before the name of an author: `by`, `Autor:`, `written`.
pub(crate) fn is_label_word(word: &str) -> bool {
    let lower = word.to_lowercase();
    let known = |word: &str| is_label(word) || is_label(word.trim_end_matches([':', '：']));
    known(&lower) || (lower.contains('/') && lower.split('/').all(known))
}

/// Returns whether a word in lower case is a label as the list has it.
pub(super) fn is_label(word: &str) -> bool {
    lists::BYLINE_LABELS.iter().any(|(label, _)| *label == word)
}

/// Returns whether a word in lower case means author.
pub(super) fn means_author(word: &str) -> bool {
    lists::BYLINE_LABELS.contains(&(word, "author"))
}

/// Returns whether these words are the name of an agency.
pub(crate) fn is_agency(name: &str) -> bool {
    lists::NEWS_AGENCIES.contains(&name.trim().to_lowercase().as_str())
}

/// Returns whether a word in lower case says that a name is an organisation's.
pub(super) fn is_organization_word(word: &str) -> bool {
    ORGANIZATIONS.is_match(word)
}

/// Returns whether a word joins two names. `capitals` says that the line has no small letter.
pub(super) fn is_conjunction(word: &str, capitals: bool) -> bool {
    let lower = word.to_lowercase();
    lists::BYLINE_CONJUNCTIONS.iter().any(|(known, case)| match *case {
        "any" => lower == *known,
        "capitals" if capitals => word == *known || word == known.to_uppercase(),
        _ => word == *known,
    })
}
