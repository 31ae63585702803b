//! What a page is when it holds no article, and how much of one it shows.

use url::Url;

use super::hints::Hints;
use super::jsonld::Linked;
use super::sketch::Sketch;
use super::tag::Tag;
use crate::error::NoArticle;
use crate::model::Article;
use crate::model::article::Access;

/// Words of challenge, error and log-in pages; in lower case.
const WALLS: &[&str] = &[
    "access denied",
    "just a moment",
    "are you a robot",
    "you are human",
    "you are not a robot",
    "not a robot",
    "captcha",
    "enable javascript",
    "javascript is disabled",
    "unusual traffic",
    "forbidden",
    "page not found",
    "404 not found",
    "error 404",
    "seite nicht gefunden",
    "page introuvable",
    "página no encontrada",
    "log in to continue",
    "sign in to continue",
    "pardon our interruption",
    "checking your browser",
    "attention required",
    "request blocked",
    "too many requests",
    "service unavailable",
    "verify you are",
    "nothing found",
    "bad gateway",
    "internal server error",
    "temporarily unavailable",
];

/// Words of consent pages; in lower case.
const CONSENT: &[&str] = &[
    "we value your privacy",
    "accept all",
    "cookies",
    "consent",
    "your privacy choices",
    "mit werbung und tracking",
    "datenschutz",
    "alle akzeptieren",
    "tout accepter",
    "aceptar todo",
    "before you continue",
    "werbefrei",
];

/// A body of this many bytes is an article's, whatever else the page holds.
const ENOUGH: usize = 700;

/// Says why a page without markup is none.
pub(super) fn not_html(html: &str) -> bool {
    let start = html.get(..html.floor_char_boundary(65_536)).unwrap_or_default();
    let tag = start.as_bytes().windows(2).any(|w| matches!(w, [b'<', b'a'..=b'z' | b'A'..=b'Z']));
    !tag || start.trim_start().starts_with("%PDF-")
}

/// Says why this page holds no article, if it does not.
pub(super) fn no_article(article: &Article, sketch: &Sketch, linked: &Linked, page: &Url) -> Option<NoArticle> {
    let length = article.text.len();
    let dated = article.published.is_some() || linked.article.is_some();
    if linked.article.is_none() && length < 6000 && is_stream(sketch, length) {
        return Some(NoArticle::Index);
    }
    if length >= ENOUGH {
        return (!dated && length < 3000 && is_index(sketch, page, 2 * length)).then_some(NoArticle::Index);
    }
    let title = article.title.as_deref().or(sketch.head.title.as_deref()).unwrap_or_default().to_lowercase();
    let says = |words: &[&str], text: &str| words.iter().filter(|w| text.contains(*w)).count();
    let all = sketch.text.get(..sketch.text.floor_char_boundary(8192)).unwrap_or_default().to_lowercase();
    let kind = |names: &[&str]| linked.types.iter().any(|t| names.contains(&t.as_str()));
    let og = sketch.head.first(&["og:type"]).unwrap_or_default();
    if says(WALLS, &title) > 0 || (!dated && length < 350 && sketch.text.len() < 3000 && says(WALLS, &all) > 0) {
        return Some(NoArticle::Wall);
    }
    if !dated && length < 350 && says(CONSENT, &all) >= 2 {
        return Some(NoArticle::Consent);
    }
    let little = length < 350;
    if little && (kind(&["imagegallery", "mediagallery"]) || title.contains("gallery") || title.contains("in pictures"))
    {
        return Some(NoArticle::Gallery);
    }
    if little
        && (kind(&["videoobject", "audioobject", "podcastepisode"])
            || og.starts_with("video")
            || og.starts_with("music"))
    {
        return Some(NoArticle::Media);
    }
    if !dated && is_index(sketch, page, length) {
        return Some(NoArticle::Index);
    }
    (length < 25).then_some(NoArticle::NoText)
}

/// Many links of a headline's length to pages of the same site, and more of them than of prose.
fn is_index(sketch: &Sketch, page: &Url, length: usize) -> bool {
    let headlines = sketch.blocks.iter().filter(|b| {
        b.link_share() > 0.8 && b.len() >= 30 && !sketch.el(b.leaf).ctx.has(Hints::FOOTER.with(Hints::NAV))
    });
    let (count, bytes) = headlines.fold((0, 0), |(n, bytes), b| (n + 1, bytes + b.len()));
    let articles = sketch.els.iter().filter(|e| e.tag == Tag::Article).count();
    let root = page.path().len() <= 1;
    (count >= 12 || articles >= 8 || root) && bytes > length
}

/// A list of teasers: headings that are links, as long as headlines, on a page that does not call itself an article.
fn is_stream(sketch: &Sketch, length: usize) -> bool {
    let aside = Hints::FOOTER.with(Hints::NAV).with(Hints::SIDE).with(Hints::RELATED).with(Hints::IN_ASIDE);
    let article = sketch.head.first(&["og:type"]) == Some("article")
        || sketch.head.first(&["article:published_time", "author"]).is_some();
    let headlines = sketch.blocks.iter().filter(|b| {
        b.link_share() > 0.8
            && b.len() >= 30
            && !sketch.el(b.leaf).ctx.has(aside)
            && sketch.around(b.leaf).take(3).any(|(_, e)| e.tag == Tag::Heading)
            && sketch.around(b.leaf).take(6).any(|(_, e)| matches!(e.tag, Tag::Item | Tag::Article))
    });
    let (count, bytes) = headlines.fold((0, 0), |(n, bytes), b| (n + 1, bytes + b.len()));
    !article && count >= 5 && 4 * bytes > length
}

/// How much of the article the page shows.
pub(super) fn access(article: &Article, sketch: &Sketch, linked: &Linked) -> Access {
    let tier = sketch
        .head
        .first(&["article:content_tier", "og:article:content_tier"])
        .unwrap_or_default()
        .to_ascii_lowercase();
    let closed = linked.article.as_ref().and_then(|a| a.free).is_some_and(|free| !free)
        || matches!(tier.as_str(), "locked" | "paid" | "premium");
    let wall = sketch.els.iter().any(|e| e.own.has(Hints::PAYWALL) && e.blocks.0 < e.blocks.1);
    let cut = article.text.ends_with('…') || article.text.ends_with("...") || article.text.len() < 900;
    match (closed, wall && cut) {
        (true, true) => Access::Teaser,
        (true, false) if article.text.len() < 900 => Access::Teaser,
        (true, false) => Access::Paywalled,
        (false, true) if article.text.ends_with('…') || article.text.ends_with("...") => Access::Teaser,
        _ => Access::Full,
    }
}
