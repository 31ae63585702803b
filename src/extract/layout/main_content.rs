//! Where on the page the story stands: the element that holds it.

use std::ops::Range;

use crate::extract::dom::class_hints::Hints;
use crate::extract::dom::document::Sketch;
use crate::extract::dom::tag::Tag;

/// How much of a paragraph's weight each level above it gets.
const FADE: f32 = 0.55;

/// Levels that get some.
const LEVELS: usize = 5;

/// The element whose paragraphs weigh most, and the wider one that holds all of the story's parts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) core: u32,
    pub(crate) wide: u32,
}

/// Finds the place of the story among these elements, `None` when they hold no prose. O(n).
pub(crate) fn find(sketch: &Sketch, asked: &Range<u32>) -> Option<Place> {
    let mut scores = vec![0f32; sketch.els.len()];
    for block in sketch.blocks.iter().filter(|b| asked.contains(&b.leaf)) {
        let mut weight = (block.prose() as f32).min(1200.0);
        if weight == 0.0 {
            continue;
        }
        let ctx = sketch.el(block.leaf).ctx;
        if ctx.has(Hints::CLUTTER) {
            weight *= 0.15;
        }
        if ctx.has(Hints::CAPTION.with(Hints::AUTHOR)) {
            weight *= 0.3;
        }
        // A paragraph is not its own container.
        let skip = usize::from(matches!(sketch.el(block.own).tag, Tag::Paragraph | Tag::Item | Tag::Pre));
        for (index, _) in sketch.around(block.own).skip(skip).take(LEVELS) {
            if let Some(score) = scores.get_mut(index as usize) {
                *score += weight;
            }
            weight *= FADE;
        }
    }
    let graded = |i: usize| {
        let (Some(el), Some(score)) = (sketch.els.get(i), scores.get(i)) else { return 0.0 };
        let mut grade = *score;
        if el.own.has(Hints::BODY) {
            grade *= 1.25;
        }
        match el.tag {
            Tag::Article => grade * 1.2,
            Tag::Main => grade * 1.1,
            Tag::Root => grade * 0.7,
            _ => grade,
        }
    };
    let core = (0..sketch.els.len())
        .max_by(|&a, &b| graded(a).total_cmp(&graded(b)).then(b.cmp(&a)))
        .filter(|&i| graded(i) > 0.0)?;
    let core = core as u32;
    Some(Place { core, wide: widen(sketch, core) })
}

/// Climbs while what lies around the core holds more of the same story.
fn widen(sketch: &Sketch, core: u32) -> u32 {
    let all = sketch.prose() as f32;
    let mut wide = core;
    for (index, el) in sketch.around(core).skip(1) {
        let inner = sketch.el(wide);
        let (has, had) = (sketch.prose_of(el.blocks) as f32, sketch.prose_of(inner.blocks) as f32);
        if el.tag == Tag::Root || inner.tag == Tag::Article {
            break;
        }
        let titles = |e: &crate::extract::dom::element::El| {
            sketch
                .els
                .get(index as usize..e.end as usize)
                .unwrap_or_default()
                .iter()
                .filter(|e| e.tag == Tag::Article)
                .count()
        };
        if has > had * 1.02 && (has < had * 1.6 || had < all * 0.3) && titles(el) <= 1 {
            wide = index;
        } else if has > had * 1.6 {
            break;
        }
    }
    wide
}
