//! Rules that choose the story's blocks where there is no model.

use super::block_kind::kind;
use super::facts::Known;
use crate::extract::dom::class_hints::Hints;
use crate::extract::dom::document::Sketch;
use crate::extract::dom::element::Block;
use crate::extract::dom::tag::Tag;
use crate::extract::layout::main_content::Place;
use crate::extract::phrases::boilerplate;
use crate::model::article::ParagraphKind;
use crate::text::similarity::jaccard;

/// The rules that serve where there is no model.
pub(crate) fn is_story(sketch: &Sketch, block: &Block, place: Place, known: &Known<'_>) -> bool {
    let inside = sketch.el(place.wide);
    if block.leaf < place.wide || block.leaf >= inside.end {
        return false;
    }
    let el = sketch.el(block.leaf);
    let words = sketch.words(block);
    let above = sketch.el(place.core).ctx;
    let ctx = el.ctx.without(above);
    let kind = kind(sketch, block);
    let prose = block.prose() > 0;
    if ctx.has(Hints::CLUTTER.with(Hints::CAPTION).with(Hints::CREDIT)) && !ctx.has(Hints::EMBED) {
        return false;
    }
    if ctx.has(Hints::IN_ASIDE.with(Hints::IN_FORM).with(Hints::IN_FIGURE))
        && !ctx.has(Hints::EMBED.with(Hints::IN_QUOTE))
    {
        return false;
    }
    if ctx.has(Hints::AUTHOR.with(Hints::DATE).with(Hints::META)) && block.len() < 400 {
        return false;
    }
    if ctx.has(Hints::HEADER.with(Hints::TITLE)) && kind != ParagraphKind::Heading && !prose {
        return false;
    }
    if sketch.el(block.own).tag == Tag::Title
        || known.title.is_some_and(|t| block.len() < 200 && jaccard(t, words) > 0.8)
    {
        return false;
    }
    if block.link_share() > 0.6 && (block.len() < 200 || kind == ParagraphKind::ListItem) {
        return false;
    }
    if boilerplate::is_clutter(words, block.link_share())
        || known.authors.iter().any(|a| words.len() < a.len() + 30 && words.contains(a.as_str()))
    {
        return false;
    }
    prose || kind != ParagraphKind::Paragraph || block.stops > 0 || block.len() > 60 || words.len() > 15
}
