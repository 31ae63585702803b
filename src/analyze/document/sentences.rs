//! Sentence boundaries.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::abbreviations::{Abbreviation, classify_token};
use super::structure::Document;
use crate::text::phrases::{WordSet, lists};

/// German months: after a day and its full stop they do not begin a sentence.
static GERMAN_MONTHS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let months = lists::MONTHS.iter().filter(|month| month.language == "de").map(|month| month.text.chars());
    months.map(|mut name| name.next().into_iter().flat_map(char::to_uppercase).chain(name).collect()).collect()
});
/// Words that begin a sentence after an abbreviation that may end one.
static SENTENCE_STARTERS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::SENTENCE_STARTERS));

/// Splits the paragraph of tokens from `first` to the end into sentences.
pub(super) fn split_paragraph(document: &mut Document<'_>, first: usize) {
    let end = document.tokens.len();
    let mut opens = first;
    let mut at = first;
    while at < end {
        let mut after = at + 1;
        if may_end_sentence(document, at) && !is_list_number(document, opens, at) {
            while after < end && belongs_to_previous(document, after) {
                after += 1;
            }
            if after < end && starts_sentence(document, at, after) {
                document.sentences.push(opens..after);
                opens = after;
            }
        }
        at = after;
    }
    document.sentences.push(opens..end);
}

/// Returns whether a sentence may end with this token.
fn may_end_sentence(document: &Document<'_>, token: usize) -> bool {
    let word = document.word(token);
    matches!(word, "." | "!" | "?" | "…" | "。" | "！" | "？" | "؟" | "।") || word.ends_with('.')
}

/// Returns whether a full stop belongs to the number of a list item: "2. Dry them".
fn is_list_number(document: &Document<'_>, opens: usize, at: usize) -> bool {
    let number = document.word(opens);
    at == opens + 1 && number.len() < 3 && number.bytes().all(|b| b.is_ascii_digit()) && document.word(at) == "."
}

/// Returns whether the token belongs to the sentence before it: a further mark, a closing quote or bracket.
fn belongs_to_previous(document: &Document<'_>, token: usize) -> bool {
    let word = document.word(token);
    match word {
        "”" | ")" | "]" | "»" | "." | "!" | "?" | "…" | "」" => true,
        // German closes with what opens in English
        "“" => {
            !document.has_space_before(token)
                && (token + 1 == document.tokens.len() || document.has_space_before(token + 1))
        }
        // straight marks close when they stand against what is before and apart from what follows
        "\"" | "'" | "’" | "''" => {
            !document.has_space_before(token)
                && (token + 1 == document.tokens.len()
                    || document.has_space_before(token + 1)
                    || is_closing_mark(document, token + 1))
        }
        _ => word.len() > 1 && word.bytes().all(|b| b == b'.'),
    }
}

fn is_closing_mark(document: &Document<'_>, token: usize) -> bool {
    matches!(document.word(token), "\"" | "'" | "”" | "’" | "''" | ")" | "—" | "–")
}

/// Returns whether a new sentence begins at `next`, given the mark that may have ended the last one.
fn starts_sentence(document: &Document<'_>, mark: usize, next: usize) -> bool {
    let word = document.word(mark);
    let follower = document.word(next);
    let Some(first) = follower.chars().find(|c| c.is_alphanumeric()) else {
        // a quote, bracket or dash: look at the word behind it
        let opener = matches!(follower, "“" | "\"" | "‘" | "'" | "''" | "``" | "(" | "[" | "«" | "„" | "•")
            || matches!(follower, "¿" | "¡")
            || (next == mark + 1 && matches!(follower, "-" | "—" | "–") && classify_token(word).is_none());
        return opener
            && document.has_space_before(next)
            && next + 1 < document.tokens.len()
            && !document.word(next + 1).starts_with(char::is_lowercase)
            && classify_token(word) != Some(Abbreviation::NonFinal);
    };
    if first.is_lowercase() {
        return false;
    }
    if word == "." && !document.has_space_before(next) && first.is_ascii_digit() {
        return false;
    }
    if word == "." && mark > 0 && GERMAN_MONTHS.contains(follower) && document.word(mark - 1).parse::<u8>().is_ok() {
        return false;
    }
    if word.len() > 1 && word.ends_with('.') && word.bytes().any(|b| b != b'.') {
        // an abbreviation
        let initial = word.chars().filter(|c| c.is_alphanumeric()).count() == 1;
        return match classify_token(word) {
            Some(Abbreviation::NonFinal) => initial && SENTENCE_STARTERS.contains(follower) && follower.len() > 1,
            _ => SENTENCE_STARTERS.contains(follower),
        };
    }
    true
}
