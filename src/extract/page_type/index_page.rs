//! Whether a page lists stories and tells none.

use std::collections::HashSet;

use url::Url;

use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::TextBlock;
use crate::extract::dom::tag::ElementKind;
use crate::extract::layout::teaser::{HEADING, is_teaser};
use crate::model::Article;
use crate::text::similarity::jaccard;

/// Teasers of a page that lists stories.
const TEASERS: usize = 4;

/// Parts of an address under which sites keep their lists.
const LISTS: [&str; 22] = [
    "tag",
    "tags",
    "topic",
    "topics",
    "category",
    "categories",
    "section",
    "sections",
    "thema",
    "themen",
    "search",
    "suche",
    "author",
    "authors",
    "autor",
    "archive",
    "archives",
    "rubrik",
    "rubrique",
    "sujet",
    "etiqueta",
    "kategorie",
];

/// Whether most of the text are teasers: paragraphs that each stand in a box with a headline that leads elsewhere.
pub(crate) fn is_mostly_teasers(document: &TextDocument, article: &Article) -> bool {
    let title = article.title.as_deref();
    let teasers: Vec<&TextBlock> =
        document.blocks.iter().filter(|b| b.prose_bytes() > 0 && is_teaser(document, b, title)).collect();
    if teasers.len() < TEASERS {
        return false;
    }
    let chosen: HashSet<&str> = article.text.lines().collect();
    let taken = |b: &&TextBlock| chosen.contains(document.text_of_block(b));
    let prose = document.blocks.iter().filter(|b| b.prose_bytes() > 0).filter(taken).count();
    let teased = teasers.iter().filter(|b| taken(b)).count();
    5 * teased >= 3 * prose.max(1)
}

/// Many links of a headline's length to pages of the same site, and more of them than of prose.
pub(crate) fn is_index(document: &TextDocument, page: &Url, length: usize) -> bool {
    let headlines = document.blocks.iter().filter(|b| {
        b.link_density() > 0.8
            && b.len() >= 30
            && !document.element(b.innermost).inherited_hints.has(ClassHints::FOOTER.with(ClassHints::NAV))
    });
    let (count, bytes) = headlines.fold((0, 0), |(n, bytes), b| (n + 1, bytes + b.len()));
    let articles = document.elements.iter().filter(|e| e.tag == ElementKind::Article).count();
    let root = page.path().len() <= 1 && page.query().is_none();
    (count >= 12 || articles >= 8 || root) && bytes > length
}

/// A list of teasers: headings that are links, as long as headlines, on a page that names neither its author nor its day.
pub(crate) fn is_headline_stream(document: &TextDocument, length: usize) -> bool {
    let aside = ClassHints::FOOTER
        .with(ClassHints::NAV)
        .with(ClassHints::SIDEBAR)
        .with(ClassHints::RELATED)
        .with(ClassHints::IN_ASIDE);
    let article = document.head.first(&["article:published_time", "author"]).is_some();
    let headlines = document.blocks.iter().filter(|b| {
        b.link_density() > 0.8
            && b.len() >= 30
            && !document.element(b.innermost).inherited_hints.has(aside)
            && document.ancestors(b.innermost).take(3).any(|(_, e)| e.tag == ElementKind::Heading)
            && document
                .ancestors(b.innermost)
                .take(6)
                .any(|(_, e)| matches!(e.tag, ElementKind::Item | ElementKind::Article))
    });
    let (count, bytes) = headlines.fold((0, 0), |(n, bytes), b| (n + 1, bytes + b.len()));
    !article && count >= 5 && 4 * bytes > length
}

/// Whether a short text stands under a headline of its own, on a page whose address is not a list's.
pub(crate) fn has_own_headline(document: &TextDocument, article: &Article, page: &Url) -> bool {
    let Some(title) = article.title.as_deref() else { return false };
    let listed = page.path_segments().is_some_and(|mut parts| parts.any(|p| LISTS.contains(&p)));
    let stops =
        document.blocks.iter().filter(|b| article.text.starts_with(document.text_of_block(b))).map(|b| b.stops).max();
    let heads = |b: &TextBlock| {
        let heading = document.ancestors(b.innermost).take(4).any(|(_, e)| e.tag == ElementKind::H1);
        heading && b.link_density() < 0.5 && jaccard(title, document.text_of_block(b)) > 0.8
    };
    !listed
        && title.len() >= HEADING
        && article.text.len() >= 150
        && (stops.unwrap_or_default() >= 2 || article.paragraphs.len() >= 2)
        && document.blocks.iter().any(heads)
}
