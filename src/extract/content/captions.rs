//! Captions of pictures, with whom they are credited to.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::Element;
use crate::extract::dom::tag::ElementKind;
use crate::extract::layout::main_content::MainContent;
use crate::model::article::Caption;
use crate::text::phrases::{PhraseSet, lists};
use crate::text::steps;
use crate::text::whitespace::collapse_whitespace;

static MARKS: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::CREDIT_MARKS]));
static LABELS: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::CAPTION_LABELS]));

/// Elements of a figure, and lines, that are looked at for a credit beside each of its captions. Chosen; a figure of pictures that
/// are shown in turn has some dozen.
const IN_FIGURE: usize = 512;

/// Bytes; a longer caption is a text of its own (chosen).
const MAX_CAPTION_BYTES: usize = 1000;
/// Hints of places whose captions are not the story's.
const ELSEWHERE: ClassHints = ClassHints::RELATED.with(ClassHints::COMMENT).with(ClassHints::NAV);

/// Bytes of a credit, of one without a label, and words of it (chosen).
const MAX_CREDIT_BYTES: usize = 120;
const MAX_NAME_BYTES: usize = 60;
const MAX_NAME_WORDS: usize = 7;
/// Blocks and bytes of prose of the box that a picture shares with its caption and credit (chosen).
const CREDIT_BOX_BLOCKS: u32 = 4;
const CREDIT_BOX_BYTES: u32 = 600;
/// Blocks, bytes of prose, elements and levels up of the box of a picture whose caption has no name (chosen).
const PICTURE_BOX_BLOCKS: u32 = 3;
const PICTURE_BOX_BYTES: u32 = 500;
const PICTURE_BOX_ELEMENTS: u32 = 64;
const PICTURE_BOX_LEVELS: usize = 3;
/// Bytes of such a caption (chosen).
const UNNAMED_BYTES: Range<usize> = 25..400;

/// Finds the captions in a range of elements, in order, each once. O(elements × depth).
///
/// `taken` holds the story's blocks: a line without a caption's class that stands in the story is none. `caption_blocks` holds
/// the blocks that are captions by their words.
pub(crate) fn find(
    document: &TextDocument,
    among: Range<u32>,
    main: MainContent,
    taken: &HashSet<usize>,
    caption_blocks: &HashSet<usize>,
) -> Vec<Caption> {
    let mut found: Vec<Caption> = Vec::new();
    let mut known: HashSet<Caption> = HashSet::new();
    let mut skip = 0;
    let mut last_marked_up = None;
    for index in among {
        steps::count(1);
        if index < skip {
            continue;
        }
        let el = document.element(index);
        let marked_up =
            el.tag == ElementKind::Caption || (el.own_hints.has(ClassHints::CAPTION) && el.tag != ElementKind::Table);
        let first = el.blocks.0 as usize;
        let by_words = document.blocks.get(first).filter(|b| b.container == index && caption_blocks.contains(&first));
        let unnamed = || (el.tag == ElementKind::Image).then(|| unnamed(document, index, main, taken)).flatten();
        let caption = if let Some(line) = by_words.filter(|_| !marked_up) {
            skip = el.end;
            Some(split(document.text_of_block(line)))
        } else if let Some((caption, end)) = unnamed() {
            skip = end;
            Some(caption)
        } else if marked_up && el.blocks.0 < el.blocks.1 && !el.inherited_hints.has(ELSEWHERE) {
            skip = el.end;
            if let Some(before) = found.last_mut().filter(|_| is_second_part(document, last_marked_up, index))
                && before.credit.is_none()
                && is_credit(&document.text_of(el))
            {
                known.remove(before);
                before.credit = Some(bare(&document.text_of(el)));
                known.insert(before.clone());
                continue;
            }
            last_marked_up = Some(index);
            let caption = caption(document, index);
            let empty = caption.text.is_empty() && caption.credit.is_none();
            Some(caption).filter(|c| c.text.len() <= MAX_CAPTION_BYTES && !empty)
        } else {
            None
        };
        found.extend(caption.filter(|c| known.insert(c.clone())));
    }
    found
}

/// Returns whether an element is the credit in the same box as the caption before it: `<div class=caption>` and beside it
/// `<figcaption class=credit>`.
fn is_second_part(document: &TextDocument, last: Option<u32>, index: u32) -> bool {
    let box_of = |i: u32| document.element(i).parent;
    document.element(index).own_hints.has(ClassHints::CREDIT) && last.is_some_and(|l| box_of(l) == box_of(index))
}

fn caption(document: &TextDocument, index: u32) -> Caption {
    let el = document.element(index);
    let whole = without_offers(document, index);
    let lower = whole.to_lowercase();
    let label = LABELS.prefix(&lower);
    let whole = label.and_then(|label| whole.get(label.len()..)).unwrap_or(&whole).trim_start();
    let named_credit = |e: &Element| {
        e.own_hints.has(ClassHints::CREDIT) && !e.own_hints.has(ClassHints::CAPTION) && e.tag != ElementKind::Figure
    };
    // An element of its own for the credit, inside the caption.
    let inside = (index + 1..el.end)
        .inspect(|_| steps::count(1))
        .map(|i| document.element(i))
        .find(|e| e.own_hints.has(ClassHints::CREDIT))
        .map(|e| document.text_of(e));
    if let Some(words) = inside.filter(|words| !words.is_empty() && *words != whole)
        && let Some((before, after)) = whole.split_once(words.as_str())
    {
        return Caption { text: collapse_whitespace(&format!("{before} {after}")), credit: Some(bare(&words)) };
    }
    let mut caption = split(whole);
    if caption.credit.is_none()
        && let Some((figure, around)) = document.ancestors(index).find(|(_, e)| e.tag == ElementKind::Figure)
    {
        // Or beside it, in the same figure.
        let beside = (figure + 1..around.end)
            .take(IN_FIGURE)
            .inspect(|_| steps::count(1))
            .filter(|i| *i < index || *i >= el.end)
            .map(|i| document.element(i));
        caption.credit = beside
            .filter(|e| named_credit(e))
            .map(|e| bare(&document.text_of(e)))
            .find(|c| !c.is_empty() && c.len() <= MAX_CREDIT_BYTES);
        let (first, end) = around.blocks;
        let lines = document.blocks_in((first, end.min(first + IN_FIGURE as u32)));
        let labelled = |words: &str| MARKS.leading(&words.to_lowercase()).is_some();
        let mut lines =
            lines.iter().filter(|b| b.innermost < index || b.innermost >= el.end).map(|b| document.text_of_block(b));
        caption.credit = caption
            .credit
            .or_else(|| lines.find(|w| w.len() <= MAX_CREDIT_BYTES && labelled(w)).map(bare))
            .filter(|credit| !credit.is_empty());
    }
    if caption.credit.is_none() {
        caption.credit = below(document, el);
    }
    caption
}

/// Returns a caption's words without its links to shops and licences.
fn without_offers(document: &TextDocument, index: u32) -> String {
    let el = document.element(index);
    let mut whole = document.text_of(el);
    let links = (index + 1..el.end)
        .inspect(|_| steps::count(1))
        .map(|i| document.element(i))
        .filter(|e| e.tag == ElementKind::Link)
        .map(|e| document.text_of(e));
    for link in links.filter(|link| link.to_lowercase().contains("licens") || link.to_lowercase().contains("purchase"))
    {
        whole = collapse_whitespace(&whole.replace(link.as_str(), " "));
    }
    whole
}

/// Returns a line with a name below a caption, in the small box that both share with the picture.
fn below(document: &TextDocument, el: &Element) -> Option<String> {
    let around = document.element(el.parent);
    let small = around.blocks.1 - around.blocks.0 <= CREDIT_BOX_BLOCKS
        && document.prose_bytes_in(around.blocks) < CREDIT_BOX_BYTES;
    let picture = || {
        let inside = document.elements_within(el.parent);
        inside.iter().any(|e| e.tag == ElementKind::Image)
    };
    if !small || el.blocks.1 >= around.blocks.1 || !picture() {
        return None;
    }
    let words = document.text_of_block(document.blocks.get(el.blocks.1 as usize)?);
    let name = words.split_whitespace().filter(|w| !w.contains('@')).collect::<Vec<_>>().join(" ");
    is_credit(&name).then(|| bare(&name))
}

/// Returns the line right after a picture in a small box, where no name calls it a caption; and where the box ends.
fn unnamed(document: &TextDocument, image: u32, main: MainContent, taken: &HashSet<usize>) -> Option<(Caption, u32)> {
    let other = ClassHints::CLUTTER.with(ClassHints::AUTHOR);
    let fits = |e: &Element| {
        e.blocks.1 - e.blocks.0 <= PICTURE_BOX_BLOCKS
            && document.prose_bytes_in(e.blocks) < PICTURE_BOX_BYTES
            && !matches!(e.tag, ElementKind::Link | ElementKind::HtmlOrBody)
    };
    let (index, around) = document
        .ancestors(image)
        .skip(1)
        .take(PICTURE_BOX_LEVELS)
        .take_while(|(i, e)| fits(e) && *i != main.container && e.end - i <= PICTURE_BOX_ELEMENTS)
        .find(|(_, e)| e.blocks.0 < e.blocks.1)?;
    let inside = document.elements_within(index);
    let inherited = around.inherited_hints.without(document.element(main.container).inherited_hints);
    if inherited.has(other)
        || inside.iter().any(|e| {
            e.own_hints.has(ClassHints::CAPTION.with(other))
                || matches!(
                    e.tag,
                    ElementKind::Caption
                        | ElementKind::Link
                        | ElementKind::Heading
                        | ElementKind::H1
                        | ElementKind::Player
                )
        })
        || inside.iter().filter(|e| e.tag == ElementKind::Image).count() != 1
    {
        return None;
    }
    let blocks = document.blocks_of(around);
    let line = blocks.first().filter(|b| UNNAMED_BYTES.contains(&b.len()) && b.innermost > image)?;
    if (around.blocks.0..around.blocks.1).any(|i| taken.contains(&(i as usize))) {
        return None;
    }
    let whole = document.text_of_block(line);
    let mut caption = split(whole);
    // A last piece of the line in an element of its own.
    let ending = inside.iter().rev().find(|e| e.tag == ElementKind::Inline && e.blocks.0 < e.blocks.1);
    if caption.credit.is_none()
        && let Some(credit) =
            ending.map(|e| document.text_of(e)).filter(|c| is_credit(c) && c.len() < whole.len() / 2 + 20)
        && let Some(text) = whole.strip_suffix(credit.as_str()).map(str::trim_end)
        && text.ends_with(['.', '!', '?', '”', '"', ')'])
    {
        caption = Caption { text: text.to_owned(), credit: Some(bare(&credit)) };
    }
    if let Some(next) = blocks.get(1).filter(|_| caption.credit.is_none()) {
        let words = document.text_of_block(next);
        let labelled = MARKS.leading(&words.to_lowercase()).is_some();
        caption.credit = (labelled || is_credit(words)).then(|| bare(words));
    }
    // A picture's box without a credit may be anything.
    caption.credit.is_some().then_some((caption, around.end))
}

/// Cuts a credit off the end of a caption.
fn split(whole: &str) -> Caption {
    steps::count(whole.len());
    let lower = whole.to_lowercase();
    let fits = |at: &usize| lower.len() == whole.len() && whole.is_char_boundary(*at);
    let at = MARKS.last_of_each(&lower).iter().map(|found| found.start).filter(fits).min();
    if let Some((text, credit)) = at.map(|at| whole.split_at(at))
        && credit.len() <= MAX_CREDIT_BYTES
    {
        return Caption {
            text: text.trim_end_matches(['|', '(', '[', '-', '–', '—', ' ', '/']).to_owned(),
            credit: Some(bare(credit)),
        };
    }
    // `… at the quay. (Ana Cruz / Reuters)`, `… at the quay | Reuters`
    if let Some((text, credit)) = whole.strip_suffix([')', ']']).and_then(|w| w.rsplit_once(['(', '[']))
        && is_credit(credit)
    {
        return Caption { text: text.trim_end().to_owned(), credit: Some(bare(credit)) };
    }
    if let Some((text, credit)) = whole.rsplit_once(" | ")
        && is_credit(credit)
    {
        return Caption { text: text.trim_end().to_owned(), credit: Some(bare(credit)) };
    }
    // `… on Tuesday. AGENCY/Ana Cruz`
    if let Some((text, credit)) = whole.rsplit_once(['.', '”', '"'])
        && credit.starts_with(' ')
        && credit.contains('/')
        && is_credit(credit.trim())
        && let Some(text) = whole.get(..=text.len())
    {
        return Caption { text: text.to_owned(), credit: Some(bare(credit)) };
    }
    Caption { text: whole.to_owned(), credit: None }
}

/// Few words, the first of them a name or agency.
fn is_credit(words: &str) -> bool {
    words.len() <= MAX_NAME_BYTES
        && words.split_whitespace().count() <= MAX_NAME_WORDS
        && words.starts_with(char::is_uppercase)
        && !words.ends_with('.')
}

fn bare(credit: &str) -> String {
    let mut credit = credit.trim();
    let lower = credit.to_lowercase();
    if let Some(mark) = MARKS.leading(&lower) {
        credit = credit.get(mark.len()..).unwrap_or(credit);
    }
    // A label for those who listen, glued to the name.
    if let Some(name) = credit.strip_prefix("Credit").filter(|name| name.starts_with(char::is_uppercase)) {
        credit = name;
    }
    credit.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ':' | '|' | '©')).to_owned()
}
