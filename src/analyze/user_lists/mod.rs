//! The user's lists: watch lists, whose names are found everywhere in a text, and alias tables, which give ids to
//! entities.
//!
//! ```text
//! tsv           lines and columns, with the line of each error
//! watchlists    names in a text: one automaton for all lists
//! alias_tables  ids for entities
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

pub(super) use self::list_match::ListMatch;
pub use self::tsv::LineError;

/// Watch lists and alias tables, ready to use. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct UserLists {
    watch: Option<Arc<watchlists::Watchlists>>,
    aliases: Option<Arc<alias_tables::AliasTables>>,
    name: Option<Arc<str>>,
}

/// A builder that reads lists file by file.
#[derive(Debug, Default)]
pub struct UserListsBuilder {
    watch: watchlists::WatchlistEntries,
    aliases: alias_tables::AliasTables,
    hasher: blake3::Hasher,
}

impl UserListsBuilder {
    /// Adds a watch list: columns `id`, `type`, `name` and, where wanted, `aliases` (apart by `|`) and `case`
    /// (`exact`, `ignore`; empty: as written or in capitals). `list` becomes part of links: `watch:<list>/<id>`.
    ///
    /// # Errors
    /// What is wrong with the file, line by line; nothing of it is added then.
    pub fn add_watchlist(&mut self, list: &str, file: &[u8]) -> Result<(), Vec<LineError>> {
        self.watch.read(list, file)?;
        self.hash_file(list, file);
        Ok(())
    }

    /// Adds an alias table with the columns `id`, `label` and, where wanted, `aliases`, `type` and `prior`.
    ///
    /// `|` stands between two aliases. `prior` is a number: of several things that a name may mean, the one with the highest
    /// is meant.
    ///
    /// # Errors
    /// What is wrong with the file, line by line; nothing of it is added then.
    pub fn add_alias_table(&mut self, table: &str, file: &[u8]) -> Result<(), Vec<LineError>> {
        self.aliases.read(file)?;
        self.hash_file(table, file);
        Ok(())
    }

    fn hash_file(&mut self, name: &str, file: &[u8]) {
        for part in [name.as_bytes(), file] {
            self.hasher.update(&(part.len() as u64).to_le_bytes());
            self.hasher.update(part);
        }
    }

    /// Returns the number of entries in watch lists and in alias tables.
    pub fn count(&self) -> (usize, usize) {
        (self.watch.count(), self.aliases.count())
    }

    /// Compiles the lists. O(n) in the names.
    ///
    /// # Errors
    /// More names than an automaton can hold (some hundred million letters).
    pub fn build(self) -> Result<UserLists, LineError> {
        if self.count() == (0, 0) {
            return Ok(UserLists::default());
        }
        let digest = self.hasher.finalize().to_hex();
        let name = "b3:".chars().chain(digest.chars().take(16)).collect::<String>();
        let watch = (self.watch.count() > 0).then(|| self.watch.compile()).transpose()?.map(Arc::new);
        let aliases = (self.aliases.count() > 0).then(|| Arc::new(self.aliases.sorted()));
        Ok(UserLists { watch, aliases, name: Some(name.into()) })
    }
}

impl UserLists {
    /// Returns the name of the lists in records: `b3:` and 16 hex digits of their BLAKE3; `None` when there are no
    /// lists.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns the matches of listed names in a text, in order; none overlap.
    ///
    /// Tokens that contain the end of a name are split there. O(n).
    pub(super) fn find(&self, document: &mut Document<'_>) -> Vec<ListMatch> {
        self.watch.as_ref().map_or_else(Vec::new, |watch| watch.find(document))
    }

    /// Returns the type of an entry.
    pub(super) fn entity_type(&self, entry: usize) -> EntityType {
        self.watch.as_ref().map_or(EntityType::Org, |watch| watch.entity_type(entry))
    }

    /// Returns the link of an entry: `watch:<list>/<id>`.
    pub(super) fn link(&self, entry: usize) -> Option<String> {
        self.watch.as_ref().map(|watch| watch.link(entry))
    }

    /// Returns whether a person's fuller name can mean an entry, so that no full name of the entry contradicts it.
    pub(super) fn may_refer_to(&self, entry: usize, name: &str) -> bool {
        self.watch.as_ref().is_none_or(|watch| watch.may_refer_to(entry, name))
    }

    /// Returns the id of an entity in the alias tables.
    pub(super) fn resolve_alias(&self, entity: &Entity, text: &str) -> Option<String> {
        self.aliases.as_ref()?.resolve(entity, text)
    }
}
