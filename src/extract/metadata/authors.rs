//! Whom a page names as its authors.

use std::ops::Range;
use std::sync::LazyLock;

use super::visible_authors::VisibleBylines;
use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::head::HeadData;
use crate::extract::jsonld::types::JsonLd;
use crate::extract::layout::Layout;
use crate::extract::phrases::byline::{self, vocabulary};
use crate::text::markup::decode_line;
use crate::text::phrases::{PhraseSet, lists};
use crate::text::steps;

static OTHERS: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::OTHER_CREDITS]));

/// `<meta>`s that name authors, the best first.
const METAS: [&str; 14] = [
    "author",
    "article:author",
    "byl",
    "parsely-author",
    "dc.creator",
    "dc.creator.name",
    "sailthru.author",
    "article:author_name",
    "cxenseparse:author",
    "og:article:author",
    "dcterms.creator",
    "article.author",
    "og:author",
    "shareaholic:article_author_name",
];

/// Authors of one story; more are the writers of a list or of comments.
const MOST: usize = 8;

/// Bytes of a line that may say what somebody did, and of an author's name in microdata (chosen).
const MAX_LINE_BYTES: usize = 200;
const MAX_NAME_BYTES: usize = 120;
/// Bytes of prose between two authors of one story.
const PROSE_BETWEEN: u32 = 200;

/// Returns the authors from JSON-LD, `<meta>`, microdata, `RDFa` and `rel=author`, else those that a reader sees.
///
/// A desk, newsroom or agency is an author only where no person is named anywhere.
pub(crate) fn authors(document: &TextDocument, layout: &Layout, json_ld: &JsonLd, sites: &[String]) -> Vec<String> {
    let head = &document.head;
    let metas: Vec<Vec<String>> = METAS.iter().map(|name| head.all(name).map(decode_line).collect()).collect();
    let links: Vec<String> = head
        .author_links
        .iter()
        .filter(|&&i| !document.element(i).inherited_hints.has(ClassHints::COMMENT.with(ClassHints::RELATED)))
        .take(2 * MOST)
        .map(|&i| (i, document.element(i)))
        .map(|(i, el)| {
            let pieces = document.split_at_elements(i, el.words.0 as usize..el.words.1 as usize);
            let name = pieces.into_iter().find(|piece| !byline::is_label(piece)).filter(|_| el.tag.is_inline());
            name.map_or_else(|| document.text_of(el), str::to_owned)
        })
        .collect();
    let signed = VisibleBylines::new(document, layout.main, layout.headline, sites);
    let (people, labelled, properties) =
        ([json_ld.authors.people.clone()], [labelled(head)], [properties(document), links]);
    for (i, raw) in people.iter().chain(&metas).chain(&labelled).chain(&properties).enumerate() {
        let all = byline::clean(raw, sites);
        let mut found = if all.len() <= MOST { own_work(document, all) } else { Vec::new() };
        if found.is_empty() {
            continue;
        }
        if found.iter().all(|name| byline::is_login(name)) {
            // Readers may be told more.
            let shown = signed.names();
            return if shown.iter().any(|name| name.contains(' ')) { shown } else { found };
        }
        if i == 0 {
            // An agency in a place of its own on the publisher's list has written, too.
            let listed = people.iter().flatten().chain(&json_ld.authors.organizations);
            found.extend(listed.filter(|name| vocabulary::is_agency(name)).cloned());
        }
        return found;
    }
    let found = signed.names();
    if !found.is_empty() {
        return found;
    }
    let (seen, organizations) = ([signed.desk()], [json_ld.authors.organizations.clone()]);
    let sources = people.iter().chain(&seen).chain(&properties).chain(&organizations).chain(&metas).chain(&labelled);
    sources.map(|raw| byline::newsrooms(raw)).find(|desks| !desks.is_empty()).unwrap_or_default()
}

/// Returns what a page says for previews in chats: `twitter:label1` is `Written by`, `twitter:data1` the name.
fn labelled(head: &HeadData) -> Vec<String> {
    let pairs = [("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")];
    let named = pairs.into_iter().filter(|(label, _)| head.first(&[label]).is_some_and(byline::is_label));
    named.filter_map(|(_, data)| head.first(&[data])).map(decode_line).collect()
}

/// Returns the names without those that the page first shows as having done something else: taken the pictures, edited the text.
fn own_work(document: &TextDocument, names: Vec<String>) -> Vec<String> {
    let lower: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    // What the page first says of each: whether that was something else.
    let mut said: Vec<Option<bool>> = vec![None; names.len()];
    let mut last = String::new();
    let in_caption =
        |index: u32| document.element(index).inherited_hints.has(ClassHints::IN_FIGURE.with(ClassHints::CAPTION));
    for block in document.blocks.iter().filter(|b| b.len() <= MAX_LINE_BYTES && !in_caption(b.innermost)) {
        if said.iter().all(Option::is_some) {
            break;
        }
        let line = document.text_of_block(block).to_lowercase();
        for (said, name) in said.iter_mut().zip(&lower).filter(|(said, _)| said.is_none()) {
            steps::count(line.len());
            let Some((before, _)) = line.split_once(name.as_str()) else { continue };
            // `Text and photos by` is a writer, too.
            let is_own = |found: &Range<usize>| {
                let (front, rest) = (before.get(..found.start), before.get(found.end..));
                front.is_some_and(|front| front.contains("text")) || rest.is_some_and(|rest| rest.contains(" by "))
            };
            let other = OTHERS.last_of_each(before).iter().any(|found| !is_own(found));
            *said = Some(other || OTHERS.find(&last).any(|found| found.end == last.len()));
        }
        last = line;
    }
    names.into_iter().zip(said).filter(|(_, said)| *said != Some(true)).map(|(name, _)| name).collect()
}

/// Microdata: the name within an author, else all of its words; the first, and those beside it, for answers and reviews have
/// authors, too.
fn properties(document: &TextDocument) -> Vec<String> {
    let all = &document.head.properties;
    let authors = all.iter().inspect(|_| steps::count(1)).filter(|(name, ..)| name == "author" || name == "creator");
    let mut authors = authors
        .filter(|(.., i)| !document.element(*i).inherited_hints.has(ClassHints::COMMENT.with(ClassHints::RELATED)))
        .peekable();
    let mut last = authors.peek().map_or(0, |(.., i)| document.element(*i).blocks.0);
    let beside = |(_, _, index): &&(String, Option<String>, u32)| {
        let (first, end) = document.element(*index).blocks;
        let near = document.prose_bytes_in((last, first)) <= PROSE_BETWEEN;
        last = end.max(last);
        near
    };
    authors
        .take_while(beside)
        .map(|(_, value, index)| {
            let el = document.element(*index);
            // In document order, so that those within lie behind one another.
            let inside = all.get(all.partition_point(|(.., i)| i <= index)..).unwrap_or_default();
            let name = inside
                .iter()
                .inspect(|_| steps::count(1))
                .take_while(|(.., i)| *i < el.end)
                .find(|(name, ..)| name == "name");
            let (value, index) = name.map_or((value, *index), |(_, value, i)| (value, *i));
            value.clone().unwrap_or_else(|| document.text_of(document.element(index)))
        })
        .filter(|text| text.len() <= MAX_NAME_BYTES)
        .collect()
}
