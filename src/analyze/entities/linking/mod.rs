//! Entity linking of cities and states to GeoNames, offline: by size where a name is clear, by context where it is not.

mod context;
mod divisions;
pub(super) mod place_mention;
pub(super) mod table;

pub use self::table::{PlaceKind, PlaceRow, PlaceTable, pack};

use self::context::{COUNTRY_BONUS, GeographicContext, STATE_BONUS};
use self::divisions::Designation;
use self::place_mention::{AMBIGUOUS_GEORGIA, PlaceMention, within};
use self::table::{LARGE_CITY, PlaceRecord};
use crate::analyze::document::Document;
use crate::model::annotation::{Entity, EntityType};

/// The size of some 300,000 inhabitants; for the unit see [`LARGE_CITY`].
const HUGE_CITY: u16 = 17;
/// The difference in size by which a place must exceed its namesakes: four times the inhabitants (chosen).
const DOMINANCE: u16 = 4;
/// The confidence below which names are not linked (chosen).
const MIN_CONFIDENCE: f32 = 0.5;
/// Links cities and states that have no link yet. Where nothing decides between two, there is no link. O(n).
pub(super) fn link(places: &PlaceTable, document: &Document<'_>, entities: &mut [Entity]) {
    let mut context = GeographicContext::read(places, entities);
    for round in 0..2 {
        let mut found: Vec<(usize, PlaceRecord)> = Vec::new();
        for (index, entity) in entities.iter().enumerate() {
            let open = entity.link.is_none() && entity.name != AMBIGUOUS_GEORGIA;
            if entity.kind == EntityType::Gpe && open && entity.confidence >= MIN_CONFIDENCE {
                let place = choose(places, document, &PlaceMention { entity, index }, &context);
                found.extend(place.map(|place| (index, place)));
            }
        }
        for (index, place) in found {
            entities[index].link = Some(format!("geonames:{}", place.id));
            context.add_linked(places, &place, index);
        }
        if round == 0 {
            resolve_georgia(places, document, entities, &context);
        }
    }
}

fn choose(
    places: &PlaceTable,
    document: &Document<'_>,
    place: &PlaceMention<'_>,
    context: &GeographicContext<'_>,
) -> Option<PlaceRecord> {
    let name = &place.entity.name;
    let (designation, bare) = divisions::designation(document, place);
    let mut behind = place.regions_after(places, document);
    if matches!(designation, Designation::Division { .. }) {
        // "Kharkiv, Sumy and Poltava regions": what stands behind is another
        behind.clear();
    }
    let cities = places.named(PlaceKind::City, name);
    let there = cities.iter().filter(|city| behind.iter().any(|code| within(places.region(city), code)));
    if let Some(city) = there.max_by_key(|city| city.size) {
        return Some(*city);
    }
    // "In Kyiv, Russia's envoys left" says nothing of Kyiv; "London, Ontario" does of London
    if behind.iter().any(|code| code.contains('-')) {
        return None;
    }
    let division = divisions::choose(places, place, designation, bare, context);
    if division.is_some() {
        return division;
    }
    if let [state] = places.named(PlaceKind::State, name)
        && (cities.is_empty() || cities.iter().all(|city| city.size < LARGE_CITY))
    {
        return Some(*state);
    }
    let is_region = !places.named(PlaceKind::Region, name).is_empty();
    let may_be_state = !places.named(PlaceKind::State, name).is_empty();
    let wider =
        !matches!(designation, Designation::None | Designation::Town) || place.begins_region_name(places, document);
    if is_region || (may_be_state && place.follows_city(document)) || wider {
        return None;
    }
    let weight = |city: &PlaceRecord| city.size + context.bonus(places.region(city));
    let best = cities.iter().max_by_key(|city| weight(city))?;
    let clear = cities.iter().filter(|city| city.id != best.id).all(|city| weight(city) + DOMINANCE <= weight(best));
    let gain = context.bonus(places.region(best));
    // a text about Colorado hardly means the middling Akron of Ohio
    let elsewhere = gain != STATE_BONUS && places.region(best).starts_with("US-") && context.names_state();
    let enough = match gain {
        STATE_BONUS => true,
        _ if elsewhere => best.alone && best.size >= HUGE_CITY,
        COUNTRY_BONUS => best.alone || best.size >= LARGE_CITY,
        // a text that names other countries only is hardly about a middling city of this one
        0 if !context.is_empty() => best.alone && best.size >= HUGE_CITY,
        _ => best.alone && best.size >= LARGE_CITY,
    };
    (clear && enough).then_some(*best)
}

/// Links "Georgia" to the country or the state by what else is named; where nothing decides, there is no link.
fn resolve_georgia(
    places: &PlaceTable,
    document: &Document<'_>,
    entities: &mut [Entity],
    context: &GeographicContext<'_>,
) {
    let named = |entity: &Entity| {
        entity.name == AMBIGUOUS_GEORGIA
            && entity.kind == EntityType::Gpe
            && entity.link.as_deref() == Some("iso3166:GE")
    };
    if !entities.iter().any(named) {
        return;
    }
    let near = ["GE", "RU", "AM", "AZ", "TR", "UA", "EU"];
    let country = near.iter().any(|code| context.contains(code));
    let mut all = entities.iter().enumerate().map(|(index, entity)| PlaceMention { entity, index });
    let state = all.any(|place| place.regions_after(places, document).contains(&"US-GA")) || context.names_state();
    for entity in entities.iter_mut().filter(|entity| (state || !country) && named(entity)) {
        let id = places.named(PlaceKind::State, AMBIGUOUS_GEORGIA).first().filter(|_| state && !country);
        entity.link = id.map(|place| format!("geonames:{}", place.id));
    }
}
