//! Live blogs: pages of dated posts under one headline. Their posts stay in the page's order.

use std::sync::LazyLock;

use url::Url;

use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::{MOSTLY_LINKS, TextBlock};
use crate::extract::jsonld::types::JsonLd;
use crate::extract::phrases::clock;
use crate::text::phrases::{PhraseSet, lists};
use crate::text::steps;

static ADDRESSES: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::LIVE_ADDRESS_WORDS]));
static HEADLINES: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::LIVE_HEADLINES]));

/// Posts with a time that a page called live holds at the least.
const FEWEST: usize = 3;

/// Bytes of prose that make a post.
const POST: u32 = 60;

/// Bytes of a line that shows a time, alone or before a heading.
const MARK: usize = 160;

/// Returns whether a page is a live blog: named one for machines, or by its address or headline and made of posts with a time.
pub(crate) fn is_live(document: &TextDocument, json_ld: &JsonLd, title: Option<&str>, page: &Url) -> bool {
    let named = json_ld.live_blog || document.head.live_blog || document.head.live_posts >= FEWEST;
    named || (is_called(document, title, page) && posts(document) >= FEWEST)
}

fn is_called(document: &TextDocument, title: Option<&str>, page: &Url) -> bool {
    let path = page.path().to_ascii_lowercase();
    let says = |title: &str| HEADLINES.is_match(&title.to_lowercase());
    ADDRESSES.is_match(&path) || title.is_some_and(says) || document.head.title.as_deref().is_some_and(says)
}

/// Returns how many times of day stand over prose of their own. O(n).
fn posts(document: &TextDocument) -> usize {
    steps::count(document.blocks.len() + document.head.times.len());
    let aside = ClassHints::COMMENT
        .with(ClassHints::RELATED)
        .with(ClassHints::NAV)
        .with(ClassHints::FOOTER)
        .with(ClassHints::SIDEBAR);
    let aside = aside.with(ClassHints::IN_ASIDE);
    let shown = document.blocks.iter().zip(0u32..).filter(|(b, _)| is_mark(document, b)).map(|(b, i)| (i, b.innermost));
    // A `<time>` whose words are `two hours ago`.
    let dated = document.head.times.iter().filter(|(value, _)| value.contains('T') || value.contains(':'));
    let dated = dated.map(|(_, index)| (document.element(*index).blocks.0, *index));
    let mut marks: Vec<u32> = shown
        .chain(dated)
        .filter(|(_, index)| !document.element(*index).inherited_hints.has(aside))
        .map(|(block, _)| block)
        .collect();
    marks.sort_unstable();
    marks.dedup();
    let ends = marks.iter().skip(1).copied().chain([document.blocks.len() as u32]);
    marks.iter().zip(ends).filter(|(from, to)| document.prose_bytes_in((**from, *to)) >= POST).count()
}

/// Returns whether a block begins with a time of day, as `14:05`, `9.30 Uhr` and `21h15` are.
fn is_mark(document: &TextDocument, block: &TextBlock) -> bool {
    let words = document.text_of_block(block);
    clock::leading_time(words).is_some() && words.len() <= MARK && block.link_density() < MOSTLY_LINKS
}
