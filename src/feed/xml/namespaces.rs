//! What the prefixes of a document mean.

use std::collections::HashMap;

use super::tag::StartTag;

/// The vocabularies that matter for feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::feed) enum Namespace {
    /// RSS and Atom in all versions, and names without a prefix.
    Core,
    Content,
    DublinCore,
    DublinCoreTerms,
    Itunes,
    MediaRss,
    Syndication,
    /// The full texts of Yandex's pages.
    Turbo,
    Xhtml,
    Other,
}

/// Elements that are one entry of a feed.
const ENTRY_ELEMENTS: [&str; 2] = ["item", "entry"];
/// Elements that contain the entries.
const CONTAINERS: [&str; 4] = ["rss", "rdf", "feed", "channel"];

/// Parts of namespace names, in lower case. The first that a name contains decides.
const BY_ADDRESS: [(&str, Namespace); 15] = [
    ("w3.org/2005/atom", Namespace::Core),
    ("purl.org/atom", Namespace::Core),
    ("rss/1.0/modules/content", Namespace::Content),
    ("rss/1.0/modules/syndication", Namespace::Syndication),
    ("rss/1.0/modules", Namespace::Other),
    ("purl.org/dc/terms", Namespace::DublinCoreTerms),
    ("purl.org/dc/", Namespace::DublinCore),
    ("itunes.com/dtds", Namespace::Itunes),
    ("search.yahoo.com/mrss", Namespace::MediaRss),
    ("w3.org/1999/xhtml", Namespace::Xhtml),
    ("turbo.yandex.", Namespace::Turbo),
    ("purl.org/rss", Namespace::Core),
    ("netscape.com/rdf", Namespace::Core),
    ("backend.userland.com/rss", Namespace::Core),
    ("blogs.law.harvard.edu/tech/rss", Namespace::Core),
];

/// The usual prefixes, for documents that do not declare them.
const BY_PREFIX: [(&str, Namespace); 11] = [
    ("atom", Namespace::Core),
    ("rss", Namespace::Core),
    ("content", Namespace::Content),
    ("dc", Namespace::DublinCore),
    ("dcterms", Namespace::DublinCoreTerms),
    ("itunes", Namespace::Itunes),
    ("media", Namespace::MediaRss),
    ("sy", Namespace::Syndication),
    ("turbo", Namespace::Turbo),
    ("xhtml", Namespace::Xhtml),
    ("rdf", Namespace::Other),
];

/// The prefixes that a document has declared so far.
///
/// A declaration is valid for the whole document, as nearly every feed means it.
#[derive(Clone, Debug, Default)]
pub(in crate::feed) struct Namespaces {
    declared: HashMap<String, Namespace>,
}

impl Namespaces {
    /// Adds the declarations of a tag.
    pub(in crate::feed) fn declare(&mut self, tag: &StartTag<'_>) {
        if !tag.mentions("xmlns:") {
            return;
        }
        for (name, address) in tag.attributes() {
            if let Some(prefix) = name.strip_prefix("xmlns:") {
                let address = address.to_ascii_lowercase();
                let known = BY_ADDRESS.iter().find(|(part, _)| address.contains(part));
                self.declared.insert(prefix.to_owned(), known.map_or(Namespace::Other, |(_, n)| *n));
            }
        }
    }

    /// Treats the prefix of the document's root as the one of RSS or Atom, whatever address it is declared with.
    pub(in crate::feed) fn adopt_root_prefix(&mut self, root: &str) {
        if let Some((prefix, local)) = root.split_once(':')
            && !local.eq_ignore_ascii_case("rdf")
        {
            self.declared.insert(prefix.to_owned(), Namespace::Core);
        }
    }

    /// Returns the vocabulary of a name, and the name without its prefix in lower case.
    pub(in crate::feed) fn resolve(&self, name: &str) -> (Namespace, String) {
        let Some((prefix, local)) = name.split_once(':') else { return (Namespace::Core, name.to_ascii_lowercase()) };
        (self.of_prefix(prefix), local.to_ascii_lowercase())
    }

    /// Returns the vocabulary that a prefix stands for.
    pub(in crate::feed) fn of_prefix(&self, prefix: &str) -> Namespace {
        let usual = || BY_PREFIX.iter().find(|(p, _)| p.eq_ignore_ascii_case(prefix));
        let declared = self.declared.get(prefix).copied();
        declared.unwrap_or_else(|| usual().map_or(Namespace::Other, |(_, n)| *n))
    }

    /// Returns whether the name is the one of an entry's element.
    pub(in crate::feed) fn is_entry(&self, name: &str) -> bool {
        ENTRY_ELEMENTS.iter().any(|e| has_local_name(name, e)) && self.resolve(name).0 == Namespace::Core
    }

    /// Returns whether the name is the one of the feed's element or of its channel.
    pub(in crate::feed) fn is_container(&self, name: &str) -> bool {
        CONTAINERS.iter().any(|c| has_local_name(name, c)) && {
            let (namespace, local) = self.resolve(name);
            (namespace == Namespace::Core && CONTAINERS.contains(&local.as_str())) || (local == "rdf")
        }
    }
}

/// Returns whether a name, whatever its prefix, can be the one of a feed's root.
pub(in crate::feed) fn is_feed_root(name: &str) -> bool {
    CONTAINERS.iter().chain(&ENTRY_ELEMENTS).any(|root| has_local_name(name, root))
}

fn has_local_name(name: &str, local: &str) -> bool {
    let rest = name.len().checked_sub(local.len()).and_then(|at| name.split_at_checked(at));
    rest.is_some_and(|(prefix, tail)| tail.eq_ignore_ascii_case(local) && (prefix.is_empty() || prefix.ends_with(':')))
}
