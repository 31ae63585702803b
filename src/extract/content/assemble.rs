//! The story put together from its blocks.

use std::collections::HashSet;

use super::body::Body;
use super::classifier::features;
use super::classifier::model::Model;
use super::facts::PageFacts;
use super::pull_quotes::repeated;
use super::select::{Selection, select};
use super::{captions, group_scores, trailing};
use crate::extract::dom::document::TextDocument;
use crate::extract::layout::Layout;
use crate::extract::layout::headline::headline_container;
use crate::extract::layout::main_content::MainContent;

/// Added to the scores where no block is chosen, as for a sentence under a picture that alone looks like anything (chosen).
const SECOND_CHANCE: f32 = 2.0;

/// Finds the story on the page, within the article's scope.
pub(crate) fn extract_body(document: &TextDocument, main: MainContent, layout: &Layout, facts: &PageFacts<'_>) -> Body {
    let scores = Model::embedded().scores(document, &features::rows(document, main, facts));
    assemble(document, main, layout, facts, &scores)
}

/// Puts the story together from a score for each block; above 0 a block is of the story.
pub(crate) fn assemble(
    document: &TextDocument,
    main: MainContent,
    layout: &Layout,
    facts: &PageFacts<'_>,
    scores: &[f32],
) -> Body {
    let scores = group_scores::smooth_groups(document, scores);
    let mut selection = select(document, main, layout, facts, &scores);
    let raised: Vec<f32>;
    if selection.blocks.is_empty() {
        raised = scores.iter().map(|score| score + SECOND_CHANCE).collect();
        selection = select(document, main, layout, facts, &raised);
    }
    let Selection { blocks: mut selected, caption_blocks, standfirst, extent } = selection;
    let mut body = Body { standfirst: standfirst.join(" "), ..Body::default() };
    trailing::drop_trailing_matter(document, facts, &mut selected);
    let taken: HashSet<usize> = selected.iter().map(|s| s.index).collect();
    body.captions = {
        let around = headline_container(document, main, layout.headline);
        let among = around.max(extent.start)..document.element(around).end.min(extent.end);
        captions::find(document, among, main, &taken, &caption_blocks)
    };
    let copies = repeated(document, &selected);
    for (_, s) in selected.iter().enumerate().filter(|(i, _)| !copies.contains(i)) {
        body.push(document.text_of_block(s.block), s.kind);
        body.blocks.push(s.index);
    }
    body
}
