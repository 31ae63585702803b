//! Ids for cities and states, offline: by size where a name is clear, by what the text says around it where it is not.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::merge::folded;
use super::nations::{Nation, nation, nation_named};
use super::tagger::hash::{Chars, Unpack, put_varint};
use crate::analyze::text::Layer;
use crate::model::annotation::{Entity, EntityType};

static PLACES: LazyLock<Places> = LazyLock::new(|| Places::unpack(include_bytes!("../../../models/places.bin")));

/// Sizes are twice the binary logarithm of the inhabitants in thousands; this is a hundred thousand.
const LARGE: u16 = 13;
/// And this some three hundred thousand.
const HUGE: u16 = 17;
/// As much larger is a place than its namesakes when it is meant: four times.
const AHEAD: u16 = 4;
/// A place gains so much when the text names its state; its country; or the United States, which many texts name.
const STATE: u16 = 10;
const COUNTRY: u16 = 4;
const STATES: u16 = 2;
/// Names that are less sure are not linked.
const SURE: f32 = 0.5;
/// Longest name of a region, in tokens.
const REGION_WORDS: usize = 4;

/// What stands behind the name of something larger than a city.
const DIVISIONS: [&str; 12] = [
    "province",
    "region",
    "state",
    "district",
    "department",
    "county",
    "governorate",
    "prefecture",
    "oblast",
    "valley",
    "island",
    "division",
];

/// What a name of the table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A city. Its name is found in any case and without marks on letters.
    City,
    /// A state, as it is written.
    State,
    /// A region without an id, as it is written: it only tells cities apart.
    Region,
}

/// One name of one place.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is.
    pub kind: Kind,
    /// Its id at GeoNames; below 2²⁴, 0 for regions.
    pub id: u32,
    /// ISO 3166 code of the country, with that of the state where cities are told apart by it (`US-GA`).
    pub region: String,
    /// How many live there.
    pub inhabitants: u32,
    /// Whether all other places of this name are much smaller.
    pub alone: bool,
    /// The name.
    pub name: String,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    id: u32,
    region: usize,
    size: u16,
    alone: bool,
}

#[derive(Debug)]
struct Places {
    regions: Vec<String>,
    /// Sorted, beside `places`; names that several places bear stand several times.
    keys: Vec<u32>,
    places: Vec<Place>,
}

/// Packs a table: the regions' names, then for each name the gap to the hash before it, the id in three bytes, and region,
/// size and clearness in two. Regions beyond 512 are refused by panic.
pub fn pack(rows: &[Row]) -> Vec<u8> {
    let mut regions: Vec<&str> = rows.iter().map(|row| row.region.as_str()).collect();
    regions.sort_unstable();
    regions.dedup();
    assert!(regions.len() <= 512, "too many regions");
    let mut entries: Vec<(u32, u32, u16)> = rows
        .iter()
        .map(|row| {
            let region = regions.binary_search(&row.region.as_str()).unwrap_or_default() as u16;
            let size = ((f64::from(row.inhabitants) / 1000.0).log2() * 2.0).clamp(0.0, 31.0) as u16;
            (key(row.kind, &row.name), row.id, region | size << 9 | u16::from(row.alone) << 14)
        })
        .collect();
    entries.sort_unstable();
    entries.dedup();
    let mut out = (regions.len() as u16).to_le_bytes().to_vec();
    for region in regions {
        out.push(region.len() as u8);
        out.extend(region.bytes());
    }
    out.extend((entries.len() as u32).to_le_bytes());
    let mut last = 0;
    for (key, id, about) in entries {
        put_varint(&mut out, key - last);
        last = key;
        out.extend(id.to_le_bytes().iter().take(3));
        out.extend(about.to_le_bytes());
    }
    out
}

fn key(kind: Kind, name: &str) -> u32 {
    let mut hash = Chars::new();
    match kind {
        Kind::City => folded(name).chars().for_each(|c| hash.push(c)),
        Kind::State => std::iter::once('\u{1}').chain(name.chars()).for_each(|c| hash.push(c)),
        Kind::Region => std::iter::once('\u{2}').chain(name.chars()).for_each(|c| hash.push(c)),
    }
    hash.finish()
}

impl Places {
    fn unpack(bytes: &[u8]) -> Self {
        let mut input = Unpack(bytes);
        let short = |input: &mut Unpack<'_>| u16::from_le_bytes([input.byte(), input.byte()]);
        let regions =
            (0..short(&mut input)).map(|_| (0..input.byte()).map(|_| char::from(input.byte())).collect()).collect();
        let count = input.word() as usize;
        let (mut keys, mut places, mut last) = (Vec::with_capacity(count), Vec::with_capacity(count), 0);
        for _ in 0..count {
            last += input.varint();
            keys.push(last);
            let id = u32::from_le_bytes([input.byte(), input.byte(), input.byte(), 0]);
            let about = short(&mut input);
            let (region, size, alone) = (usize::from(about & 511), about >> 9 & 31, about >> 14 & 1 == 1);
            places.push(Place { id, region, size, alone });
        }
        Self { regions, keys, places }
    }

    fn named(&self, kind: Kind, name: &str) -> &[Place] {
        let key = key(kind, name);
        let first = self.keys.partition_point(|known| *known < key);
        let last = self.keys.partition_point(|known| *known <= key);
        self.places.get(first..last).unwrap_or_default()
    }

    fn region(&self, place: &Place) -> &str {
        self.regions.get(place.region).map_or("", String::as_str)
    }

    /// The regions and countries that a name behind a city's may be: "Georgia" is two.
    fn regions_named(&self, name: &str) -> Vec<&str> {
        let known = [Kind::State, Kind::Region].into_iter().flat_map(|kind| self.named(kind, name));
        let mut codes: Vec<&str> = known.map(|place| self.region(place)).collect();
        if let Some(Nation::Country(code)) = nation(name) {
            codes.push(code);
        }
        codes
    }

    /// Whether a name means what is larger than a city somewhere: "Jiangxi province", "Jammu and Kashmir".
    fn wider(&self, layer: &Layer<'_>, entity: &Entity) -> bool {
        entity.mentions.iter().any(|mention| {
            let first = layer.tokens.partition_point(|token| token.span.start < mention.span.start);
            let behind = layer.tokens.partition_point(|token| token.span.start < mention.span.end);
            let longest = REGION_WORDS.min(layer.tokens.len() - first);
            let larger =
                behind < layer.tokens.len() && DIVISIONS.iter().any(|d| d.eq_ignore_ascii_case(layer.word(behind)));
            let longer = (behind - first + 1..=longest)
                .any(|count| !self.named(Kind::Region, layer.span(first..first + count).of(layer.text)).is_empty());
            larger || longer
        })
    }

    /// The regions named right behind a city: "Springfield, Ill."
    fn behind<'a>(&'a self, layer: &Layer<'_>, entity: &Entity) -> Vec<&'a str> {
        let after = entity.mentions.iter().map(|mention| {
            let comma = layer.tokens.partition_point(|token| token.span.start < mention.span.end);
            let first = comma + 1;
            if first >= layer.tokens.len() || layer.word(comma) != "," {
                return Vec::new();
            }
            let longest = REGION_WORDS.min(layer.tokens.len() - first);
            let names = (1..=longest).rev().map(|count| layer.span(first..first + count).of(layer.text));
            names.map(|name| self.regions_named(name)).find(|codes| !codes.is_empty()).unwrap_or_default()
        });
        after.into_iter().find(|codes| !codes.is_empty()).unwrap_or_default()
    }
}

/// Whether a name stands behind another and a comma somewhere: "Albany, New York".
fn behind_city(layer: &Layer<'_>, entity: &Entity) -> bool {
    entity.mentions.iter().any(|mention| {
        let first = layer.tokens.partition_point(|token| token.span.start < mention.span.start);
        first > 1 && layer.word(first - 1) == "," && layer.word(first - 2).starts_with(char::is_uppercase)
    })
}

/// Whether a region is a code's or lies in it.
fn within(region: &str, code: &str) -> bool {
    region == code || region.strip_prefix(code).is_some_and(|rest| rest.starts_with('-'))
}

/// Links cities and states that have no link yet. Where nothing decides between two, there is none. O(n).
pub(super) fn link(layer: &Layer<'_>, entities: &mut [Entity]) {
    let places = &*PLACES;
    let mut told = Told::read(places, entities);
    for round in 0..2 {
        let mut found: Vec<(usize, Place)> = Vec::new();
        for (index, entity) in entities.iter().enumerate() {
            let open = entity.link.is_none() && entity.name != NAMESAKE;
            if entity.kind == EntityType::Gpe && open && entity.confidence >= SURE {
                found.extend(choose(places, layer, entity, &told).map(|place| (index, place)));
            }
        }
        for (index, place) in found {
            entities[index].link = Some(format!("geonames:{}", place.id));
            // a city says where a text is, but not that its state's other cities are meant
            told.regions.extend(places.region(&place).split('-').next());
        }
        if round == 0 {
            namesake(places, layer, entities, &told);
        }
    }
}

/// What a text says of where it is.
struct Told<'a> {
    /// Countries and regions by their codes.
    regions: HashSet<&'a str>,
}

impl<'a> Told<'a> {
    fn read(places: &'a Places, entities: &[Entity]) -> Self {
        let mut regions = HashSet::new();
        for entity in entities.iter().filter(|entity| entity.name != NAMESAKE) {
            regions.extend(country(entity));
            if matches!(entity.kind, EntityType::Gpe | EntityType::Loc) {
                let named = [Kind::State, Kind::Region].into_iter().flat_map(|kind| places.named(kind, &entity.name));
                regions.extend(named.map(|place| places.region(place)));
            }
        }
        Self { regions }
    }

    fn gain(&self, region: &str) -> u16 {
        let country = region.split('-').next().unwrap_or(region);
        if region != country && self.regions.contains(region) {
            STATE
        } else if self.regions.iter().any(|told| told.split('-').next() == Some(country)) {
            if country == "US" { STATES } else { COUNTRY }
        } else {
            0
        }
    }
}

/// The code of the country that an entity is, or whose people it is.
fn country(entity: &Entity) -> Option<&'static str> {
    match nation_named(&entity.name).filter(|_| matches!(entity.kind, EntityType::Gpe | EntityType::Norp))? {
        Nation::Country(code) => Some(code),
        Nation::Group(code) => code,
    }
}

fn choose(places: &Places, layer: &Layer<'_>, entity: &Entity, told: &Told<'_>) -> Option<Place> {
    let behind = places.behind(layer, entity);
    let cities = places.named(Kind::City, &entity.name);
    let there = cities.iter().filter(|city| behind.iter().any(|code| within(places.region(city), code)));
    if let Some(city) = there.max_by_key(|city| city.size) {
        return Some(*city);
    }
    // "In Kyiv, Russia's envoys left" says nothing of Kyiv; "London, Ontario" does of London
    if behind.iter().any(|code| code.contains('-')) {
        return None;
    }
    if let [state] = places.named(Kind::State, &entity.name)
        && (cities.is_empty() || cities.iter().all(|city| city.size < LARGE))
    {
        return Some(*state);
    }
    let is_region = !places.named(Kind::Region, &entity.name).is_empty();
    let may_be_state = !places.named(Kind::State, &entity.name).is_empty();
    if is_region || (may_be_state && behind_city(layer, entity)) || places.wider(layer, entity) {
        return None;
    }
    let weight = |city: &Place| city.size + told.gain(places.region(city));
    let best = cities.iter().max_by_key(|city| weight(city))?;
    let clear = cities.iter().filter(|city| city.id != best.id).all(|city| weight(city) + AHEAD <= weight(best));
    let gain = told.gain(places.region(best));
    let enough = match gain {
        STATE => true,
        COUNTRY => best.alone || best.size >= LARGE,
        // a text that names other countries only is hardly about a middling city of this one
        0 if !told.regions.is_empty() => best.alone && best.size >= HUGE,
        _ => best.alone && best.size >= LARGE,
    };
    (clear && enough).then_some(*best)
}

/// A country and a state of one name.
const NAMESAKE: &str = "Georgia";

/// Tells the country from the state by what else is named; where nothing is, there is no link.
fn namesake(places: &Places, layer: &Layer<'_>, entities: &mut [Entity], told: &Told<'_>) {
    let named = |entity: &Entity| {
        entity.name == NAMESAKE && entity.kind == EntityType::Gpe && entity.link.as_deref() == Some("iso3166:GE")
    };
    if !entities.iter().any(named) {
        return;
    }
    let near = ["GE", "RU", "AM", "AZ", "TR", "UA", "EU"];
    let country = near.iter().any(|code| told.regions.contains(code));
    let behind_city = entities.iter().any(|entity| places.behind(layer, entity).contains(&"US-GA"));
    let state = behind_city || told.regions.iter().any(|region| region.starts_with("US-"));
    for entity in entities.iter_mut().filter(|entity| (state || !country) && named(entity)) {
        let id = places.named(Kind::State, NAMESAKE).first().filter(|_| state && !country);
        entity.link = id.map(|place| format!("geonames:{}", place.id));
    }
}
