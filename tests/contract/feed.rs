//! Feeds made to hurt: bounded in depth, size and time.

use std::fmt::Write;

use pressline::feed::{ParseError, Source, parse};
use pressline::model::Feed;
use pressline::model::feed::Recovery;

use crate::linear;

fn read(document: &str) -> Result<Feed, ParseError> {
    parse(document.as_bytes(), Source::default())
}

fn rss(inside: &str) -> String {
    format!("<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel>{inside}</channel></rss>")
}

#[track_caller]
fn check_linear(n: usize, document: impl Fn(usize) -> String) {
    let name: String = document(3).chars().take(200).collect();
    linear::check_linear(&name, n, document, |text| drop(read(text)));
}

#[test]
fn nesting_is_no_recursion() {
    let nested = |name: &str, n: usize| rss(&format!("<item><guid>1</guid>{}x</item>", format!("<{name}>").repeat(n)));
    for name in ["media:group", "title", "content", "x", "b"] {
        for n in [1_000, 100_000] {
            assert_eq!(read(&nested(name, n)).unwrap().entries.len(), 1, "{name}");
        }
        check_linear(100_000, |n| nested(name, n));
    }
    let closed = |n: usize| rss(&format!("<item>{}{}</item>", "<media:group>".repeat(n), "</media:group>".repeat(n)));
    assert_eq!(read(&closed(1_000)).unwrap().entries.len(), 1);
    check_linear(100_000, closed);
    let json = |n: usize| format!("{{\"items\":{}", "[".repeat(n));
    assert!(read(&json(100_000)).is_err());
}

#[test]
fn what_is_never_closed_is_read_once() {
    check_linear(100_000, |n| rss(&"<a>".repeat(n)));
    check_linear(100_000, |n| rss(&"<item><title>".repeat(n)));
    check_linear(100_000, |n| rss(&format!("<item>{}", "<title>x<link>".repeat(n))));
    check_linear(100_000, |n| rss(&"<!--".repeat(n)));
    check_linear(100_000, |n| rss(&"<![CDATA[".repeat(n)));
    check_linear(100_000, |n| rss(&format!("<item>{}]]>", "<![CDATA[</item>".repeat(n))));
    check_linear(100_000, |n| rss(&"<!D [".repeat(n)));
    check_linear(100_000, |n| rss(&"<?".repeat(n)));
    check_linear(100_000, |n| rss(&"</".repeat(n)));
    check_linear(400_000, |n| rss(&"<".repeat(n)));
    check_linear(400_000, |n| "<".repeat(n));
    check_linear(100_000, |n| rss(&format!("<item><title>{}</title></item>", "&".repeat(n))));
    check_linear(100_000, |n| rss(&format!("<item><title>{}</title></item>", "&lt;b ".repeat(n))));
    check_linear(100_000, |n| rss(&"<a b='".repeat(n)));
}

#[test]
fn what_is_mended_is_read_once() {
    check_linear(100_000, |n| rss(&format!("<item><title>{}</title></item>", "&lt;!--".repeat(n))));
    check_linear(100_000, |n| rss(&format!("<item><title>{}</title></item>", "&#xD83D;".repeat(n))));
    check_linear(100_000, |n| rss(&format!("<item><link>{}</link></item>", "&amp;amp;".repeat(n))));
    check_linear(100_000, |n| rss(&format!("<item><author>{}</author></item>", "Ada Quill and ".repeat(n))));
    check_linear(100_000, |n| rss(&"<link/>x".repeat(n)));
    check_linear(50_000, |n| rss(&format!("<item>{}</item>", "<a><![CDATA[</item><![CDATA[]]></a>".repeat(n))));
    check_linear(100_000, |n| format!("<!DOCTYPE x [<!ENTITY a 'b'>{}]>{}", "] ".repeat(n), rss(&"&a;".repeat(n))));
    check_linear(100_000, |n| format!("<html>{}", "<link rel=alternate type=application/rss+xml href=/a>".repeat(n)));
    check_linear(50_000, |n| format!("<urlset>{}", "<url><loc>/a</loc><lastmod>2026</lastmod></url>".repeat(n)));
    check_linear(50_000, |n| format!("<sitemapindex>{}", "<sitemap><loc>/a</loc></sitemap>".repeat(n)));
    let json =
        |inside: String| format!("{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{{\"id\":1,{inside}");
    for piece in ["\"", "\"a\" ", "\\ud83d", "{", "[", "}", "]", "'", "/*", "//", ",", "\":", "x ", "\", \"", "\"  }"] {
        check_linear(100_000, |n| json(piece.repeat(n)));
        check_linear(100_000, |n| json(format!("\"title\":\"{}", piece.repeat(n))));
    }
}

#[test]
fn many_attributes() {
    for prefix in ["", "xmlns:"] {
        let attributes = |n: usize| {
            (0..n).fold(String::new(), |mut all, i| {
                write!(all, " {prefix}a{i}='x'").unwrap();
                all
            })
        };
        let document =
            |n: usize| rss(&format!("<item{0}><link{0}>https://quill.example/</link></item>", attributes(n)));
        let feed = read(&document(100_000)).unwrap();
        assert!(feed.entries[0].link.is_some());
        check_linear(20_000, document);
    }
}

#[test]
fn entities_are_never_expanded() {
    let bomb = "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'><!ENTITY x SYSTEM 'file:///etc/hostname'>]>";
    let item = "<item><guid>1</guid><title>&b;&x;</title></item>";
    let feed = read(&format!("{bomb}{}", rss(item))).unwrap();
    assert_eq!(feed.entries[0].title.as_deref(), Some("&b;&x;"));
    assert_eq!(feed.recovered, [Recovery::Entities]);
    check_linear(100_000, |n| rss(&format!("<item><title>{}</title></item>", "&a;".repeat(n))));
}

#[test]
fn entries_and_fields_have_limits() {
    let feed = read(&rss(&"<item><title>x</title></item>".repeat(100_000))).unwrap();
    assert_eq!((feed.entries.len(), feed.recovered.as_slice()), (10_000, [Recovery::Limits].as_slice()));
    let long = rss(&format!("<item><description>{}</description></item>", "é".repeat(25_000_000)));
    let feed = read(&long).unwrap();
    assert_eq!(feed.entries[0].summary.as_deref().map(str::len), Some(1 << 20));
    assert_eq!(feed.recovered, [Recovery::Limits]);
    let items = "{\"id\":1},".repeat(20_000);
    let json =
        format!("{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{}]}}", items.trim_end_matches(','));
    assert_eq!(read(&json).unwrap().entries.len(), 10_000);
}

#[test]
fn repetition_does_not_blow_up() {
    for field in [
        "<author>a</author>",
        "<category>c</category>",
        "<link>/l</link>",
        "<dc:title>t</dc:title>",
        "<title>t</title>",
    ] {
        check_linear(20_000, |n| {
            rss(&format!("<item>{}{}</item>", "<category>c</category>".repeat(n), field.repeat(n)))
        });
        check_linear(20_000, |n| rss(&field.repeat(n)));
    }
    let authors = |n: usize| {
        let names = (0..n).map(|i| format!("{{\"name\":\"{i}\"}}")).collect::<Vec<_>>().join(",");
        format!("{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{{\"id\":1}}],\"authors\":[{names}]}}")
    };
    check_linear(50_000, authors);
    let long = "x".repeat(1 << 20);
    let entries = "<entry><link href='a'/></entry>".repeat(10_000);
    let feed = |head: &str| format!("<feed xmlns='http://www.w3.org/2005/Atom' {head}{entries}</feed>");
    let based = read(&feed(&format!("xml:base='https://quill.example/{long}/'>"))).unwrap();
    let linked = read(&feed(&format!("><link href='https://quill.example/{long}/'/>"))).unwrap();
    let named = read(&feed(&format!("><author><name>{long}</name></author>"))).unwrap();
    for feed in [based, linked, named] {
        let sizes = feed.entries.iter().map(|e| {
            let authors: usize = e.authors.iter().map(String::len).sum();
            authors + e.link.as_ref().map_or(0, |l| l.as_str().len())
        });
        assert!(sizes.sum::<usize>() < 20 << 20);
    }
}
