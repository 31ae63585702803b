//! How much of an article a page shows.

use std::sync::LazyLock;

use crate::extract::dom::class_hints::Hints;
use crate::extract::dom::document::Sketch;
use crate::extract::dom::element::Block;
use crate::extract::jsonld::types::Linked;
use crate::model::Article;
use crate::model::article::Access;
use crate::text::phrases::{PhraseSet, lists};

static CLOSED: LazyLock<PhraseSet> = LazyLock::new(|| PhraseSet::new(&[lists::PAYWALL_LINES]));

/// Bytes; a closed story that shows fewer shows its beginning.
const BEGINNING: usize = 900;

/// Bytes of a line that tells readers to subscribe.
const LINE: usize = 200;

/// Judges by what the publisher declares, by where the text ends, and by lines and boxes that ask for a subscription.
pub(crate) fn of(article: &Article, sketch: &Sketch, linked: &Linked) -> Access {
    let head = &sketch.head;
    let tier =
        head.first(&["article:content_tier", "og:article:content_tier"]).unwrap_or_default().to_ascii_lowercase();
    let free = linked.article.as_ref().and_then(|a| a.free).or(linked.page_free);
    let free = free.or_else(|| head.first(&["isaccessibleforfree"])?.to_ascii_lowercase().parse().ok());
    let closed = free == Some(false) || matches!(tier.as_str(), "locked" | "paid" | "premium");
    let short = article.text.len() < BEGINNING;
    let trails = article.text.ends_with('…') || article.text.ends_with("...");
    let wall = || sketch.els.iter().any(|e| e.own.has(Hints::PAYWALL) && e.blocks.0 < e.blocks.1);
    match closed {
        true if short || trails && wall() => Access::Teaser,
        true => Access::Paywalled,
        false if trails && wall() || short && free.is_none() && asks(article, sketch) => Access::Teaser,
        false => Access::Full,
    }
}

/// Whether a line below the story's beginning says that the rest is for subscribers.
fn asks(article: &Article, sketch: &Sketch) -> bool {
    let around = Hints::NAV.with(Hints::HEADER).with(Hints::FOOTER).with(Hints::RELATED).with(Hints::COMMENT);
    let first = article.text.lines().next().unwrap_or_default();
    let says = |b: &Block| CLOSED.is_match(&sketch.words(b).to_lowercase());
    let below = sketch.blocks.iter().skip_while(|b| sketch.words(b) != first);
    below.filter(|b| b.len() <= LINE && !sketch.el(b.leaf).ctx.has(around)).any(says)
}
