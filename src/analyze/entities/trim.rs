//! Cuts what the field found to the name itself, and refuses what cannot be one.

use std::ops::Range;

use super::nations::{Nation, nation};
use super::tagger::labels::Class;
use super::tagger::sketch::{Case, Sketch};
use crate::analyze::text::Layer;

/// Honorifics and offices that stand before a name and are no part of it.
const TITLES: &[&str] = &[
    "Mr",
    "Mrs",
    "Ms",
    "Mx",
    "Miss",
    "Dr",
    "Prof",
    "Professor",
    "Sir",
    "Dame",
    "Lord",
    "Lady",
    "Rev",
    "Reverend",
    "Fr",
    "Father",
    "Sister",
    "Hon",
    "President",
    "Vice-President",
    "Minister",
    "Premier",
    "Chancellor",
    "Senator",
    "Sen",
    "Sens",
    "Rep",
    "Reps",
    "Representative",
    "Congressman",
    "Congresswoman",
    "Governor",
    "Gov",
    "Mayor",
    "Ambassador",
    "Secretary",
    "Speaker",
    "Chairman",
    "Chairwoman",
    "Chair",
    "Director",
    "CEO",
    "Chief",
    "General",
    "Gen",
    "Lt",
    "Lieutenant",
    "Col",
    "Colonel",
    "Maj",
    "Major",
    "Capt",
    "Captain",
    "Cmdr",
    "Commander",
    "Sgt",
    "Sergeant",
    "Cpl",
    "Corporal",
    "Adm",
    "Admiral",
    "Marshal",
    "Judge",
    "Justice",
    "Attorney",
    "Prosecutor",
    "Inspector",
    "Detective",
    "Officer",
    "Constable",
    "Sheriff",
    "King",
    "Queen",
    "Prince",
    "Princess",
    "Duke",
    "Duchess",
    "Emperor",
    "Sultan",
    "Emir",
    "Pope",
    "Cardinal",
    "Archbishop",
    "Bishop",
    "Imam",
    "Ayatollah",
    "Sheikh",
    "Sheik",
    "Rabbi",
    "Mullah",
    "Coach",
    "Manager",
    "Spokesman",
    "Spokeswoman",
    "Spokesperson",
    "Councillor",
    "Councilman",
    "Councilwoman",
    "Councilmember",
    "Alderman",
    "Treasurer",
    "Clerk",
    "Trooper",
    "Cllr",
    "Deputy",
    "Commissioner",
    "Envoy",
    "MP",
    "Lawmaker",
    "Leader",
    "Superintendent",
    "Brig",
    "Brigadier",
    "Pvt",
    "Private",
    "Engineer",
    "Analyst",
    "Economist",
    "Lawyer",
    "Author",
    "Actor",
    "Actress",
    "Singer",
    "Striker",
    "Goalkeeper",
    "Midfielder",
    "Defender",
];

/// Titles that are often a name's first part ("Prince Harry"), and stay in it when the field says so.
const NAMELIKE: &[&str] = &[
    "King",
    "Queen",
    "Prince",
    "Princess",
    "Duke",
    "Duchess",
    "Emperor",
    "Sultan",
    "Pope",
    "Sheikh",
    "Father",
    "Sister",
    "Lord",
    "Lady",
    "Major",
    "Judge",
    "Justice",
    "Marshal",
    "Bishop",
    "Mayor",
    "Miss",
    "Engineer",
    "Private",
    "Leader",
    "Chair",
    "Cardinal",
    "Chief",
    "Manager",
    "Deputy",
    "Emir",
    "Sir",
    "Dame",
    "Imam",
    "Coach",
    "Author",
    "Actor",
    "Singer",
    "Striker",
    "General",
    "Dean",
    "Rabbi",
    "Speaker",
    "Director",
    "Major",
    "Officer",
    "Commander",
    "Captain",
    "Mullah",
    "Ayatollah",
];

/// Words that qualify an office before it.
const QUALIFIERS: &[&str] = &[
    "prime",
    "foreign",
    "defence",
    "defense",
    "finance",
    "interior",
    "health",
    "justice",
    "vice",
    "deputy",
    "former",
    "acting",
    "assistant",
    "chief",
    "executive",
    "attorney",
    "secretary",
    "general",
    "of",
    "state",
    "senior",
    "first",
    "lady",
    "press",
    "national",
    "security",
    "opposition",
    "state",
    "home",
    "education",
    "trade",
    "energy",
    "party",
    "police",
    "army",
    "then",
    "interim",
    "co",
    "the",
    "ex",
    "late",
    "special",
    "supreme",
    "leader",
    "crown",
    "grand",
    "under",
    "lieutenant",
    "district",
    "police",
    "club",
    "head",
    "team",
];

/// Titles that mean something else in lower case: "his sister Ada", "the drug lord".
const HONORIFICS: [&str; 8] = ["sister", "father", "lord", "miss", "private", "fr", "dame", "sir"];

/// Whether a word, in any case and with or without its full stop, is a title.
pub(super) fn is_title(word: &str) -> bool {
    let word = word.strip_suffix("-elect").or_else(|| word.strip_suffix('.')).unwrap_or(word);
    if HONORIFICS.contains(&word) {
        return false;
    }
    TITLES.iter().any(|title| title.eq_ignore_ascii_case(word))
}

/// Cuts a name to its core; `None` when nothing is left that could be one.
pub(super) fn name(layer: &Layer<'_>, sketch: &Sketch, class: Class, tokens: Range<usize>) -> Option<Range<usize>> {
    let Range { mut start, mut end } = tokens;
    while start < end && opening(layer.word(start)) {
        start += 1;
    }
    while start < end && closing(layer.word(end - 1)) {
        end -= 1;
    }
    if class == Class::Person {
        while end - start > 1 && is_title(layer.word(start)) {
            let word = layer.word(start);
            let word = word.strip_suffix('.').unwrap_or(word);
            if NAMELIKE.contains(&word) && end - start == 2 && !word.starts_with(char::is_lowercase) {
                break;
            }
            start += 1;
        }
    }
    (start < end && possible(layer, sketch, class, start..end)).then_some(start..end)
}

fn opening(word: &str) -> bool {
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

fn closing(word: &str) -> bool {
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

/// Tables, tickers, handles and numbers are not people; no name is all marks.
fn possible(layer: &Layer<'_>, sketch: &Sketch, class: Class, tokens: Range<usize>) -> bool {
    let words = &sketch.words[tokens.clone()];
    if tokens.len() > 12 || !words.iter().any(|word| word.capital() || word.case == Case::Alphanumeric) {
        return words.iter().any(|word| word.case == Case::Lower) && class != Class::Other && tokens.len() < 4;
    }
    let handle = layer.word(tokens.start).starts_with(['@', '#']);
    if handle || words.iter().any(|word| word.case == Case::Address) || listing(layer, &tokens) {
        return false;
    }
    if tokens.len() == 1 && party(layer.word(tokens.start)) {
        return false;
    }
    if class != Class::Person {
        return true;
    }
    let ticker = tokens.start > 0 && layer.word(tokens.start - 1) == "$" && !layer.spaced(tokens.start);
    let oil = tokens.end < layer.tokens.len() && tokens.len() == 1 && layer.word(tokens.end) == "crude";
    let short = tokens.len() == 1 && layer.word(tokens.start).chars().count() < 2;
    !ticker && !oil && !short && !words.iter().any(|word| matches!(word.case, Case::Number | Case::Alphanumeric))
}

/// Whether a name is a share's at an exchange: "(NYSE: BAR)".
fn listing(layer: &Layer<'_>, tokens: &Range<usize>) -> bool {
    let loud = |token: usize| layer.word(token).bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'.');
    let behind = tokens.start.checked_sub(3).filter(|_| tokens.len() == 1 && loud(tokens.start));
    behind.is_some_and(|bracket| layer.word(bracket) == "(" && loud(bracket + 1) && layer.word(bracket + 2) == ":")
}

/// Whether a word is a politician's party and state: "R-Ohio".
fn party(word: &str) -> bool {
    word.split_once('-')
        .is_some_and(|(party, state)| matches!(party, "R" | "D" | "I" | "DFL") && state.starts_with(char::is_uppercase))
}

/// The title that stands before a person's name: "Ukrainian President", "Mr.".
pub(super) fn title_before(layer: &Layer<'_>, sentence: usize, start: usize) -> Option<Range<usize>> {
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
        let known =
            is_title(word) || QUALIFIERS.iter().any(|qualifier| qualifier.eq_ignore_ascii_case(word)) || group(word);
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
