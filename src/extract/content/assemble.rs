//! The story put together from its blocks.

use std::collections::HashSet;

use super::body::Body;
use super::classifier::features;
use super::classifier::model::Model;
use super::facts::PageFacts;
use super::fallback_rules::is_story;
use super::pull_quotes::repeated;
use super::select::{Choice, choose};
use super::{captions, group_scores, trailing};
use crate::extract::dom::document::TextDocument;
use crate::extract::layout::headline::{self, headline_container};
use crate::extract::layout::main_content::MainContent;
use crate::extract::layout::scope::ArticleScope;

/// Finds the story on the page, among the elements asked for.
pub(crate) fn extract_body(
    document: &TextDocument,
    main: MainContent,
    facts: &PageFacts<'_>,
    scope: &ArticleScope,
) -> Body {
    let model = Model::embedded();
    let scores: Vec<f32> = if model.is_empty() {
        document.blocks.iter().map(|b| if is_story(document, b, main, facts) { 1.0 } else { -1.0 }).collect()
    } else {
        model.scores(document, &features::rows(document, main, facts))
    };
    assemble(document, main, facts, &scores, scope)
}

/// Puts the story together from a score for each block; above 0 it is of the story.
pub(crate) fn assemble(
    document: &TextDocument,
    main: MainContent,
    facts: &PageFacts<'_>,
    scores: &[f32],
    scope: &ArticleScope,
) -> Body {
    let mut body = Body::default();
    let scores = group_scores::smooth_groups(document, scores);
    let headline = headline::headline_block(document, main, facts.title);
    let mut choice = choose(document, main, facts, &scores, scope, headline);
    if choice.chosen.is_empty() {
        // A sentence under a picture, which alone looks like anything.
        let kinder: Vec<f32> = scores.iter().map(|score| score + 2.0).collect();
        choice = choose(document, main, facts, &kinder, scope, headline);
    }
    let Choice { mut chosen, worded, standfirst, extent } = choice;
    body.standfirst = standfirst.join(" ");
    trailing::drop_trailing_matter(document, facts, &mut chosen);
    let taken: HashSet<usize> = chosen.iter().map(|(block, _)| block.span.start).collect();
    body.captions = {
        let around = headline_container(document, main, headline);
        let among = around.max(extent.start)..document.element(around).end.min(extent.end);
        captions::find(document, among, main, &taken, &worded)
    };
    let copies = repeated(document, &chosen);
    for (i, (block, kind)) in chosen.iter().enumerate() {
        if !copies.contains(&i) {
            body.push(document.text_of_block(block), *kind);
        }
    }
    body
}
