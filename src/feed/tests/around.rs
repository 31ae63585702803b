//! What stands before a feed, behind it and around it, and feeds that are too long.

use std::fmt::Write;

use super::super::{Source, parse};
use super::check;

const FEED: &str = "<rss version='2.0'><channel><item><guid>1</guid></item><item><guid>2</guid></item></channel></rss>";

#[test]
fn html_and_scripts_before_the_root() {
    for before in [
        "<meta charset=\"utf-8\"><?xml version=\"1.0\"?>",
        "<script>var a = '<item><rss version=2.0><channel>';</script>",
        "<style>item { color: red }</style><!-- page -->",
        "<!DOCTYPE html><html><head><title>Feed</title></head><body>",
        "<html><body><div><h1>News</h1>",
        "<base href='https://quill.example/'><link rel=stylesheet href=a.css>",
        "<noscript><img src='/pixel'></noscript>",
        "<script src='/counter.js'>",
    ] {
        check(&format!("{before}\n{FEED}"), "rss\n[1]\n[2]\nmended: [LeadingJunk]");
    }
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id></entry></feed>";
    check(&format!("<meta charset=utf-8>{atom}</body></html>"), "atom\n[1]\nmended: [LeadingJunk, TrailingJunk]");
    let rdf = "<rdf:RDF xmlns:rdf='x' xmlns='http://purl.org/rss/1.0/'><item rdf:about='urn:1'/></rdf:RDF>";
    check(&format!("<html><body>{rdf}"), "rdf\n[urn:1]\nmended: [LeadingJunk]");
}

#[test]
fn a_page_is_no_feed() {
    for page in [
        "<html><body><feed>x</feed></body></html>",
        "<html><script>document.write('<rss version=2.0>')</script></html>",
        "<html><!-- <rss version='2.0'> --></html>",
        "<html><rdf:RDF xmlns='http://web.resource.org/cc/'></rdf:RDF></html>",
        "<html><body><channel><item>x</item></channel></body></html>",
    ] {
        check(page, "not a feed: an HTML page that names no feed");
    }
}

#[test]
fn what_stands_behind_the_end_is_no_entry() {
    for behind in [
        "<script>var a=\"<item>\";</script><!-- Dynamic page -->",
        "<item><guid>3</guid></item>",
        "<div>Cached</div>",
        "Warning: cannot connect to <item>",
        "<rss version='2.0'><channel><item><guid>3</guid></item></channel></rss>",
    ] {
        check(&format!("{FEED}\n{behind}"), "rss\n[1]\n[2]\nmended: [TrailingJunk]");
    }
    check(&format!("{FEED}\n<!-- 0.2 s -->\n"), "rss\n[1]\n[2]");
    let split = FEED.replace("<item><guid>2", "</channel><channel><item><guid>2");
    check(&split, "rss\n[1]\n[2]");
}

#[test]
fn entities_that_the_document_defines() {
    let feed = |subset: &str, title: &str| {
        format!(
            "<?xml version='1.0'?><!DOCTYPE rss [{subset}]><rss version='2.0'><channel><item><guid>1</guid><title>{title}</title>\
             </item></channel></rss>"
        )
    };
    for (subset, title, expected) in [
        ("<!ENTITY paper \"Gull &amp; Tern Post\">", "News from &paper;", "News from Gull & Tern Post"),
        ("<!ENTITY nbsp '&#160;'>", "Harbour&nbsp;opens", "Harbour opens"),
        ("\n<!ENTITY a 'Har'>\n<!ENTITY b \"bour\">\n", "&a;&b; opens", "Harbour opens"),
        ("<!ENTITY a 'Harbour'><!ELEMENT rss ANY>", "&a; <![CDATA[&a;]]>", "Harbour &a;"),
        ("<!ENTITY o 'ö'>", "&o;ffnung", "öffnung"),
    ] {
        let document = feed(subset, title);
        let read = parse(document.as_bytes(), Source::default()).unwrap();
        assert_eq!(read.entries[0].title.as_deref(), Some(expected), "{document}");
    }
    let spaced = feed("<!ENTITY a 'Harbour'>", "&a;").replace("]>", "\n] >");
    check(&spaced, "rss\n[1] Harbour");
}

#[test]
fn an_entry_that_is_cut_is_no_entry() {
    let whole = "<rss version='2.0'><channel><item><guid>1</guid><title>One</title></item>";
    for cut in [
        "<item><title>Two</title><guid>2",
        "<item><guid>2</guid><title>Two</title><description><![CDATA[<p>Half a",
        "<item><guid>2</guid><link>https://quill.exam",
        "<item><guid>2</guid><title>Two</title>",
        "<ite",
    ] {
        let read = parse(format!("{whole}{cut}").as_bytes(), Source::default()).unwrap();
        let ids: Vec<_> = read.entries.iter().map(|e| e.id.as_str()).collect();
        assert_eq!(ids, ["1"], "{cut}");
        assert!(read.recovered.contains(&crate::model::feed::Recovery::Truncated), "{cut}");
    }
}

#[test]
fn of_too_many_entries_the_newest_are_read() {
    let feed = |dates: &dyn Fn(usize) -> String| {
        let mut all = "<rss version='2.0'><channel>".to_owned();
        for n in 0..10_003 {
            write!(all, "<item><guid>{n}</guid>{}</item>", dates(n)).unwrap();
        }
        let read = parse(format!("{all}</channel></rss>").as_bytes(), Source::default()).unwrap();
        assert_eq!((read.entries.len(), read.recovered.len()), (10_000, 1));
        (read.entries[0].id.clone(), read.entries[9_999].id.clone())
    };
    let ends = |first: &str, last: &str| (first.to_owned(), last.to_owned());
    assert_eq!(feed(&|_| String::new()), ends("0", "9999"));
    let day = |n: usize| format!("<pubDate>{}</pubDate>", 1_700_000_000 + n * 60);
    assert_eq!(feed(&day), ends("3", "10002"));
    assert_eq!(feed(&|n| day(20_000 - n)), ends("0", "9999"));
    assert_eq!(feed(&|n| if n < 3 { String::new() } else { day(n) }), ends("3", "10002"));
}
