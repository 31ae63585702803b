//! Live blogs: pages of dated posts under one headline. Their posts stay in the page's order.

use url::Url;

use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::{MOSTLY_LINKS, TextBlock};
use crate::extract::jsonld::types::JsonLd;
use crate::extract::phrases::clock;
use crate::text::steps;

/// Posts with a time that a page called live holds at the least.
const FEWEST: usize = 3;

/// Bytes of prose that make a post.
const POST: u32 = 60;

/// Bytes of a line that shows a time, alone or before a heading.
const MARK: usize = 160;

/// Words in addresses, between marks.
const IN_ADDRESS: &[&str] = &[
    "live",
    "liveblog",
    "live-blog",
    "live-updates",
    "live-update",
    "liveticker",
    "live-ticker",
    "livefeed",
    "newsblog",
    "newsticker",
    "ticker",
    "en-direct",
    "direct",
    "en-vivo",
    "minuto-a-minuto",
    "ao-vivo",
    "em-direto",
    "diretta",
    "na-zywo",
    "online",
    "canli",
    "liveblogg",
    "direktrapport",
];

/// Words in headlines, in lower case.
const IN_HEADLINE: &[&str] = &[
    "live blog",
    "liveblog",
    "live-blog",
    "live updates",
    "live update",
    "live:",
    "live |",
    "– live",
    "— live",
    "- live",
    "as it happened",
    "liveticker",
    "live-ticker",
    "newsblog",
    "news-blog",
    "newsticker",
    "en direct",
    "en vivo",
    "minuto a minuto",
    "ao vivo",
    "em direto",
    "minuto por minuto",
    "diretta",
    "na żywo",
    "živě",
    "naživo",
    "uživo",
    "percről percre",
    "hetki hetkeltä",
    "direktrapport",
    "canlı",
    "онлайн",
    "трансляц",
    "прямой эфир",
    "наживо",
    "на живо",
    "لحظة بلحظة",
    "مباشر",
    "רגע אחר רגע",
    "ライブ",
    "実況",
    "直播",
    "实时",
    "即時",
    "실시간",
    "trực tiếp",
];

/// Returns whether a page is a live blog: named one for machines, or by its address or headline and made of posts with a time.
pub(crate) fn is_live(document: &TextDocument, json_ld: &JsonLd, title: Option<&str>, page: &Url) -> bool {
    let named = json_ld.live_blog || document.head.live_blog || document.head.live_posts >= FEWEST;
    named || (is_called(document, title, page) && posts(document) >= FEWEST)
}

fn is_called(document: &TextDocument, title: Option<&str>, page: &Url) -> bool {
    let path = page.path().to_ascii_lowercase();
    let word = |word: &&str| {
        path.match_indices(*word).any(|(at, _)| {
            let around = (path.get(..at), path.get(at + word.len()..));
            around.0.is_some_and(|before| !before.ends_with(char::is_alphanumeric))
                && around.1.is_some_and(|after| !after.starts_with(char::is_alphanumeric))
        })
    };
    let says = |title: &str| {
        let title = title.to_lowercase();
        title.starts_with("live ") || title.ends_with(" live") || IN_HEADLINE.iter().any(|w| title.contains(w))
    };
    IN_ADDRESS.iter().any(word) || title.is_some_and(says) || document.head.title.as_deref().is_some_and(says)
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
