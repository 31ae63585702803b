//! The choice of the story's blocks.

use std::collections::HashSet;
use std::ops::Range;

use super::block_kind::{Chosen, kind};
use super::data_tables::Tables;
use super::facts::Known;
use super::other_articles::{self, Others};
use super::questions::is_question;
use super::{reject, standfirst};
use crate::extract::dom::class_hints::Hints;
use crate::extract::dom::document::Sketch;
use crate::extract::dom::element::Block;
use crate::extract::dom::tag::Tag;
use crate::extract::layout::main_content::Place;
use crate::extract::layout::regions;
use crate::extract::layout::scope::Asked;
use crate::extract::phrases::captions::is_caption;
use crate::model::article::ParagraphKind;
use crate::text::similarity::jaccard;

/// What was chosen, and what was left out on the way.
pub(crate) struct Choice<'a> {
    /// The story's blocks in order.
    pub(crate) chosen: Vec<Chosen<'a>>,
    /// Where blocks start that are captions by their words.
    pub(crate) worded: HashSet<usize>,
    /// Sentences between headline and story.
    pub(crate) standfirst: Vec<&'a str>,
    /// The elements that are the story's at the most: other stories stand before and behind them.
    pub(crate) extent: Range<u32>,
}

pub(crate) fn choose<'a>(
    sketch: &'a Sketch,
    place: Place,
    known: &Known<'_>,
    scores: &[f32],
    asked: &Asked,
    headline: Option<usize>,
) -> Choice<'a> {
    let over = regions::over_story(sketch, headline);
    let inside = |block: &Block| asked.elements.contains(&block.leaf);
    let liked = sketch.blocks.iter().zip(scores).filter(|(block, score)| **score > 0.0 && inside(block));
    let start = liked.map(|(block, _)| block).find(|b| b.prose() > 0).filter(|_| !asked.live);
    let end = start.and_then(|first| other_articles::next_story(sketch, place, first, known.title));
    let extent = asked.elements.start..end.unwrap_or(u32::MAX).min(asked.elements.end);
    let others = start.map(|first| Others::new(sketch, first)).unwrap_or_default();
    let mut chosen: Vec<Chosen<'a>> = Vec::new();
    let mut worded = HashSet::new();
    let tables = Tables::new(sketch, place, scores);
    let mut seen = Seen::default();
    let mut begun = false;
    for (i, (block, &score)) in sketch.blocks.iter().zip(scores).enumerate() {
        if !extent.contains(&block.leaf) {
            continue;
        }
        let goes_on =
            || chosen.last().is_some_and(|(last, _)| block.link_share() < 0.5 && same_list(sketch, last, block));
        // A heading right above a paragraph of the story, once it has begun.
        let heads = || {
            let next =
                sketch.blocks.get(i + 1).is_some_and(|b| b.prose() > 0 && scores.get(i + 1).is_some_and(|s| *s > 0.0));
            begun && next && block.link_share() < 0.5 && sketch.el(block.own).tag == Tag::Heading
        };
        let post = || begun && is_post(sketch, place, block);
        let is_in = match tables.takes(i) {
            Some(whole) => whole && begun,
            None => score > 0.0 || (score > -2.0 && (goes_on() || heads())) || post(),
        };
        if !is_in {
            continue;
        }
        let words = sketch.words(block);
        // A line that divides; joiners that nobody sees. Over the headline, what is no sentence.
        let empty = !words.contains(|c: char| c.is_alphanumeric() || c >= '\u{1f000}');
        if empty || (i < over.start && block.prose() == 0) || asked.leaves_out(words) {
            continue;
        }
        let kind = kind(sketch, block);
        let again = seen.again(words);
        // An `<h1>` within the story is a heading like others.
        let first = sketch.el(block.own).tag == Tag::Title && !begun;
        let title = kind == ParagraphKind::Heading && (first || known.title.is_some_and(|t| jaccard(t, words) > 0.8));
        if is_caption(words) && !sketch.el(block.leaf).ctx.has(Hints::EMBED) {
            worded.insert(block.span.start);
            continue;
        }
        if again || title || others.hold(sketch, block) || reject::is_out(sketch, place, known, block, begun) {
            continue;
        }
        if over.contains(&i) || (!begun && standfirst::is_one(sketch, place, block)) {
            continue;
        }
        begun |= block.prose() > 0;
        seen.take(words);
        chosen.push((block, kind));
    }
    let first = chosen.first().map_or(sketch.el(place.core).blocks.0 as usize, |(first, _)| {
        sketch.blocks.partition_point(|b| b.span.start < first.span.start)
    });
    let standfirst = standfirst::shown(sketch, place, known, headline, &over, first);
    Choice { chosen, worded, standfirst, extent }
}

/// The longer lines that were taken.
#[derive(Default)]
struct Seen<'a> {
    lines: HashSet<&'a str>,
    /// Whether the longer line before was there twice.
    twice: bool,
}

impl<'a> Seen<'a> {
    /// Whether a longer line is said again: a second copy of the story. A question that returns among new answers is none.
    fn again(&mut self, words: &str) -> bool {
        if !is_longer(words) {
            return false;
        }
        let met = self.lines.contains(words);
        let returns = is_question(words) && !self.twice;
        self.twice = met;
        met && !returns
    }

    fn take(&mut self, words: &'a str) {
        if is_longer(words) {
            self.lines.insert(words);
        }
    }
}

const fn is_longer(words: &str) -> bool {
    words.len() > 40
}

/// Whether a block is of a post that stands in the story: a quotation that its names call a tweet or the like.
fn is_post(sketch: &Sketch, place: Place, block: &Block) -> bool {
    let core = sketch.el(place.core);
    (place.core..core.end).contains(&block.leaf)
        && sketch.around(block.leaf).take(6).any(|(_, e)| e.tag == Tag::Quote && e.own.has(Hints::EMBED))
}

/// Whether two blocks are items of one list.
fn same_list(sketch: &Sketch, a: &Block, b: &Block) -> bool {
    let list = |block: &Block| sketch.around(block.leaf).take(6).find(|(_, e)| e.tag == Tag::List).map(|(i, _)| i);
    list(a).is_some() && list(a) == list(b)
}
