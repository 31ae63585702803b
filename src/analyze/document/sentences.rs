//! Sentences.

use super::abbreviations::{Abbreviation, of_token};
use super::structure::Document;

/// Words that begin a sentence after an abbreviation which could as well stand within one.
const STARTERS: &[&str] = &[
    "A",
    "After",
    "Also",
    "Although",
    "An",
    "And",
    "Another",
    "As",
    "At",
    "Because",
    "Before",
    "Both",
    "But",
    "By",
    "During",
    "Earlier",
    "For",
    "From",
    "He",
    "Her",
    "His",
    "However",
    "I",
    "If",
    "In",
    "It",
    "Its",
    "Last",
    "Later",
    "Many",
    "Meanwhile",
    "Most",
    "My",
    "No",
    "Not",
    "Now",
    "On",
    "One",
    "Other",
    "Others",
    "Our",
    "She",
    "Since",
    "So",
    "Some",
    "Still",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "To",
    "Two",
    "Under",
    "Until",
    "We",
    "What",
    "When",
    "Where",
    "Whether",
    "While",
    "Who",
    "Why",
    "With",
    "You",
    "Your",
];

/// Months behind a day and its stop, as German writes them.
const MONTHS: &[&str] = &[
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

/// Cuts the paragraph of tokens from `first` to the end into sentences.
pub(super) fn cut(layer: &mut Document<'_>, first: usize) {
    let end = layer.tokens.len();
    let mut opens = first;
    let mut at = first;
    while at < end {
        let mut after = at + 1;
        if ends(layer, at) && !numbers_item(layer, opens, at) {
            while after < end && closes(layer, after) {
                after += 1;
            }
            if after < end && begins(layer, at, after) {
                layer.sentences.push(opens..after);
                opens = after;
            }
        }
        at = after;
    }
    layer.sentences.push(opens..end);
}

/// Whether a sentence may end with this token.
fn ends(layer: &Document<'_>, token: usize) -> bool {
    let word = layer.word(token);
    matches!(word, "." | "!" | "?" | "…" | "。" | "！" | "？" | "؟" | "।") || word.ends_with('.')
}

/// Whether a full stop belongs to the number of a list's item, "2. Dry them".
fn numbers_item(layer: &Document<'_>, opens: usize, at: usize) -> bool {
    let number = layer.word(opens);
    at == opens + 1 && number.len() < 3 && number.bytes().all(|b| b.is_ascii_digit()) && layer.word(at) == "."
}

/// Whether the token belongs to the sentence before it: a further mark, a closing quote or bracket.
fn closes(layer: &Document<'_>, token: usize) -> bool {
    let word = layer.word(token);
    match word {
        "”" | ")" | "]" | "»" | "." | "!" | "?" | "…" | "」" => true,
        // German closes with what opens in English
        "“" => !layer.spaced(token) && (token + 1 == layer.tokens.len() || layer.spaced(token + 1)),
        // straight marks close when they stand against what is before and apart from what follows
        "\"" | "'" | "’" | "''" => {
            !layer.spaced(token)
                && (token + 1 == layer.tokens.len() || layer.spaced(token + 1) || closing_next(layer, token + 1))
        }
        _ => word.len() > 1 && word.bytes().all(|b| b == b'.'),
    }
}

fn closing_next(layer: &Document<'_>, token: usize) -> bool {
    matches!(layer.word(token), "\"" | "'" | "”" | "’" | "''" | ")" | "—" | "–")
}

/// Whether a new sentence begins at `next`, given the mark that may have ended the last.
fn begins(layer: &Document<'_>, mark: usize, next: usize) -> bool {
    let word = layer.word(mark);
    let follower = layer.word(next);
    let Some(first) = follower.chars().find(|c| c.is_alphanumeric()) else {
        // a quote, bracket or dash: look at the word behind it
        let opener = matches!(follower, "“" | "\"" | "‘" | "'" | "''" | "``" | "(" | "[" | "«" | "„" | "•")
            || matches!(follower, "¿" | "¡")
            || (next == mark + 1 && matches!(follower, "-" | "—" | "–") && of_token(word).is_none());
        return opener
            && layer.spaced(next)
            && next + 1 < layer.tokens.len()
            && !layer.word(next + 1).starts_with(char::is_lowercase)
            && of_token(word) != Some(Abbreviation::Leads);
    };
    if first.is_lowercase() {
        return false;
    }
    if word == "." && !layer.spaced(next) && first.is_ascii_digit() {
        return false;
    }
    if word == "." && mark > 0 && MONTHS.contains(&follower) && layer.word(mark - 1).parse::<u8>().is_ok() {
        return false;
    }
    if word.len() > 1 && word.ends_with('.') && word.bytes().any(|b| b != b'.') {
        // an abbreviation
        let initial = word.chars().filter(|c| c.is_alphanumeric()).count() == 1;
        return match of_token(word) {
            Some(Abbreviation::Leads) => initial && STARTERS.contains(&follower) && follower.len() > 1,
            _ => STARTERS.contains(&follower),
        };
    }
    true
}
