//! Whom a reader sees as the author: near the headline, else at the story's end.

use std::collections::HashMap;
use std::ops::Range;

use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::{Element, TextBlock};
use crate::extract::dom::tag::ElementKind;
use crate::extract::layout::main_content::MainContent;
use crate::extract::layout::regions;
use crate::extract::phrases::byline;
use crate::text::steps;

/// Lines before the headline, and after the story's beginning, among which a byline may stand.
const NEAR: usize = 6;

/// Lines before the story among which it may stand where no line says the headline.
const FAR: usize = 12;

/// Lines behind the story among which it may stand.
const BEHIND: usize = 8;

/// Lines of an element that are read.
const LINES: usize = 8;

/// Bytes of an element called an author's, which may hold a biography.
const LONGEST_BOX: u32 = 900;

/// Authors of a story at the most.
const MOST: usize = 8;

/// Bytes of a line that is a byline.
const LONGEST_LINE: usize = 120;

/// The lines of a page in which its author may be named.
pub(crate) struct VisibleBylines<'a> {
    document: &'a TextDocument,
    sites: &'a [String],
    main: Option<MainContent>,
    /// The blocks from over the headline to the story's first lines.
    over: Range<usize>,
    /// The blocks at the story's end and behind it.
    under: Range<usize>,
    /// The story's blocks.
    story: Range<usize>,
}

impl<'a> VisibleBylines<'a> {
    /// `headline` is the line that says the headline that was chosen.
    pub(crate) fn new(
        document: &'a TextDocument,
        main: Option<MainContent>,
        headline: Option<usize>,
        sites: &'a [String],
    ) -> Self {
        let last = document.blocks.len();
        let core = main.map_or((0, 0), |p| document.element(p.container).blocks);
        let (start, end) = (core.0 as usize, core.1 as usize);
        // Another headline than the one that was chosen.
        let is_title = |b: &TextBlock| document.element(b.container).tag == ElementKind::H1;
        let headline = headline.or_else(|| document.blocks.get(..(start + 4).min(last))?.iter().rposition(is_title));
        let over = headline.map_or(start.saturating_sub(FAR), |at| at.min(start).saturating_sub(NEAR));
        // Not beyond a short story's end.
        let story = headline.unwrap_or(start).max(start);
        let until = (story + NEAR).min(end.max(story + 1)).min(last);
        Self {
            document,
            sites,
            main,
            over: over..until,
            under: end.saturating_sub(NEAR).max(start)..(end + BEHIND).min(last),
            story: start..end,
        }
    }

    /// Returns the names, from the place that says most clearly that it names the author.
    pub(crate) fn names(&self) -> Vec<String> {
        let near = |el: &Element| self.over.contains(&(el.blocks.0 as usize));
        let over: Vec<Vec<String>> = self.called().filter(|(_, el)| near(el)).map(|(i, _)| self.within(i)).collect();
        let announced: Vec<Vec<String>> = self.over.clone().map(|i| self.announced(i)).collect();
        let linked = [self.linked()];
        let near_by = over.iter().chain(&announced).chain(&linked);
        // A whole name anywhere near the headline is surer than a single word.
        let found =
            near_by.clone().find(|names| is_whole(names)).or_else(|| near_by.clone().find(|names| !names.is_empty()));
        if let Some(names) = found {
            return names.clone();
        }
        let behind = self.after().map(|i| self.within(i)).filter(|names| is_whole(names));
        let at_end = self.under.clone().map(|i| self.announced(i));
        let labelled = (self.story.start..self.document.blocks.len())
            .filter(|&i| byline::is_labelled(self.line(i)))
            .map(|i| self.announced(i));
        let core = self.main.map_or(u32::MAX, |p| p.container);
        let far =
            self.called().filter(|(i, _)| *i < core && !self.document.element(*i).inherited_hints.has(ClassHints::NAV));
        let far = far.map(|(i, _)| self.within(i)).filter(|names| is_whole(names));
        behind.chain(at_end).chain(labelled).chain(far).find(|names| !names.is_empty()).unwrap_or_default()
    }

    /// Returns the desk, agency or organisation that an element near the headline names which is called an author's.
    pub(crate) fn desk(&self) -> Vec<String> {
        let called = self.called().filter(|(_, el)| self.over.contains(&(el.blocks.0 as usize)));
        let first = |index: u32| {
            let lines = self.lines_of(index);
            let line = lines.iter().flatten().find(|line| !byline::is_label(line))?;
            let end = line.find(|c: char| matches!(c, ',' | '|' | '•' | '·') || c.is_ascii_digit());
            let line = line.get(..end.unwrap_or(line.len()))?.trim_end_matches([' ', '-', '–']);
            byline::is_newsroom(line, self.sites).then(|| line.to_owned())
        };
        called.filter_map(|(i, _)| first(i)).take(1).collect()
    }

    /// Returns the elements that are called an author's, and are not those of a picture, a comment, a menu.
    fn called(&self) -> impl Iterator<Item = (u32, &'a Element)> {
        let elements = (0..).zip(&self.document.elements).inspect(|_| steps::count(1));
        elements.filter(|(i, el)| {
            el.own_hints.has(ClassHints::AUTHOR)
                && !el.own_hints.has(ClassHints::MEDIA.with(ClassHints::CREDIT).with(ClassHints::CAPTION))
                && !matches!(
                    el.tag,
                    ElementKind::HtmlOrBody | ElementKind::Article | ElementKind::Main | ElementKind::H1
                )
                && el.blocks.0 < el.blocks.1
                && el.words.1.saturating_sub(el.words.0) <= LONGEST_BOX
                && !self.is_aside(*i)
        })
    }

    /// Returns those in the story or behind it, unless they are a list.
    fn after(&self) -> impl Iterator<Item = u32> {
        let core = self.main.map_or(0, |p| p.container);
        let mut styles: HashMap<u32, usize> = HashMap::new();
        let found: Vec<(u32, &Element)> = self.called().filter(|(i, _)| *i > core).collect();
        for (_, el) in &found {
            *styles.entry(el.style_key).or_default() += 1;
        }
        found.into_iter().filter(move |(_, el)| styles.get(&el.style_key).is_none_or(|n| *n < 3)).map(|(i, _)| i)
    }

    fn is_aside(&self, index: u32) -> bool {
        let in_caption = || self.document.ancestors(index).take(3).any(|(_, el)| el.tag == ElementKind::Caption);
        regions::is_aside(self.document, self.main, index, ClassHints::default()) || in_caption()
    }

    fn block(&self, index: usize) -> Option<&'a TextBlock> {
        self.document.blocks.get(index)
    }

    fn line(&self, index: usize) -> &'a str {
        self.block(index).map(|b| self.document.text_of_block(b)).unwrap_or_default()
    }

    /// Returns the lines of an element, each in its pieces.
    fn lines_of(&self, index: u32) -> Vec<Vec<&'a str>> {
        let el = self.document.element(index);
        if el.tag.is_inline() {
            return vec![self.document.split_at_elements(index, el.words.0 as usize..el.words.1 as usize)];
        }
        let (first, end) = el.blocks;
        (first as usize..end as usize).take(LINES).map(|i| self.pieces(i)).collect()
    }

    fn pieces(&self, index: usize) -> Vec<&'a str> {
        self.block(index)
            .map(|b| self.document.split_at_elements(b.container, b.span.start..b.span.end))
            .unwrap_or_default()
    }

    /// Returns the names in an element that is called an author's: its first line that holds any, and those that look the same.
    fn within(&self, index: u32) -> Vec<String> {
        let el = self.document.element(index);
        let style_key = |line: usize| {
            let block = (!el.tag.is_inline()).then(|| self.block(el.blocks.0 as usize + line)).flatten()?;
            Some(self.document.element(block.innermost).style_key)
        };
        let mut names: Vec<String> = Vec::new();
        let mut single: Vec<String> = Vec::new();
        let mut seen = None;
        for (i, pieces) in self.lines_of(index).iter().enumerate() {
            if pieces.first().is_some_and(|line| byline::is_of_picture(line)) {
                break;
            }
            let short = pieces.iter().filter(|piece| piece.len() <= LONGEST_LINE);
            let found = { short }
                .map(|piece| byline::names_in_visible_line(piece, self.sites))
                .find(|n| !n.is_empty())
                .unwrap_or_default();
            if !names.is_empty() && (found.is_empty() || seen.is_none() || seen != style_key(i)) {
                break;
            }
            if found.iter().any(|name| name.contains(' ')) {
                seen = style_key(i);
                add(&mut names, found);
            } else if single.is_empty() {
                single = found;
            }
        }
        if names.is_empty() { single } else { names }
    }

    /// Returns the names in a line that says it names the author, or in the one behind it: `By Ana Cruz`, `12 May | Von Ana
    /// Cruz`, `Autor:`.
    fn announced(&self, index: usize) -> Vec<String> {
        let Some(block) = self.block(index) else { return Vec::new() };
        let line = self.document.text_of_block(block);
        let heading = matches!(self.document.element(block.container).tag, ElementKind::Heading | ElementKind::H1);
        let heading = heading && !byline::is_label(line);
        if line.len() > LONGEST_LINE
            || heading
            || line.ends_with(['?', '!', '…'])
            || self.is_aside(block.innermost)
            || self.document.element(block.innermost).inherited_hints.has(ClassHints::NAV)
        {
            return Vec::new();
        }
        if byline::is_label(line) {
            let next = self.line(index + 1);
            let names = if next.len() <= LONGEST_LINE / 2 {
                byline::names_in_visible_line(next, self.sites)
            } else {
                Vec::new()
            };
            return if is_whole(&names) { names } else { Vec::new() };
        }
        let pieces = self.pieces(index);
        let mut label = false;
        let mut parts = pieces.iter().flat_map(|piece| piece.split(['|', '•', '·']));
        let found = parts.find_map(|part| {
            let told = if label {
                byline::names_in_visible_line(part, self.sites)
            } else {
                byline::names_after_label(part, self.sites)
            };
            label = byline::is_label(part);
            Some(told).filter(|names| !names.is_empty())
        });
        found.unwrap_or_default()
    }

    /// Returns the names near the headline that lead to what is called an author's page.
    fn linked(&self) -> Vec<String> {
        let pages = self.document.head.author_pages.iter().map(|&i| (i, self.document.element(i)));
        let mut near =
            pages.filter(|(i, el)| self.over.contains(&(el.blocks.0 as usize)) && !self.is_aside(*i)).peekable();
        let mut names: Vec<String> = Vec::new();
        let mut last = near.peek().map_or(0, |(_, el)| el.blocks.0);
        for (index, el) in near {
            // Those of one line, or of the lines beside one another; so many are no byline.
            if el.blocks.0 > last + 1 || names.len() > MOST {
                break;
            }
            last = el.blocks.0;
            let first = self.lines_of(index).into_iter().flatten().next().unwrap_or_default();
            add(&mut names, byline::names_in_visible_line(first, self.sites));
        }
        names
    }
}

/// Adds names that are not there yet.
fn add(names: &mut Vec<String>, found: Vec<String>) {
    for name in found {
        if !names.contains(&name) {
            names.push(name);
        }
    }
}

fn is_whole(names: &[String]) -> bool {
    names.iter().any(|name| name.contains(' '))
}
