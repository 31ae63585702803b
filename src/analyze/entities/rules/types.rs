//! From the field's classes to types: kinds of places, kinds of other names.

use std::ops::Range;
use std::sync::LazyLock;

use super::super::ner::gazetteer::PLACE;
use super::super::ner::words::Sketch;
use crate::analyze::document::Document;
use crate::analyze::lexicon::countries::{Nation, nation};
use crate::model::annotation::EntityType;
use crate::text::phrases::{WordSet, lists};

static FACILITIES: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::FACILITY_WORDS));
static LANDSCAPE: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::LANDSCAPE_WORDS));
static REGIONS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::REGIONS));
static EVENTS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::EVENT_WORDS));
static LAWS: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(lists::LAW_WORDS));

/// The type of a place.
pub(in crate::analyze::entities) fn place(layer: &Document<'_>, sketch: &Sketch, tokens: &Range<usize>) -> EntityType {
    let name = layer.span(tokens.clone()).of(layer.text);
    if matches!(nation(name), Some(Nation::Country(_))) {
        return EntityType::Gpe;
    }
    let (first, last) = (layer.word(tokens.start), layer.word(tokens.end - 1));
    if REGIONS.contains(name) || REGIONS.contains(name.trim_start_matches(|c: char| c.is_lowercase() || c == ' ')) {
        return EntityType::Loc;
    }
    let listed = sketch.words[tokens.clone()].iter().all(|word| word.names & PLACE != 0)
        && matches!(sketch.words[tokens.end - 1].place, 0 | 3);
    if listed {
        return EntityType::Gpe;
    }
    let road = matches!(first, "Highway" | "Interstate" | "Route");
    if tokens.len() > 1 && (FACILITIES.contains(last) || road) {
        EntityType::Fac
    } else if tokens.len() > 1 && (LANDSCAPE.contains(last) || LANDSCAPE.contains(first)) {
        EntityType::Loc
    } else {
        EntityType::Gpe
    }
}

/// Whether what looks like an organisation is a contest or the like.
pub(in crate::analyze::entities) fn is_event(layer: &Document<'_>, tokens: &Range<usize>) -> bool {
    tokens.len() > 1 && EVENTS.class(layer.word(tokens.end - 1)) == Some("contest")
}

/// Whether a word is a kind of building or site.
pub(in crate::analyze::entities) fn is_built(word: &str) -> bool {
    FACILITIES.contains(word)
}

/// The type of a name that is no person, organisation or place; `None` where nothing tells.
pub(in crate::analyze::entities) fn other(layer: &Document<'_>, tokens: &Range<usize>) -> Option<EntityType> {
    let words = || tokens.clone().map(|token| layer.word(token));
    if tokens.len() > 1 && words().any(|word| LAWS.contains(word)) {
        return Some(EntityType::Law);
    }
    if words().any(|word| EVENTS.contains(word)) && (tokens.len() > 1 || layer.word(tokens.start).len() > 6) {
        return Some(EntityType::Event);
    }
    let marked = tokens.start > 0
        && matches!(layer.word(tokens.start - 1), "\"" | "“" | "‘" | "'" | "``" | "''")
        && tokens.end < layer.tokens.len()
        && matches!(layer.word(tokens.end), "\"" | "”" | "’" | "'" | "''" | ",");
    if marked {
        return Some(EntityType::WorkOfArt);
    }
    let last = layer.word(tokens.end - 1);
    let numbered = tokens.len() > 1 && last.bytes().any(|b| b.is_ascii_digit());
    // "Rovers 2-0", "Baro 78'"
    let score = last.bytes().all(|b| b.is_ascii_digit() || b == b'-') && last.contains('-');
    let minute = tokens.end < layer.tokens.len() && matches!(layer.word(tokens.end), "'" | "’" | "′");
    (numbered && !score && !minute).then_some(EntityType::Product)
}
