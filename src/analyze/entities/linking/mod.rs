//! Ids for cities and states, offline: by size where a name is clear, by what the text says around it where it is not.

mod context;
mod divisions;
pub(super) mod place_mention;
pub(super) mod table;

pub use self::table::{Kind, Places, Row, pack};

use self::context::{COUNTRY, STATE, Told};
use self::divisions::Called;
use self::place_mention::{NAMESAKE, Named, within};
use self::table::{LARGE, Place};
use crate::analyze::document::Document;
use crate::model::annotation::{Entity, EntityType};

/// Some three hundred thousand.
const HUGE: u16 = 17;
/// As much larger is a place than its namesakes when it is meant: four times.
const AHEAD: u16 = 4;
/// Names that are less sure are not linked.
const SURE: f32 = 0.5;
/// Links cities and states that have no link yet. Where nothing decides between two, there is none. O(n).
pub(super) fn link(places: &Places, layer: &Document<'_>, entities: &mut [Entity]) {
    let mut told = Told::read(places, entities);
    for round in 0..2 {
        let mut found: Vec<(usize, Place)> = Vec::new();
        for (index, entity) in entities.iter().enumerate() {
            let open = entity.link.is_none() && entity.name != NAMESAKE;
            if entity.kind == EntityType::Gpe && open && entity.confidence >= SURE {
                let place = choose(places, layer, &Named { entity, index }, &told);
                found.extend(place.map(|place| (index, place)));
            }
        }
        for (index, place) in found {
            entities[index].link = Some(format!("geonames:{}", place.id));
            told.learn(places, &place, index);
        }
        if round == 0 {
            namesake(places, layer, entities, &told);
        }
    }
}

fn choose(places: &Places, layer: &Document<'_>, place: &Named<'_>, told: &Told<'_>) -> Option<Place> {
    let name = &place.entity.name;
    let (called, bare) = divisions::called(layer, place);
    let mut behind = place.behind(places, layer);
    if matches!(called, Called::Division { .. }) {
        // "Kharkiv, Sumy and Poltava regions": what stands behind is another
        behind.clear();
    }
    let cities = places.named(Kind::City, name);
    let there = cities.iter().filter(|city| behind.iter().any(|code| within(places.region(city), code)));
    if let Some(city) = there.max_by_key(|city| city.size) {
        return Some(*city);
    }
    // "In Kyiv, Russia's envoys left" says nothing of Kyiv; "London, Ontario" does of London
    if behind.iter().any(|code| code.contains('-')) {
        return None;
    }
    let division = divisions::choose(places, place, called, bare, told);
    if division.is_some() {
        return division;
    }
    if let [state] = places.named(Kind::State, name)
        && (cities.is_empty() || cities.iter().all(|city| city.size < LARGE))
    {
        return Some(*state);
    }
    let is_region = !places.named(Kind::Region, name).is_empty();
    let may_be_state = !places.named(Kind::State, name).is_empty();
    let wider = !matches!(called, Called::Plain | Called::Town) || place.goes_on(places, layer);
    if is_region || (may_be_state && place.behind_city(layer)) || wider {
        return None;
    }
    let weight = |city: &Place| city.size + told.gain(places.region(city));
    let best = cities.iter().max_by_key(|city| weight(city))?;
    let clear = cities.iter().filter(|city| city.id != best.id).all(|city| weight(city) + AHEAD <= weight(best));
    let gain = told.gain(places.region(best));
    // a text about Colorado hardly means the middling Akron of Ohio
    let elsewhere = gain != STATE && places.region(best).starts_with("US-") && told.names_state();
    let enough = match gain {
        STATE => true,
        _ if elsewhere => best.alone && best.size >= HUGE,
        COUNTRY => best.alone || best.size >= LARGE,
        // a text that names other countries only is hardly about a middling city of this one
        0 if !told.is_empty() => best.alone && best.size >= HUGE,
        _ => best.alone && best.size >= LARGE,
    };
    (clear && enough).then_some(*best)
}

/// Tells the country from the state by what else is named; where nothing is, there is no link.
fn namesake(places: &Places, layer: &Document<'_>, entities: &mut [Entity], told: &Told<'_>) {
    let named = |entity: &Entity| {
        entity.name == NAMESAKE && entity.kind == EntityType::Gpe && entity.link.as_deref() == Some("iso3166:GE")
    };
    if !entities.iter().any(named) {
        return;
    }
    let near = ["GE", "RU", "AM", "AZ", "TR", "UA", "EU"];
    let country = near.iter().any(|code| told.names(code));
    let mut all = entities.iter().enumerate().map(|(index, entity)| Named { entity, index });
    let state = all.any(|place| place.behind(places, layer).contains(&"US-GA")) || told.names_state();
    for entity in entities.iter_mut().filter(|entity| (state || !country) && named(entity)) {
        let id = places.named(Kind::State, NAMESAKE).first().filter(|_| state && !country);
        entity.link = id.map(|place| format!("geonames:{}", place.id));
    }
}
