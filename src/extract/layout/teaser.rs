//! Teasers: paragraphs in a box with a headline that leads to another page.

use crate::extract::dom::class_hints::Hints;
use crate::extract::dom::document::Sketch;
use crate::extract::dom::element::{Block, El};
use crate::extract::dom::tag::Tag;
use crate::text::similarity::jaccard;

/// Bytes of a headline; few, for scripts that need few letters.
pub(crate) const HEADING: usize = 15;

/// Whether a paragraph stands in a small box with a headline that leads elsewhere; `title` is the page's own.
pub(crate) fn is_teaser(sketch: &Sketch, block: &Block, title: Option<&str>) -> bool {
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
