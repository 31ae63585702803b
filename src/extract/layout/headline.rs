//! The headline on the page: its heading, its block, and the element around it and the story.
//!
//! The heading is looked for before the main content is known, the block afterwards; [`is_title_line`] decides for both what repeats
//! the title.

use super::main_content::MainContent;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::TextBlock;
use crate::extract::dom::tag::ElementKind;
use crate::text::similarity::TokenSet;

/// The Jaccard index above which a line has the title's words (chosen).
pub(crate) const SAME_WORDS: f32 = 0.8;
/// The Jaccard index below which a line is another headline than the title (chosen).
pub(crate) const OTHER_WORDS: f32 = 0.5;
/// Bytes; a line of as many or more is no headline (chosen).
const MAX_HEADLINE_BYTES: usize = 300;
/// Blocks at the beginning of the main content among which the headline may be (chosen).
const BLOCKS_WITHIN_MAIN: usize = 4;
/// Elements around a block among which its heading may be, the block's own included (chosen).
const HEADING_LEVELS: usize = 3;

/// Returns whether a line repeats the title in the same words; without a title, no line does.
pub(crate) fn is_title_line(title: &TokenSet, line: &str) -> bool {
    line.len() < MAX_HEADLINE_BYTES && title.jaccard(&TokenSet::of(line)) > SAME_WORDS
}

/// Returns the heading that repeats the title; an `<h1>` comes before other headings.
pub(crate) fn headline_heading(document: &TextDocument, title: &TokenSet) -> Option<u32> {
    let headings = |kind: ElementKind| {
        let all = document.blocks.iter().filter_map(|b| Some((heading_of(document, b)?, b)));
        all.filter(move |(h, _)| document.element(*h).tag == kind)
    };
    let first = |kind: ElementKind| {
        headings(kind).find(|(_, b)| is_title_line(title, document.text_of_block(b))).map(|(h, _)| h)
    };
    first(ElementKind::H1).or_else(|| first(ElementKind::Heading))
}

/// Returns the heading that a block stands in.
pub(crate) fn heading_of(document: &TextDocument, block: &TextBlock) -> Option<u32> {
    let mut around = document.ancestors(block.container).take(HEADING_LEVELS);
    around.find(|(_, e)| matches!(e.tag, ElementKind::H1 | ElementKind::Heading)).map(|(i, _)| i)
}

/// Returns the index of the last block before the main content, or at its beginning, that repeats the title.
pub(crate) fn headline_block(document: &TextDocument, main: MainContent, title: &TokenSet) -> Option<usize> {
    let until = document.element(main.container).blocks.0 as usize + BLOCKS_WITHIN_MAIN;
    let blocks = document.blocks.get(..until.min(document.blocks.len()))?;
    blocks.iter().rposition(|b| is_title_line(title, document.text_of_block(b)))
}

/// Returns the smallest element around the main content that holds a headline too: the lead picture often stands beside the body.
///
/// `headline` is the block that repeats the title.
pub(crate) fn headline_container(document: &TextDocument, main: MainContent, headline: Option<usize>) -> u32 {
    let line = headline.and_then(|i| document.blocks.get(i)).map(|b| b.innermost);
    let titled = |index: u32, end: u32| {
        document.elements_within(index).iter().any(|e| e.tag == ElementKind::H1)
            || line.is_some_and(|innermost| (index..end).contains(&innermost))
    };
    let mut around = document.ancestors(main.section).take_while(|(_, e)| e.tag != ElementKind::HtmlOrBody);
    around.find(|(i, e)| titled(*i, e.end)).map_or(main.section, |(index, _)| index)
}
