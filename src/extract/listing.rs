//! Whether a page lists stories and tells none.

use std::collections::HashSet;

use url::Url;

use super::hints::Hints;
use super::sketch::{Block, El, Sketch};
use super::tag::Tag;
use crate::model::Article;
use crate::text::similarity::jaccard;

/// Bytes of a headline; few, for scripts that need few letters.
const HEADING: usize = 15;
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
pub(super) fn is_teasers(sketch: &Sketch, article: &Article) -> bool {
    let title = article.title.as_deref();
    let teasers: Vec<&Block> = sketch.blocks.iter().filter(|b| b.prose() > 0 && is_teaser(sketch, b, title)).collect();
    if teasers.len() < TEASERS {
        return false;
    }
    let chosen: HashSet<&str> = article.text.lines().collect();
    let taken = |b: &&Block| chosen.contains(sketch.words(b));
    let prose = sketch.blocks.iter().filter(|b| b.prose() > 0).filter(taken).count();
    let teased = teasers.iter().filter(|b| taken(b)).count();
    5 * teased >= 3 * prose.max(1)
}

/// Whether a paragraph stands in a small box with a headline that leads elsewhere; `title` is the page's own.
pub(super) fn is_teaser(sketch: &Sketch, block: &Block, title: Option<&str>) -> bool {
    let alone = |e: &El| e.blocks.1 - e.blocks.0 <= 8 && sketch.prose_of(e.blocks) <= block.prose() + block.prose() / 2;
    let boxes = sketch.around(block.own).take(5).take_while(|(_, e)| e.tag != Tag::Root && alone(e));
    let leads = |b: &Block| {
        let heading = |e: &El| matches!(e.tag, Tag::Heading | Tag::Title) || e.own.has(Hints::TITLE);
        b.link_share() > 0.8
            && b.len() >= HEADING
            && sketch.around(b.leaf).take(4).any(|(_, e)| heading(e))
            && title.is_none_or(|t| jaccard(t, sketch.words(b)) < 0.8)
    };
    // The widest box says it all: those within hold no more lines.
    boxes.last().is_some_and(|(_, e)| {
        sketch.blocks.get(e.blocks.0 as usize..e.blocks.1 as usize).unwrap_or_default().iter().any(leads)
    })
}

/// Many links of a headline's length to pages of the same site, and more of them than of prose.
pub(super) fn is_index(sketch: &Sketch, page: &Url, length: usize) -> bool {
    let headlines = sketch.blocks.iter().filter(|b| {
        b.link_share() > 0.8 && b.len() >= 30 && !sketch.el(b.leaf).ctx.has(Hints::FOOTER.with(Hints::NAV))
    });
    let (count, bytes) = headlines.fold((0, 0), |(n, bytes), b| (n + 1, bytes + b.len()));
    let articles = sketch.els.iter().filter(|e| e.tag == Tag::Article).count();
    let root = page.path().len() <= 1 && page.query().is_none();
    (count >= 12 || articles >= 8 || root) && bytes > length
}

/// A list of teasers: headings that are links, as long as headlines, on a page that names neither its author nor its day.
pub(super) fn is_stream(sketch: &Sketch, length: usize) -> bool {
    let aside = Hints::FOOTER.with(Hints::NAV).with(Hints::SIDE).with(Hints::RELATED).with(Hints::IN_ASIDE);
    let article = sketch.head.first(&["article:published_time", "author"]).is_some();
    let headlines = sketch.blocks.iter().filter(|b| {
        b.link_share() > 0.8
            && b.len() >= 30
            && !sketch.el(b.leaf).ctx.has(aside)
            && sketch.around(b.leaf).take(3).any(|(_, e)| e.tag == Tag::Heading)
            && sketch.around(b.leaf).take(6).any(|(_, e)| matches!(e.tag, Tag::Item | Tag::Article))
    });
    let (count, bytes) = headlines.fold((0, 0), |(n, bytes), b| (n + 1, bytes + b.len()));
    !article && count >= 5 && 4 * bytes > length
}

/// Whether a short text stands under a headline of its own, on a page whose address is not a list's.
pub(super) fn is_headed(sketch: &Sketch, article: &Article, page: &Url) -> bool {
    let Some(title) = article.title.as_deref() else { return false };
    let listed = page.path_segments().is_some_and(|mut parts| parts.any(|p| LISTS.contains(&p)));
    let stops = sketch.blocks.iter().filter(|b| article.text.starts_with(sketch.words(b))).map(|b| b.stops).max();
    let heads = |b: &Block| {
        let heading = sketch.around(b.leaf).take(4).any(|(_, e)| e.tag == Tag::Title);
        heading && b.link_share() < 0.5 && jaccard(title, sketch.words(b)) > 0.8
    };
    !listed
        && title.len() >= HEADING
        && article.text.len() >= 150
        && (stops.unwrap_or_default() >= 2 || article.paragraphs.len() >= 2)
        && sketch.blocks.iter().any(heads)
}
