//! States, provinces and the like: what a text calls so, and which of them a name means.

use super::context::{Told, country_of};
use super::place_mention::Named;
use super::table::{Kind, LARGE, Place, Places};
use crate::analyze::document::Document;

/// What a division is called behind its name, or before it with "of".
const WORDS: [&str; 12] = [
    "province",
    "region",
    "state",
    "oblast",
    "governorate",
    "prefecture",
    "department",
    "county",
    "district",
    "canton",
    "krai",
    "voivodeship",
];
/// Those that are called so in many lands, and smaller things too.
const VAGUE: [&str; 3] = ["department", "county", "district"];
/// What else is larger than a city and bears its name.
const OTHERS: [&str; 3] = ["valley", "island", "division"];
/// Longest list that one word closes: "Kharkiv, Sumy and Poltava regions".
const LIST: usize = 12;

/// What a text says by the words around a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Called {
    /// Nothing.
    Plain,
    /// A division, wherever it is named; the word may be vague.
    Division { state: bool, vague: bool },
    /// Larger than a city in some places.
    Wider,
    /// A city: "the city of Nara".
    Town,
}

/// What the mentions of a place are called, and its name without such a word.
pub(super) fn called<'a>(layer: &Document<'_>, place: &Named<'a>) -> (Called, &'a str) {
    let name = place.entity.name.as_str();
    if let Some((bare, word)) = name.rsplit_once(' ').and_then(|(bare, last)| Some((bare, singular(last)?))) {
        return (division(word), bare);
    }
    let town =
        |start: usize| start > 1 && layer.word(start - 1) == "of" && matches!(layer.word(start - 2), "city" | "town");
    let is_town = place.mentions(layer).any(|tokens| town(tokens.start));
    let words: Vec<Option<&str>> = place
        .mentions(layer)
        .map(|tokens| word_behind(layer, tokens.end).or_else(|| word_before(layer, tokens.start)))
        .collect();
    let called = match words.iter().copied().collect::<Option<Vec<&str>>>() {
        Some(all) => match all.first() {
            Some(word) if WORDS.contains(word) => division(word),
            _ => Called::Wider,
        },
        None if words.iter().any(Option::is_some) => Called::Wider,
        None if is_town => Called::Town,
        None => Called::Plain,
    };
    (called, name)
}

fn division(word: &str) -> Called {
    Called::Division { state: word == "state", vague: VAGUE.contains(&word) }
}

/// The division that a name means. Where it may as well be a city, only a word or its country tells.
pub(super) fn choose(places: &Places, place: &Named<'_>, called: Called, name: &str, told: &Told<'_>) -> Option<Place> {
    let divisions = places.named(Kind::Division, name);
    let there = |division: &&Place| told.of_country(country_of(places.region(division)), Some(place.index));
    let mut near = divisions.iter().filter(there);
    let near = near.next().filter(|_| near.next().is_none()).copied();
    let only = || divisions.first().filter(|_| divisions.len() == 1).copied();
    match called {
        Called::Division { state, vague } => {
            let own = places.named(Kind::State, name).first().filter(|_| state).copied();
            own.or(near).or_else(|| only().filter(|_| !vague))
        }
        Called::Wider | Called::Town => None,
        Called::Plain => {
            let cities = places.named(Kind::City, name);
            // newspapers write of Victoria as of a state without more words
            let rival = |city: &Place| {
                let there = told.of_country(country_of(places.region(city)), None);
                let well_known = near.is_some_and(|division| places.region(&division).contains('-'));
                there || (city.size >= LARGE && !well_known)
            };
            let free = !cities.iter().any(rival);
            near.filter(|_| free).or_else(|| only().filter(|division| division.alone && cities.is_empty()))
        }
    }
}

/// The singular of a word for a division or the like.
fn singular(word: &str) -> Option<&'static str> {
    let all = || WORDS.iter().chain(&OTHERS).copied();
    let same = |known: &&str| {
        let rest = word.get(..known.len()).filter(|head| head.eq_ignore_ascii_case(known));
        rest.is_some_and(|_| matches!(word.get(known.len()..), Some("" | "s")))
    };
    if word.eq_ignore_ascii_case("counties") { Some("county") } else { all().find(same) }
}

fn plural(word: &str) -> bool {
    word.ends_with('s') && singular(word).is_some()
}

/// The word right behind a name, or behind the list that it stands in.
fn word_behind(layer: &Document<'_>, end: usize) -> Option<&'static str> {
    let at = |token: usize| if token < layer.tokens.len() { layer.word(token) } else { "" };
    if let Some(word) = singular(at(end)) {
        return Some(word);
    }
    let closes = (end..end + LIST).find(|&token| !listed(at(token)))?;
    let is_list = matches!(at(end), "," | "and" | "or");
    singular(at(closes)).filter(|_| is_list && plural(at(closes)))
}

/// The word before a name, or before the list that it stands in: "the states of Assam and Bihar".
fn word_before(layer: &Document<'_>, start: usize) -> Option<&'static str> {
    let word = |of: usize| singular(layer.word(of.checked_sub(1)?));
    let opens = (start.saturating_sub(LIST)..start).rev().find(|&token| !listed(layer.word(token)))?;
    let before = word(opens).filter(|_| layer.word(opens) == "of")?;
    let is_list = opens + 1 < start;
    (!is_list || plural(layer.word(opens - 1))).then_some(before)
}

/// What may stand in a list of names.
fn listed(word: &str) -> bool {
    matches!(word, "," | "and" | "or") || (word.starts_with(char::is_uppercase) && singular(word).is_none())
}
