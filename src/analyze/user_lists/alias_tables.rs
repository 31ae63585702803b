//! Alias tables: ids of entities by their names.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::tsv::{self, Columns, LineError};
use crate::analyze::lexicon::name_key::{match_key, trim_key};
use crate::model::annotation::{Entity, EntityType, MentionKind};

const COLUMNS: Columns = Columns { required: &["id", "label"], optional: &["aliases", "type", "prior"] };

#[derive(Debug)]
struct Entry {
    id: String,
    kind: Option<EntityType>,
    prior: f64,
}

/// The entries and names of all alias tables.
#[derive(Debug, Default)]
pub(super) struct AliasTables {
    entries: Vec<Entry>,
    /// Pairs of the hash of a name's match key and the index of its entry, sorted.
    names: Vec<(u64, u32)>,
}

impl AliasTables {
    pub(super) fn count(&self) -> usize {
        self.entries.len()
    }

    /// Adds a table; when a line is wrong, nothing of it is added.
    pub(super) fn read(&mut self, file: &[u8]) -> Result<(), Vec<LineError>> {
        let (entries, names) = (self.entries.len(), self.names.len());
        let outcome = tsv::read(file, &COLUMNS, |row| {
            let error = |detail: String| LineError::at(row.line, detail);
            let kind = match row.cells[3] {
                "" => None,
                cell => Some(tsv::entity_type(cell).map_err(error)?),
            };
            let prior = match row.cells[4] {
                "" => 0.0,
                cell => cell
                    .parse::<f64>()
                    .ok()
                    .filter(|prior| prior.is_finite())
                    .ok_or_else(|| error(format!("prior `{cell}` is no number; write it like 0.8 or 1200")))?,
            };
            let entry = self.entries.len() as u32;
            self.names.extend(std::iter::once(row.cells[1]).chain(row.names(2)).map(|name| (name_hash(name), entry)));
            self.entries.push(Entry { id: row.cells[0].to_owned(), kind, prior });
            Ok(())
        });
        if outcome.is_err() {
            self.entries.truncate(entries);
            self.names.truncate(names);
        }
        outcome
    }

    pub(super) fn sorted(mut self) -> Self {
        self.names.sort_unstable();
        self.names.dedup();
        self
    }

    /// Returns the id of an entity: by its fullest name, else by another name of as many words. O(mentions · log
    /// names).
    ///
    /// Of several that fit, it is the one with the highest prior. When two share it, there is none.
    pub(super) fn resolve(&self, entity: &Entity, text: &str) -> Option<String> {
        let words = entity.name.split_whitespace().count();
        // a surname alone may be anybody's
        let other = entity
            .mentions
            .iter()
            .filter(|mention| mention.kind == MentionKind::Name)
            .map(|mention| mention.span.of(text))
            .filter(|name| entity.kind != EntityType::Person || name.split_whitespace().count() >= words);
        std::iter::once(entity.name.as_str()).chain(other).find_map(|name| self.best_entry(name, entity.kind))
    }

    fn best_entry(&self, name: &str, kind: EntityType) -> Option<String> {
        let hash = name_hash(name);
        let first = self.names.partition_point(|(known, _)| *known < hash);
        let fitting = self.names.get(first..)?.iter().take_while(|(known, _)| *known == hash);
        let mut best: Option<(&Entry, bool)> = None;
        for entry in
            fitting.map(|(_, entry)| &self.entries[*entry as usize]).filter(|entry| are_compatible(entry.kind, kind))
        {
            best = match best {
                Some((known, _)) if known.prior > entry.prior => best,
                Some((known, _)) if known.prior >= entry.prior && known.id != entry.id => Some((known, false)),
                _ => Some((entry, true)),
            };
        }
        best.filter(|(_, alone)| *alone).map(|(entry, _)| entry.id.clone())
    }
}

/// Returns whether a table's type and a detected type can be one thing. Kinds of places are often confused.
fn are_compatible(listed: Option<EntityType>, found: EntityType) -> bool {
    let place = |kind| matches!(kind, EntityType::Gpe | EntityType::Loc | EntityType::Fac);
    match listed {
        None => !found.is_value(),
        Some(listed) => listed == found || (place(listed) && place(found)),
    }
}

fn name_hash(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    trim_key(&match_key(name, true).text).hash(&mut hasher);
    hasher.finish()
}
