//! Entity types: from the tagger's classes to kinds of places and of other names.

use std::ops::Range;
use std::sync::LazyLock;

use super::super::ner::gazetteer::PLACE;
use super::super::ner::words::WordTable;
use crate::analyze::document::Document;
use crate::analyze::lexicon::countries::{self, Nation};
use crate::model::annotation::EntityType;
use crate::text::phrases::{WordSet, lists};

static FACILITIES: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::FACILITY_WORDS));
static LANDFORMS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::LANDSCAPE_WORDS));
static REGIONS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::REGIONS));
static EVENTS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::EVENT_WORDS));
static LAWS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::LAW_WORDS));

/// Returns the type of a place.
pub(in crate::analyze::entities) fn place_type(
    document: &Document<'_>,
    table: &WordTable,
    tokens: &Range<usize>,
) -> EntityType {
    let name = document.span(tokens.clone()).of(document.text);
    if matches!(countries::find(name), Some(Nation::Country(_))) {
        return EntityType::Gpe;
    }
    let (first, last) = (document.word(tokens.start), document.word(tokens.end - 1));
    if REGIONS.contains(name) || REGIONS.contains(name.trim_start_matches(|c: char| c.is_lowercase() || c == ' ')) {
        return EntityType::Loc;
    }
    let listed = table.words[tokens.clone()].iter().all(|word| word.names & PLACE != 0)
        && matches!(table.words[tokens.end - 1].place, 0 | 3);
    if listed {
        return EntityType::Gpe;
    }
    let road = matches!(first, "Highway" | "Interstate" | "Route");
    if tokens.len() > 1 && (FACILITIES.contains(last) || road) {
        EntityType::Fac
    } else if tokens.len() > 1 && (LANDFORMS.contains(last) || LANDFORMS.contains(first)) {
        EntityType::Loc
    } else {
        EntityType::Gpe
    }
}

/// Returns whether a name labelled as an organisation is a contest.
pub(in crate::analyze::entities) fn is_event(document: &Document<'_>, tokens: &Range<usize>) -> bool {
    tokens.len() > 1 && EVENTS.class(document.word(tokens.end - 1)) == Some("contest")
}

/// Returns whether a word is a kind of building or site.
pub(in crate::analyze::entities) fn is_facility_word(word: &str) -> bool {
    FACILITIES.contains(word)
}

/// Returns the type of a name that is not a person, organisation or place; `None` where nothing decides.
pub(in crate::analyze::entities) fn other_type(document: &Document<'_>, tokens: &Range<usize>) -> Option<EntityType> {
    let words = || tokens.clone().map(|token| document.word(token));
    if tokens.len() > 1 && words().any(|word| LAWS.contains(word)) {
        return Some(EntityType::Law);
    }
    if words().any(|word| EVENTS.contains(word)) && (tokens.len() > 1 || document.word(tokens.start).len() > 6) {
        return Some(EntityType::Event);
    }
    let marked = tokens.start > 0
        && matches!(document.word(tokens.start - 1), "\"" | "“" | "‘" | "'" | "``" | "''")
        && tokens.end < document.tokens.len()
        && matches!(document.word(tokens.end), "\"" | "”" | "’" | "'" | "''" | ",");
    if marked {
        return Some(EntityType::WorkOfArt);
    }
    let last = document.word(tokens.end - 1);
    let numbered = tokens.len() > 1 && last.bytes().any(|b| b.is_ascii_digit());
    // "Rovers 2-0", "Baro 78'"
    let score = last.bytes().all(|b| b.is_ascii_digit() || b == b'-') && last.contains('-');
    let minute = tokens.end < document.tokens.len() && matches!(document.word(tokens.end), "'" | "’" | "′");
    (numbered && !score && !minute).then_some(EntityType::Product)
}
