//! The feeds that a page names.

use url::Url;

use super::tokens::{Tag, Token, Tokens};

/// What feeds are served as.
const TYPES: [&str; 5] = [
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/x-rss+xml",
];
/// Feeds of one page that are named.
const MOST: usize = 50;

/// The addresses in a page's `<link rel="alternate" type="application/rss+xml" …>` and their kin, in the page's order, each
/// once; relative ones are resolved against `<base>` or the page's own address. Links in scripts and comments do not count. O(n).
pub fn discover(html: &str, page: &Url) -> Vec<Url> {
    let mut base = page.clone();
    let mut found: Vec<Url> = Vec::new();
    let mut script = false;
    for (_, token) in Tokens::new(html) {
        match token {
            Token::Open(tag) if !script => match tag.name.to_ascii_lowercase().as_str() {
                "script" | "style" => script = !tag.empty,
                "base" => base = address(&tag, page).unwrap_or(base),
                "link" if is_feed(&tag) => {
                    if let Some(url) = address(&tag, &base).filter(|u| !found.contains(u)) {
                        found.push(url);
                    }
                }
                _ => {}
            },
            Token::Close(name) if name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style") => {
                script = false;
            }
            _ => {}
        }
        if found.len() == MOST {
            break;
        }
    }
    found
}

fn is_feed(tag: &Tag<'_>) -> bool {
    let rel = tag.get("rel").unwrap_or_default();
    let kind = tag.get("type").unwrap_or_default().to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    TYPES.contains(&kind) && rel.split_whitespace().any(|r| r.eq_ignore_ascii_case("alternate"))
}

fn address(tag: &Tag<'_>, base: &Url) -> Option<Url> {
    let url = base.join(tag.get("href")?.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
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
