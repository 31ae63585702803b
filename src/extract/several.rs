//! Pages that hold more than one story: where the one asked for begins and ends.
//!
//! Told by the headline: the next story stands in a box beside the headline's own, an article or with a byline, that begins with
//! such a headline too; in a box that gives another address as its own; or behind a rule or over a byline in the same box.

use std::ops::Range;

use url::Url;

use super::apart;
use super::jsonld::Linked;
use super::live;
use super::sketch::{Block, El, Sketch};
use super::tag::Tag;
use crate::text::similarity::jaccard;

/// Bytes of a headline; a shorter line is a label.
const HEADLINE: usize = 20;
/// Bytes of prose that a story has.
const STORY: u32 = 200;
/// Lines over a box that holds the next story; in lower case.
const NEXT: [&str; 12] = [
    "read next",
    "up next",
    "next up",
    "next article",
    "next story",
    "nächster artikel",
    "als nächstes lesen",
    "article suivant",
    "à lire ensuite",
    "siguiente artículo",
    "prossimo articolo",
    "próxima notícia",
];
/// Bytes of a line that says where a page was printed.
const SOURCE: usize = 160;
/// Blocks of a box among which its headline stands: after a rubric and a date.
const FIRST: usize = 3;

/// What a reader asked for when asking for a page.
#[derive(Debug)]
pub(super) struct Asked {
    /// The elements among which it stands.
    pub(super) elements: Range<u32>,
    /// Whether it is a live blog, one story in many posts.
    pub(super) live: bool,
    /// The page's host.
    host: String,
}

impl Asked {
    pub(super) fn new(sketch: &Sketch, linked: &Linked, title: Option<&str>, page: &Url) -> Self {
        let live = live::is_live(sketch, linked, title, page);
        let elements = if live { 0..sketch.els.len() as u32 } else { story(sketch, title, page) };
        Self { elements, live, host: page.host_str().unwrap_or_default().to_owned() }
    }

    /// Whether a line is of no story: the site's own address, as print pages give it; a post's time of day.
    pub(super) fn leaves_out(&self, words: &str) -> bool {
        self.is_source(words) || (self.live && live::is_clock(words))
    }

    /// Whether a line gives the site's own address.
    fn is_source(&self, words: &str) -> bool {
        let at_home = |(_, address): (&str, &str)| address.starts_with(self.host.as_str());
        words.len() <= SOURCE && !self.host.is_empty() && words.split_once("://").is_some_and(at_home)
    }
}

/// The elements of the story with this title; all of the page where it is the only one. O(n).
fn story(sketch: &Sketch, title: Option<&str>, page: &Url) -> Range<u32> {
    let mut range = 0..sketch.els.len() as u32;
    if let Some(own) = addressed(sketch, page) {
        return own;
    }
    let Some(title) = title else { return range };
    let Some(own) = headline(sketch, title) else { return range };
    for story in beside(sketch, own, title) {
        if story < own {
            range.start = own_box(sketch, own, story);
        } else {
            range.end = range.end.min(story);
        }
    }
    for story in below(sketch, own, title).into_iter().chain(announced(sketch, own)) {
        range.end = range.end.min(story);
    }
    range
}

/// The box that calls the page's address its own, where another box with a story calls another.
fn addressed(sketch: &Sketch, page: &Url) -> Option<Range<u32>> {
    let stories = || sketch.head.addresses.iter().filter(|(_, i)| sketch.prose_of(sketch.el(*i).blocks) >= STORY);
    let path = |address: &str| page.join(address).ok().map(|u| u.path().trim_end_matches('/').to_owned());
    let own_path = page.path().trim_end_matches('/');
    let is_own = |address: &str| path(address).is_some_and(|p| p == own_path);
    let (_, own) = stories().find(|(address, _)| is_own(address))?;
    let range = *own..sketch.el(*own).end;
    let apart = |i: u32| i >= range.end || sketch.el(i).end <= range.start;
    stories().any(|(address, i)| apart(*i) && !is_own(address)).then_some(range.clone())
}

/// The heading that says the title; a first-level one before others.
fn headline(sketch: &Sketch, title: &str) -> Option<u32> {
    let says = |block: &&Block| block.len() < 300 && jaccard(title, sketch.words(block)) > 0.8;
    let headings = |tag: Tag| {
        sketch
            .blocks
            .iter()
            .map(|b| (heading(sketch, b), b))
            .filter(move |(h, _)| h.is_some_and(|h| sketch.el(h).tag == tag))
    };
    let of = |tag: Tag| headings(tag).find(|(_, b)| says(b)).and_then(|(h, _)| h);
    of(Tag::Title).or_else(|| of(Tag::Heading))
}

/// The heading that a block stands in.
fn heading(sketch: &Sketch, block: &Block) -> Option<u32> {
    sketch.around(block.own).take(3).find(|(_, e)| matches!(e.tag, Tag::Title | Tag::Heading)).map(|(i, _)| i)
}

/// Boxes beside one that the headline stands in which begin with a headline like it and hold a story.
fn beside(sketch: &Sketch, own: u32, title: &str) -> Vec<u32> {
    let like = (sketch.el(own).tag, sketch.el(own).look);
    for (index, el) in sketch.around(own).skip(1) {
        if el.tag == Tag::Root {
            break;
        }
        if sketch.prose_of(el.blocks) < STORY {
            continue;
        }
        let others = children(sketch, el.parent)
            .filter(|(i, e)| *i != index && e.tag == el.tag && begins(sketch, e, like, title));
        let found: Vec<u32> = others.map(|(i, _)| i).collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn begins(sketch: &Sketch, el: &El, like: (Tag, u32), title: &str) -> bool {
    let blocks = sketch.blocks.get(el.blocks.0 as usize..el.blocks.1 as usize).unwrap_or_default();
    let is_other = |block: &Block| {
        block.len() >= HEADLINE
            && jaccard(title, sketch.words(block)) < 0.5
            && heading(sketch, block).is_some_and(|h| (sketch.el(h).tag, sketch.el(h).look) == like)
    };
    // A chapter of one long story has a headline too, but nobody's name under it.
    let is_whole = || {
        let signed = |b: &Block| apart::is_byline(sketch, b) || is_time(sketch, b);
        let article = |b: &Block| {
            sketch
                .around(b.own)
                .take_while(|(_, e)| e.blocks.0 >= el.blocks.0 && e.blocks.1 <= el.blocks.1)
                .any(|(_, e)| e.tag == Tag::Article)
        };
        like.0 == Tag::Title && blocks.first().is_some_and(article) || blocks.iter().take(FIRST + 2).any(signed)
    };
    sketch.prose_of(el.blocks) >= STORY && blocks.iter().take(FIRST).any(is_other) && is_whole()
}

fn children(sketch: &Sketch, parent: u32) -> impl Iterator<Item = (u32, &El)> {
    let end = sketch.el(parent).end;
    let mut at = parent + 1;
    std::iter::from_fn(move || {
        let index = at;
        let el = (index < end).then(|| sketch.el(index))?;
        at = el.end.max(index + 1);
        Some((index, el))
    })
}

/// The box around the headline that stands beside `other`.
fn own_box(sketch: &Sketch, own: u32, other: u32) -> u32 {
    let parent = sketch.el(other).parent;
    sketch.around(own).find(|(_, e)| e.parent == parent).map_or(own, |(index, _)| index)
}

/// Later headlines in the headline's own box, or in a header there, behind a rule or over a byline; of another level, both.
fn below(sketch: &Sketch, own: u32, title: &str) -> Vec<u32> {
    let (tag, parent) = (sketch.el(own).tag, sketch.el(own).parent);
    let mut found = Vec::new();
    for (i, block) in sketch.blocks.iter().enumerate().filter(|(_, b)| b.own > own && b.len() >= HEADLINE) {
        let Some(at) = heading(sketch, block) else { continue };
        let in_header = sketch.el(sketch.el(at).parent).tag == Tag::Header;
        let start = if in_header { sketch.el(at).parent } else { at };
        let end = sketch.el(parent).blocks.1;
        if sketch.el(start).parent != parent || sketch.prose_of((i as u32 + 1, end)) < STORY {
            continue;
        }
        let ruled = start.checked_sub(1).is_some_and(|before| sketch.el(before).tag == Tag::Rule);
        let after = sketch.blocks.get(i + 1..(i + FIRST).min(sketch.blocks.len())).unwrap_or_default();
        let signed = after.iter().any(|b| apart::is_byline(sketch, b) || is_time(sketch, b));
        let signs = usize::from(ruled) + usize::from(signed);
        if signs >= if sketch.el(at).tag == tag { 1 } else { 2 } && jaccard(title, sketch.words(block)) < 0.5 {
            found.push(start);
        }
    }
    found
}

/// Whether a block stands in a `<time>`.
fn is_time(sketch: &Sketch, block: &Block) -> bool {
    sketch.head.times.binary_search_by_key(&block.leaf, |(_, index)| *index).is_ok()
}

/// Boxes below the headline that begin with `Read next` and a headline, and hold a story and not links alone.
fn announced(sketch: &Sketch, own: u32) -> impl Iterator<Item = u32> {
    sketch.blocks.windows(2).filter_map(move |pair| {
        let [label, next] = pair else { return None };
        let words = sketch.words(label);
        let says = words.len() <= 30 && NEXT.iter().any(|n| words.trim_end_matches(':').to_lowercase() == *n);
        let at = sketch.el(label.own).parent;
        let el = sketch.el(at);
        let is_story = at > own && heading(sketch, next).is_some() && sketch.prose_of(el.blocks) >= STORY;
        (says && is_story).then_some(at)
    })
}
