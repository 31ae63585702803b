//! Hints handed down from each element to those inside it.

use std::collections::HashMap;

use super::class_hints::Hints;
use super::document::Sketch;
use super::element::El;
use super::tag::Tag;

/// An element that holds this part of all prose is around the story, whatever its names say.
const AROUND_EVERYTHING: f32 = 0.35;
/// Bytes of prose between headline and comments, as a short story has.
const STORY: u32 = 400;

/// Hands hints down from each element to those inside.
pub(super) fn inherit(sketch: &mut Sketch) {
    let all = sketch.prose().max(1) as f32;
    let headlines = headlines(sketch);
    for i in 0..sketch.els.len() {
        let Some(&el) = sketch.els.get(i) else { break };
        let above = sketch.els.get(el.parent as usize).map_or_else(Hints::default, |p| p.ctx);
        let own = if el.tag == Tag::Root {
            el.own.without(Hints::LOCAL)
        } else if sketch.prose_of(el.blocks) as f32 / all <= AROUND_EVERYTHING {
            el.own
        } else if is_behind_story(sketch, &headlines, i as u32, el) {
            el.own.without(Hints::LOCAL.without(Hints::COMMENT))
        } else {
            el.own.without(Hints::LOCAL)
        };
        if let Some(el) = sketch.els.get_mut(i) {
            el.ctx = above.with(own);
        }
    }
}

/// The first-level headings; where there are none, the first heading.
fn headlines(sketch: &Sketch) -> Vec<u32> {
    let of = |tag: Tag| {
        let headings = sketch.els.iter().zip(0u32..).filter(move |(e, _)| e.tag == tag && e.blocks.0 < e.blocks.1);
        headings.map(|(_, i)| i)
    };
    let first: Vec<u32> = of(Tag::Title).collect();
    if first.is_empty() { of(Tag::Heading).take(1).collect() } else { first }
}

/// Whether an element holds no headline, and stands behind one with a story below it.
fn is_behind_story(sketch: &Sketch, headlines: &[u32], index: u32, el: El) -> bool {
    let behind = headlines.partition_point(|&h| h < index);
    let holds = headlines.get(behind).is_some_and(|&h| h < el.end);
    let last = behind.checked_sub(1).and_then(|h| sketch.els.get(*headlines.get(h)? as usize));
    !holds && last.is_some_and(|h| sketch.prose_of((h.blocks.0, el.blocks.0)) >= STORY)
}

/// Boxes that look alike and hold half of the prose together are no appeals, whatever they are called.
pub(super) fn absolve(sketch: &mut Sketch) {
    let mut held: HashMap<u32, u32> = HashMap::new();
    let is_called = |el: &El| el.own.has(Hints::NEWSLETTER) && el.tag != Tag::Root;
    for el in
        sketch.els.iter().filter(|e| is_called(e) && sketch.els.get(e.parent as usize).is_none_or(|p| p.look != e.look))
    {
        *held.entry(el.look).or_default() += sketch.prose_of(el.blocks);
    }
    let all = sketch.prose();
    held.retain(|_, prose| *prose > all / 2);
    for el in sketch.els.iter_mut().filter(|e| is_called(e) && held.contains_key(&e.look)) {
        el.own = el.own.without(Hints::NEWSLETTER);
    }
}
