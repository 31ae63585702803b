//! What is no part of the story whatever the model says.

use super::facts::Known;
use crate::extract::dom::class_hints::Hints;
use crate::extract::dom::document::Sketch;
use crate::extract::dom::element::{Block, El};
use crate::extract::dom::tag::Tag;
use crate::extract::layout::main_content::Place;
use crate::extract::layout::regions::{self, is_author_line};
use crate::extract::layout::teaser;
use crate::extract::phrases::boilerplate;
use crate::text::similarity::jaccard;

/// Whether a block is a caption, a byline, a label, or the headline over the story. `begun` once prose was taken.
pub(crate) fn is_out(sketch: &Sketch, place: Place, known: &Known<'_>, block: &Block, begun: bool) -> bool {
    let words = sketch.words(block);
    let leaf = sketch.el(block.leaf);
    let own = sketch.el(block.own);
    if own.tag == Tag::Caption && !leaf.ctx.has(Hints::EMBED) || boilerplate::is_clutter(words, block.link_share()) {
        return true;
    }
    if boilerplate::asks_consent(words) || boilerplate::is_loud_link(words, block.link_share()) {
        return true;
    }
    if is_author_line(words, known.authors)
        || is_link_list(sketch, block)
        || is_tag_list(sketch, block)
        || regions::in_invitation(sketch, place, block)
        || (begun && regions::in_comments(sketch, place, block))
    {
        return true;
    }
    let behind = block.leaf >= sketch.el(place.core).end;
    if behind && teaser::is_teaser(sketch, block, known.title) {
        return true;
    }
    if begun {
        return false;
    }
    words.len() < 300 && known.title.is_some_and(|t| jaccard(t, words) > 0.8)
}

/// Whether a block is an item of a list that holds nothing but links.
fn is_link_list(sketch: &Sketch, block: &Block) -> bool {
    if block.link_share() < 0.9 {
        return false;
    }
    let list = sketch.around(block.leaf).take(8).find(|(_, e)| e.tag == Tag::List).map(|(_, e)| e.blocks);
    let items = list.and_then(|(first, end)| sketch.blocks.get(first as usize..end as usize)).unwrap_or_default();
    let label = |b: &Block| b.len() < 30 && sketch.words(b).ends_with(':');
    !items.is_empty() && items.len() <= 64 && items.iter().all(|b| b.link_share() >= 0.9 || label(b))
}

/// Whether a line holds little but links, two at least, that are called tags or topics.
fn is_tag_list(sketch: &Sketch, block: &Block) -> bool {
    let own = sketch.el(block.own);
    if block.link_share() < 0.6 || own.end - block.own > 512 {
        return false;
    }
    let inside = sketch.els.get(block.own as usize..own.end as usize).unwrap_or_default();
    let within = |e: &&El| e.tag == Tag::Link && (block.span.start..=block.span.end).contains(&(e.words.0 as usize));
    let mut links = inside.iter().filter(within).peekable();
    let first = links.next();
    first.is_some() && links.peek().is_some() && first.into_iter().chain(links).all(|l| l.own.has(Hints::META))
}
