//! The choice of the story's blocks.

use std::collections::HashSet;
use std::ops::Range;

use super::block_kind::{SelectedBlock, block_kind};
use super::data_tables::DataTables;
use super::facts::PageFacts;
use super::other_articles::{self, OtherArticles};
use super::{reject, standfirst};
use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::{MOSTLY_LINKS, TextBlock};
use crate::extract::dom::tag::ElementKind;
use crate::extract::layout::headline::is_title_line;
use crate::extract::layout::main_content::MainContent;
use crate::extract::layout::{Layout, regions};
use crate::extract::phrases::captions::is_caption;
use crate::model::article::ParagraphKind;
use crate::text::sentence_end::is_question;
use crate::text::steps;

/// A score above which a block that continues a list or heads a paragraph of the story is of the story (chosen).
const CONTINUES_ABOVE: f32 = -2.0;
/// Levels above a block among which the quotation of a post is looked for (chosen).
const POST_LEVELS: usize = 6;
/// Bytes; lines of more are compared to find a second copy of the story (chosen).
const LONG_LINE_BYTES: usize = 40;
/// The first character of the blocks of emoji, which count as words.
const FIRST_EMOJI: char = '\u{1f000}';

/// The blocks that were chosen, and what was found on the way.
pub(crate) struct Selection<'a> {
    /// The story's blocks in order.
    pub(crate) blocks: Vec<SelectedBlock<'a>>,
    /// The blocks that are captions by their words.
    pub(crate) caption_blocks: HashSet<usize>,
    /// Sentences between headline and story.
    pub(crate) standfirst: Vec<&'a str>,
    /// The elements that are the story's at the most: other stories stand before and behind them.
    pub(crate) extent: Range<u32>,
}

/// Chooses the story's blocks by a score for each block; above 0 a block is of the story. O(blocks).
pub(crate) fn select<'a>(
    document: &'a TextDocument,
    main: MainContent,
    layout: &'a Layout,
    facts: &'a PageFacts<'a>,
    scores: &'a [f32],
) -> Selection<'a> {
    let mut selector = Selector::new(document, main, layout, facts, scores);
    for index in 0..document.blocks.len() {
        selector.visit(index);
    }
    let Selector { front_matter, extent, selected, caption_blocks, .. } = selector;
    let first = selected.first().map_or(document.element(main.container).blocks.0 as usize, |first| first.index);
    let standfirst = standfirst::visible_standfirst(document, main, facts, layout.headline, &front_matter, first);
    Selection { blocks: selected, caption_blocks, standfirst, extent }
}

/// The state of the choice while it goes through the blocks.
struct Selector<'a> {
    document: &'a TextDocument,
    main: MainContent,
    layout: &'a Layout,
    facts: &'a PageFacts<'a>,
    scores: &'a [f32],
    /// The blocks from the headline to the byline.
    front_matter: Range<usize>,
    extent: Range<u32>,
    others: OtherArticles,
    tables: DataTables,
    repeats: Repeats<'a>,
    /// Whether prose was taken.
    begun: bool,
    selected: Vec<SelectedBlock<'a>>,
    caption_blocks: HashSet<usize>,
}

impl<'a> Selector<'a> {
    fn new(
        document: &'a TextDocument,
        main: MainContent,
        layout: &'a Layout,
        facts: &'a PageFacts<'a>,
        scores: &'a [f32],
    ) -> Self {
        let scope = &layout.scope;
        let liked = document.blocks.iter().zip(scores).filter(|(_, score)| **score > 0.0).map(|(block, _)| block);
        let mut inside = liked.filter(|block| scope.elements.contains(&block.innermost));
        let start = inside.find(|b| b.prose_bytes() > 0).filter(|_| !scope.live);
        let end = start.and_then(|first| other_articles::next_story(document, main, first, facts.title));
        Self {
            document,
            main,
            layout,
            facts,
            scores,
            front_matter: regions::front_matter(document, layout.headline),
            extent: scope.elements.start..end.unwrap_or(u32::MAX).min(scope.elements.end),
            others: start.map(|first| OtherArticles::new(document, first)).unwrap_or_default(),
            tables: DataTables::new(document, main, scores),
            repeats: Repeats::default(),
            begun: false,
            selected: Vec::new(),
            caption_blocks: HashSet::new(),
        }
    }

    /// Decides about the next block of the document.
    fn visit(&mut self, index: usize) {
        steps::count(1);
        let Some(block) = self.document.blocks.get(index) else { return };
        if !self.extent.contains(&block.innermost) || !self.is_candidate(index, block) {
            return;
        }
        let text = self.document.text_of_block(block);
        if self.is_without_words(index, block, text) || self.layout.scope.excludes_line(text) {
            return;
        }
        let kind = block_kind(self.document, block);
        let is_repeat = self.repeats.is_repeat(text);
        if is_caption(text) && !self.document.element(block.innermost).inherited_hints.has(ClassHints::EMBED) {
            self.caption_blocks.insert(index);
            return;
        }
        if is_repeat
            || self.is_headline(block, kind, text)
            || self.others.contains_block(self.document, block)
            || reject::is_rejected(self.document, self.main, self.facts, block, self.begun)
            || self.front_matter.contains(&index)
            || (!self.begun && standfirst::is_marked_up(self.document, self.main, block))
        {
            return;
        }
        self.begun |= block.prose_bytes() > 0;
        self.repeats.note(text);
        self.selected.push(SelectedBlock { index, block, kind });
    }

    /// Returns whether the scores, or the blocks beside it, make a block one of the story's.
    fn is_candidate(&self, index: usize, block: &TextBlock) -> bool {
        let score = self.scores.get(index).copied().unwrap_or(f32::NEG_INFINITY);
        match self.tables.takes(index) {
            Some(whole) => whole && self.begun,
            None => {
                score > 0.0
                    || (score > CONTINUES_ABOVE
                        && (self.continues_list(block) || self.heads_next_paragraph(index, block)))
                    || (self.begun && is_post(self.document, self.main, block))
            }
        }
    }

    /// Returns whether a block is an item of the same list as the last block chosen.
    fn continues_list(&self, block: &TextBlock) -> bool {
        let list = |block: &TextBlock| self.document.list_around(block);
        self.selected.last().is_some_and(|last| {
            block.link_density() < MOSTLY_LINKS && list(last.block).is_some() && list(last.block) == list(block)
        })
    }

    /// Returns whether a block is a heading right above a paragraph of the story, once the story has begun.
    fn heads_next_paragraph(&self, index: usize, block: &TextBlock) -> bool {
        let next = self.document.blocks.get(index + 1).zip(self.scores.get(index + 1));
        self.begun
            && next.is_some_and(|(next, score)| next.prose_bytes() > 0 && *score > 0.0)
            && block.link_density() < MOSTLY_LINKS
            && self.document.element(block.container).tag == ElementKind::Heading
    }

    /// Returns whether a block is a line that divides or joiners without a letter or, over the headline, no sentence.
    fn is_without_words(&self, index: usize, block: &TextBlock, text: &str) -> bool {
        !text.contains(|c: char| c.is_alphanumeric() || c >= FIRST_EMOJI)
            || (index < self.front_matter.start && block.prose_bytes() == 0)
    }

    /// Returns whether a block is the headline; an `<h1>` within the story is a heading like others.
    fn is_headline(&self, block: &TextBlock, kind: ParagraphKind, text: &str) -> bool {
        let is_first = self.document.element(block.container).tag == ElementKind::H1 && !self.begun;
        kind == ParagraphKind::Heading && (is_first || is_title_line(self.facts.title, text))
    }
}

/// The longer lines that were taken, by which a second copy of the story is found.
#[derive(Default)]
struct Repeats<'a> {
    lines: HashSet<&'a str>,
    /// Whether the longer line before was there twice.
    twice: bool,
}

impl<'a> Repeats<'a> {
    /// Returns whether a longer line repeats one that was taken; a question that returns among new answers does not.
    fn is_repeat(&mut self, line: &str) -> bool {
        if line.len() <= LONG_LINE_BYTES {
            return false;
        }
        let met = self.lines.contains(line);
        let returns = is_question(line) && !self.twice;
        self.twice = met;
        met && !returns
    }

    /// Notes a line that was taken.
    fn note(&mut self, line: &'a str) {
        if line.len() > LONG_LINE_BYTES {
            self.lines.insert(line);
        }
    }
}

/// Returns whether a block is of a post that stands in the story: a quotation with the class of a tweet or the like.
fn is_post(document: &TextDocument, main: MainContent, block: &TextBlock) -> bool {
    let story = main.container..document.element(main.container).end;
    let mut around = document.ancestors(block.innermost).take(POST_LEVELS);
    story.contains(&block.innermost)
        && around.any(|(_, e)| e.tag == ElementKind::Quote && e.own_hints.has(ClassHints::EMBED))
}
