//! Linking of states, provinces and other administrative divisions.

use std::sync::LazyLock;

use super::context::{GeographicContext, country_of};
use super::place_mention::PlaceMention;
use super::table::{LARGE_CITY, PlaceKind, PlaceRecord, PlaceTable};
use crate::analyze::document::Document;
use crate::text::phrases::{WordSet, lists};

static DIVISION_WORDS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::DIVISION_WORDS));

/// Words for divisions of many countries, and for smaller areas too.
const VAGUE_WORDS: [&str; 3] = ["department", "county", "district"];
/// Words for other areas that are larger than a city of the same name.
const WIDER_WORDS: [&str; 3] = ["valley", "island", "division"];
/// The largest number of tokens in a list that one word closes: "Kharkiv, Sumy and Poltava regions" (chosen).
const MAX_LIST_TOKENS: usize = 12;

/// The kind of place that the words around a name designate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Designation {
    /// No word designates the place.
    None,
    /// A division, wherever it is named; the word may be vague.
    Division { state: bool, vague: bool },
    /// An area larger than a city, in some of its mentions.
    Wider,
    /// A city: "the city of Nara".
    Town,
}

/// Returns what the words around the mentions of a place designate, and its name without such a word.
pub(super) fn designation<'a>(document: &Document<'_>, place: &PlaceMention<'a>) -> (Designation, &'a str) {
    let name = place.entity.name.as_str();
    if let Some((bare, word)) = name.rsplit_once(' ').and_then(|(bare, last)| Some((bare, singular_of(last)?))) {
        return (division(word), bare);
    }
    let town = |start: usize| {
        start > 1 && document.word(start - 1) == "of" && matches!(document.word(start - 2), "city" | "town")
    };
    let is_town = place.mentions(document).any(|tokens| town(tokens.start));
    let words: Vec<Option<&str>> = place
        .mentions(document)
        .map(|tokens| word_behind(document, tokens.end).or_else(|| word_before(document, tokens.start)))
        .collect();
    let designation = match words.iter().copied().collect::<Option<Vec<&str>>>() {
        Some(all) => match all.first() {
            Some(word) if DIVISION_WORDS.contains(word) => division(word),
            _ => Designation::Wider,
        },
        None if words.iter().any(Option::is_some) => Designation::Wider,
        None if is_town => Designation::Town,
        None => Designation::None,
    };
    (designation, name)
}

fn division(word: &str) -> Designation {
    Designation::Division { state: word == "state", vague: VAGUE_WORDS.contains(&word) }
}

/// Returns the division that a name means. Where it may also be a city, a word or its country must decide.
pub(super) fn choose(
    places: &PlaceTable,
    place: &PlaceMention<'_>,
    designation: Designation,
    name: &str,
    context: &GeographicContext<'_>,
) -> Option<PlaceRecord> {
    let divisions = places.named(PlaceKind::Division, name);
    let there = |division: &&PlaceRecord| context.of_country(country_of(places.region(division)), Some(place.index));
    let mut near = divisions.iter().filter(there);
    let near = near.next().filter(|_| near.next().is_none()).copied();
    let only = || divisions.first().filter(|_| divisions.len() == 1).copied();
    match designation {
        Designation::Division { state, vague } => {
            let own = places.named(PlaceKind::State, name).first().filter(|_| state).copied();
            own.or(near).or_else(|| only().filter(|_| !vague))
        }
        Designation::Wider | Designation::Town => None,
        Designation::None => {
            let cities = places.named(PlaceKind::City, name);
            // newspapers write of Victoria as of a state without more words
            let rival = |city: &PlaceRecord| {
                let there = context.of_country(country_of(places.region(city)), None);
                let well_known = near.is_some_and(|division| places.region(&division).contains('-'));
                there || (city.size >= LARGE_CITY && !well_known)
            };
            let free = !cities.iter().any(rival);
            near.filter(|_| free).or_else(|| only().filter(|division| division.alone && cities.is_empty()))
        }
    }
}

/// Returns the singular of a word for a division or a wider area.
fn singular_of(word: &str) -> Option<&'static str> {
    let all = || lists::DIVISION_WORDS.iter().map(|word| word.text).chain(WIDER_WORDS);
    let same = |known: &&str| {
        let rest = word.get(..known.len()).filter(|head| head.eq_ignore_ascii_case(known));
        rest.is_some_and(|_| matches!(word.get(known.len()..), Some("" | "s")))
    };
    if word.eq_ignore_ascii_case("counties") { Some("county") } else { all().find(same) }
}

fn is_plural(word: &str) -> bool {
    word.ends_with('s') && singular_of(word).is_some()
}

/// Returns the word right after a name, or after the list that contains it.
fn word_behind(document: &Document<'_>, end: usize) -> Option<&'static str> {
    let at = |token: usize| {
        if token < document.tokens.len() { document.word(token) } else { "" }
    };
    if let Some(word) = singular_of(at(end)) {
        return Some(word);
    }
    let closes = (end..end + MAX_LIST_TOKENS).find(|&token| !may_be_in_list(at(token)))?;
    let is_list = matches!(at(end), "," | "and" | "or");
    singular_of(at(closes)).filter(|_| is_list && is_plural(at(closes)))
}

/// Returns the word before a name, or before the list that contains it: "the states of Assam and Bihar".
fn word_before(document: &Document<'_>, start: usize) -> Option<&'static str> {
    let word = |of: usize| singular_of(document.word(of.checked_sub(1)?));
    let opens =
        (start.saturating_sub(MAX_LIST_TOKENS)..start).rev().find(|&token| !may_be_in_list(document.word(token)))?;
    let before = word(opens).filter(|_| document.word(opens) == "of")?;
    let is_list = opens + 1 < start;
    (!is_list || is_plural(document.word(opens - 1))).then_some(before)
}

/// Returns whether a word can be part of a list of names.
fn may_be_in_list(word: &str) -> bool {
    matches!(word, "," | "and" | "or") || (word.starts_with(char::is_uppercase) && singular_of(word).is_none())
}
