//! How much of an article a page shows.

use std::sync::LazyLock;

use crate::extract::dom::class_hints::ClassHints;
use crate::extract::dom::document::TextDocument;
use crate::extract::dom::element::TextBlock;
use crate::extract::jsonld::types::JsonLd;
use crate::model::Article;
use crate::model::article::Access;
use crate::text::phrases::{PhraseSet, lists};

static CLOSED: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::PAYWALL_LINES]));

/// Bytes; a closed story that shows fewer shows its beginning.
const BEGINNING: usize = 900;

/// Bytes of a line that tells readers to subscribe.
const LINE: usize = 200;

/// Judges by what the publisher declares, by where the text ends, and by lines and boxes that ask for a subscription.
pub(crate) fn access(article: &Article, document: &TextDocument, json_ld: &JsonLd, body_blocks: &[usize]) -> Access {
    let head = &document.head;
    let tier =
        head.first(&["article:content_tier", "og:article:content_tier"]).unwrap_or_default().to_ascii_lowercase();
    let free = json_ld.article.as_ref().and_then(|a| a.free).or(json_ld.page_free);
    let free = free.or_else(|| head.first(&["isaccessibleforfree"])?.to_ascii_lowercase().parse().ok());
    let closed = free == Some(false) || matches!(tier.as_str(), "locked" | "paid" | "premium");
    let short = article.text.len() < BEGINNING;
    let trails = article.text.ends_with('…') || article.text.ends_with("...");
    let wall = || document.elements.iter().any(|e| e.own_hints.has(ClassHints::PAYWALL) && e.blocks.0 < e.blocks.1);
    match closed {
        true if short || trails && wall() => Access::Teaser,
        true => Access::Paywalled,
        false if trails && wall() || short && free.is_none() && asks_to_subscribe(document, body_blocks) => {
            Access::Teaser
        }
        false => Access::Full,
    }
}

/// Returns whether a line below the story's beginning says that the rest is for subscribers.
fn asks_to_subscribe(document: &TextDocument, body_blocks: &[usize]) -> bool {
    let around = ClassHints::NAV
        .with(ClassHints::HEADER)
        .with(ClassHints::FOOTER)
        .with(ClassHints::RELATED)
        .with(ClassHints::COMMENT);
    let Some(&first) = body_blocks.first() else { return false };
    let says = |b: &TextBlock| CLOSED.is_match(&document.text_of_block(b).to_lowercase());
    let below = document.blocks.iter().skip(first);
    below.filter(|b| b.len() <= LINE && !document.element(b.innermost).inherited_hints.has(around)).any(says)
}
