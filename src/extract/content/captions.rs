//! Captions of pictures, with whom they are credited to.

use std::collections::HashSet;
use std::ops::Range;

use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::Element;
use crate::extract::dom::tag::ElementKind;
use crate::extract::layout::main_content::MainContent;
use crate::model::article::Caption;
use crate::text::steps;
use crate::text::whitespace::collapse_whitespace;

/// Marks and words that introduce a credit within a caption; in lower case.
const MARKS: &[&str] = &[
    "image source,",
    "credit...",
    "credit…",
    "photograph:",
    "photo credit:",
    "image credit:",
    "picture credit:",
    "photo by",
    "picture by",
    "photograph by",
    "photo:",
    "picture:",
    "image:",
    "credit:",
    "source:",
    "©",
    "foto:",
    "fotos:",
    "bild:",
    "crédit photo",
    "crédits",
    "crédit :",
    "crédit:",
    "quelle:",
    "фото:",
    "ảnh:",
    "photographer:",
    "fotograf:",
    "zdjęcie:",
    "fuente:",
    "fonte:",
    "photo :",
];

/// What sites put before a caption for those who listen; in lower case.
const LABELS: &[&str] =
    &["image caption,", "image caption:", "caption:", "video caption,", "bildunterschrift:", "légende :"];

/// Elements of a figure, and lines, that are looked at for a credit beside each of its captions. Chosen; a figure of pictures that
/// are shown in turn has some dozen.
const IN_FIGURE: usize = 512;

/// The captions in a range of elements, in order, each once.
///
/// `taken` holds where the story's blocks start; what is not called a caption and stands in the story is none. `worded` holds
/// where those start that are captions by their words.
pub(crate) fn find(
    document: &TextDocument,
    among: Range<u32>,
    main: MainContent,
    taken: &HashSet<usize>,
    worded: &HashSet<usize>,
) -> Vec<Caption> {
    let mut found: Vec<Caption> = Vec::new();
    let mut known: HashSet<Caption> = HashSet::new();
    let mut skip = 0;
    let mut last = None;
    for index in among {
        steps::count(1);
        let el = document.element(index);
        let figure =
            el.tag == ElementKind::Caption || (el.own_hints.has(ClassHints::CAPTION) && el.tag != ElementKind::Table);
        if index < skip {
            continue;
        }
        let line = document
            .blocks
            .get(el.blocks.0 as usize)
            .filter(|b| b.container == index && worded.contains(&b.span.start));
        if let Some(line) = line.filter(|_| !figure) {
            skip = el.end;
            let caption = split(document.text_of_block(line));
            add(caption, &mut found, &mut known);
            continue;
        }
        if el.tag == ElementKind::Image
            && let Some((caption, end)) = unnamed(document, index, main, taken)
        {
            skip = end;
            add(caption, &mut found, &mut known);
            continue;
        }
        if !figure
            || el.blocks.0 == el.blocks.1
            || el.inherited_hints.has(ClassHints::RELATED.with(ClassHints::COMMENT).with(ClassHints::NAV))
        {
            continue;
        }
        skip = el.end;
        // `<div class=caption>` and beside it `<figcaption class=credit>`: two parts of one.
        let box_of = |i: u32| document.element(i).parent;
        if el.own_hints.has(ClassHints::CREDIT)
            && last.is_some_and(|l| box_of(l) == box_of(index))
            && let Some(before) = found.last_mut().filter(|c| c.credit.is_none())
            && is_credit(&document.text_of(el))
        {
            known.remove(before);
            before.credit = Some(bare(&document.text_of(el)));
            known.insert(before.clone());
            continue;
        }
        last = Some(index);
        let caption = caption(document, index);
        if caption.text.len() <= 1000 && !(caption.text.is_empty() && caption.credit.is_none()) {
            add(caption, &mut found, &mut known);
        }
    }
    found
}

/// Adds a caption that is not known yet.
fn add(caption: Caption, found: &mut Vec<Caption>, known: &mut HashSet<Caption>) {
    if known.insert(caption.clone()) {
        found.push(caption);
    }
}

fn caption(document: &TextDocument, index: u32) -> Caption {
    let el = document.element(index);
    let whole = without_offers(document, index);
    let lower = whole.to_lowercase();
    let label = LABELS.iter().find(|label| lower.starts_with(**label));
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
            .find(|c| !c.is_empty() && c.len() <= 120);
        let (first, end) = around.blocks;
        let lines = document.blocks_in((first, end.min(first + IN_FIGURE as u32)));
        let labelled = |words: &str| MARKS.iter().any(|m| words.to_lowercase().starts_with(m));
        let mut lines =
            lines.iter().filter(|b| b.innermost < index || b.innermost >= el.end).map(|b| document.text_of_block(b));
        caption.credit = caption
            .credit
            .or_else(|| lines.find(|w| w.len() <= 120 && labelled(w)).map(bare))
            .filter(|credit| !credit.is_empty());
    }
    if caption.credit.is_none() {
        caption.credit = below(document, el);
    }
    caption
}

/// A caption's words without its links to shops and licences.
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

/// A line with a name below a caption, in the small box that both share with the picture.
fn below(document: &TextDocument, el: &Element) -> Option<String> {
    let around = document.element(el.parent);
    let small = around.blocks.1 - around.blocks.0 <= 4 && document.prose_bytes_in(around.blocks) < 600;
    let picture = || {
        let inside = document.elements_in(el.parent..around.end);
        inside.iter().any(|e| e.tag == ElementKind::Image)
    };
    if !small || el.blocks.1 >= around.blocks.1 || !picture() {
        return None;
    }
    let words = document.text_of_block(document.blocks.get(el.blocks.1 as usize)?);
    let name = words.split_whitespace().filter(|w| !w.contains('@')).collect::<Vec<_>>().join(" ");
    is_credit(&name).then(|| bare(&name))
}

/// The line right after a picture in a small box, where no name calls it a caption; and where the box ends.
fn unnamed(document: &TextDocument, image: u32, main: MainContent, taken: &HashSet<usize>) -> Option<(Caption, u32)> {
    let other = ClassHints::CLUTTER.with(ClassHints::AUTHOR);
    let fits = |e: &Element| {
        e.blocks.1 - e.blocks.0 <= 3
            && document.prose_bytes_in(e.blocks) < 500
            && !matches!(e.tag, ElementKind::Link | ElementKind::HtmlOrBody)
    };
    let (index, around) = document
        .ancestors(image)
        .skip(1)
        .take(3)
        .take_while(|(i, e)| fits(e) && *i != main.container && e.end - i <= 64)
        .find(|(_, e)| e.blocks.0 < e.blocks.1)?;
    let inside = document.elements_in(index..around.end);
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
    let blocks = document.blocks_in(around.blocks);
    let line = blocks.first().filter(|b| (25..400).contains(&b.len()) && b.innermost > image)?;
    if blocks.iter().any(|b| taken.contains(&b.span.start)) {
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
        let labelled = MARKS.iter().any(|m| words.to_lowercase().starts_with(m));
        caption.credit = (labelled || is_credit(words)).then(|| bare(words));
    }
    // A picture's box without a credit may be anything.
    caption.credit.is_some().then_some((caption, around.end))
}

/// Cuts a credit off the end of a caption.
fn split(whole: &str) -> Caption {
    steps::count(whole.len() * MARKS.len());
    let lower = whole.to_lowercase();
    let at = MARKS
        .iter()
        .filter_map(|m| lower.rfind(m))
        .filter(|&at| lower.len() == whole.len() && whole.is_char_boundary(at))
        .min();
    if let Some((text, credit)) = at.map(|at| whole.split_at(at))
        && credit.len() <= 120
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
    words.len() <= 60
        && words.split_whitespace().count() <= 7
        && words.starts_with(char::is_uppercase)
        && !words.ends_with('.')
}

fn bare(credit: &str) -> String {
    let mut credit = credit.trim();
    let lower = credit.to_lowercase();
    if let Some(mark) = MARKS.iter().find(|m| lower.starts_with(**m)) {
        credit = credit.get(mark.len()..).unwrap_or(credit);
    }
    // A label for those who listen, glued to the name.
    if let Some(name) = credit.strip_prefix("Credit").filter(|name| name.starts_with(char::is_uppercase)) {
        credit = name;
    }
    credit.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | ':' | '|' | '©')).to_owned()
}
