//! What a block looks like, in numbers, for the model that says whether it belongs to the story.

use std::collections::HashMap;

use super::columns::FEATURES;
use crate::extract::content::facts::PageFacts;
use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::TextBlock;
use crate::extract::dom::tag::ElementKind;
use crate::extract::layout::main_content::MainContent;
use crate::extract::phrases::boilerplate;
use crate::text::sentence_end::ends_row_sentence;
use crate::text::shingles::trigram_hashes;
use crate::text::similarity::TokenSet;

/// Numbers for each block.
pub(crate) const WIDTH: usize = FEATURES.len();

/// One block in numbers.
pub type Row = [f32; WIDTH];

/// The hints around a block that are features of their own.
const HINTS: [ClassHints; 24] = [
    ClassHints::NAV,
    ClassHints::FOOTER,
    ClassHints::HEADER,
    ClassHints::SIDEBAR,
    ClassHints::RELATED,
    ClassHints::SHARE,
    ClassHints::COMMENT,
    ClassHints::AD,
    ClassHints::NEWSLETTER,
    ClassHints::AUTHOR,
    ClassHints::DATE,
    ClassHints::CAPTION,
    ClassHints::META,
    ClassHints::BODY,
    ClassHints::TITLE,
    ClassHints::STANDFIRST,
    ClassHints::MEDIA,
    ClassHints::HIDDEN,
    ClassHints::EMBED,
    ClassHints::CREDIT,
    ClassHints::IN_ASIDE,
    ClassHints::IN_FIGURE,
    ClassHints::IN_TABLE,
    ClassHints::IN_FORM,
];

/// Returns the numbers of all blocks, in order. O(blocks), with at most a dozen steps up from each.
pub(crate) fn rows(document: &TextDocument, main: MainContent, facts: &PageFacts<'_>) -> Vec<Row> {
    let page = PageStats::new(document, main, facts);
    (0..document.blocks.len()).map(|i| page.row(i)).collect()
}

/// Sums over the page that features refer to.
struct PageStats<'a> {
    document: &'a TextDocument,
    main: MainContent,
    facts: &'a PageFacts<'a>,
    /// Prose by the look of a block's element and its parent: on the page, and in the core.
    styles: HashMap<(u32, u32), (u32, u32)>,
    /// How often each longer text stands on the page.
    copies: HashMap<&'a str, u32>,
    /// The block at which the headline stands.
    headline: usize,
    /// Hash of each three words of `articleBody`.
    body: std::collections::HashSet<u64>,
    articles: u32,
}

impl<'a> PageStats<'a> {
    fn new(document: &'a TextDocument, main: MainContent, facts: &'a PageFacts<'a>) -> Self {
        let core = document.element(main.container).blocks;
        let mut styles: HashMap<(u32, u32), (u32, u32)> = HashMap::new();
        let mut copies = HashMap::new();
        for (i, block) in document.blocks.iter().enumerate() {
            let entry = styles.entry(style_key(document, block)).or_default();
            entry.0 += block.prose_bytes();
            if (core.0..core.1).contains(&(i as u32)) {
                entry.1 += block.prose_bytes();
            }
            if block.len() > 20 {
                *copies.entry(document.text_of_block(block)).or_default() += 1;
            }
        }
        let body =
            facts.json_ld.and_then(|l| l.body.as_deref()).map(|b| trigram_hashes(b).collect()).unwrap_or_default();
        let articles = document.elements.iter().filter(|e| e.tag == ElementKind::Article).count() as u32;
        let headline = nearest_h1(document, main, facts.title);
        Self { document, main, facts, styles, copies, headline, body, articles }
    }

    fn row(&self, index: usize) -> Row {
        let block = &self.document.blocks[index];
        let mut row = Writer::default();
        self.put_words(block, &mut row);
        self.put_elements(block, &mut row);
        self.put_position(index, block, &mut row);
        self.put_neighbors(index, block, &mut row);
        row.cells
    }

    /// Writes what the block's own words show.
    fn put_words(&self, block: &TextBlock, row: &mut Writer) {
        let words = self.document.text_of_block(block);
        let length = block.len() as f32;
        row.put(length.ln());
        row.put(block.link_density());
        row.put(block.stops as f32 / length * 100.0);
        row.put(block.commas as f32 / length * 100.0);
        row.put(block.bold as f32 / length);
        row.flag(ends_row_sentence(words));
        row.flag(words.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | '«' | '„' | '‘')));
        row.flag(boilerplate::is_boilerplate(words, block.link_density()));
        row.put(words.bytes().filter(u8::is_ascii_digit).count() as f32 / length);
        row.put(self.copies.get(words).copied().unwrap_or(1) as f32);
        let set = if words.len() < 600 { TokenSet::of(words) } else { TokenSet::default() };
        row.put(if words.len() < 300 { self.facts.title.jaccard(&set) } else { 0.0 });
        row.put(if words.len() < 600 { self.facts.description_words.jaccard(&set) } else { 0.0 });
        row.flag(words.len() < 200 && self.facts.authors.iter().any(|a| words.contains(a.as_str())));
        row.put(self.in_article_body(words));
    }

    /// Writes what the elements around the block show.
    fn put_elements(&self, block: &TextBlock, row: &mut Writer) {
        let document = self.document;
        let (innermost, own) = (document.element(block.innermost), document.element(block.container));
        row.put(match own.tag {
            ElementKind::Paragraph => 0.0,
            ElementKind::Heading => 1.0,
            ElementKind::H1 => 2.0,
            ElementKind::Item => 3.0,
            ElementKind::Quote => 4.0,
            ElementKind::Cell => 5.0,
            ElementKind::Caption | ElementKind::Figure => 6.0,
            _ => 7.0,
        });
        let core = document.element(self.main.container);
        let inherited = innermost.inherited_hints.without(core.inherited_hints);
        for hint in HINTS {
            row.flag(inherited.has(hint));
        }
        row.flag(innermost.inherited_hints.has(ClassHints::PULL_QUOTE));
        row.flag(inherited.has(ClassHints::IN_QUOTE));
        row.flag(inherited.has(ClassHints::IN_ITEM));
        let parent = document.element(own.parent);
        let close = innermost.own_hints.with(own.own_hints).with(parent.own_hints);
        row.flag(close.has(ClassHints::BODY));
        row.flag(close.has(ClassHints::CLUTTER));
        row.flag(close.has(ClassHints::META.with(ClassHints::DATE).with(ClassHints::AUTHOR).with(ClassHints::CREDIT)));
    }

    /// Writes where the block is, compared with the main content and the headline.
    fn put_position(&self, index: usize, block: &TextBlock, row: &mut Writer) {
        let document = self.document;
        let core = document.element(self.main.container);
        let parent = document.element(document.element(block.container).parent);
        let inside = |e: u32| {
            (e as usize) < document.elements.len() && e <= block.innermost && block.innermost < document.element(e).end
        };
        row.flag(inside(self.main.container));
        row.flag(inside(self.main.section));
        let (up, down) = self.distance(block);
        row.put(up);
        row.put(down);
        let all = document.prose_bytes().max(1) as f32;
        let (on_page, in_core) = self.styles.get(&style_key(document, block)).copied().unwrap_or_default();
        let core_prose = document.prose_bytes_in(core.blocks).max(1) as f32;
        row.put(on_page as f32 / all);
        row.put(in_core as f32 / core_prose);
        row.put(document.prose_bytes_in(parent.blocks) as f32 / all);
        row.put((parent.blocks.1 - parent.blocks.0) as f32);
        row.put(core_prose / all);
        row.put(core_prose.ln());
        let i = index as u32;
        row.put(document.prose_bytes_in((core.blocks.0, i.max(core.blocks.0))) as f32 / core_prose);
        row.put(document.prose_bytes_in((i.min(core.blocks.1), core.blocks.1)) as f32 / core_prose);
        row.put(index as f32 - core.blocks.0 as f32);
        row.put(core.blocks.1 as f32 - index as f32);
        row.put((index as f32 - self.headline as f32).clamp(-50.0, 200.0));
        row.put(self.articles.min(20) as f32);
    }

    /// Writes what the blocks before and behind show.
    fn put_neighbors(&self, index: usize, block: &TextBlock, row: &mut Writer) {
        let document = self.document;
        let i = index as u32;
        for step in [-2, -1, 1, 2] {
            let near = index.checked_add_signed(step).and_then(|n| document.blocks.get(n));
            row.put(near.map_or(-1.0, |b| (1.0 + b.prose_bytes() as f32).ln()));
            if step == -1 || step == 1 {
                row.put(near.map_or(-1.0, TextBlock::link_density));
                row.flag(near.is_some_and(|b| style_key(document, b) == style_key(document, block)));
            }
        }
        row.put(document.prose_bytes_in((i.saturating_sub(6), i)) as f32);
        row.put(document.prose_bytes_in((i + 1, (i + 7).min(document.blocks.len() as u32))) as f32);
        let before = index.checked_sub(1).and_then(|p| document.blocks.get(p)).map_or(0, |b| b.media);
        row.flag(block.media > before);
    }

    /// Returns the levels from the block up to what it shares with the core, and from there down to the core.
    fn distance(&self, block: &TextBlock) -> (f32, f32) {
        let holds = |el: u32, inner: u32| el <= inner && inner < self.document.element(el).end;
        let up = self
            .document
            .ancestors(block.container)
            .take_while(|(e, _)| !holds(*e, self.main.container))
            .take(12)
            .count();
        let down = self
            .document
            .ancestors(self.main.container)
            .take_while(|(e, _)| !holds(*e, block.container))
            .take(12)
            .count();
        (up as f32, down as f32)
    }

    /// Returns the part of a block's triples that `articleBody` has too; -1 where there is none.
    fn in_article_body(&self, words: &str) -> f32 {
        if self.body.is_empty() {
            return -1.0;
        }
        let (mut all, mut common) = (0, 0);
        for triple in trigram_hashes(words) {
            all += 1;
            common += u32::from(self.body.contains(&triple));
        }
        if all == 0 { -0.5 } else { common as f32 / all as f32 }
    }
}

/// A row that is being filled.
struct Writer {
    cells: Row,
    at: usize,
}

impl Default for Writer {
    fn default() -> Self {
        Self { cells: [0.0; WIDTH], at: 0 }
    }
}

impl Writer {
    fn put(&mut self, value: f32) {
        self.cells[self.at] = value;
        self.at += 1;
    }

    fn flag(&mut self, is: bool) {
        self.put(f32::from(u8::from(is)));
    }
}

fn style_key(document: &TextDocument, block: &TextBlock) -> (u32, u32) {
    let own = document.element(block.container);
    (own.style_key, document.element(own.parent).style_key)
}

/// Returns the block of the `<h1>` nearest to the title, else of the first before the core.
fn nearest_h1(document: &TextDocument, main: MainContent, title: &TokenSet) -> usize {
    let headings = document.elements.iter().filter(|e| e.tag == ElementKind::H1 && e.blocks.0 < e.blocks.1);
    let best = headings
        .map(|e| (title.jaccard(&TokenSet::of(&document.text_of(e))), e.blocks.0))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    best.map_or(document.element(main.container).blocks.0, |(_, block)| block) as usize
}
