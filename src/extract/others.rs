//! Other stories on the page: where the next one begins, and teasers that look like stories.

use std::collections::HashSet;

use super::hints::Hints;
use super::place::Place;
use super::sketch::{Block, El, Sketch};
use super::tag::Tag;
use crate::text::similarity::jaccard;

/// The articles after the story's own.
#[derive(Debug, Default)]
pub(super) struct Others {
    /// Where the story's own article ends.
    end: u32,
    /// Those with a linked picture or headline: further posts and teasers. Others may be the story's sections.
    articles: HashSet<u32>,
}

impl Others {
    /// Finds them, if the article around the story's first block holds a headline too. O(elements × depth).
    pub(super) fn new(sketch: &Sketch, first: &Block) -> Self {
        let own = sketch.around(first.leaf).filter(|(_, e)| e.tag == Tag::Article).last();
        let titled = |(index, own): &(u32, &El)| {
            let inside = sketch.els.get(*index as usize..own.end as usize).unwrap_or_default();
            inside.iter().any(|e| e.tag == Tag::Title && e.blocks.0 < e.blocks.1)
        };
        let Some((_, own)) = own.filter(titled) else { return Self::default() };
        let mut found = Self { end: own.end, articles: HashSet::new() };
        for (index, el) in (own.end..).zip(sketch.els.get(own.end as usize..).unwrap_or_default()) {
            let leads_on = match el.tag {
                Tag::Image => sketch.around(index).take(4).any(|(_, e)| e.tag == Tag::Link),
                Tag::Link => matches!(sketch.el(el.parent).tag, Tag::Heading | Tag::Title),
                _ => false,
            };
            if leads_on {
                let around = found.articles_around(sketch, index).collect::<Vec<_>>();
                found.articles.extend(around);
            }
        }
        found
    }

    /// Whether a block stands in one of them.
    pub(super) fn hold(&self, sketch: &Sketch, block: &Block) -> bool {
        !self.articles.is_empty()
            && self.articles_around(sketch, block.leaf).any(|index| self.articles.contains(&index))
    }

    fn articles_around<'a>(&self, sketch: &'a Sketch, index: u32) -> impl Iterator<Item = u32> + 'a {
        let end = self.end;
        sketch.around(index).take_while(move |(i, _)| *i >= end).filter(|(_, e)| e.tag == Tag::Article).map(|(i, _)| i)
    }
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
        if words.len() < 20 || title.is_some_and(|t| jaccard(t, &words) >= 0.5) {
            return None;
        }
        // The widest element around it that does not hold the first story.
        let apart = sketch.around(i as u32).take_while(|(a, _)| *a > first.leaf).last();
        let core = sketch.el(place.core).end;
        apart.filter(|(a, e)| *a != i as u32 && *a >= core && sketch.prose_of(e.blocks) > 200).map(|(a, _)| a)
    });
    [sibling, headed].into_iter().flatten().min()
}
