//! Teasers: paragraphs in a box with a headline that leads to another page.

use super::headline::SAME_WORDS;
use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::{ALL_LINK, Element, TextBlock};
use crate::extract::dom::tag::ElementKind;
use crate::text::similarity::TokenSet;

/// Bytes of a headline; few, for scripts that need few letters.
pub(crate) const HEADING: usize = 15;
/// Blocks of a teaser's box, levels up to it, and levels from a line up to its heading (chosen).
const BOX_BLOCKS: u32 = 8;
const BOX_LEVELS: usize = 5;
const HEADING_LEVELS: usize = 4;

/// Returns whether a paragraph stands in a small box with a headline that leads elsewhere; `title` is the page's own.
pub(crate) fn is_teaser(document: &TextDocument, block: &TextBlock, title: &TokenSet) -> bool {
    let alone = |e: &Element| e.blocks.1 - e.blocks.0 <= BOX_BLOCKS && document.is_alone_in(block, e);
    let boxes = document
        .ancestors(block.container)
        .take(BOX_LEVELS)
        .take_while(|(_, e)| e.tag != ElementKind::HtmlOrBody && alone(e));
    let leads = |b: &TextBlock| {
        let heading =
            |e: &Element| matches!(e.tag, ElementKind::Heading | ElementKind::H1) || e.own_hints.has(ClassHints::TITLE);
        b.link_density() > ALL_LINK
            && b.len() >= HEADING
            && document.ancestors(b.innermost).take(HEADING_LEVELS).any(|(_, e)| heading(e))
            && title.jaccard(&TokenSet::of(document.text_of_block(b))) < SAME_WORDS
    };
    // The widest box says it all: those within hold no more lines.
    boxes.last().is_some_and(|(_, e)| document.blocks_of(e).iter().any(leads))
}
