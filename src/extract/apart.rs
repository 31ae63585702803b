//! What stands apart from the story: the lines between headline and byline, boxes that invite to subscribe.

use super::authors;
use super::hints::Hints;
use super::place::Place;
use super::sketch::{Block, Sketch};
use super::tag::Tag;
use super::wording;
use crate::text::similarity::TokenSet;

/// Lines after the headline among which a byline is looked for.
const NEAR: usize = 10;
/// Bytes of prose that may stand between headline and byline; more is a story with the byline at its foot.
const OVER: usize = 700;

/// The last line before the story's place, or at its beginning, that says the headline.
pub(super) fn headline(sketch: &Sketch, place: Place, title: Option<&str>) -> Option<usize> {
    let title = TokenSet::of(title?);
    let until = (sketch.el(place.core).blocks.0 as usize + 4).min(sketch.blocks.len());
    let says = |b: &Block| b.len() < 300 && title.jaccard(&TokenSet::of(sketch.words(b))) > 0.8;
    sketch.blocks.get(..until)?.iter().rposition(says)
}

/// Whether an element stands aside from the story by what it and those around it are called; `more` are further names that say so.
///
/// What stands before the story is no footer, though it be called the bottom of something.
pub(super) fn is_aside(sketch: &Sketch, place: Option<Place>, index: u32, more: Hints) -> bool {
    let before = place.is_some_and(|p| index < p.core);
    let aside = Hints::COMMENT.with(Hints::RELATED).with(more);
    sketch.el(index).ctx.has(if before { aside } else { aside.with(Hints::FOOTER) })
}

/// The blocks from the headline's line to the byline or date that follows it: none of them is of the story.
pub(super) fn over_story(sketch: &Sketch, headline: Option<usize>) -> std::ops::Range<usize> {
    let Some(first) = headline else { return 0..0 };
    let lines = sketch.blocks.get(first..(first + NEAR).min(sketch.blocks.len())).unwrap_or_default();
    let mut prose = 0;
    let mut end = 0;
    let mut look = None;
    for (i, block) in lines.iter().enumerate().skip(1) {
        prose += block.prose() as usize;
        let alike = (block.prose() > 0).then(|| (sketch.el(block.own).look, sketch.el(block.own).parent));
        // Two paragraphs that look alike, one beside the other, are the story's.
        if prose > OVER || (alike.is_some() && alike == look) {
            break;
        }
        look = alike.or(look);
        if is_byline(sketch, block) {
            end = i + 1;
            // Only lines without a sentence stand between a byline and a date.
            prose = prose.max(OVER - 40);
        }
    }
    first..first + end
}

/// Whether a line says `By` and a name, or is nothing but a date, in an element that is called so or in none that speaks.
pub(super) fn is_byline(sketch: &Sketch, block: &Block) -> bool {
    let words = sketch.words(block);
    let named = sketch.el(block.leaf).own.with(sketch.el(block.own).own).has(Hints::AUTHOR.with(Hints::DATE));
    words.len() <= 120
        && block.prose() == 0
        && (authors::announced(words) || named || (words.len() <= 60 && crate::dates::parse(words).is_some()))
}

/// Whether a block stands behind the story, in a box that is called its comments.
pub(super) fn in_comments(sketch: &Sketch, place: Place, block: &Block) -> bool {
    let core = sketch.el(place.core);
    block.leaf >= core.end && sketch.el(block.leaf).ctx.without(core.ctx).has(Hints::COMMENT)
}

/// Whether a block stands in a box that is called a newsletter's or appeals for money, or in a small one of which a line or a
/// control invites to subscribe or asks for consent.
pub(super) fn in_invitation(sketch: &Sketch, place: Place, block: &Block) -> bool {
    let core = sketch.el(place.core);
    let whole = sketch.prose_of(core.blocks);
    let mut boxes = sketch.around(block.own).take(6).take_while(|(i, e)| {
        (*i > place.core || e.end <= place.core)
            && e.blocks.1 - e.blocks.0 <= 32
            && sketch.prose_of(e.blocks) * 4 < whole.max(2000)
            && !matches!(e.tag, Tag::Root | Tag::Main | Tag::Article)
    });
    boxes.any(|(i, e)| {
        if !matches!(e.tag, Tag::Div | Tag::Aside | Tag::Section | Tag::Form | Tag::Figure) {
            return false;
        }
        let small = e.blocks.1 - e.blocks.0 <= 8 && sketch.prose_of(e.blocks) < 500;
        let lines = sketch.blocks.get(e.blocks.0 as usize..e.blocks.1 as usize).unwrap_or_default();
        let asks = || {
            let inside = sketch.els.get(i as usize..e.end as usize).unwrap_or_default();
            inside.iter().any(|e| e.own.has(Hints::ASKS))
        };
        e.own.has(Hints::NEWSLETTER) || (small && (lines.iter().any(|b| wording::invites(sketch.words(b))) || asks()))
    })
}
