//! What a text says of where it is.

use std::collections::HashMap;

use super::place_mention::NAMESAKE;
use super::table::{Kind, Place, Places};
use crate::analyze::lexicon::countries::{Nation, nation_named};
use crate::model::annotation::{Entity, EntityType};

/// A place gains so much when the text names its state; its country; or the United States, which many texts name.
pub(super) const STATE: u16 = 10;
pub(super) const COUNTRY: u16 = 4;
const STATES: u16 = 2;

/// Several entities say the same.
const MANY: usize = usize::MAX;

/// Countries and regions by their codes, each with the entity that tells of it.
#[derive(Default)]
pub(super) struct Told<'a> {
    regions: HashMap<&'a str, usize>,
}

impl<'a> Told<'a> {
    /// Reads the countries, peoples and regions among the entities.
    pub(super) fn read(places: &'a Places, entities: &[Entity]) -> Self {
        let mut told = Self::default();
        for (index, entity) in entities.iter().enumerate().filter(|(_, entity)| entity.name != NAMESAKE) {
            if let Some(code) = country(entity) {
                told.add(code, index);
            }
            if matches!(entity.kind, EntityType::Gpe | EntityType::Loc) {
                let named = |kind| places.named(kind, &entity.name).iter();
                let sure = named(Kind::Division).filter(|division| division.alone);
                for place in named(Kind::State).chain(named(Kind::Region)).chain(sure) {
                    told.add(places.region(place), index);
                }
            }
        }
        told
    }

    fn add(&mut self, code: &'a str, index: usize) {
        self.regions.entry(code).and_modify(|by| *by = if *by == index { index } else { MANY }).or_insert(index);
    }

    /// Takes a place in that an entity was linked to: it says where a text is, but not that its state's other cities are meant.
    pub(super) fn learn(&mut self, places: &'a Places, place: &Place, index: usize) {
        self.add(country_of(places.region(place)), index);
    }

    /// Whether nothing is said.
    pub(super) fn is_empty(&self) -> bool {
        self.regions.is_empty()
    }

    /// Whether a country or region is named by its code.
    pub(super) fn names(&self, code: &str) -> bool {
        self.regions.contains_key(code)
    }

    /// Whether a state of the United States is named.
    pub(super) fn names_state(&self) -> bool {
        self.regions.keys().any(|region| region.starts_with("US-"))
    }

    /// Whether a country is told of, by its regions or itself, by another entity than one.
    pub(super) fn of_country(&self, code: &str, but: Option<usize>) -> bool {
        self.regions.iter().any(|(told, by)| country_of(told) == code && Some(*by) != but)
    }

    /// What a place in a region gains.
    pub(super) fn gain(&self, region: &str) -> u16 {
        let country = country_of(region);
        if region != country && self.names(region) {
            STATE
        } else if self.of_country(country, None) {
            if country == "US" { STATES } else { COUNTRY }
        } else {
            0
        }
    }
}

/// The country of a region's code: of `US-GA` the United States.
pub(super) fn country_of(region: &str) -> &str {
    region.split('-').next().unwrap_or(region)
}

/// The code of the country that an entity is, or whose people it is.
fn country(entity: &Entity) -> Option<&'static str> {
    match nation_named(&entity.name).filter(|_| matches!(entity.kind, EntityType::Gpe | EntityType::Norp))? {
        Nation::Country(code) => Some(code),
        Nation::Group(code) => code,
    }
}
