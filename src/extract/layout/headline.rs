//! The headline on the page: its block, its heading and the element around it and the story.

use super::main_content::MainContent;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::TextBlock;
use crate::extract::dom::tag::ElementKind;
use crate::text::similarity::{TokenSet, jaccard};

/// The heading that says the title; a first-level one before others.
pub(crate) fn headline_heading(document: &TextDocument, title: &str) -> Option<u32> {
    let says = |block: &&TextBlock| block.len() < 300 && jaccard(title, document.text_of_block(block)) > 0.8;
    let headings = |tag: ElementKind| {
        document
            .blocks
            .iter()
            .map(|b| (heading_of(document, b), b))
            .filter(move |(h, _)| h.is_some_and(|h| document.element(h).tag == tag))
    };
    let of = |tag: ElementKind| headings(tag).find(|(_, b)| says(b)).and_then(|(h, _)| h);
    of(ElementKind::H1).or_else(|| of(ElementKind::Heading))
}

/// The heading that a block stands in.
pub(crate) fn heading_of(document: &TextDocument, block: &TextBlock) -> Option<u32> {
    document
        .ancestors(block.container)
        .take(3)
        .find(|(_, e)| matches!(e.tag, ElementKind::H1 | ElementKind::Heading))
        .map(|(i, _)| i)
}

/// The last line before the story's place, or at its beginning, that says the headline.
pub(crate) fn headline_block(document: &TextDocument, main: MainContent, title: Option<&str>) -> Option<usize> {
    let title = TokenSet::of(title?);
    let until = (document.element(main.container).blocks.0 as usize + 4).min(document.blocks.len());
    let says = |b: &TextBlock| b.len() < 300 && title.jaccard(&TokenSet::of(document.text_of_block(b))) > 0.8;
    document.blocks.get(..until)?.iter().rposition(says)
}

/// The smallest element around `main` that holds a headline too: the lead picture often stands beside the body. `headline` is the
/// line that says the one that was chosen.
pub(crate) fn headline_container(document: &TextDocument, main: MainContent, headline: Option<usize>) -> u32 {
    let line = headline.and_then(|i| document.blocks.get(i)).map(|b| b.innermost);
    let titled = |index: u32, end: u32| {
        document.elements_in(index..end).iter().any(|e| e.tag == ElementKind::H1)
            || line.is_some_and(|innermost| (index..end).contains(&innermost))
    };
    let main = main.section;
    let story =
        document.ancestors(main).take_while(|(_, e)| e.tag != ElementKind::HtmlOrBody).find(|(i, e)| titled(*i, e.end));
    story.map_or(main, |(index, _)| index)
}
