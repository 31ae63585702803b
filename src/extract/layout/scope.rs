//! Pages that hold more than one story: where the one asked for begins and ends.
//!
//! Told by the headline: the next story stands in a box beside the headline's own, an article or with a byline, that begins with
//! such a headline too; in a box that gives another address as its own; or behind a rule or over a byline in the same box.

use std::ops::Range;
use std::sync::LazyLock;

use url::Url;

use super::headline::{OTHER_WORDS, heading_of, headline_heading};
use super::regions;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::{Element, TextBlock};
use crate::extract::dom::tag::ElementKind;
use crate::extract::phrases::clock;
use crate::text::phrases::{PhraseSet, lists};
use crate::text::similarity::TokenSet;
use crate::text::steps;

static NEXT: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::NEXT_STORY_LABELS]));

/// Bytes of a headline; a shorter line is a label.
const HEADLINE: usize = 20;

/// Bytes of prose that a story has.
const STORY: u32 = 200;

/// Bytes of a line that says where a page was printed.
const SOURCE: usize = 160;

/// Blocks of a box among which its headline stands: after a rubric and a date.
const FIRST: usize = 3;

/// What a reader asked for when asking for a page.
#[derive(Debug)]
pub(crate) struct ArticleScope {
    /// The elements among which it stands.
    pub(crate) elements: Range<u32>,
    /// Whether it is a live blog, one story in many posts.
    pub(crate) live: bool,
    /// The page's host.
    host: String,
}

impl ArticleScope {
    pub(crate) fn new(document: &TextDocument, live: bool, title: &TokenSet, page: &Url) -> Self {
        let elements = if live { 0..document.elements.len() as u32 } else { story(document, title, page) };
        Self { elements, live, host: page.host_str().unwrap_or_default().to_owned() }
    }

    /// Returns whether a line is of no story: the site's own address, as print pages give it; a post's time of day.
    pub(crate) fn excludes_line(&self, words: &str) -> bool {
        self.is_source(words) || (self.live && clock::is_time_only(words))
    }

    /// Returns whether a line gives the site's own address.
    fn is_source(&self, words: &str) -> bool {
        let at_home = |(_, address): (&str, &str)| address.starts_with(self.host.as_str());
        words.len() <= SOURCE && !self.host.is_empty() && words.split_once("://").is_some_and(at_home)
    }
}

/// Returns the elements of the story with this title; all of the page where it is the only one. O(n).
fn story(document: &TextDocument, title: &TokenSet, page: &Url) -> Range<u32> {
    let mut range = 0..document.elements.len() as u32;
    if let Some(own) = box_of_address(document, page) {
        return own;
    }
    let Some(own) = headline_heading(document, title) else { return range };
    for story in sibling_stories(document, own, title) {
        if story < own {
            range.start = own_box(document, own, story);
        } else {
            range.end = range.end.min(story);
        }
    }
    for story in following_headlines(document, own, title).into_iter().chain(read_next_boxes(document, own)) {
        range.end = range.end.min(story);
    }
    range
}

/// Returns the box that calls the page's address its own, where another box with a story calls another.
fn box_of_address(document: &TextDocument, page: &Url) -> Option<Range<u32>> {
    let stories = || {
        document
            .head
            .addresses
            .iter()
            .inspect(|_| steps::count(1))
            .filter(|(_, i)| document.prose_bytes_in(document.element(*i).blocks) >= STORY)
    };
    let path = |address: &str| page.join(address).ok().map(|u| u.path().trim_end_matches('/').to_owned());
    let own_path = page.path().trim_end_matches('/');
    let is_own = |address: &str| path(address).is_some_and(|p| p == own_path);
    let (_, own) = stories().find(|(address, _)| is_own(address))?;
    let range = *own..document.element(*own).end;
    let apart = |i: u32| i >= range.end || document.element(i).end <= range.start;
    stories().any(|(address, i)| apart(*i) && !is_own(address)).then_some(range.clone())
}

/// Returns the boxes beside one that the headline stands in which begin with a headline like it and hold a story.
fn sibling_stories(document: &TextDocument, own: u32, title: &TokenSet) -> Vec<u32> {
    let like = (document.element(own).tag, document.element(own).style_key);
    for (index, el) in document.ancestors(own).skip(1) {
        if el.tag == ElementKind::HtmlOrBody {
            break;
        }
        if document.prose_bytes_in(el.blocks) < STORY {
            continue;
        }
        let others = children(document, el.parent)
            .filter(|(i, e)| *i != index && e.tag == el.tag && starts_with_headline(document, e, like, title));
        let found: Vec<u32> = others.map(|(i, _)| i).collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn starts_with_headline(document: &TextDocument, el: &Element, like: (ElementKind, u32), title: &TokenSet) -> bool {
    let blocks = document.blocks_of(el);
    let is_other = |block: &TextBlock| {
        block.len() >= HEADLINE
            && title.jaccard(&TokenSet::of(document.text_of_block(block))) < OTHER_WORDS
            && heading_of(document, block)
                .is_some_and(|h| (document.element(h).tag, document.element(h).style_key) == like)
    };
    // A chapter of one long story has a headline too, but nobody's name under it.
    let is_whole = || {
        let signed = |b: &TextBlock| regions::is_byline_block(document, b) || is_time(document, b);
        let article = |b: &TextBlock| {
            document
                .ancestors(b.container)
                .take_while(|(_, e)| e.blocks.0 >= el.blocks.0 && e.blocks.1 <= el.blocks.1)
                .any(|(_, e)| e.tag == ElementKind::Article)
        };
        like.0 == ElementKind::H1 && blocks.first().is_some_and(article) || blocks.iter().take(FIRST + 2).any(signed)
    };
    document.prose_bytes_in(el.blocks) >= STORY && blocks.iter().take(FIRST).any(is_other) && is_whole()
}

fn children(document: &TextDocument, parent: u32) -> impl Iterator<Item = (u32, &Element)> {
    let end = document.element(parent).end;
    let mut at = parent + 1;
    std::iter::from_fn(move || {
        let index = at;
        steps::count(1);
        let el = (index < end).then(|| document.element(index))?;
        at = el.end.max(index + 1);
        Some((index, el))
    })
}

/// Returns the box around the headline that stands beside `other`.
fn own_box(document: &TextDocument, own: u32, other: u32) -> u32 {
    let parent = document.element(other).parent;
    document.ancestors(own).find(|(_, e)| e.parent == parent).map_or(own, |(index, _)| index)
}

/// Returns the later headlines in the headline's own box, or in a header there, behind a rule or over a byline; of another level,
/// both.
fn following_headlines(document: &TextDocument, own: u32, title: &TokenSet) -> Vec<u32> {
    let (tag, parent) = (document.element(own).tag, document.element(own).parent);
    let mut found = Vec::new();
    for (i, block) in document.blocks.iter().enumerate().filter(|(_, b)| b.container > own && b.len() >= HEADLINE) {
        let Some(at) = heading_of(document, block) else { continue };
        let in_header = document.element(document.element(at).parent).tag == ElementKind::Header;
        let start = if in_header { document.element(at).parent } else { at };
        let end = document.element(parent).blocks.1;
        if document.element(start).parent != parent || document.prose_bytes_in((i as u32 + 1, end)) < STORY {
            continue;
        }
        let ruled = start.checked_sub(1).is_some_and(|before| document.element(before).tag == ElementKind::Rule);
        let after = document.blocks.get(i + 1..(i + FIRST).min(document.blocks.len())).unwrap_or_default();
        let signed = after.iter().any(|b| regions::is_byline_block(document, b) || is_time(document, b));
        let signs = usize::from(ruled) + usize::from(signed);
        if signs >= if document.element(at).tag == tag { 1 } else { 2 }
            && title.jaccard(&TokenSet::of(document.text_of_block(block))) < OTHER_WORDS
        {
            found.push(start);
        }
    }
    found
}

/// Returns whether a block stands in a `<time>`.
fn is_time(document: &TextDocument, block: &TextBlock) -> bool {
    document.head.times.binary_search_by_key(&block.innermost, |(_, index)| *index).is_ok()
}

/// Returns the boxes below the headline that begin with `Read next` and a headline, and hold a story and not links alone.
fn read_next_boxes(document: &TextDocument, own: u32) -> impl Iterator<Item = u32> {
    document.blocks.windows(2).filter_map(move |pair| {
        let [label, next] = pair else { return None };
        let words = document.text_of_block(label);
        let says = words.len() <= 30 && NEXT.is_match(&words.trim_end_matches(':').to_lowercase());
        let at = document.element(label.container).parent;
        let el = document.element(at);
        let is_story = at > own && heading_of(document, next).is_some() && document.prose_bytes_in(el.blocks) >= STORY;
        (says && is_story).then_some(at)
    })
}
