//! What is no part of the story whatever the model says.

use super::apart;
use super::authors;
use super::features::Known;
use super::hints::Hints;
use super::listing;
use super::place::Place;
use super::sketch::{Block, El, Sketch};
use super::tag::Tag;
use super::wording;
use crate::text::similarity::jaccard;

/// Whether a block is a caption, a byline, a label, or the headline over the story. `begun` once prose was taken.
pub(super) fn is_out(sketch: &Sketch, place: Place, known: &Known<'_>, block: &Block, begun: bool) -> bool {
    let words = sketch.words(block);
    let leaf = sketch.el(block.leaf);
    let own = sketch.el(block.own);
    if own.tag == Tag::Caption && !leaf.ctx.has(Hints::EMBED) || wording::is_clutter(words, block.link_share()) {
        return true;
    }
    if wording::asks_consent(words) || wording::is_loud_link(words, block.link_share()) {
        return true;
    }
    if is_byline(words, known.authors)
        || is_link_list(sketch, block)
        || is_tag_list(sketch, block)
        || apart::in_invitation(sketch, place, block)
        || (begun && apart::in_comments(sketch, place, block))
    {
        return true;
    }
    let behind = block.leaf >= sketch.el(place.core).end;
    if behind && listing::is_teaser(sketch, block, known.title) {
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

/// Whether a line holds only names that are known, or says `By` and a name.
pub(super) fn is_byline(words: &str, names: &[String]) -> bool {
    if words.len() > 120 || words.ends_with(['.', '!', '?', '”', '"']) {
        return false;
    }
    let author = names.iter().find(|n| words.contains(n.as_str()));
    author.is_some_and(|n| words.len() <= n.len() + 40 && !words.contains('“')) || authors::announced(words)
}
