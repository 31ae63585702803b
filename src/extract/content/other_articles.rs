//! Other stories on the page: where the next one begins, and teasers that look like stories.

use std::collections::HashSet;

use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::{Element, TextBlock};
use crate::extract::dom::tag::ElementKind;
use crate::extract::layout::headline::OTHER_WORDS;
use crate::extract::layout::main_content::MainContent;
use crate::text::similarity::TokenSet;

/// Bytes of a headline, and of the prose of another story (chosen).
const MIN_HEADLINE_BYTES: usize = 20;
const STORY_BYTES: u32 = 200;
/// Levels from a picture up to its link (chosen).
const LINK_LEVELS: usize = 4;
use crate::text::steps;

/// The articles after the story's own.
#[derive(Debug, Default)]
pub(crate) struct OtherArticles {
    /// Where the story's own article ends.
    end: u32,
    /// Those with a linked picture or headline: further posts and teasers. Others may be the story's sections.
    articles: HashSet<u32>,
}

impl OtherArticles {
    /// Finds them, if the article around the story's first block holds a headline too. O(elements × depth).
    pub(crate) fn new(document: &TextDocument, first: &TextBlock) -> Self {
        let own = document.ancestors(first.innermost).filter(|(_, e)| e.tag == ElementKind::Article).last();
        let titled = |(index, _): &(u32, &Element)| {
            let inside = document.elements_within(*index);
            inside.iter().any(|e| e.tag == ElementKind::H1 && e.blocks.0 < e.blocks.1)
        };
        let Some((_, own)) = own.filter(titled) else { return Self::default() };
        let mut found = Self { end: own.end, articles: HashSet::new() };
        for (index, el) in (own.end..).zip(document.elements_in(own.end..document.elements.len() as u32)) {
            let leads_on = match el.tag {
                ElementKind::Image => {
                    document.ancestors(index).take(LINK_LEVELS).any(|(_, e)| e.tag == ElementKind::Link)
                }
                ElementKind::Link => matches!(document.element(el.parent).tag, ElementKind::Heading | ElementKind::H1),
                _ => false,
            };
            if leads_on {
                let around = found.articles_around(document, index).collect::<Vec<_>>();
                found.articles.extend(around);
            }
        }
        found
    }

    /// Returns whether a block stands in one of them.
    pub(crate) fn contains_block(&self, document: &TextDocument, block: &TextBlock) -> bool {
        !self.articles.is_empty()
            && self.articles_around(document, block.innermost).any(|index| self.articles.contains(&index))
    }

    fn articles_around<'a>(&self, document: &'a TextDocument, index: u32) -> impl Iterator<Item = u32> + 'a {
        let end = self.end;
        document
            .ancestors(index)
            .take_while(move |(i, _)| *i >= end)
            .filter(|(_, e)| e.tag == ElementKind::Article)
            .map(|(i, _)| i)
    }
}

/// Returns the element at which another story than the one in `first` begins: a page that goes on for ever, a list of whole
/// stories.
///
/// Told by a further `<h1>` outside of the first story's own element, or by a further `<article>` that looks like the first's.
pub(crate) fn next_story(
    document: &TextDocument,
    main: MainContent,
    first: &TextBlock,
    title: &TokenSet,
) -> Option<u32> {
    let own = document.ancestors(first.innermost).find(|(_, e)| e.tag == ElementKind::Article);
    let others = |e: &Element| e.blocks.0 < e.blocks.1 && document.prose_bytes_in(e.blocks) > 0;
    let sibling = own.and_then(|(index, own)| {
        let after = document.elements.iter().enumerate().skip(own.end as usize).inspect(|_| steps::count(1));
        let is_story = |i: usize, e: &Element| {
            let inside = document.elements_within(i as u32);
            inside.iter().any(|e| e.tag == ElementKind::H1)
                || (e.own_hints.has(ClassHints::BODY) && inside.iter().any(|e| e.own_hints.has(ClassHints::AUTHOR)))
        };
        let found = after
            .filter(|(_, e)| e.tag == ElementKind::Article && e.style_key == own.style_key && e.parent == own.parent);
        found.filter(|(i, e)| *i > index as usize && others(e) && is_story(*i, e)).map(|(i, _)| i as u32).next()
    });
    let headed = document.elements.iter().enumerate().skip(first.innermost as usize).find_map(|(i, e)| {
        steps::count(1);
        let words = if e.tag == ElementKind::H1 { document.text_of(e) } else { return None };
        if words.len() < MIN_HEADLINE_BYTES || title.jaccard(&TokenSet::of(&words)) >= OTHER_WORDS {
            return None;
        }
        // The widest element around it that does not hold the first story.
        let apart = document.ancestors(i as u32).take_while(|(a, _)| *a > first.innermost).last();
        let core = document.element(main.container).end;
        apart
            .filter(|(a, e)| *a != i as u32 && *a >= core && document.prose_bytes_in(e.blocks) > STORY_BYTES)
            .map(|(a, _)| a)
    });
    [sibling, headed].into_iter().flatten().min()
}
