//! What the elements of the feed vocabularies mean.

use super::namespaces::Namespace;

/// What an element of a feed or an entry states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::feed) enum Field {
    Title,
    /// A title in an extension's vocabulary, for entries without one.
    AlternativeTitle,
    Link,
    /// The address of the page where the link leads over another site.
    OriginalLink,
    Id,
    Summary,
    AlternativeSummary,
    Content,
    /// A full text in an extension's vocabulary, for entries without one.
    AlternativeContent,
    Author,
    AlternativeAuthor,
    Category,
    /// The time of first publication; the lower rank is preferred.
    Published(u8),
    /// The time of the last change; the lower rank is preferred.
    Updated(u8),
    Language,
    Ttl,
    SkipHours,
    SkipDays,
    UpdatePeriod,
    UpdateFrequency,
}

/// Returns the field of an element by its vocabulary and its name in lower case, `None` for elements that are not used.
pub(in crate::feed) fn field_of(namespace: Namespace, local: &str) -> Option<Field> {
    use Namespace::{Content, Core, DublinCore, DublinCoreTerms, Itunes, MediaRss, Syndication, Turbo, Xhtml};
    Some(match (namespace, local) {
        (Core, "title") => Field::Title,
        (DublinCore | DublinCoreTerms | Itunes | MediaRss, "title") => Field::AlternativeTitle,
        (Core, "link") => Field::Link,
        (_, "origlink") => Field::OriginalLink,
        (Core, "guid" | "id") => Field::Id,
        (Core, "description" | "summary" | "abstract") => Field::Summary,
        (DublinCore | DublinCoreTerms, "description" | "abstract")
        | (Itunes, "summary")
        | (MediaRss, "description") => Field::AlternativeSummary,
        (Core, "content" | "fullitem") | (Content, "encoded") | (Core | Xhtml, "body") => Field::Content,
        (_, "full-text" | "fulltext" | "full_text") | (Turbo, "content") => Field::AlternativeContent,
        (Core, "author") | (DublinCore, "creator" | "author") => Field::Author,
        (Itunes, "author") | (DublinCoreTerms, "creator") => Field::AlternativeAuthor,
        (Core, "category") | (DublinCore, "subject") => Field::Category,
        (Core, "pubdate" | "published" | "issued") => Field::Published(0),
        (DublinCoreTerms, "issued" | "available") => Field::Published(1),
        (Core | DublinCore | DublinCoreTerms, "date") => Field::Published(2),
        (Core | DublinCoreTerms, "created") => Field::Published(3),
        (Core, "updated" | "modified") => Field::Updated(0),
        (DublinCoreTerms, "modified") => Field::Updated(1),
        (Core, "lastbuilddate") => Field::Updated(2),
        (Core | DublinCore, "language") => Field::Language,
        (Core, "ttl") => Field::Ttl,
        (Core, "skiphours") => Field::SkipHours,
        (Core, "skipdays") => Field::SkipDays,
        (Syndication, "updateperiod") => Field::UpdatePeriod,
        (Syndication, "updatefrequency") => Field::UpdateFrequency,
        _ => return None,
    })
}
