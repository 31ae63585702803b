//! The days of publication and of the last change, from all sources.

use url::Url;

use super::{dates, visible_dates};
use crate::extract::dom::document::TextDocument;
use crate::extract::jsonld::types::JsonLd;
use crate::extract::layout::Layout;
use crate::model::Moment;

/// `<meta>`s that hold the date of publication, the best first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publish-date",
    "article.published",
    "cxenseparse:recs:publishtime",
    "og:article:published_time",
    "publishdate",
    "dc.date.created",
    "originalpublicationdate",
    "article_date_original",
    "publication_date",
    "date.created",
    "shareaholic:article_published_time",
];

/// `<meta>`s that hold the date of the last change, the best first.
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "article.updated",
    "lastmod",
    "revised",
];

/// Returns when a page says it was published, and when it was changed last. O(blocks near the headline).
pub(crate) fn published_and_modified(
    document: &TextDocument,
    layout: &Layout,
    json_ld: &JsonLd,
    page: &Url,
) -> (Option<Moment>, Option<Moment>) {
    let article = json_ld.article.as_ref();
    let [page_published, page_modified] = &json_ld.page_dates;
    let shown = layout.main.map(|main| visible_dates::near_headline(document, main, layout.headline));
    let shown = shown.unwrap_or_default();
    let modified = [article.and_then(|a| a.modified.as_deref()), page_modified.as_deref()];
    let modified = dates::declared_moment(document, modified, MODIFIED, &["dateModified"]);
    let declared = [article.and_then(|a| a.published.as_deref()), page_published.as_deref()];
    let declared = dates::declared_moment(document, declared, PUBLISHED, &["datePublished", "dateCreated"]);
    let declared = declared.map(|moment| dates::with_visible_offset(document, &shown, moment, PUBLISHED));
    let published = dates::published(declared, modified, &shown)
        .or_else(|| dates::visible_publication(document, layout.main, &shown, PUBLISHED))
        .or_else(|| dates::in_address(page));
    let modified = modified.or_else(|| dates::visible_change(document, &shown));
    let modified = modified.filter(|change| !published.is_some_and(|p| dates::is_before(change, &p)));
    (published, modified)
}
