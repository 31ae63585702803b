//! The geographic context of a text: the countries and regions that it names.

use std::collections::HashMap;

use super::place_mention::AMBIGUOUS_GEORGIA;
use super::table::{PlaceKind, PlaceRecord, PlaceTable};
use crate::analyze::lexicon::countries::{self, Nation};
use crate::model::annotation::{Entity, EntityType};

/// The size that a place gains when the text names its state (chosen; for the unit see
/// [`LARGE_CITY`](super::table::LARGE_CITY)).
pub(super) const STATE_BONUS: u16 = 10;
pub(super) const COUNTRY_BONUS: u16 = 4;
const UNITED_STATES_BONUS: u16 = 2;

/// The mark of a region that several entities name.
const SEVERAL: usize = usize::MAX;

/// The codes of countries and regions, each with the entity that names it.
#[derive(Default)]
pub(super) struct GeographicContext<'a> {
    regions: HashMap<&'a str, usize>,
}

impl<'a> GeographicContext<'a> {
    /// Returns the countries, peoples and regions among the entities.
    pub(super) fn read(places: &'a PlaceTable, entities: &[Entity]) -> Self {
        let mut context = Self::default();
        for (index, entity) in entities.iter().enumerate().filter(|(_, entity)| entity.name != AMBIGUOUS_GEORGIA) {
            if let Some(code) = country(entity) {
                context.add(code, index);
            }
            if matches!(entity.kind, EntityType::Gpe | EntityType::Loc) {
                let named = |kind| places.named(kind, &entity.name).iter();
                let confidence = named(PlaceKind::Division).filter(|division| division.alone);
                for place in named(PlaceKind::State).chain(named(PlaceKind::Region)).chain(confidence) {
                    context.add(places.region(place), index);
                }
            }
        }
        context
    }

    fn add(&mut self, code: &'a str, index: usize) {
        self.regions.entry(code).and_modify(|by| *by = if *by == index { index } else { SEVERAL }).or_insert(index);
    }

    /// Adds the country of a place that an entity was linked to. Its state is not added: other cities of the state need
    /// not be meant.
    pub(super) fn add_linked(&mut self, places: &'a PlaceTable, place: &PlaceRecord, index: usize) {
        self.add(country_of(places.region(place)), index);
    }

    /// Returns whether the text names no country or region.
    pub(super) fn is_empty(&self) -> bool {
        self.regions.is_empty()
    }

    /// Returns whether the text names a country or region by its code.
    pub(super) fn contains(&self, code: &str) -> bool {
        self.regions.contains_key(code)
    }

    /// Returns whether the text names a state of the United States.
    pub(super) fn names_state(&self) -> bool {
        self.regions.keys().any(|region| region.starts_with("US-"))
    }

    /// Returns whether an entity other than `but` names a country or one of its regions.
    pub(super) fn of_country(&self, code: &str, but: Option<usize>) -> bool {
        self.regions.iter().any(|(context, by)| country_of(context) == code && Some(*by) != but)
    }

    /// Returns the size that a place in a region gains.
    pub(super) fn bonus(&self, region: &str) -> u16 {
        let country = country_of(region);
        if region != country && self.contains(region) {
            STATE_BONUS
        } else if self.of_country(country, None) {
            if country == "US" { UNITED_STATES_BONUS } else { COUNTRY_BONUS }
        } else {
            0
        }
    }
}

/// Returns the country of a region's code: `US` of `US-GA`.
pub(super) fn country_of(region: &str) -> &str {
    region.split('-').next().unwrap_or(region)
}

/// Returns the code of the country that an entity is, or whose people it is.
fn country(entity: &Entity) -> Option<&'static str> {
    match countries::find_variant(&entity.name).filter(|_| matches!(entity.kind, EntityType::Gpe | EntityType::Norp))? {
        Nation::Country(code) => Some(code),
        Nation::Demonym(code) => code,
    }
}
