//! The story put together from its blocks.

use std::collections::HashSet;

use super::body::Body;
use super::classifier::features;
use super::classifier::model::Model;
use super::facts::Known;
use super::fallback_rules::is_story;
use super::pull_quotes::repeated;
use super::select::{Choice, choose};
use super::{captions, group_scores, trailing};
use crate::extract::dom::document::Sketch;
use crate::extract::layout::headline::{self, with_title};
use crate::extract::layout::main_content::Place;
use crate::extract::layout::scope::Asked;

/// Finds the story on the page, among the elements asked for.
pub(crate) fn find(sketch: &Sketch, place: Place, known: &Known<'_>, asked: &Asked) -> Body {
    let model = Model::shipped();
    let scores: Vec<f32> = if model.is_empty() {
        sketch.blocks.iter().map(|b| if is_story(sketch, b, place, known) { 1.0 } else { -1.0 }).collect()
    } else {
        model.scores(sketch, &features::rows(sketch, place, known))
    };
    assemble(sketch, place, known, &scores, asked)
}

/// Puts the story together from a score for each block; above 0 it is of the story.
pub(crate) fn assemble(sketch: &Sketch, place: Place, known: &Known<'_>, scores: &[f32], asked: &Asked) -> Body {
    let mut body = Body::default();
    let scores = group_scores::lift(sketch, scores);
    let headline = headline::headline(sketch, place, known.title);
    let mut choice = choose(sketch, place, known, &scores, asked, headline);
    if choice.chosen.is_empty() {
        // A sentence under a picture, which alone looks like anything.
        let kinder: Vec<f32> = scores.iter().map(|score| score + 2.0).collect();
        choice = choose(sketch, place, known, &kinder, asked, headline);
    }
    let Choice { mut chosen, worded, standfirst, extent } = choice;
    body.standfirst = standfirst.join(" ");
    trailing::trim(sketch, known, &mut chosen);
    let taken: HashSet<usize> = chosen.iter().map(|(block, _)| block.span.start).collect();
    body.captions = {
        let around = with_title(sketch, place, headline);
        let among = around.max(extent.start)..sketch.el(around).end.min(extent.end);
        captions::find(sketch, among, place, &taken, &worded)
    };
    let copies = repeated(sketch, &chosen);
    for (i, (block, kind)) in chosen.iter().enumerate() {
        if !copies.contains(&i) {
            body.push(sketch.words(block), *kind);
        }
    }
    body
}
