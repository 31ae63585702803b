//! The story: which blocks belong to it, and what each is.

use std::collections::HashSet;

use super::captions;
use super::hints::Hints;
use super::place::{self, Place};
use super::sketch::{Block, Sketch};
use super::tag::Tag;
use super::title::likeness;
use super::wording;
use crate::model::Span;
use crate::model::article::{Caption, Paragraph, ParagraphKind};

/// The story's text and what stands beside it.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) text: String,
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) captions: Vec<Caption>,
}

impl Body {
    /// Adds a paragraph; `words` is one line and not empty.
    pub(super) fn push(&mut self, words: &str, kind: ParagraphKind) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        self.text.push_str(words);
        self.paragraphs.push(Paragraph { span: Span::new(start, self.text.len()), kind });
    }
}

/// Finds the story on the page.
pub(super) fn find(sketch: &Sketch, title: Option<&str>, authors: &[String]) -> Body {
    let Some(place) = place::find(sketch) else { return Body::default() };
    let chosen = choose(sketch, place, title, authors);
    let mut body = Body { captions: captions::find(sketch, with_title(sketch, place.wide)), ..Body::default() };
    let mut seen = HashSet::new();
    for &index in &chosen {
        let Some(block) = sketch.blocks.get(index) else { continue };
        let words = sketch.words(block);
        if words.len() > 40 && !seen.insert(words) {
            continue;
        }
        body.push(words, kind(sketch, block));
    }
    body
}

/// The smallest element around `place` that holds a headline too: the lead picture often stands beside the body.
fn with_title(sketch: &Sketch, place: u32) -> u32 {
    let titled = |index: u32, end: u32| {
        sketch.els.get(index as usize..end as usize).is_some_and(|els| els.iter().any(|e| e.tag == Tag::Title))
    };
    let story = sketch.around(place).take_while(|(_, e)| e.tag != Tag::Root).find(|(i, e)| titled(*i, e.end));
    story.map_or(place, |(index, _)| index)
}

/// The blocks of the story, in order.
fn choose(sketch: &Sketch, place: Place, title: Option<&str>, authors: &[String]) -> Vec<usize> {
    let (first, end) = sketch.el(place.wide).blocks;
    let mut chosen = Vec::new();
    for index in first as usize..end as usize {
        let Some(block) = sketch.blocks.get(index) else { break };
        if is_story(sketch, block, place, title, authors) {
            chosen.push(index);
        }
    }
    // Headings and other short lines that no prose follows are not of the story.
    while let Some(&last) = chosen.last() {
        let Some(block) = sketch.blocks.get(last) else { break };
        let heading = kind(sketch, block) == ParagraphKind::Heading;
        if heading || (block.stops == 0 && block.len() < 60) {
            chosen.pop();
        } else {
            break;
        }
    }
    chosen
}

fn is_story(sketch: &Sketch, block: &Block, place: Place, title: Option<&str>, authors: &[String]) -> bool {
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
    if sketch.el(block.own).tag == Tag::Title || title.is_some_and(|t| block.len() < 200 && likeness(t, words) > 0.8) {
        return false;
    }
    if block.link_share() > 0.6 && (block.len() < 200 || kind == ParagraphKind::ListItem) {
        return false;
    }
    if wording::is_clutter(words, block.link_share())
        || authors.iter().any(|a| words.len() < a.len() + 30 && words.contains(a.as_str()))
    {
        return false;
    }
    prose || kind != ParagraphKind::Paragraph || block.stops > 0 || block.len() > 60 || words.len() > 15
}

/// What a block is in the story's structure.
pub(super) fn kind(sketch: &Sketch, block: &Block) -> ParagraphKind {
    let mut kind = ParagraphKind::Paragraph;
    for (_, el) in sketch.around(block.leaf).take(12) {
        match el.tag {
            Tag::Heading | Tag::Title => return ParagraphKind::Heading,
            Tag::Item => kind = ParagraphKind::ListItem,
            Tag::Quote => return ParagraphKind::BlockQuote,
            Tag::Article | Tag::Main | Tag::Root => break,
            _ => {}
        }
    }
    kind
}
