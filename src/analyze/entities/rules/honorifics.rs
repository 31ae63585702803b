//! Honorifics and offices before people's names.

use std::ops::Range;
use std::sync::LazyLock;

use crate::analyze::document::Document;
use crate::analyze::lexicon::countries::{Nation, nation};
use crate::text::phrases::{WordSet, lists};

static CAPITAL_TITLES: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::CAPITAL_TITLES));
static NAME_TITLES: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::NAME_TITLES));

/// Whether a title is often the first part of a name, and stays in it when the field says so: Prince Harry.
pub(super) fn is_name_title(word: &str) -> bool {
    NAME_TITLES.contains(word)
}

/// Whether a word, in any case and with or without its full stop, is a title.
pub(in crate::analyze::entities) fn is_title(word: &str) -> bool {
    let word = word.strip_suffix("-elect").or_else(|| word.strip_suffix('.')).unwrap_or(word);
    if CAPITAL_TITLES.contains(word) {
        return false;
    }
    lists::TITLES.iter().any(|title| title.text.eq_ignore_ascii_case(word))
}

/// The title that stands before a person's name: "Ukrainian President", "Mr.".
pub(in crate::analyze::entities) fn title_before(
    layer: &Document<'_>,
    sentence: usize,
    start: usize,
) -> Option<Range<usize>> {
    let mut first = start;
    if first == sentence || !is_title(layer.word(first - 1)) {
        return None;
    }
    first -= 1;
    let group = |words: &str| matches!(nation(words), Some(Nation::Group(Some(_))));
    while first > sentence && start - first < 6 {
        let word = layer.word(first - 1);
        let word =
            ["ex-", "Ex-", "then-", "Then-", "co-", "Co-"].iter().find_map(|p| word.strip_prefix(p)).unwrap_or(word);
        let known = is_title(word)
            || lists::OFFICE_QUALIFIERS.iter().any(|known| known.text.eq_ignore_ascii_case(word))
            || group(word);
        // "South Korean President"
        let wide = first.checked_sub(2).filter(|wide| *wide >= sentence);
        let two = wide.is_some_and(|wide| group(layer.span(wide..first).of(layer.text)));
        if !known && !two {
            break;
        }
        first -= if two { 2 } else { 1 };
    }
    while first < start && matches!(layer.word(first), "the" | "The" | "of" | "then" | "late" | "state" | "lady") {
        first += 1;
    }
    (first < start).then_some(first..start)
}
