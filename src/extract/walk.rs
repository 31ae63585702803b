//! The one walk over the tree.

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use html5ever::local_name;
use scraper::node::Element;
use scraper::{Html, Node};

use super::head::Head;
use super::hints::Hints;
use super::run::{Run, is_indented};
use super::sketch::{Block, El};
use super::tag::Tag;
use super::{hover, table, unseen, wording};
use crate::model::Span;
use crate::text::hash::fnv1a_32_step;
use crate::text::whitespace::{TextBuffer, is_invisible_char};

/// What the walk has gathered so far.
#[derive(Default)]
pub(super) struct Walk {
    pub(super) els: Vec<El>,
    pub(super) blocks: Vec<Block>,
    pub(super) text: TextBuffer,
    pub(super) head: Head,
    /// Elements that are open, innermost last.
    open: Vec<u32>,
    /// The block that is being filled.
    run: Option<Run>,
    /// The row of a table that is read as one line.
    row: Option<u32>,
    /// How many elements are open of `a`, bold and `pre`.
    links: u32,
    bolds: u32,
    pres: u32,
    media: u32,
    /// The outermost open element that is for screen readers alone.
    unseen: Option<u32>,
    /// The text so far is the initial of the next word.
    initial: bool,
    /// A whole paragraph has been seen.
    told: bool,
    /// A `br` was the last thing seen.
    after_break: bool,
}

/// What the walk wants to know of an element's attributes.
struct Names {
    hints: Hints,
    look: u32,
}

impl Walk {
    pub(super) fn over(html: &Html) -> Self {
        let mut walk = Self::default();
        let mut muted: Option<NodeId> = None;
        for edge in html.tree.root().traverse() {
            match edge {
                Edge::Open(node) => match node.value() {
                    Node::Element(element) if muted.is_none() => {
                        let tag = by_place(node, element).unwrap_or_else(|| Tag::of(element.name()));
                        if (walk.run.is_some() && hover::is_card(node, element, tag))
                            || walk.leaves_unread(node, element, tag)
                        {
                            muted = Some(node.id());
                        } else if tag == Tag::Mute {
                            let text =
                                || node.children().filter_map(|c| Some(&**c.value().as_text()?)).collect::<String>();
                            if asks(element, text)
                                && let Some(el) = walk.open.last().and_then(|&i| walk.els.get_mut(i as usize))
                            {
                                el.own = el.own.with(Hints::ASKS);
                            }
                            walk.head.mute(element, walk.els.len() as u32, text);
                            // The head's own elements are looked at, its text is not.
                            if element.name() != "head" {
                                muted = Some(node.id());
                            }
                        } else {
                            walk.open(node, element, tag);
                        }
                    }
                    Node::Text(text) if muted.is_none() => walk.text(node, text),
                    _ => {}
                },
                Edge::Close(node) => {
                    if muted == Some(node.id()) {
                        muted = None;
                    } else if muted.is_none()
                        && let Node::Element(element) = node.value()
                        && element.name() != "head"
                    {
                        walk.close();
                    }
                }
            }
        }
        walk.initial = false;
        walk.end_run();
        walk
    }

    /// Whether an element's text is for screen readers, beside words that are for all. What a heading says it says to all.
    fn leaves_unread(&mut self, node: NodeRef<'_, Node>, element: &Element, tag: Tag) -> bool {
        if self.unseen.is_some() || !unseen::is_unseen(node, element, tag) {
            return false;
        }
        let heading = matches!(self.line(), Some(Tag::Title | Tag::Heading));
        let beside = !heading && (self.run.as_ref().is_some_and(|run| run.seen) || unseen::is_copied(node));
        if !beside {
            self.unseen = Some(self.els.len() as u32);
        }
        beside
    }

    /// What the innermost open block element is.
    fn line(&self) -> Option<Tag> {
        self.open.iter().rev().map(|&i| self.els[i as usize].tag).find(|t| !t.is_inline())
    }

    fn open(&mut self, node: NodeRef<'_, Node>, element: &Element, tag: Tag) {
        let index = self.els.len() as u32;
        let names = self.names(element, tag, index);
        match tag {
            _ if self.row.is_some() => self.within_row(tag),
            Tag::Break if self.after_break || self.is_label() => self.end_run(),
            Tag::Break => self.seam(),
            _ if tag.is_inline() => {}
            _ if self.within_line(element, tag) => {}
            _ => self.end_run(),
        }
        self.after_break = tag == Tag::Break || (self.after_break && tag.is_inline());
        self.links += u32::from(tag == Tag::Link);
        self.bolds += u32::from(tag == Tag::Bold);
        self.pres += u32::from(tag == Tag::Pre);
        self.media += u32::from(matches!(tag, Tag::Image | Tag::Player));
        let parent = self.open.last().copied().unwrap_or_default();
        let first = self.blocks.len() as u32;
        self.els.push(El {
            parent,
            end: 0,
            blocks: (first, first),
            words: (self.text.text.len() as u32, 0),
            tag,
            own: names.hints,
            ctx: Hints::default(),
            look: names.look,
        });
        self.open.push(index);
        if tag == Tag::Table && self.row.is_none() && table::is_row(node) {
            self.row = Some(index);
        }
    }

    /// A row of a table of data is one line; its cells are divided by bars.
    fn within_row(&mut self, tag: Tag) {
        if tag == Tag::Cell {
            self.text.bar();
        } else if !tag.is_inline() {
            self.text.space();
        }
    }

    /// Over the story, a break after a short line without an end of sentence ends that line: headline, byline, role, date.
    fn is_label(&self) -> bool {
        let line = self.text.line();
        !self.told && line.len() <= 110 && !line.trim_end().ends_with(['.', '!', '?', ',', '…', '”', '"'])
    }

    /// An element nobody knows, inside a paragraph, belongs to the line.
    fn within_line(&self, element: &Element, tag: Tag) -> bool {
        tag == Tag::Div && !matches!(element.name(), "div" | "center") && self.line() == Some(Tag::Paragraph)
    }

    fn close(&mut self) {
        let Some(index) = self.open.pop() else { return };
        let tag = self.els[index as usize].tag;
        if self.row == Some(index) {
            self.end_run();
            self.row = None;
        } else if self.row.is_none() && !tag.is_inline() && tag != Tag::Break {
            self.end_run();
        }
        self.links -= u32::from(tag == Tag::Link);
        self.bolds -= u32::from(tag == Tag::Bold);
        self.pres -= u32::from(tag == Tag::Pre);
        self.unseen = self.unseen.filter(|&unseen| unseen != index);
        if let Some(run) = &mut self.run {
            run.close(index);
        }
        let end = self.els.len() as u32;
        // Inline elements end before the block around them does.
        let blocks = self.blocks.len() as u32 + u32::from(self.run.is_some());
        let el = &mut self.els[index as usize];
        el.end = end;
        el.blocks.1 = blocks;
        el.words.1 = self.text.text.len() as u32;
    }

    /// A single break: whether it ends a paragraph is seen when the run ends.
    fn seam(&mut self) {
        self.text.space();
        if let Some(run) = &mut self.run {
            run.seam(self.text.text.len(), self.media);
        }
    }

    fn text(&mut self, node: NodeRef<'_, Node>, text: &str) {
        if self.pres > 0 && self.row.is_none() {
            self.lines(text);
        } else {
            let initial = self.run.is_none() && unseen::is_initial(node, text);
            self.words(text);
            self.initial |= initial;
        }
    }

    /// Text whose lines are as they were typed: a blank one is a break.
    fn lines(&mut self, text: &str) {
        let mut lines = text.split('\n').enumerate().peekable();
        while let Some((i, line)) = lines.next() {
            if i > 0 {
                self.text.space();
            }
            if i > 0 && lines.peek().is_some() && line.trim().is_empty() {
                self.seam();
            } else {
                self.words(line);
            }
        }
    }

    fn words(&mut self, text: &str) {
        if let Some(run) = self.run.as_mut().filter(|_| self.after_break && is_indented(text)) {
            run.indent();
        }
        if text.chars().all(|c| c.is_whitespace() || is_invisible_char(c)) {
            self.text.space();
            return;
        }
        self.after_break = false;
        let Some(&here) = self.open.last() else { return };
        let run = self.run.get_or_insert_with(|| Run::new(&self.els, &self.open));
        run.reach(&self.els, here);
        if std::mem::take(&mut self.initial) {
            run.settle(&self.els, &self.open);
            self.text.join();
        }
        run.seen |= self.unseen.is_none();
        let before = self.text.text.len();
        self.text.push(text);
        run.add(self.text.text.len() - before, self.links > 0, self.bolds > 0);
    }

    fn end_run(&mut self) {
        if self.initial {
            return;
        }
        let (start, end) = self.text.cut();
        let Some(run) = self.run.take() else { return };
        let first = self.blocks.len();
        run.end(Span::new(start, end), &self.text.text, self.media, &mut self.els, &mut self.blocks);
        for block in self.blocks.iter_mut().skip(first) {
            // In a table, they are marks of numbers.
            if self.row.is_none() {
                (block.stops, block.commas) = marks(block.span.of(&self.text.text));
            }
            self.told |= block.len() > 120 && block.stops > 0;
        }
    }

    fn names(&mut self, element: &Element, tag: Tag, index: u32) -> Names {
        let mut hints = of_tag(tag);
        let mut look = (tag as u32).wrapping_mul(0x9E37_79B9);
        for (name, value) in &element.attrs {
            match name.local {
                local_name!("class") => {
                    hints = hints.with(Hints::of(value));
                    for byte in value.bytes() {
                        look = fnv1a_32_step(look, u32::from(byte));
                    }
                }
                local_name!("id") | local_name!("role") | local_name!("name") => hints = hints.with(Hints::of(value)),
                local_name!("rel") if value.split_ascii_whitespace().any(|word| word == "tag") => {
                    hints = hints.with(Hints::META);
                }
                local_name!("hidden") => hints = hints.with(Hints::HIDDEN),
                local_name!("aria-hidden") if value.eq_ignore_ascii_case("true") => hints = hints.with(Hints::HIDDEN),
                local_name!("style") if is_invisible(value) => hints = hints.with(Hints::HIDDEN),
                _ => match &*name.local {
                    "itemprop" => {
                        hints = hints.with(Hints::of(value));
                        self.head.itemprop(value, element, index);
                    }
                    // RDFa, which marks up as microdata do; without a prefix it is OpenGraph's.
                    "property" => {
                        if let Some(property) = value.strip_prefix("schema:") {
                            self.head.itemprop(property, element, index);
                        }
                    }
                    "data-url" | "data-href" | "data-permalink" | "data-canonical-url" | "data-article-url"
                    | "data-page-url"
                        if matches!(tag, Tag::Div | Tag::Article | Tag::Section | Tag::Main) =>
                    {
                        self.head.address(value, index);
                    }
                    "itemtype" => self.head.itemtype(value),
                    "data-sort-time" => self.head.live_posts += 1,
                    "data-testid" | "data-component" | "data-type" | "data-module" | "data-area" | "data-block"
                    | "data-qa" | "data-widget" => {
                        hints = hints.with(Hints::of(value));
                    }
                    _ => {}
                },
            }
        }
        self.head.element(element, tag, index);
        Names { hints, look }
    }
}

/// How many marks end a sentence, and how many are commas.
fn marks(text: &str) -> (u32, u32) {
    let (mut stops, mut commas) = (0, 0);
    for c in text.chars() {
        match c {
            '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '।' | '۔' | ':' => stops += 1,
            ',' | ';' | '、' | '，' | '،' => commas += 1,
            _ => {}
        }
    }
    (stops, commas)
}

/// What an element is by its surroundings, where its name alone misleads.
fn by_place(node: NodeRef<'_, Node>, element: &Element) -> Option<Tag> {
    match element.name() {
        // The parser read the markup within: a box like any other.
        "noscript" => node.children().any(|c| c.value().is_element()).then_some(Tag::Div),
        // The parser reads a shadow tree's markup in the place where it shows.
        "template" => element.attr("shadowrootmode").map(|_| Tag::Div),
        // In parentheses of its own, a reading is good text; without them it would be glued to the characters.
        "rt" => {
            let beside = node.prev_sibling().into_iter().chain(node.next_sibling());
            let marked = { beside }.any(|n| n.value().as_element().is_some_and(|e| e.name() == "rp"));
            marked.then_some(Tag::Inline)
        }
        _ => None,
    }
}

/// Whether a control is one with which a reader subscribes.
fn asks(element: &Element, text: impl Fn() -> String) -> bool {
    match element.name() {
        "input" => {
            element.attr("type").is_some_and(|t| t.eq_ignore_ascii_case("email")) || {
                element.attr("placeholder").is_some_and(|p| p.to_lowercase().contains("email"))
            }
        }
        "button" => wording::invites(&text()),
        _ => false,
    }
}

/// What a tag alone says.
const fn of_tag(tag: Tag) -> Hints {
    match tag {
        Tag::Nav => Hints::NAV,
        Tag::Footer => Hints::FOOTER,
        Tag::Header => Hints::HEADER,
        Tag::Aside => Hints::IN_ASIDE,
        Tag::Figure => Hints::IN_FIGURE,
        Tag::Caption => Hints::CAPTION,
        Tag::Item => Hints::IN_ITEM,
        Tag::Quote => Hints::IN_QUOTE,
        Tag::Cell => Hints::IN_TABLE,
        Tag::Form => Hints::IN_FORM,
        Tag::Article => Hints::IN_ARTICLE,
        Tag::Address => Hints::AUTHOR,
        _ => Hints(0),
    }
}

fn is_invisible(style: &str) -> bool {
    let mut rest = style;
    while let Some((_, tail)) = rest.split_once(':') {
        let value = tail.split(';').next().unwrap_or_default().trim();
        if value.starts_with("none")
            && rest.split_once(':').is_some_and(|(name, _)| name.trim_end().ends_with("display"))
        {
            return true;
        }
        rest = tail;
    }
    false
}
