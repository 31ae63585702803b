//! Rules that choose the story's blocks where there is no model.

use super::block_kind::kind;
use super::facts::PageFacts;
use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::TextBlock;
use crate::extract::dom::tag::ElementKind;
use crate::extract::layout::main_content::MainContent;
use crate::extract::phrases::boilerplate;
use crate::model::article::ParagraphKind;
use crate::text::similarity::jaccard;

/// The rules that serve where there is no model.
pub(crate) fn is_story(document: &TextDocument, block: &TextBlock, main: MainContent, facts: &PageFacts<'_>) -> bool {
    let inside = document.element(main.section);
    if block.innermost < main.section || block.innermost >= inside.end {
        return false;
    }
    let el = document.element(block.innermost);
    let words = document.text_of_block(block);
    let above = document.element(main.container).inherited_hints;
    let inherited = el.inherited_hints.without(above);
    let kind = kind(document, block);
    let prose = block.prose_bytes() > 0;
    if inherited.has(ClassHints::CLUTTER.with(ClassHints::CAPTION).with(ClassHints::CREDIT))
        && !inherited.has(ClassHints::EMBED)
    {
        return false;
    }
    if inherited.has(ClassHints::IN_ASIDE.with(ClassHints::IN_FORM).with(ClassHints::IN_FIGURE))
        && !inherited.has(ClassHints::EMBED.with(ClassHints::IN_QUOTE))
    {
        return false;
    }
    if inherited.has(ClassHints::AUTHOR.with(ClassHints::DATE).with(ClassHints::META)) && block.len() < 400 {
        return false;
    }
    if inherited.has(ClassHints::HEADER.with(ClassHints::TITLE)) && kind != ParagraphKind::Heading && !prose {
        return false;
    }
    if document.element(block.container).tag == ElementKind::H1
        || facts.title.is_some_and(|t| block.len() < 200 && jaccard(t, words) > 0.8)
    {
        return false;
    }
    if block.link_density() > 0.6 && (block.len() < 200 || kind == ParagraphKind::ListItem) {
        return false;
    }
    if boilerplate::is_boilerplate(words, block.link_density())
        || facts.authors.iter().any(|a| words.len() < a.len() + 30 && words.contains(a.as_str()))
    {
        return false;
    }
    prose || kind != ParagraphKind::Paragraph || block.stops > 0 || block.len() > 60 || words.len() > 15
}
