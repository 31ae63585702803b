//! The headline on the page: its block, its heading and the element around it and the story.

use super::main_content::Place;
use crate::extract::dom::document::Sketch;
use crate::extract::dom::element::Block;
use crate::extract::dom::tag::Tag;
use crate::text::similarity::{TokenSet, jaccard};

/// The heading that says the title; a first-level one before others.
pub(crate) fn headline_heading(sketch: &Sketch, title: &str) -> Option<u32> {
    let says = |block: &&Block| block.len() < 300 && jaccard(title, sketch.words(block)) > 0.8;
    let headings = |tag: Tag| {
        sketch
            .blocks
            .iter()
            .map(|b| (heading(sketch, b), b))
            .filter(move |(h, _)| h.is_some_and(|h| sketch.el(h).tag == tag))
    };
    let of = |tag: Tag| headings(tag).find(|(_, b)| says(b)).and_then(|(h, _)| h);
    of(Tag::Title).or_else(|| of(Tag::Heading))
}

/// The heading that a block stands in.
pub(crate) fn heading(sketch: &Sketch, block: &Block) -> Option<u32> {
    sketch.around(block.own).take(3).find(|(_, e)| matches!(e.tag, Tag::Title | Tag::Heading)).map(|(i, _)| i)
}

/// The last line before the story's place, or at its beginning, that says the headline.
pub(crate) fn headline(sketch: &Sketch, place: Place, title: Option<&str>) -> Option<usize> {
    let title = TokenSet::of(title?);
    let until = (sketch.el(place.core).blocks.0 as usize + 4).min(sketch.blocks.len());
    let says = |b: &Block| b.len() < 300 && title.jaccard(&TokenSet::of(sketch.words(b))) > 0.8;
    sketch.blocks.get(..until)?.iter().rposition(says)
}

/// The smallest element around `place` that holds a headline too: the lead picture often stands beside the body. `headline` is the
/// line that says the one that was chosen.
pub(crate) fn with_title(sketch: &Sketch, place: Place, headline: Option<usize>) -> u32 {
    let line = headline.and_then(|i| sketch.blocks.get(i)).map(|b| b.leaf);
    let titled = |index: u32, end: u32| {
        sketch.els.get(index as usize..end as usize).is_some_and(|els| els.iter().any(|e| e.tag == Tag::Title))
            || line.is_some_and(|leaf| (index..end).contains(&leaf))
    };
    let place = place.wide;
    let story = sketch.around(place).take_while(|(_, e)| e.tag != Tag::Root).find(|(i, e)| titled(*i, e.end));
    story.map_or(place, |(index, _)| index)
}
