//! The people, organisations and things that a text names.

use std::collections::HashMap;

use crate::analyze::lexicon::given_names::Gender;
use crate::model::Span;

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
    /// Index into `characters` of the only one that holds an office; `None` where several do.
    pub offices: HashMap<String, Option<usize>>,
}

impl Cast {
    /// Whether an entity is a company, a government, a team.
    pub(in crate::analyze) fn is_body(&self, entity: usize) -> bool {
        // Characters of entities come first, in the entities' order.
        let at = self.characters.partition_point(|c| c.entity.is_some_and(|known| known < entity));
        self.characters.get(at).is_some_and(|c| c.entity == Some(entity) && c.nature == Nature::Body)
    }

    /// The last naming that overlaps a span.
    pub(in crate::analyze) fn last_in(&self, span: Span) -> Option<Naming> {
        let end = self.namings.partition_point(|n| n.span.start < span.end);
        self.namings.get(..end)?.last().copied().filter(|n| n.span.overlaps(span))
    }
}
