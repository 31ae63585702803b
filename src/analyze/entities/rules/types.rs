//! Entity types: from the tagger's classes to kinds of places and of other names.

use std::ops::Range;

use super::super::ner::gazetteer::PLACE;
use super::super::ner::words::WordTable;
use crate::analyze::document::Document;
use crate::analyze::lexicon::countries::{self, Nation};
use crate::model::annotation::EntityType;

const FACILITIES: &[&str] = &[
    "Airport",
    "Stadium",
    "Bridge",
    "Street",
    "Road",
    "Avenue",
    "Boulevard",
    "Lane",
    "Hospital",
    "Palace",
    "Tower",
    "Towers",
    "Square",
    "Hall",
    "Museum",
    "Station",
    "Prison",
    "Jail",
    "Cathedral",
    "Church",
    "Mosque",
    "Temple",
    "Synagogue",
    "Castle",
    "Building",
    "Center",
    "Centre",
    "Arena",
    "Highway",
    "Tunnel",
    "Dam",
    "Port",
    "Base",
    "Library",
    "Mall",
    "Hotel",
    "Plaza",
    "Gallery",
    "Monument",
    "Memorial",
    "Cemetery",
    "Pier",
    "Canal",
    "Wall",
    "Terminal",
    "Barracks",
    "Fort",
    "Gate",
    "House",
    "Theatre",
    "Theater",
    "Ground",
    "Drive",
    "Camp",
    "Crossing",
    "Plant",
    "Refinery",
    "Mansion",
];

const LANDFORMS: &[&str] = &[
    "River",
    "Sea",
    "Ocean",
    "Mountain",
    "Mountains",
    "Mount",
    "Mt.",
    "Lake",
    "Valley",
    "Island",
    "Islands",
    "Isle",
    "Isles",
    "Desert",
    "Gulf",
    "Strait",
    "Straits",
    "Peninsula",
    "Bay",
    "Coast",
    "Cape",
    "Basin",
    "Channel",
    "Forest",
    "Park",
    "Hills",
    "Hill",
    "Reef",
    "Glacier",
    "Falls",
    "Beach",
    "Plateau",
    "Delta",
    "Volcano",
    "Creek",
    "Range",
    "Alps",
    "Canyon",
];

const REGIONS: &[&str] = &[
    "Africa",
    "Europe",
    "Asia",
    "America",
    "Americas",
    "Oceania",
    "Antarctica",
    "Arctic",
    "Middle East",
    "West Bank",
    "Sahel",
    "Sahara",
    "Balkans",
    "Caucasus",
    "Himalayas",
    "Himalaya",
    "Mediterranean",
    "Caribbean",
    "Atlantic",
    "Pacific",
    "Scandinavia",
    "Midwest",
    "Latin America",
    "North America",
    "South America",
    "Central America",
    "Central Asia",
    "Southeast Asia",
    "East Asia",
    "South Asia",
    "Western Europe",
    "Eastern Europe",
    "Central Europe",
    "Horn of Africa",
    "Siberia",
    "Amazon",
    "Donbas",
    "Donbass",
    "Levant",
    "Mars",
    "Earth",
    "Moon",
    "West",
    "East",
    "North",
    "South",
    "Alps",
    "Andes",
    "Nile",
    "Danube",
    "Rhine",
    "Everest",
    "Silicon Valley",
    "Gaza Strip",
    "Wall Street",
    "Asia-Pacific",
    "Indo-Pacific",
    "Gulf",
    "Far East",
    "West Africa",
    "East Africa",
    "North Africa",
    "Southern Africa",
    "sub-Saharan Africa",
    "Sub-Saharan Africa",
    "Maghreb",
    "Patagonia",
    "Bosphorus",
];

const EVENTS: &[&str] = &[
    "War",
    "Wars",
    "Games",
    "Olympics",
    "Paralympics",
    "Cup",
    "Championship",
    "Championships",
    "Festival",
    "Revolution",
    "Uprising",
    "Summit",
    "Conference",
    "Election",
    "Elections",
    "Hurricane",
    "Typhoon",
    "Cyclone",
    "Massacre",
    "Awards",
    "Oscars",
    "Prix",
    "Marathon",
    "Battle",
    "Intifada",
    "Holocaust",
    "Genocide",
    "Rebellion",
    "Crisis",
    "Tournament",
    "Biennale",
    "Fair",
    "Expo",
    "Super Bowl",
    "Bowl",
    "Derby",
    "Spring",
    "Pandemic",
    "Open",
    "Trophy",
];

const LAWS: &[&str] = &[
    "Act",
    "Treaty",
    "Constitution",
    "Amendment",
    "Convention",
    "Conventions",
    "Accord",
    "Accords",
    "Protocol",
    "Agreement",
    "Bill",
    "Code",
    "Resolution",
    "Charter",
    "Pact",
    "Directive",
    "Ordinance",
];

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
    if REGIONS.contains(&name) || REGIONS.contains(&name.trim_start_matches(|c: char| c.is_lowercase() || c == ' ')) {
        return EntityType::Loc;
    }
    let listed = table.words[tokens.clone()].iter().all(|word| word.names & PLACE != 0)
        && matches!(table.words[tokens.end - 1].place, 0 | 3);
    if listed {
        return EntityType::Gpe;
    }
    let road = matches!(first, "Highway" | "Interstate" | "Route");
    if tokens.len() > 1 && (FACILITIES.contains(&last) || road) {
        EntityType::Fac
    } else if tokens.len() > 1 && (LANDFORMS.contains(&last) || LANDFORMS.contains(&first)) {
        EntityType::Loc
    } else {
        EntityType::Gpe
    }
}

/// Returns whether a name labelled as an organisation is a contest.
pub(in crate::analyze::entities) fn is_event(document: &Document<'_>, tokens: &Range<usize>) -> bool {
    const CONTESTS: [&str; 9] =
        ["Cup", "Olympics", "Paralympics", "Games", "Bowl", "Prix", "Championship", "Championships", "Marathon"];
    tokens.len() > 1 && CONTESTS.contains(&document.word(tokens.end - 1))
}

/// Returns whether a word is a kind of building or site.
pub(in crate::analyze::entities) fn is_facility_word(word: &str) -> bool {
    FACILITIES.contains(&word)
}

/// Returns the type of a name that is not a person, organisation or place; `None` where nothing decides.
pub(in crate::analyze::entities) fn other_type(document: &Document<'_>, tokens: &Range<usize>) -> Option<EntityType> {
    let words = || tokens.clone().map(|token| document.word(token));
    if tokens.len() > 1 && words().any(|word| LAWS.contains(&word)) {
        return Some(EntityType::Law);
    }
    if words().any(|word| EVENTS.contains(&word)) && (tokens.len() > 1 || document.word(tokens.start).len() > 6) {
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
