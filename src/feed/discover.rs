//! The feeds that an HTML page names.

use url::Url;

use super::error::MAX_SOURCES;
use super::urls::is_web_url;
use super::xml::tag::StartTag;
use super::xml::tokenizer::{Token, Tokenizer};
use crate::text::markup::plain_text;

/// The media types of feeds.
const FEED_TYPES: [&str; 6] = [
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/x-rss+xml",
    "text/rss+xml",
];
/// Media types of feeds and of much else: the address decides.
const VAGUE_TYPES: [&str; 4] = ["text/xml", "application/xml", "application/json", ""];
/// The bytes of an address that is taken (chosen; longer ones hold data).
const MAX_ADDRESS_BYTES: usize = 1000;
/// The characters of a title that are kept (chosen).
const MAX_TITLE_CHARS: usize = 200;

/// A feed that a page names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedLink {
    /// The feed's address.
    pub url: Url,
    /// What the page calls it.
    pub title: Option<String>,
}

/// How sure it is that a link is the feed of the site's articles, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Declared,
    /// A feed of comments.
    Comments,
    /// A link for readers whose address looks like a feed's.
    Anchor,
}

/// Returns the feeds that a page names, best first, each once, at most 50. O(n).
///
/// Read are `<link rel="alternate" type="application/rss+xml" …>` and the links of the other feed types, outside scripts and
/// comments, in the page's order; feeds of comments come last. Where there are none, links for readers count whose address is
/// one of a feed: `/rss`, `/feed/`, `/news.rss`. A relative address is resolved against `<base>` or the page's own address.
///
/// ```
/// use pressline::feed::discover;
///
/// let page = "https://news.example/".parse().unwrap();
/// let html = r#"<link rel="alternate" type="application/rss+xml" href="/rss" title="All news">"#;
/// let found = discover(html, &page);
/// assert_eq!((found[0].url.as_str(), found[0].title.as_deref()), ("https://news.example/rss", Some("All news")));
/// ```
pub fn discover(html: &str, page: &Url) -> Vec<FeedLink> {
    discover_from(html, Some(page))
}

/// Returns the feeds that a page names; without its address, only absolute ones.
pub(super) fn discover_from(html: &str, page: Option<&Url>) -> Vec<FeedLink> {
    let mut base = page.cloned();
    let mut found: Vec<(Rank, FeedLink)> = Vec::new();
    let mut is_in_script = false;
    for (_, token) in Tokenizer::new(html) {
        match token {
            Token::Open(tag) if !is_in_script => match tag.name.to_ascii_lowercase().as_str() {
                "script" | "style" => is_in_script = !tag.is_self_closing,
                "base" => base = address(&tag, page).or(base),
                name @ ("link" | "a") => {
                    let link = address(&tag, base.as_ref()).and_then(|url| ranked(name, &tag, url));
                    let is_new = |(_, new): &(_, FeedLink)| found.iter().all(|(_, known)| known.url != new.url);
                    found.extend(link.filter(is_new));
                }
                _ => {}
            },
            Token::Close(name) if name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style") => {
                is_in_script = false;
            }
            _ => {}
        }
        if found.len() == MAX_SOURCES {
            break;
        }
    }
    let is_declared = found.iter().any(|(rank, _)| *rank != Rank::Anchor);
    found.retain(|(rank, _)| !is_declared || *rank != Rank::Anchor);
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, link)| link).collect()
}

/// Returns a link with its rank, `None` when it is of no feed.
fn ranked(element: &str, tag: &StartTag<'_>, url: Url) -> Option<(Rank, FeedLink)> {
    let title = tag.attribute("title").map(|t| plain_text(&t).chars().take(MAX_TITLE_CHARS).collect::<String>());
    let title = title.filter(|t| !t.is_empty());
    let is_of_comments = |text: &str| text.to_ascii_lowercase().contains("comment");
    let rank = if element == "a" {
        Rank::Anchor
    } else if is_of_comments(url.path()) || title.as_deref().is_some_and(is_of_comments) {
        Rank::Comments
    } else {
        Rank::Declared
    };
    let is_feed = if element == "a" { is_feed_address(&url) } else { is_declared_feed(tag, &url) };
    is_feed.then_some((rank, FeedLink { url, title }))
}

fn is_declared_feed(tag: &StartTag<'_>, url: &Url) -> bool {
    let rel = tag.attribute("rel").unwrap_or_default().to_ascii_lowercase();
    let media_type = tag.attribute("type").unwrap_or_default().to_ascii_lowercase();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    let has_rel = |wanted| rel.split_whitespace().any(|r| r == wanted);
    let is_alternate = has_rel("alternate") || has_rel("feed");
    let is_vague = VAGUE_TYPES.contains(&media_type) && (has_rel("feed") || !media_type.is_empty());
    is_alternate && (FEED_TYPES.contains(&media_type) || (is_vague && is_feed_address(url)))
}

/// The last parts of addresses under which feeds are found, without their ending.
const FEED_NAMES: [&str; 6] = ["feed", "feeds", "rss", "rss2", "atom", "rdf"];
/// The endings of files that are feeds.
const FEED_ENDINGS: [&str; 3] = ["rss", "atom", "rdf"];
/// The endings of files that are feeds under one of [`FEED_NAMES`].
const DATA_ENDINGS: [&str; 4] = ["xml", "json", "php", "aspx"];

/// Returns whether an address looks like a feed's.
fn is_feed_address(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    match last.rsplit_once('.') {
        Some((name, ending)) => {
            FEED_ENDINGS.contains(&ending) || (FEED_NAMES.contains(&name) && DATA_ENDINGS.contains(&ending))
        }
        None => FEED_NAMES.contains(&last),
    }
}

fn address(tag: &StartTag<'_>, base: Option<&Url>) -> Option<Url> {
    let href = tag.attribute("href").filter(|href| href.len() <= MAX_ADDRESS_BYTES)?;
    let href = href.trim();
    let url = match base {
        Some(base) => base.join(href).ok(),
        None => Url::parse(href).ok(),
    };
    url.filter(is_web_url)
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::discover;

    #[track_caller]
    fn check(html: &str, expected: &[&str]) {
        let found = discover(html, &Url::parse("https://quill.example/news/").unwrap());
        assert_eq!(found.iter().map(|link| link.url.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn finds_what_a_page_names() {
        check(
            "<html><head><link rel=stylesheet href=a.css>\
             <LINK REL='Alternate' type='application/rss+xml' href='/rss' title=All>\
             <link rel=\"alternate\" type=\"application/atom+xml; charset=utf-8\" href=\"atom.xml?a=1&amp;b=2\"/>\
             <link rel=alternate type=application/rss+xml href=/rss></head>",
            &["https://quill.example/rss", "https://quill.example/news/atom.xml?a=1&b=2"],
        );
        check(
            "<base href='//cdn.example/x/'><link rel=alternate type=application/feed+json href=f>",
            &["https://cdn.example/x/f"],
        );
        check("<link rel=alternate type=text/xml href=/rss.xml>", &["https://quill.example/rss.xml"]);
        check("<link rel=feed href=/feed.json>", &["https://quill.example/feed.json"]);
    }

    #[test]
    fn leaves_the_rest() {
        check("<link rel=alternate hreflang=de href=/de><link rel=feed type=text/html href=/f>", &[]);
        check("<link rel=alternate hreflang=de href=/feed>", &[]);
        check(
            "<script>'<link rel=alternate type=application/rss+xml href=/no>'</script><!-- <link rel=alternate type=application/rss+xml href=/no> -->",
            &[],
        );
        check(
            "<link rel=alternate type=application/rss+xml href='javascript:x'><link rel=alternate type=application/rss+xml>",
            &[],
        );
        check("<link rel=alternate type=application/json+oembed href=/oembed/rss>", &[]);
    }

    #[test]
    fn comments_come_last() {
        check(
            "<link rel=alternate type=application/rss+xml href=/comments/feed><link rel=alternate type=application/rss+xml \
             href=/c title='Quill: Comments'><link rel=alternate type=application/rss+xml href=/feed>",
            &["https://quill.example/feed", "https://quill.example/comments/feed", "https://quill.example/c"],
        );
    }

    #[test]
    fn links_for_readers_count_where_nothing_is_declared() {
        let anchors =
            "<a href=/about>About</a> <a href='/rss/'>RSS</a> <a href='/news.rss'>All</a> <a href=/rss-help>?</a>";
        check(anchors, &["https://quill.example/rss/", "https://quill.example/news.rss"]);
        let declared = "<link rel=alternate type=application/rss+xml href=/f>";
        check(&format!("{anchors}{declared}"), &["https://quill.example/f"]);
    }
}
