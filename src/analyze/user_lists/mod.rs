//! What a user knows: watch lists, whose names are found wherever they stand, and alias tables, which say who is meant.
//!
//! ```text
//! tsv           lines and columns, with the line of what is wrong
//! watchlists    names in a text: one automaton for all lists
//! alias_tables  ids for what has been found
//! ```

mod alias_tables;
mod list_match;
mod scripts;
#[cfg(test)]
mod tests;
mod tsv;
mod watchlists;

use std::sync::Arc;

use super::document::Document;
use crate::model::annotation::{Entity, EntityType};

pub(super) use self::list_match::Sighting;
pub use self::tsv::Fault;

/// Watch lists and alias tables, ready to use. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    watch: Option<Arc<watchlists::Watch>>,
    aliases: Option<Arc<alias_tables::Aliases>>,
    name: Option<Arc<str>>,
}

/// Gathers lists file by file.
#[derive(Debug, Default)]
pub struct Builder {
    watch: watchlists::Entries,
    aliases: alias_tables::Aliases,
    hasher: blake3::Hasher,
}

impl Builder {
    /// Adds a watch list: columns `id`, `type`, `name` and, where wanted, `aliases` (apart by `|`) and `case`
    /// (`exact`, `ignore`; empty: as written or in capitals). `list` becomes part of links: `watch:<list>/<id>`.
    ///
    /// # Errors
    /// What is wrong with the file, line by line; nothing of it is added then.
    pub fn watchlist(&mut self, list: &str, file: &[u8]) -> Result<(), Vec<Fault>> {
        self.watch.read(list, file)?;
        self.note(list, file);
        Ok(())
    }

    /// Adds an alias table: columns `id`, `label` and, where wanted, `aliases` (apart by `|`), `type` and `prior`
    /// (a number; of several that a name may mean, the one with the highest is meant).
    ///
    /// # Errors
    /// What is wrong with the file, line by line; nothing of it is added then.
    pub fn aliases(&mut self, table: &str, file: &[u8]) -> Result<(), Vec<Fault>> {
        self.aliases.read(file)?;
        self.note(table, file);
        Ok(())
    }

    fn note(&mut self, name: &str, file: &[u8]) {
        for part in [name.as_bytes(), file] {
            self.hasher.update(&(part.len() as u64).to_le_bytes());
            self.hasher.update(part);
        }
    }

    /// How many entries watch lists and alias tables hold.
    pub fn count(&self) -> (usize, usize) {
        (self.watch.count(), self.aliases.count())
    }

    /// Compiles what was gathered. O(n) in the names.
    ///
    /// # Errors
    /// More names than an automaton can hold (some hundred million letters).
    pub fn build(self) -> Result<Lists, Fault> {
        if self.count() == (0, 0) {
            return Ok(Lists::default());
        }
        let digest = self.hasher.finalize().to_hex();
        let name = "b3:".chars().chain(digest.chars().take(16)).collect::<String>();
        let watch = (self.watch.count() > 0).then(|| self.watch.compile()).transpose()?.map(Arc::new);
        let aliases = (self.aliases.count() > 0).then(|| Arc::new(self.aliases.sorted()));
        Ok(Lists { watch, aliases, name: Some(name.into()) })
    }
}

impl Lists {
    /// What the lists are called in records: `b3:` and 16 hex digits of their BLAKE3; `None` when there are none.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The listed names of a text, in order and apart. Tokens that a name ends within are cut there. O(n).
    pub(super) fn sight(&self, layer: &mut Document<'_>) -> Vec<Sighting> {
        self.watch.as_ref().map_or_else(Vec::new, |watch| watch.sight(layer))
    }

    /// The type that an entry's list gives it.
    pub(super) fn kind(&self, entry: usize) -> EntityType {
        self.watch.as_ref().map_or(EntityType::Org, |watch| watch.kind(entry))
    }

    /// An entry's link: `watch:<list>/<id>`.
    pub(super) fn link(&self, entry: usize) -> Option<String> {
        self.watch.as_ref().map(|watch| watch.link(entry))
    }

    /// Whether a person's fuller name may mean an entry: no other full name of the entry speaks against it.
    pub(super) fn may_mean(&self, entry: usize, name: &str) -> bool {
        self.watch.as_ref().is_none_or(|watch| watch.may_mean(entry, name))
    }

    /// The id that the alias tables know an entity by.
    pub(super) fn alias(&self, entity: &Entity, text: &str) -> Option<String> {
        self.aliases.as_ref()?.of(entity, text)
    }
}
