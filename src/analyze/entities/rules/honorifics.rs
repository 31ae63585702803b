//! Honorifics and offices before the names of people.

use std::ops::Range;
use std::sync::LazyLock;

use crate::analyze::document::Document;
use crate::analyze::lexicon::countries::{self, Nation};
use crate::text::phrases::{WordSet, lists};

/// Titles that mean something else in lower case: "his sister Ada", "the drug lord".
static UPPERCASE_ONLY_TITLES: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::CAPITAL_TITLES));
static NAME_LIKE_TITLES: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::NAME_TITLES));

/// Returns whether a title is often the first part of a name ("Prince Harry"), and stays in it when the recogniser says so.
pub(super) fn is_name_like(word: &str) -> bool {
    NAME_LIKE_TITLES.contains(word)
}

/// Returns whether a word is a title, in any case and with or without its full stop.
pub(in crate::analyze::entities) fn is_title(word: &str) -> bool {
    let word = word.strip_suffix("-elect").or_else(|| word.strip_suffix('.')).unwrap_or(word);
    if UPPERCASE_ONLY_TITLES.contains(word) {
        return false;
    }
    lists::TITLES.iter().any(|title| title.text.eq_ignore_ascii_case(word))
}

/// Returns the title before a person's name: "Ukrainian President", "Mr.".
pub(in crate::analyze::entities) fn title_before(
    document: &Document<'_>,
    sentence: usize,
    start: usize,
) -> Option<Range<usize>> {
    let mut first = start;
    if first == sentence || !is_title(document.word(first - 1)) {
        return None;
    }
    first -= 1;
    let group = |words: &str| matches!(countries::find(words), Some(Nation::Demonym(Some(_))));
    while first > sentence && start - first < 6 {
        let word = document.word(first - 1);
        let word =
            ["ex-", "Ex-", "then-", "Then-", "co-", "Co-"].iter().find_map(|p| word.strip_prefix(p)).unwrap_or(word);
        let known = is_title(word)
            || lists::OFFICE_QUALIFIERS.iter().any(|known| known.text.eq_ignore_ascii_case(word))
            || group(word);
        // "South Korean President"
        let wide = first.checked_sub(2).filter(|wide| *wide >= sentence);
        let two = wide.is_some_and(|wide| group(document.span(wide..first).of(document.text)));
        if !known && !two {
            break;
        }
        first -= if two { 2 } else { 1 };
    }
    while first < start && matches!(document.word(first), "the" | "The" | "of" | "then" | "late" | "state" | "lady") {
        first += 1;
    }
    (first < start).then_some(first..start)
}
