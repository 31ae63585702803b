//! What is no part of the story whatever the model says, and where another story begins.

use super::apart;
use super::authors;
use super::features::Known;
use super::hints::Hints;
use super::place::Place;
use super::sketch::{Block, El, Sketch};
use super::tag::Tag;
use super::title::likeness;
use super::wording;

/// Whether a block is a caption, a byline, a label, or the headline or standfirst over the story. `begun` once prose was taken.
pub(super) fn is_out(sketch: &Sketch, place: Place, known: &Known<'_>, block: &Block, begun: bool) -> bool {
    let words = sketch.words(block);
    let leaf = sketch.el(block.leaf);
    let own = sketch.el(block.own);
    if own.tag == Tag::Caption && !leaf.ctx.has(Hints::EMBED) || wording::is_clutter(words, block.link_share()) {
        return true;
    }
    if is_byline(words, known.authors) || is_link_list(sketch, block) || apart::in_invitation(sketch, place, block) {
        return true;
    }
    if begun {
        return false;
    }
    if words.len() < 300 && known.title.is_some_and(|t| likeness(t, words) > 0.8) {
        return true;
    }
    is_standfirst(sketch, place, block, known.description)
}

/// Whether a block over the story is its standfirst: called so, or in the header with the headline and
/// called a lead or the page's description.
///
/// Many sites call their first paragraph a lead or an intro; among the other paragraphs it stays.
fn is_standfirst(sketch: &Sketch, place: Place, block: &Block, description: Option<&str>) -> bool {
    let own = sketch.el(block.own);
    let parent = sketch.el(own.parent);
    let close = sketch.el(block.leaf).own.with(own.own);
    let alone = |e: &El| sketch.prose_of(e.blocks) <= block.prose() + block.prose() / 2;
    if block.len() < 500 && (close.has(Hints::DEK) || (parent.own.has(Hints::DEK) && alone(parent))) {
        return true;
    }
    let core = sketch.el(place.core);
    let around = sketch.el(block.leaf).ctx.without(core.ctx);
    let item = || sketch.around(block.leaf).take(4).any(|(_, e)| e.tag == Tag::Item);
    if (own.tag == Tag::Heading && close.has(Hints::STANDFIRST)) || (around.has(Hints::STANDFIRST) && item()) {
        return true;
    }
    let titled = |e: &El, i: u32| {
        sketch.els.get(i as usize..e.end as usize).is_some_and(|els| els.iter().any(|e| e.tag == Tag::Title))
    };
    let over = || {
        sketch.around(block.own).any(|(i, e)| e.tag == Tag::Header && !(i..e.end).contains(&place.core) && titled(e, i))
    };
    let named = || close.has(Hints::STANDFIRST) || description.is_some_and(|d| is_opening(sketch.words(block), d));
    over() && named()
}

/// Words that tell who an author is; in lower case.
const WHO: &[&str] = &[
    " covers ",
    " has covered ",
    " reports ",
    " reporter",
    " is a ",
    " is an ",
    " is the ",
    " writes ",
    " writer",
    " journalist",
    " editor",
    " correspondent",
    " columnist",
    " joined ",
    " lives in",
    " can be reached",
    " follow ",
    " reach ",
    "@",
    " contributed ",
    " ist ",
    " est ",
    " es ",
    " è ",
];

/// Whether a last line says who the author is.
pub(super) fn is_biography(words: &str, names: &[String]) -> bool {
    let lower = words.to_lowercase();
    words.len() < 600
        && names.iter().any(|n| words.starts_with(n.as_str()))
        && !words.contains(['“', '"', '„', '«'])
        && WHO.iter().any(|w| lower.contains(w))
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

/// Whether a line holds only names that are known, or says `By` and a name.
fn is_byline(words: &str, names: &[String]) -> bool {
    if words.len() > 120 || words.ends_with(['.', '!', '?', '”', '"']) {
        return false;
    }
    let author = names.iter().find(|n| words.contains(n.as_str()));
    author.is_some_and(|n| words.len() <= n.len() + 40 && !words.contains('“')) || authors::announced(words)
}

/// Whether a line is the description, or its beginning where that was cut.
fn is_opening(words: &str, description: &str) -> bool {
    let cut = description.trim_end_matches(['…', '.', ' ']);
    likeness(words, description) > 0.8 || (cut.len() > 35 && words.len() < 400 && words.starts_with(cut))
}

/// The element at which another story than the one in `first` begins: a page that goes on for ever, a list of whole stories.
///
/// Told by a further `<h1>` outside of the first story's own element, or by a further `<article>` that looks like the first's.
pub(super) fn next_story(sketch: &Sketch, place: Place, first: &Block, title: Option<&str>) -> Option<u32> {
    let own = sketch.around(first.leaf).find(|(_, e)| e.tag == Tag::Article);
    let others = |e: &El| e.blocks.0 < e.blocks.1 && sketch.prose_of(e.blocks) > 0;
    let sibling = own.and_then(|(index, own)| {
        let after = sketch.els.iter().enumerate().skip(own.end as usize);
        let is_story = |i: usize, e: &El| {
            let inside = sketch.els.get(i..e.end as usize).unwrap_or_default();
            inside.iter().any(|e| e.tag == Tag::Title)
                || (e.own.has(Hints::BODY) && inside.iter().any(|e| e.own.has(Hints::AUTHOR)))
        };
        let found = after.filter(|(_, e)| e.tag == Tag::Article && e.look == own.look && e.parent == own.parent);
        found.filter(|(i, e)| *i > index as usize && others(e) && is_story(*i, e)).map(|(i, _)| i as u32).next()
    });
    let headed = sketch.els.iter().enumerate().skip(first.leaf as usize).find_map(|(i, e)| {
        let words = if e.tag == Tag::Title { sketch.text_of(e) } else { return None };
        if words.len() < 20 || title.is_some_and(|t| likeness(t, &words) >= 0.5) {
            return None;
        }
        // The widest element around it that does not hold the first story.
        let apart = sketch.around(i as u32).take_while(|(a, _)| *a > first.leaf).last();
        let core = sketch.el(place.core).end;
        apart.filter(|(a, e)| *a != i as u32 && *a >= core && sketch.prose_of(e.blocks) > 200).map(|(a, _)| a)
    });
    [sibling, headed].into_iter().flatten().min()
}
