//! The feeds that an HTML page links to.

use url::Url;

use super::urls::is_web_url;
use super::xml::tag::StartTag;
use super::xml::tokenizer::{Token, Tokenizer};

/// The media types of feeds.
const FEED_TYPES: [&str; 5] = [
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/x-rss+xml",
];
/// The feeds of one page that are returned (chosen).
const MAX_FEEDS: usize = 50;

/// Returns the feeds that a page links to, in the page's order, each once. O(n).
///
/// Read are `<link rel="alternate" type="application/rss+xml" …>` and the links of the other feed types, outside scripts and
/// comments. A relative address is resolved against `<base>` or the page's own address.
///
/// ```
/// use pressline::feed::discover;
///
/// let page = "https://news.example/".parse().unwrap();
/// let html = r#"<link rel="alternate" type="application/rss+xml" href="/rss">"#;
/// assert_eq!(discover(html, &page)[0].as_str(), "https://news.example/rss");
/// ```
pub fn discover(html: &str, page: &Url) -> Vec<Url> {
    let mut base = page.clone();
    let mut found: Vec<Url> = Vec::new();
    let mut is_in_script = false;
    for (_, token) in Tokenizer::new(html) {
        match token {
            Token::Open(tag) if !is_in_script => match tag.name.to_ascii_lowercase().as_str() {
                "script" | "style" => is_in_script = !tag.is_self_closing,
                "base" => base = address(&tag, page).unwrap_or(base),
                "link" if is_feed(&tag) => {
                    if let Some(url) = address(&tag, &base).filter(|u| !found.contains(u)) {
                        found.push(url);
                    }
                }
                _ => {}
            },
            Token::Close(name) if name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style") => {
                is_in_script = false;
            }
            _ => {}
        }
        if found.len() == MAX_FEEDS {
            break;
        }
    }
    found
}

fn is_feed(tag: &StartTag<'_>) -> bool {
    let rel = tag.attribute("rel").unwrap_or_default();
    let media_type = tag.attribute("type").unwrap_or_default().to_ascii_lowercase();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    FEED_TYPES.contains(&media_type) && rel.split_whitespace().any(|r| r.eq_ignore_ascii_case("alternate"))
}

fn address(tag: &StartTag<'_>, base: &Url) -> Option<Url> {
    base.join(tag.attribute("href")?.trim()).ok().filter(is_web_url)
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::discover;

    #[track_caller]
    fn check(html: &str, expected: &[&str]) {
        let found = discover(html, &Url::parse("https://quill.example/news/").unwrap());
        assert_eq!(found.iter().map(Url::as_str).collect::<Vec<_>>(), expected);
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
    }

    #[test]
    fn leaves_the_rest() {
        check("<link rel=alternate hreflang=de href=/de><link rel=feed type=text/html href=/f>", &[]);
        check(
            "<script>'<link rel=alternate type=application/rss+xml href=/no>'</script><!-- <link rel=alternate type=application/rss+xml href=/no> -->",
            &[],
        );
        check(
            "<link rel=alternate type=application/rss+xml href='javascript:x'><link rel=alternate type=application/rss+xml>",
            &[],
        );
    }
}
