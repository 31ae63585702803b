//! Who is meant: the people and bodies of a text, their fullest names, and whom "he" and "she" stand for.

mod given;
pub(in crate::analyze) mod names;
pub(in crate::analyze) mod offices;
mod pronouns;

use std::collections::HashMap;

use super::quotes::reading::Reading;
use crate::model::Span;
use crate::model::annotation::{Entity, EntityType, MentionKind};

/// Grammatical gender, as far as pronouns show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::analyze) enum Gender {
    /// "she"
    Female,
    /// "he"
    Male,
}

/// The gender that a given name, in lower case, tells.
pub(in crate::analyze) fn gender_of(given: &str) -> Option<Gender> {
    given::given(given).and_then(given::Given::gender)
}

/// What a character is, as far as pronouns care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::analyze) enum Nature {
    /// A person.
    Person,
    /// A company, a government, a team: "it", "they".
    Body,
    /// Something that cannot speak.
    Thing,
    /// A capitalised name of which we know no more.
    Unknown,
}

/// Somebody or something that the text names.
#[derive(Clone, Debug)]
pub(in crate::analyze) struct Character {
    /// Index into the entities, where it is one.
    pub entity: Option<usize>,
    /// The fullest name.
    pub name: String,
    /// What it is.
    pub nature: Nature,
    /// Told by its given name or by what it is called.
    pub gender: Option<Gender>,
    /// Offices and titles that stand with the name, in lower case.
    pub titles: Vec<String>,
}

/// One naming of a character.
#[derive(Clone, Copy, Debug)]
pub(in crate::analyze) struct Naming {
    /// Bytes in the text.
    pub span: Span,
    /// Index into `Cast::characters`.
    pub who: usize,
}

/// All who are named in a text.
#[derive(Clone, Debug, Default)]
pub(in crate::analyze) struct Cast {
    /// In order of first naming.
    pub characters: Vec<Character>,
    /// In order, apart.
    pub namings: Vec<Naming>,
    /// Whom a pronoun stands for, by token, and how sure that is.
    pub meant: HashMap<usize, (usize, f32)>,
}

impl Cast {
    /// Gathers the cast of a text: its entities first, and capitalised names beside them; then resolves "he" and "she". O(n).
    pub(in crate::analyze) fn gather(reading: &Reading<'_>, entities: &[Entity]) -> Self {
        let mut cast = Self::default();
        for (index, entity) in entities.iter().enumerate() {
            let Some(nature) = nature(entity.kind) else { continue };
            let who = cast.characters.len();
            let titles = entity.titles.iter().map(|t| t.to_lowercase()).collect();
            let name = entity.name.clone();
            cast.characters.push(Character { entity: Some(index), name, nature, gender: None, titles });
            let named =
                entity.mentions.iter().filter(|m| m.kind == MentionKind::Name && fits(m.span, reading.layer.text));
            cast.namings.extend(named.map(|m| Naming { span: m.span, who }));
        }
        cast.namings.sort_by_key(|n| (n.span.start, std::cmp::Reverse(n.span.end)));
        let mut end = 0;
        cast.namings.retain(|n| {
            n.span.start >= end && {
                end = n.span.end;
                true
            }
        });
        names::add(&mut cast, reading);
        names::tell_gender(&mut cast, reading);
        offices::gather(&mut cast, reading);
        cast.meant = pronouns::resolve(&cast, reading);
        cast
    }

    /// Whether an entity is a company, a government, a team.
    pub(in crate::analyze) fn is_body(&self, entity: usize) -> bool {
        self.characters.iter().any(|c| c.entity == Some(entity) && c.nature == Nature::Body)
    }

    /// The last naming that overlaps a span.
    pub(in crate::analyze) fn last_in(&self, span: Span) -> Option<Naming> {
        let end = self.namings.partition_point(|n| n.span.start < span.end);
        self.namings.get(..end)?.last().copied().filter(|n| n.span.overlaps(span))
    }
}

/// Whether a span can be cut out of a text.
fn fits(span: Span, text: &str) -> bool {
    text.get(span.start..span.end).is_some_and(|words| !words.is_empty())
}

fn nature(kind: EntityType) -> Option<Nature> {
    Some(match kind {
        EntityType::Person => Nature::Person,
        EntityType::Org | EntityType::Gpe | EntityType::Norp => Nature::Body,
        EntityType::Loc
        | EntityType::Fac
        | EntityType::Event
        | EntityType::Product
        | EntityType::WorkOfArt
        | EntityType::Law => Nature::Thing,
        EntityType::Date | EntityType::Time | EntityType::Money | EntityType::Percent | EntityType::Quantity => {
            return None;
        }
    })
}
