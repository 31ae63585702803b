//! Who is meant: the people and bodies of a text, their fullest names, and whom "he" and "she" stand for.

pub(in crate::analyze) mod names;
pub(in crate::analyze) mod offices;
mod participants;
mod pronouns;

pub(in crate::analyze) use self::participants::{Cast, Character, Naming, Nature};

use super::discourse::Reading;
use crate::model::Span;
use crate::model::annotation::{Entity, EntityType, MentionKind};

/// Gathers the cast of a text: its entities first, and capitalised names beside them; then resolves "he" and "she". O(n).
pub(in crate::analyze) fn gather(reading: &Reading<'_>, entities: &[Entity]) -> Cast {
    let mut cast = Cast::default();
    for (index, entity) in entities.iter().enumerate() {
        let Some(nature) = nature(entity.kind) else { continue };
        let who = cast.characters.len();
        let titles = entity.titles.iter().map(|t| t.to_lowercase()).collect();
        let name = entity.name.clone();
        cast.characters.push(Character { entity: Some(index), name, nature, gender: None, titles });
        let named = entity.mentions.iter().filter(|m| m.kind == MentionKind::Name && fits(m.span, reading.layer.text));
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
