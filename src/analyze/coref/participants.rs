//! The people, organisations and things that a text names.

use std::collections::HashMap;

use crate::analyze::lexicon::given_names::Gender;
use crate::model::Span;

/// The kind of a participant, as far as pronouns distinguish it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::analyze) enum ParticipantKind {
    /// A person.
    Person,
    /// A company, a government or a team: "it", "they".
    Organization,
    /// A thing or a place, which cannot speak.
    Thing,
    /// A capitalised name of unknown kind.
    Unknown,
}

/// A person, an organisation or a thing that the text names.
#[derive(Clone, Debug)]
pub(in crate::analyze) struct Participant {
    /// The index of its entity, if it is one.
    pub entity: Option<usize>,
    /// The fullest name.
    pub name: String,
    /// Its kind.
    pub kind: ParticipantKind,
    /// Its gender, by its given name or by the words before its name.
    pub gender: Option<Gender>,
    /// The offices and titles that stand with the name, in lower case.
    pub titles: Vec<String>,
}

/// A mention of a participant by name.
#[derive(Clone, Copy, Debug)]
pub(in crate::analyze) struct NameMention {
    /// The bytes of the mention in the text.
    pub span: Span,
    /// The index into `Participants::all`.
    pub who: usize,
}

/// The participants of a text, where they are named, and what pronouns refer to.
#[derive(Clone, Debug, Default)]
pub(in crate::analyze) struct Participants {
    /// The participants, in order of first mention.
    pub all: Vec<Participant>,
    /// The mentions by name, in order; none overlap.
    pub name_mentions: Vec<NameMention>,
    /// The participant that a pronoun refers to, by token, and its share of the candidates' salience (0 to 1).
    pub pronoun_referents: HashMap<usize, (usize, f32)>,
    /// The only participant that holds an office; `None` where several do.
    pub office_holders: HashMap<String, Option<usize>>,
}

impl Participants {
    /// Returns whether an entity is a company, a government or a team.
    pub(in crate::analyze) fn is_organization(&self, entity: usize) -> bool {
        // Those that are entities come first, in the entities' order.
        let at = self.all.partition_point(|c| c.entity.is_some_and(|known| known < entity));
        self.all.get(at).is_some_and(|c| c.entity == Some(entity) && c.kind == ParticipantKind::Organization)
    }

    /// Returns the last mention that overlaps a span.
    pub(in crate::analyze) fn last_mention_in(&self, span: Span) -> Option<NameMention> {
        let end = self.name_mentions.partition_point(|n| n.span.start < span.end);
        self.name_mentions.get(..end)?.last().copied().filter(|n| n.span.overlaps(span))
    }
}
