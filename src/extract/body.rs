//! The story: which blocks belong to it, and what each is.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::Range;

use super::apart;
use super::captions;
use super::features::{self, Known};
use super::guard::{self, Reader};
use super::hints::Hints;
use super::model::Model;
use super::others::{self, Others};
use super::place::Place;
use super::several::Asked;
use super::sketch::{Block, Sketch};
use super::table::Tables;
use super::tag::Tag;
use super::{standfirst, tail, together, veto, wording};
use crate::model::Span;
use crate::model::article::{Caption, Paragraph, ParagraphKind};
use crate::text::char_refs::decode_char_refs;
use crate::text::shingles::trigram_hashes;
use crate::text::similarity::jaccard;
use crate::text::whitespace::collapse_whitespace;

/// The story's text and what stands beside it.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) text: String,
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) captions: Vec<Caption>,
    /// The sentences that the page shows between headline and story; empty when there are none.
    pub(super) standfirst: String,
}

impl Body {
    /// The body as JSON-LD gives it, divided where it is divided.
    pub(super) fn described(body: &str) -> Self {
        let mut found = Self::default();
        if body.contains("</") {
            let sketch = Sketch::new(&guard::parse(body, Reader::WithScripts).html);
            for block in &sketch.blocks {
                found.push(sketch.words(block), kind(&sketch, block));
            }
        } else {
            for line in decode_char_refs(body).lines().map(collapse_whitespace).filter(|line| !line.is_empty()) {
                found.push(&line, ParagraphKind::Paragraph);
            }
        }
        found
    }

    /// Adds the posts of a live blog that the page itself does not show.
    pub(super) fn add_posts(&mut self, posts: &[(Option<String>, String)]) {
        let shown: HashSet<String> = self.text.lines().map(str::to_owned).collect();
        for (headline, body) in posts {
            let post = Self::described(body);
            if post.text.lines().all(|line| shown.contains(line)) {
                continue;
            }
            if let Some(headline) = headline {
                self.push(headline, ParagraphKind::Heading);
            }
            for paragraph in &post.paragraphs {
                self.push(paragraph.span.of(&post.text), paragraph.kind);
            }
        }
    }

    /// Adds a paragraph; `words` is one line and not empty.
    pub(super) fn push(&mut self, words: &str, kind: ParagraphKind) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        self.text.push_str(words);
        self.paragraphs.push(Paragraph { span: Span::new(start, self.text.len()), kind });
    }
}

/// Finds the story on the page, among the elements asked for.
pub(super) fn find(sketch: &Sketch, place: Place, known: &Known<'_>, asked: &Asked) -> Body {
    let model = Model::shipped();
    let scores: Vec<f32> = if model.is_empty() {
        sketch.blocks.iter().map(|b| if is_story(sketch, b, place, known) { 1.0 } else { -1.0 }).collect()
    } else {
        model.scores(sketch, &features::rows(sketch, place, known))
    };
    assemble(sketch, place, known, &scores, asked)
}

/// A block of the story and what it is there.
pub(super) type Chosen<'a> = (&'a Block, ParagraphKind);

/// Puts the story together from a score for each block; above 0 it is of the story.
pub(super) fn assemble(sketch: &Sketch, place: Place, known: &Known<'_>, scores: &[f32], asked: &Asked) -> Body {
    let mut body = Body::default();
    let scores = together::lift(sketch, scores);
    let headline = apart::headline(sketch, place, known.title);
    let mut choice = choose(sketch, place, known, &scores, asked, headline);
    if choice.chosen.is_empty() {
        // A sentence under a picture, which alone looks like anything.
        let kinder: Vec<f32> = scores.iter().map(|score| score + 2.0).collect();
        choice = choose(sketch, place, known, &kinder, asked, headline);
    }
    let Choice { mut chosen, worded, standfirst, extent } = choice;
    body.standfirst = standfirst.join(" ");
    tail::trim(sketch, known, &mut chosen);
    let taken: HashSet<usize> = chosen.iter().map(|(block, _)| block.span.start).collect();
    body.captions = {
        let around = with_title(sketch, place, headline);
        let among = around.max(extent.start)..sketch.el(around).end.min(extent.end);
        captions::find(sketch, among, place, &taken, &worded)
    };
    let copies = repeated(sketch, &chosen);
    for (i, (block, kind)) in chosen.iter().enumerate() {
        if !copies.contains(&i) {
            body.push(sketch.words(block), *kind);
        }
    }
    body
}

/// What was chosen, and what was left out on the way.
struct Choice<'a> {
    /// The story's blocks in order.
    chosen: Vec<Chosen<'a>>,
    /// Where blocks start that are captions by their words.
    worded: HashSet<usize>,
    /// Sentences between headline and story.
    standfirst: Vec<&'a str>,
    /// The elements that are the story's at the most: other stories stand before and behind them.
    extent: Range<u32>,
}

fn choose<'a>(
    sketch: &'a Sketch,
    place: Place,
    known: &Known<'_>,
    scores: &[f32],
    asked: &Asked,
    headline: Option<usize>,
) -> Choice<'a> {
    let over = apart::over_story(sketch, headline);
    let inside = |block: &Block| asked.elements.contains(&block.leaf);
    let liked = sketch.blocks.iter().zip(scores).filter(|(block, score)| **score > 0.0 && inside(block));
    let start = liked.map(|(block, _)| block).find(|b| b.prose() > 0).filter(|_| !asked.live);
    let end = start.and_then(|first| others::next_story(sketch, place, first, known.title));
    let extent = asked.elements.start..end.unwrap_or(u32::MAX).min(asked.elements.end);
    let others = start.map(|first| Others::new(sketch, first)).unwrap_or_default();
    let mut chosen: Vec<Chosen<'a>> = Vec::new();
    let mut worded = HashSet::new();
    let tables = Tables::new(sketch, place, scores);
    let mut seen = Seen::default();
    let mut begun = false;
    for (i, (block, &score)) in sketch.blocks.iter().zip(scores).enumerate() {
        if !extent.contains(&block.leaf) {
            continue;
        }
        let goes_on =
            || chosen.last().is_some_and(|(last, _)| block.link_share() < 0.5 && same_list(sketch, last, block));
        // A heading right above a paragraph of the story, once it has begun.
        let heads = || {
            let next =
                sketch.blocks.get(i + 1).is_some_and(|b| b.prose() > 0 && scores.get(i + 1).is_some_and(|s| *s > 0.0));
            begun && next && block.link_share() < 0.5 && sketch.el(block.own).tag == Tag::Heading
        };
        let post = || begun && is_post(sketch, place, block);
        let is_in = match tables.takes(i) {
            Some(whole) => whole && begun,
            None => score > 0.0 || (score > -2.0 && (goes_on() || heads())) || post(),
        };
        if !is_in {
            continue;
        }
        let words = sketch.words(block);
        // A line that divides; joiners that nobody sees. Over the headline, what is no sentence.
        let empty = !words.contains(|c: char| c.is_alphanumeric() || c >= '\u{1f000}');
        if empty || (i < over.start && block.prose() == 0) || asked.leaves_out(words) {
            continue;
        }
        let kind = kind(sketch, block);
        let again = seen.again(words);
        // An `<h1>` within the story is a heading like others.
        let first = sketch.el(block.own).tag == Tag::Title && !begun;
        let title = kind == ParagraphKind::Heading && (first || known.title.is_some_and(|t| jaccard(t, words) > 0.8));
        if captions::is_caption(words) && !sketch.el(block.leaf).ctx.has(Hints::EMBED) {
            worded.insert(block.span.start);
            continue;
        }
        if again || title || others.hold(sketch, block) || veto::is_out(sketch, place, known, block, begun) {
            continue;
        }
        if over.contains(&i) || (!begun && standfirst::is_one(sketch, place, block)) {
            continue;
        }
        begun |= block.prose() > 0;
        seen.take(words);
        chosen.push((block, kind));
    }
    let first = chosen.first().map_or(sketch.el(place.core).blocks.0 as usize, |(first, _)| {
        sketch.blocks.partition_point(|b| b.span.start < first.span.start)
    });
    let standfirst = standfirst::shown(sketch, place, known, headline, &over, first);
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

fn is_question(words: &str) -> bool {
    words.ends_with(['?', '？', '؟'])
}

/// Whether a block is of a post that stands in the story: a quotation that its names call a tweet or the like.
fn is_post(sketch: &Sketch, place: Place, block: &Block) -> bool {
    let core = sketch.el(place.core);
    (place.core..core.end).contains(&block.leaf)
        && sketch.around(block.leaf).take(6).any(|(_, e)| e.tag == Tag::Quote && e.own.has(Hints::EMBED))
}

/// Whether two blocks are items of one list.
fn same_list(sketch: &Sketch, a: &Block, b: &Block) -> bool {
    let list = |block: &Block| sketch.around(block.leaf).take(6).find(|(_, e)| e.tag == Tag::List).map(|(i, _)| i);
    list(a).is_some() && list(a) == list(b)
}

/// Pull quotes: blocks of which every three words stand in blocks that stay, and whose words they are. Of two that say the same,
/// the longer stays, else the one that is a sentence, else the one above; one of a picture holds nothing, for captions repeat the
/// story.
fn repeated(sketch: &Sketch, chosen: &[Chosen<'_>]) -> HashSet<usize> {
    let triples: Vec<Vec<u64>> =
        chosen.iter().map(|(block, _)| each_once(trigram_hashes(sketch.words(block)))).collect();
    let of_picture = |block: &Block| sketch.el(block.leaf).ctx.has(Hints::CAPTION.with(Hints::IN_FIGURE));
    // How many blocks hold each.
    let held = chosen.iter().zip(&triples).filter(|((block, _), _)| !of_picture(block));
    let mut held: Vec<u64> = held.flat_map(|(_, triples)| triples).copied().collect();
    held.sort_unstable();
    let mut held: Vec<(u64, usize)> =
        held.chunk_by(|a, b| a == b).filter_map(|all| Some((*all.first()?, all.len()))).collect();
    let mut shorter: Vec<usize> =
        (0..chosen.len()).filter(|&i| triples[i].len() >= 4 && may_repeat(sketch, &chosen[i])).collect();
    shorter.sort_unstable_by_key(|&i| (triples[i].len(), chosen[i].0.stops, Reverse(i)));
    let mut copies = HashSet::new();
    for i in shorter {
        let itself = usize::from(!of_picture(chosen[i].0));
        let at = |triple: &u64| held.binary_search_by_key(triple, |(held, _)| *held).ok();
        let places: Vec<usize> = triples[i].iter().filter_map(at).collect();
        let again = places.iter().filter(|&&at| held[at].1 > itself).count();
        // What is called a pull quote may be a shortened one.
        let shortened = sketch.el(chosen[i].0.leaf).ctx.has(Hints::PULL_QUOTE) && 3 * again >= 2 * triples[i].len();
        if again == triples[i].len() || shortened {
            for at in places {
                held[at].1 = held[at].1.saturating_sub(itself);
            }
            copies.insert(i);
        }
    }
    let quoted = |block: &Block| sketch.around(block.leaf).take(4).find(|(_, e)| e.tag == Tag::Quote).map(|(i, _)| i);
    let signs = |(i, pair): (usize, &[Chosen<'_>])| {
        let [(words, _), (name, _)] = pair else { return None };
        let of_it = copies.contains(&i) && quoted(words).is_some() && quoted(words) == quoted(name);
        (of_it && name.len() < 100 && name.stops == 0).then_some(i + 1)
    };
    let names: Vec<usize> = chosen.windows(2).enumerate().filter_map(signs).collect();
    copies.extend(names);
    copies
}

fn each_once(numbers: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut numbers: Vec<u64> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Whether a block is short, and neither a heading, a question nor somebody's post, which may well be said twice.
fn may_repeat(sketch: &Sketch, (block, kind): &Chosen<'_>) -> bool {
    let short = (30..400).contains(&block.len());
    let post = sketch.el(block.leaf).ctx.has(Hints::EMBED);
    short && !post && *kind != ParagraphKind::Heading && !is_question(sketch.words(block))
}

/// The smallest element around `place` that holds a headline too: the lead picture often stands beside the body. `headline` is the
/// line that says the one that was chosen.
pub(super) fn with_title(sketch: &Sketch, place: Place, headline: Option<usize>) -> u32 {
    let line = headline.and_then(|i| sketch.blocks.get(i)).map(|b| b.leaf);
    let titled = |index: u32, end: u32| {
        sketch.els.get(index as usize..end as usize).is_some_and(|els| els.iter().any(|e| e.tag == Tag::Title))
            || line.is_some_and(|leaf| (index..end).contains(&leaf))
    };
    let place = place.wide;
    let story = sketch.around(place).take_while(|(_, e)| e.tag != Tag::Root).find(|(i, e)| titled(*i, e.end));
    story.map_or(place, |(index, _)| index)
}

/// The rules that serve where there is no model.
fn is_story(sketch: &Sketch, block: &Block, place: Place, known: &Known<'_>) -> bool {
    let inside = sketch.el(place.wide);
    if block.leaf < place.wide || block.leaf >= inside.end {
        return false;
    }
    let el = sketch.el(block.leaf);
    let words = sketch.words(block);
    let above = sketch.el(place.core).ctx;
    let ctx = el.ctx.without(above);
    let kind = kind(sketch, block);
    let prose = block.prose() > 0;
    if ctx.has(Hints::CLUTTER.with(Hints::CAPTION).with(Hints::CREDIT)) && !ctx.has(Hints::EMBED) {
        return false;
    }
    if ctx.has(Hints::IN_ASIDE.with(Hints::IN_FORM).with(Hints::IN_FIGURE))
        && !ctx.has(Hints::EMBED.with(Hints::IN_QUOTE))
    {
        return false;
    }
    if ctx.has(Hints::AUTHOR.with(Hints::DATE).with(Hints::META)) && block.len() < 400 {
        return false;
    }
    if ctx.has(Hints::HEADER.with(Hints::TITLE)) && kind != ParagraphKind::Heading && !prose {
        return false;
    }
    if sketch.el(block.own).tag == Tag::Title
        || known.title.is_some_and(|t| block.len() < 200 && jaccard(t, words) > 0.8)
    {
        return false;
    }
    if block.link_share() > 0.6 && (block.len() < 200 || kind == ParagraphKind::ListItem) {
        return false;
    }
    if wording::is_clutter(words, block.link_share())
        || known.authors.iter().any(|a| words.len() < a.len() + 30 && words.contains(a.as_str()))
    {
        return false;
    }
    prose || kind != ParagraphKind::Paragraph || block.stops > 0 || block.len() > 60 || words.len() > 15
}

/// What a block is in the story's structure.
pub(super) fn kind(sketch: &Sketch, block: &Block) -> ParagraphKind {
    let mut kind = ParagraphKind::Paragraph;
    for (_, el) in sketch.around(block.leaf).take(12) {
        match el.tag {
            Tag::Heading | Tag::Title => return ParagraphKind::Heading,
            Tag::Item => kind = ParagraphKind::ListItem,
            Tag::Quote => return ParagraphKind::BlockQuote,
            Tag::Article | Tag::Main | Tag::Root => break,
            _ => {}
        }
    }
    kind
}
