//! Teasers: paragraphs in a box with a headline that leads to another page.

use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::{Element, TextBlock};
use crate::extract::dom::tag::ElementKind;
use crate::text::similarity::jaccard;

/// Bytes of a headline; few, for scripts that need few letters.
pub(crate) const HEADING: usize = 15;

/// Whether a paragraph stands in a small box with a headline that leads elsewhere; `title` is the page's own.
pub(crate) fn is_teaser(document: &TextDocument, block: &TextBlock, title: Option<&str>) -> bool {
    let alone = |e: &Element| {
        e.blocks.1 - e.blocks.0 <= 8
            && document.prose_bytes_in(e.blocks) <= block.prose_bytes() + block.prose_bytes() / 2
    };
    let boxes =
        document.ancestors(block.container).take(5).take_while(|(_, e)| e.tag != ElementKind::HtmlOrBody && alone(e));
    let leads = |b: &TextBlock| {
        let heading =
            |e: &Element| matches!(e.tag, ElementKind::Heading | ElementKind::H1) || e.own_hints.has(ClassHints::TITLE);
        b.link_density() > 0.8
            && b.len() >= HEADING
            && document.ancestors(b.innermost).take(4).any(|(_, e)| heading(e))
            && title.is_none_or(|t| jaccard(t, document.text_of_block(b)) < 0.8)
    };
    // The widest box says it all: those within hold no more lines.
    boxes.last().is_some_and(|(_, e)| document.blocks_in(e.blocks).iter().any(leads))
}
