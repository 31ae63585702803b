//! What a block looks like, in numbers, for the model that says whether it belongs to the story.

use std::collections::HashMap;

use super::hints::Hints;
use super::jsonld::{Described, Linked};
use super::place::Place;
use super::sketch::{Block, Sketch};
use super::tag::Tag;
use super::wording;
use crate::model::Article;
use crate::text::shingles::trigram_hashes;
use crate::text::similarity::{TokenSet, jaccard};

/// Numbers for each block.
pub(super) const WIDTH: usize = 72;

/// One block in numbers.
pub type Row = [f32; WIDTH];

/// The hints around a block that are features of their own.
const HINTS: [Hints; 24] = [
    Hints::NAV,
    Hints::FOOTER,
    Hints::HEADER,
    Hints::SIDE,
    Hints::RELATED,
    Hints::SHARE,
    Hints::COMMENT,
    Hints::AD,
    Hints::NEWSLETTER,
    Hints::AUTHOR,
    Hints::DATE,
    Hints::CAPTION,
    Hints::META,
    Hints::BODY,
    Hints::TITLE,
    Hints::STANDFIRST,
    Hints::MEDIA,
    Hints::HIDDEN,
    Hints::EMBED,
    Hints::CREDIT,
    Hints::IN_ASIDE,
    Hints::IN_FIGURE,
    Hints::IN_TABLE,
    Hints::IN_FORM,
];

/// What is known of the page besides its blocks.
pub(super) struct Known<'a> {
    pub(super) title: Option<&'a str>,
    pub(super) description: Option<&'a str>,
    pub(super) authors: &'a [String],
    pub(super) linked: Option<&'a Described>,
    /// The site's name in its address: `example` of `news.example.co.uk`.
    pub(super) site: &'a str,
}

impl<'a> Known<'a> {
    pub(super) fn new(article: &'a Article, linked: &'a Linked, site: &'a str) -> Self {
        Self {
            title: article.title.as_deref(),
            description: article.description.as_deref(),
            authors: &article.authors,
            linked: linked.article.as_ref(),
            site,
        }
    }
}

/// The numbers of all blocks, in order. O(blocks), with at most a dozen steps up from each.
pub(super) fn rows(sketch: &Sketch, place: Place, known: &Known<'_>) -> Vec<Row> {
    let page = Overview::new(sketch, place, known);
    (0..sketch.blocks.len()).map(|i| page.row(i)).collect()
}

/// Sums over the page that features refer to.
struct Overview<'a> {
    sketch: &'a Sketch,
    place: Place,
    known: &'a Known<'a>,
    /// Prose by the look of a block's element and its parent: on the page, and in the core.
    looks: HashMap<(u32, u32), (u32, u32)>,
    /// How often each longer text stands on the page.
    copies: HashMap<&'a str, u32>,
    title: Option<TokenSet>,
    description: Option<TokenSet>,
    /// The block at which the headline stands.
    headline: usize,
    /// Hash of each three words of `articleBody`.
    body: std::collections::HashSet<u64>,
    articles: u32,
}

impl<'a> Overview<'a> {
    fn new(sketch: &'a Sketch, place: Place, known: &'a Known<'a>) -> Self {
        let core = sketch.el(place.core).blocks;
        let mut looks: HashMap<(u32, u32), (u32, u32)> = HashMap::new();
        let mut copies = HashMap::new();
        for (i, block) in sketch.blocks.iter().enumerate() {
            let entry = looks.entry(look(sketch, block)).or_default();
            entry.0 += block.prose();
            if (core.0..core.1).contains(&(i as u32)) {
                entry.1 += block.prose();
            }
            if block.len() > 20 {
                *copies.entry(sketch.words(block)).or_default() += 1;
            }
        }
        let body =
            known.linked.and_then(|l| l.body.as_deref()).map(|b| trigram_hashes(b).collect()).unwrap_or_default();
        let articles = sketch.els.iter().filter(|e| e.tag == Tag::Article).count() as u32;
        let (title, description) = (known.title.map(TokenSet::of), known.description.map(TokenSet::of));
        let headline = headline(sketch, place, known.title);
        Self { sketch, place, known, looks, copies, title, description, headline, body, articles }
    }

    fn row(&self, index: usize) -> Row {
        let sketch = self.sketch;
        let block = &sketch.blocks[index];
        let words = sketch.words(block);
        let (leaf, own) = (sketch.el(block.leaf), sketch.el(block.own));
        let length = block.len() as f32;
        let mut row = Writer::default();

        // The words.
        row.put(length.ln());
        row.put(block.link_share());
        row.put(block.stops as f32 / length * 100.0);
        row.put(block.commas as f32 / length * 100.0);
        row.put(block.bold as f32 / length);
        row.flag(words.ends_with(['.', '!', '?', '…', '”', '"', '»', '。', '؟', ':']));
        row.flag(words.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | '«' | '„' | '‘')));
        row.flag(wording::is_clutter(words, block.link_share()));
        row.put(words.bytes().filter(u8::is_ascii_digit).count() as f32 / length);
        row.put(self.copies.get(words).copied().unwrap_or(1) as f32);
        let set = if words.len() < 600 { TokenSet::of(words) } else { TokenSet::default() };
        let like = |known: &Option<TokenSet>| known.as_ref().map_or(0.0, |k| k.jaccard(&set));
        row.put(if words.len() < 300 { like(&self.title) } else { 0.0 });
        row.put(if words.len() < 600 { like(&self.description) } else { 0.0 });
        row.flag(words.len() < 200 && self.known.authors.iter().any(|a| words.contains(a.as_str())));
        row.put(self.in_article_body(words));

        // The elements around it.
        row.put(match own.tag {
            Tag::Paragraph => 0.0,
            Tag::Heading => 1.0,
            Tag::Title => 2.0,
            Tag::Item => 3.0,
            Tag::Quote => 4.0,
            Tag::Cell => 5.0,
            Tag::Caption | Tag::Figure => 6.0,
            _ => 7.0,
        });
        let core = sketch.el(self.place.core);
        let ctx = leaf.ctx.without(core.ctx);
        for hint in HINTS {
            row.flag(ctx.has(hint));
        }
        row.flag(leaf.ctx.has(Hints::PULL_QUOTE));
        row.flag(ctx.has(Hints::IN_QUOTE));
        row.flag(ctx.has(Hints::IN_ITEM));
        let parent = sketch.el(own.parent);
        let close = leaf.own.with(own.own).with(parent.own);
        row.flag(close.has(Hints::BODY));
        row.flag(close.has(Hints::CLUTTER));
        row.flag(close.has(Hints::META.with(Hints::DATE).with(Hints::AUTHOR).with(Hints::CREDIT)));

        // Where it stands to the story's place.
        let inside = |e: u32| (e as usize) < sketch.els.len() && e <= block.leaf && block.leaf < sketch.el(e).end;
        row.flag(inside(self.place.core));
        row.flag(inside(self.place.wide));
        let (up, down) = self.distance(block);
        row.put(up);
        row.put(down);
        let all = sketch.prose().max(1) as f32;
        let (on_page, in_core) = self.looks.get(&look(sketch, block)).copied().unwrap_or_default();
        let core_prose = sketch.prose_of(core.blocks).max(1) as f32;
        row.put(on_page as f32 / all);
        row.put(in_core as f32 / core_prose);
        row.put(sketch.prose_of(parent.blocks) as f32 / all);
        row.put((parent.blocks.1 - parent.blocks.0) as f32);
        row.put(core_prose / all);
        row.put(core_prose.ln());
        let i = index as u32;
        row.put(sketch.prose_of((core.blocks.0, i.max(core.blocks.0))) as f32 / core_prose);
        row.put(sketch.prose_of((i.min(core.blocks.1), core.blocks.1)) as f32 / core_prose);
        row.put(index as f32 - core.blocks.0 as f32);
        row.put(core.blocks.1 as f32 - index as f32);
        row.put((index as f32 - self.headline as f32).clamp(-50.0, 200.0));
        row.put(self.articles.min(20) as f32);

        // Its neighbours.
        for step in [-2, -1, 1, 2] {
            let near = index.checked_add_signed(step).and_then(|n| sketch.blocks.get(n));
            row.put(near.map_or(-1.0, |b| (1.0 + b.prose() as f32).ln()));
            if step == -1 || step == 1 {
                row.put(near.map_or(-1.0, Block::link_share));
                row.flag(near.is_some_and(|b| look(sketch, b) == look(sketch, block)));
            }
        }
        row.put(sketch.prose_of((i.saturating_sub(6), i)) as f32);
        row.put(sketch.prose_of((i + 1, (i + 7).min(sketch.blocks.len() as u32))) as f32);
        let before = index.checked_sub(1).and_then(|p| sketch.blocks.get(p)).map_or(0, |b| b.media);
        row.flag(block.media > before);
        row.cells
    }

    /// Levels from the block up to what it shares with the core, and from there down to the core.
    fn distance(&self, block: &Block) -> (f32, f32) {
        let holds = |el: u32, inner: u32| el <= inner && inner < self.sketch.el(el).end;
        let up = self.sketch.around(block.own).take_while(|(e, _)| !holds(*e, self.place.core)).take(12).count();
        let down = self.sketch.around(self.place.core).take_while(|(e, _)| !holds(*e, block.own)).take(12).count();
        (up as f32, down as f32)
    }

    /// The part of a block's triples that `articleBody` has too; -1 where there is none.
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

fn look(sketch: &Sketch, block: &Block) -> (u32, u32) {
    let own = sketch.el(block.own);
    (own.look, sketch.el(own.parent).look)
}

/// The block of the `<h1>` nearest to the title, else of the first before the core.
fn headline(sketch: &Sketch, place: Place, title: Option<&str>) -> usize {
    let title = title.unwrap_or_default();
    let headings = sketch.els.iter().filter(|e| e.tag == Tag::Title && e.blocks.0 < e.blocks.1);
    let best = headings
        .map(|e| (jaccard(title, &sketch.text_of(e)), e.blocks.0))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    best.map_or(sketch.el(place.core).blocks.0, |(_, block)| block) as usize
}
