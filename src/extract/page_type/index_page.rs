//! Whether a page lists stories and tells none.

use std::collections::HashSet;

use url::Url;

use crate::extract::dom::class_hints::Hints;
use crate::extract::dom::document::Sketch;
use crate::extract::dom::element::Block;
use crate::extract::dom::tag::Tag;
use crate::extract::layout::teaser::{HEADING, is_teaser};
use crate::model::Article;
use crate::text::phrases::lists;
use crate::text::similarity::jaccard;

/// Teasers of a page that lists stories.
const TEASERS: usize = 4;

/// Whether most of the text are teasers: paragraphs that each stand in a box with a headline that leads elsewhere.
pub(crate) fn is_teasers(sketch: &Sketch, article: &Article) -> bool {
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

/// Many links of a headline's length to pages of the same site, and more of them than of prose.
pub(crate) fn is_index(sketch: &Sketch, page: &Url, length: usize) -> bool {
    let headlines = sketch.blocks.iter().filter(|b| {
        b.link_share() > 0.8 && b.len() >= 30 && !sketch.el(b.leaf).ctx.has(Hints::FOOTER.with(Hints::NAV))
    });
    let (count, bytes) = headlines.fold((0, 0), |(n, bytes), b| (n + 1, bytes + b.len()));
    let articles = sketch.els.iter().filter(|e| e.tag == Tag::Article).count();
    let root = page.path().len() <= 1 && page.query().is_none();
    (count >= 12 || articles >= 8 || root) && bytes > length
}

/// A list of teasers: headings that are links, as long as headlines, on a page that names neither its author nor its day.
pub(crate) fn is_stream(sketch: &Sketch, length: usize) -> bool {
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
pub(crate) fn is_headed(sketch: &Sketch, article: &Article, page: &Url) -> bool {
    let Some(title) = article.title.as_deref() else { return false };
    let listed = page.path_segments().is_some_and(|mut parts| parts.any(|p| lists::INDEX_ADDRESS_WORDS.contains(&p)));
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
