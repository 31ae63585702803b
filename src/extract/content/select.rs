//! The choice of the story's blocks.

use std::collections::HashSet;
use std::ops::Range;

use super::block_kind::{Chosen, kind};
use super::data_tables::DataTables;
use super::facts::PageFacts;
use super::other_articles::{self, OtherArticles};
use super::questions::is_question;
use super::{reject, standfirst};
use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::TextBlock;
use crate::extract::dom::tag::ElementKind;
use crate::extract::layout::main_content::MainContent;
use crate::extract::layout::regions;
use crate::extract::layout::scope::ArticleScope;
use crate::extract::phrases::captions::is_caption;
use crate::model::article::ParagraphKind;
use crate::text::similarity::jaccard;
use crate::text::steps;

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
    document: &'a TextDocument,
    main: MainContent,
    facts: &PageFacts<'_>,
    scores: &[f32],
    scope: &ArticleScope,
    headline: Option<usize>,
) -> Choice<'a> {
    let over = regions::front_matter(document, headline);
    let inside = |block: &TextBlock| scope.elements.contains(&block.innermost);
    let liked = document.blocks.iter().zip(scores).filter(|(block, score)| **score > 0.0 && inside(block));
    let start = liked.map(|(block, _)| block).find(|b| b.prose_bytes() > 0).filter(|_| !scope.live);
    let end = start.and_then(|first| other_articles::next_story(document, main, first, facts.title));
    let extent = scope.elements.start..end.unwrap_or(u32::MAX).min(scope.elements.end);
    let others = start.map(|first| OtherArticles::new(document, first)).unwrap_or_default();
    let mut chosen: Vec<Chosen<'a>> = Vec::new();
    let mut worded = HashSet::new();
    let tables = DataTables::new(document, main, scores);
    let mut seen = Seen::default();
    let mut begun = false;
    for (i, (block, &score)) in document.blocks.iter().zip(scores).enumerate() {
        steps::count(1);
        if !extent.contains(&block.innermost) {
            continue;
        }
        let goes_on =
            || chosen.last().is_some_and(|(last, _)| block.link_density() < 0.5 && same_list(document, last, block));
        // A heading right above a paragraph of the story, once it has begun.
        let heads = || {
            let next = document
                .blocks
                .get(i + 1)
                .is_some_and(|b| b.prose_bytes() > 0 && scores.get(i + 1).is_some_and(|s| *s > 0.0));
            begun && next && block.link_density() < 0.5 && document.element(block.container).tag == ElementKind::Heading
        };
        let post = || begun && is_post(document, main, block);
        let is_in = match tables.takes(i) {
            Some(whole) => whole && begun,
            None => score > 0.0 || (score > -2.0 && (goes_on() || heads())) || post(),
        };
        if !is_in {
            continue;
        }
        let words = document.text_of_block(block);
        // A line that divides; joiners that nobody sees. Over the headline, what is no sentence.
        let empty = !words.contains(|c: char| c.is_alphanumeric() || c >= '\u{1f000}');
        if empty || (i < over.start && block.prose_bytes() == 0) || scope.excludes_line(words) {
            continue;
        }
        let kind = kind(document, block);
        let again = seen.again(words);
        // An `<h1>` within the story is a heading like others.
        let first = document.element(block.container).tag == ElementKind::H1 && !begun;
        let title = kind == ParagraphKind::Heading && (first || facts.title.is_some_and(|t| jaccard(t, words) > 0.8));
        if is_caption(words) && !document.element(block.innermost).inherited_hints.has(ClassHints::EMBED) {
            worded.insert(block.span.start);
            continue;
        }
        if again
            || title
            || others.contains_block(document, block)
            || reject::is_rejected(document, main, facts, block, begun)
        {
            continue;
        }
        if over.contains(&i) || (!begun && standfirst::is_marked_up(document, main, block)) {
            continue;
        }
        begun |= block.prose_bytes() > 0;
        seen.take(words);
        chosen.push((block, kind));
    }
    let first = chosen.first().map_or(document.element(main.container).blocks.0 as usize, |(first, _)| {
        document.blocks.partition_point(|b| b.span.start < first.span.start)
    });
    let standfirst = standfirst::shown(document, main, facts, headline, &over, first);
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
fn is_post(document: &TextDocument, main: MainContent, block: &TextBlock) -> bool {
    let core = document.element(main.container);
    (main.container..core.end).contains(&block.innermost)
        && document
            .ancestors(block.innermost)
            .take(6)
            .any(|(_, e)| e.tag == ElementKind::Quote && e.own_hints.has(ClassHints::EMBED))
}

/// Whether two blocks are items of one list.
fn same_list(document: &TextDocument, a: &TextBlock, b: &TextBlock) -> bool {
    let list = |block: &TextBlock| {
        document.ancestors(block.innermost).take(6).find(|(_, e)| e.tag == ElementKind::List).map(|(i, _)| i)
    };
    list(a).is_some() && list(a) == list(b)
}
