//! Whether a page lists stories and tells none.

use url::Url;

use super::extracted_page::ExtractedPage;
use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::{ALL_LINK, MOSTLY_LINKS, TextBlock};
use crate::extract::dom::tag::ElementKind;
use crate::extract::layout::headline::is_title_line;
use crate::extract::layout::teaser::{HEADING, is_teaser};
use crate::text::phrases::lists;
use crate::text::similarity::TokenSet;

/// Teasers of a page that lists stories (chosen).
const TEASERS: usize = 4;
/// Bytes of a link that may be a headline (chosen).
const HEADLINE_BYTES: usize = 30;
/// Headlines, and `<article>`s, of a page that lists stories (chosen).
const MANY_HEADLINES: usize = 12;
const MANY_ARTICLES: usize = 8;
/// Headlines of a stream, and how many times their bytes are more than the text's (chosen).
const STREAM_HEADLINES: usize = 5;
const STREAM_PART: usize = 4;
/// Levels from a line up to its heading, and to its item or article (chosen).
const HEADING_LEVELS: usize = 3;
const ITEM_LEVELS: usize = 6;
const H1_LEVELS: usize = 4;
/// Bytes and full stops of a short text that is more than a notice (chosen).
const SHORT_TEXT_BYTES: usize = 150;
const SHORT_TEXT_STOPS: u32 = 2;

/// Returns whether most of the text are teasers: paragraphs that each stand in a box with a headline that leads elsewhere.
pub(crate) fn is_mostly_teasers(document: &TextDocument, title: &TokenSet, body_blocks: &[usize]) -> bool {
    let paragraphs = document.blocks.iter().enumerate().filter(|(_, b)| b.prose_bytes() > 0);
    let teasers: Vec<usize> =
        paragraphs.filter(|(_, b)| is_teaser(document, b, title)).map(|(index, _)| index).collect();
    if teasers.len() < TEASERS {
        return false;
    }
    let taken: Vec<usize> =
        body_blocks.iter().copied().filter(|&i| document.blocks.get(i).is_some_and(|b| b.prose_bytes() > 0)).collect();
    let teased = taken.iter().filter(|i| teasers.binary_search(i).is_ok()).count();
    // Three of five.
    5 * teased >= 3 * taken.len().max(1)
}

/// Returns whether a page has many links of a headline's length, and more bytes of them than `length`.
pub(crate) fn is_index(document: &TextDocument, page: &Url, length: usize) -> bool {
    let headlines = document.blocks.iter().filter(|b| {
        b.link_density() > ALL_LINK
            && b.len() >= HEADLINE_BYTES
            && !document.element(b.innermost).inherited_hints.has(ClassHints::FOOTER.with(ClassHints::NAV))
    });
    let (count, bytes) = headlines.fold((0, 0), |(n, bytes), b| (n + 1, bytes + b.len()));
    let articles = document.elements.iter().filter(|e| e.tag == ElementKind::Article).count();
    let root = page.path().len() <= 1 && page.query().is_none();
    (count >= MANY_HEADLINES || articles >= MANY_ARTICLES || root) && bytes > length
}

/// Returns whether a page is a list of headings that are links, and names neither its author nor its day.
pub(crate) fn is_headline_stream(document: &TextDocument, length: usize) -> bool {
    let aside = ClassHints::FOOTER
        .with(ClassHints::NAV)
        .with(ClassHints::SIDEBAR)
        .with(ClassHints::RELATED)
        .with(ClassHints::IN_ASIDE);
    let article = document.head.first(&["article:published_time", "author"]).is_some();
    let headlines = document.blocks.iter().filter(|b| {
        b.link_density() > ALL_LINK
            && b.len() >= HEADLINE_BYTES
            && !document.element(b.innermost).inherited_hints.has(aside)
            && document.ancestors(b.innermost).take(HEADING_LEVELS).any(|(_, e)| e.tag == ElementKind::Heading)
            && document
                .ancestors(b.innermost)
                .take(ITEM_LEVELS)
                .any(|(_, e)| matches!(e.tag, ElementKind::Item | ElementKind::Article))
    });
    let (count, bytes) = headlines.fold((0, 0), |(n, bytes), b| (n + 1, bytes + b.len()));
    !article && count >= STREAM_HEADLINES && STREAM_PART * bytes > length
}

/// Returns whether a short text stands under a headline of its own, on a page whose address is not a list's.
pub(crate) fn has_own_headline(page: &ExtractedPage<'_>) -> bool {
    let ExtractedPage { article, document, layout, body_blocks, url, .. } = *page;
    let Some(title) = article.title.as_deref() else { return false };
    let listed = url.path_segments().is_some_and(|mut parts| parts.any(|p| lists::INDEX_ADDRESS_WORDS.contains(&p)));
    let stops = body_blocks.first().and_then(|&i| document.blocks.get(i)).map_or(0, |b| b.stops);
    let heads = |b: &TextBlock| {
        let heading = document.ancestors(b.innermost).take(H1_LEVELS).any(|(_, e)| e.tag == ElementKind::H1);
        heading && b.link_density() < MOSTLY_LINKS && is_title_line(&layout.title, document.text_of_block(b))
    };
    !listed
        && title.len() >= HEADING
        && article.text.len() >= SHORT_TEXT_BYTES
        && (stops >= SHORT_TEXT_STOPS || article.paragraphs.len() >= 2)
        && document.blocks.iter().any(heads)
}
