//! What an element means: prefixes to vocabularies, names to fields.

use std::collections::HashMap;

use super::tokens::Tag;

/// The vocabularies that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// RSS and Atom in all versions, and names without a prefix.
    Core,
    Content,
    Dublin,
    DublinTerms,
    Itunes,
    Media,
    Syndication,
    Xhtml,
    Other,
}

/// What an element holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    /// A title in a vocabulary of its own, for entries without one.
    OtherTitle,
    Link,
    Id,
    Summary,
    OtherSummary,
    Content,
    Author,
    OtherAuthor,
    Category,
    /// First published; the lower number is believed first.
    Published(u8),
    /// Last changed; likewise.
    Updated(u8),
    Language,
    Ttl,
    SkipHours,
    SkipDays,
    Period,
    Frequency,
}

/// Elements that begin or end an entry, or hold all of them; no field goes across one.
pub(super) const ENTRIES: [&str; 2] = ["item", "entry"];
pub(super) const HOLDERS: [&str; 4] = ["rss", "rdf", "feed", "channel"];

/// Parts of namespace names, in lower case; the first that fits decides.
const BY_ADDRESS: [(&str, Space); 14] = [
    ("w3.org/2005/atom", Space::Core),
    ("purl.org/atom", Space::Core),
    ("rss/1.0/modules/content", Space::Content),
    ("rss/1.0/modules/syndication", Space::Syndication),
    ("rss/1.0/modules", Space::Other),
    ("purl.org/dc/terms", Space::DublinTerms),
    ("purl.org/dc/", Space::Dublin),
    ("itunes.com/dtds", Space::Itunes),
    ("search.yahoo.com/mrss", Space::Media),
    ("w3.org/1999/xhtml", Space::Xhtml),
    ("purl.org/rss", Space::Core),
    ("netscape.com/rdf", Space::Core),
    ("backend.userland.com/rss", Space::Core),
    ("blogs.law.harvard.edu/tech/rss", Space::Core),
];

/// What prefixes mean where nothing declares them.
const BY_PREFIX: [(&str, Space); 10] = [
    ("atom", Space::Core),
    ("rss", Space::Core),
    ("content", Space::Content),
    ("dc", Space::Dublin),
    ("dcterms", Space::DublinTerms),
    ("itunes", Space::Itunes),
    ("media", Space::Media),
    ("sy", Space::Syndication),
    ("xhtml", Space::Xhtml),
    ("rdf", Space::Other),
];

/// The prefixes declared so far. Declarations hold for the whole document, as they do in nearly every feed.
#[derive(Clone, Debug, Default)]
pub(super) struct Spaces {
    declared: HashMap<String, Space>,
}

impl Spaces {
    /// Takes in the declarations of a tag.
    pub(super) fn declare(&mut self, tag: &Tag<'_>) {
        if !tag.mentions("xmlns:") {
            return;
        }
        for (name, address) in tag.attributes() {
            if let Some(prefix) = name.strip_prefix("xmlns:") {
                let address = address.to_ascii_lowercase();
                let space =
                    BY_ADDRESS.iter().find(|(part, _)| address.contains(part)).map_or(Space::Other, |(_, s)| *s);
                self.declared.insert(prefix.to_owned(), space);
            }
        }
    }

    /// Takes the prefix of the document's root for RSS's or Atom's, whatever its address.
    pub(super) fn adopt(&mut self, root: &str) {
        if let Some((prefix, local)) = root.split_once(':')
            && !local.eq_ignore_ascii_case("rdf")
        {
            self.declared.insert(prefix.to_owned(), Space::Core);
        }
    }

    /// The vocabulary of a name, and the name in it, in lower case.
    pub(super) fn resolve(&self, name: &str) -> (Space, String) {
        let Some((prefix, local)) = name.split_once(':') else { return (Space::Core, name.to_ascii_lowercase()) };
        let known = || BY_PREFIX.iter().find(|(p, _)| p.eq_ignore_ascii_case(prefix)).map_or(Space::Other, |(_, s)| *s);
        (self.declared.get(prefix).copied().unwrap_or_else(known), local.to_ascii_lowercase())
    }

    /// Whether the name begins or ends an entry.
    pub(super) fn is_entry(&self, name: &str) -> bool {
        ENTRIES.iter().any(|e| ends_with(name, e)) && self.resolve(name).0 == Space::Core
    }

    /// Whether the name begins or ends the feed or its channel.
    pub(super) fn is_holder(&self, name: &str) -> bool {
        HOLDERS.iter().any(|h| ends_with(name, h)) && {
            let (space, local) = self.resolve(name);
            (space == Space::Core && HOLDERS.contains(&local.as_str())) || (local == "rdf")
        }
    }
}

/// Whether a name, whatever its prefix, can be that of a feed's root.
pub(super) fn begins_feed(name: &str) -> bool {
    HOLDERS.iter().chain(&ENTRIES).any(|root| ends_with(name, root))
}

fn ends_with(name: &str, local: &str) -> bool {
    let rest = name.len().checked_sub(local.len()).and_then(|at| name.split_at_checked(at));
    rest.is_some_and(|(prefix, tail)| tail.eq_ignore_ascii_case(local) && (prefix.is_empty() || prefix.ends_with(':')))
}

/// The field of an element, `None` for what is of no use to us.
pub(super) fn field(space: Space, local: &str) -> Option<Field> {
    Some(match (space, local) {
        (Space::Core, "title") => Field::Title,
        (Space::Dublin | Space::DublinTerms | Space::Itunes | Space::Media, "title") => Field::OtherTitle,
        (Space::Core, "link") => Field::Link,
        (Space::Core, "guid" | "id") => Field::Id,
        (Space::Core, "description" | "summary" | "abstract") => Field::Summary,
        (Space::Dublin | Space::DublinTerms, "description" | "abstract")
        | (Space::Itunes, "summary")
        | (Space::Media, "description") => Field::OtherSummary,
        (Space::Core, "content" | "fullitem") | (Space::Content, "encoded") | (Space::Core | Space::Xhtml, "body") => {
            Field::Content
        }
        (Space::Core, "author") | (Space::Dublin, "creator" | "author") => Field::Author,
        (Space::Itunes, "author") | (Space::DublinTerms, "creator") => Field::OtherAuthor,
        (Space::Core, "category") | (Space::Dublin, "subject") => Field::Category,
        (Space::Core, "pubdate" | "published" | "issued") => Field::Published(0),
        (Space::DublinTerms, "issued" | "available") => Field::Published(1),
        (Space::Core | Space::Dublin | Space::DublinTerms, "date") => Field::Published(2),
        (Space::Core | Space::DublinTerms, "created") => Field::Published(3),
        (Space::Core, "updated" | "modified") => Field::Updated(0),
        (Space::DublinTerms, "modified") => Field::Updated(1),
        (Space::Core, "lastbuilddate") => Field::Updated(2),
        (Space::Core | Space::Dublin, "language") => Field::Language,
        (Space::Core, "ttl") => Field::Ttl,
        (Space::Core, "skiphours") => Field::SkipHours,
        (Space::Core, "skipdays") => Field::SkipDays,
        (Space::Syndication, "updateperiod") => Field::Period,
        (Space::Syndication, "updatefrequency") => Field::Frequency,
        _ => return None,
    })
}
