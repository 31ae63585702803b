//! Coreference: the people and organisations of a text, and whom "he" and "she" refer to.

pub(in crate::analyze) mod names;
pub(in crate::analyze) mod offices;
mod participants;
mod pronouns;

pub(in crate::analyze) use self::participants::{NameMention, Participant, ParticipantKind, Participants};

use super::discourse::Discourse;
use crate::model::Span;
use crate::model::annotation::{Entity, EntityType, MentionKind};

/// Returns the participants of a text with the referents of "he" and "she".
///
/// Participants come from the entities first, and then from capitalised names that no entity covers. O(n).
pub(in crate::analyze) fn resolve(discourse: &Discourse<'_>, entities: &[Entity]) -> Participants {
    let mut participants = Participants::default();
    for (index, entity) in entities.iter().enumerate() {
        let Some(kind) = participant_kind(entity.kind) else {
            continue;
        };
        let who = participants.all.len();
        let titles = entity.titles.iter().map(|t| t.to_lowercase()).collect();
        let name = entity.name.clone();
        participants.all.push(Participant { entity: Some(index), name, kind, gender: None, titles });
        let named = entity
            .mentions
            .iter()
            .filter(|m| m.kind == MentionKind::Name && is_cuttable(m.span, discourse.document.text));
        participants.name_mentions.extend(named.map(|m| NameMention { span: m.span, who }));
    }
    participants.name_mentions.sort_by_key(|n| (n.span.start, std::cmp::Reverse(n.span.end)));
    let mut end = 0;
    participants.name_mentions.retain(|n| {
        n.span.start >= end && {
            end = n.span.end;
            true
        }
    });
    names::add_unlisted(&mut participants, discourse);
    names::assign_genders(&mut participants, discourse);
    offices::add_titles(&mut participants, discourse);
    participants.pronoun_referents = pronouns::resolve(&participants, discourse);
    participants
}

/// Returns whether a span lies on character boundaries of a text and is not empty.
fn is_cuttable(span: Span, text: &str) -> bool {
    text.get(span.start..span.end).is_some_and(|words| !words.is_empty())
}

fn participant_kind(kind: EntityType) -> Option<ParticipantKind> {
    Some(match kind {
        EntityType::Person => ParticipantKind::Person,
        EntityType::Org | EntityType::Gpe | EntityType::Norp => ParticipantKind::Organization,
        EntityType::Loc
        | EntityType::Fac
        | EntityType::Event
        | EntityType::Product
        | EntityType::WorkOfArt
        | EntityType::Law => ParticipantKind::Thing,
        EntityType::Date | EntityType::Time | EntityType::Money | EntityType::Percent | EntityType::Quantity => {
            return None;
        }
    })
}
