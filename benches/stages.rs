//! The pure stages, one by one, on texts of our own: `just bench`.

#![allow(missing_docs, reason = "divan's macros make functions public")]

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use pressline::analyze::{Models, analyze};
use pressline::extract::extract;
use pressline::feed::{self, Source};
use pressline::model::{Article, Page};

fn main() {
    divan::main();
}

const PARAGRAPH: &str = "The council of Dunmore approved the plan on Monday after a debate of four hours. “We have waited long \
                         enough,” said Mayor Helen Brandt, who had put it forward in the spring. She added that work would begin \
                         in March. Opponents will go to the county court, according to Peter Lang of the Harbour Trust.";

fn text() -> String {
    [PARAGRAPH; 12].join("\n")
}

/// A feed of fifty entries with their texts, as a newspaper's system writes it.
fn feed_document() -> String {
    let body = text().replace('\n', "</p><p>");
    let item = format!(
        "<item><title>A vote in Dunmore</title><link>https://news.test/a</link><pubDate>Mon, 02 Nov 2026 06:00:00 GMT</pubDate>\
         <description>Four hours.</description><content:encoded><![CDATA[<p>{body}</p>]]></content:encoded></item>"
    );
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel>\
         <title>T</title>{}</channel></rss>",
        item.repeat(50)
    )
}

#[divan::bench]
fn feed_of_50_entries(bencher: Bencher) {
    let bytes = feed_document().into_bytes();
    bencher.counter(BytesCount::new(bytes.len())).bench(|| feed::parse(black_box(&bytes), Source::default()));
}

/// Junk before the root, bare ampersands, unknown entities, an unbound prefix, and an end that is missing.
#[divan::bench]
fn feed_of_50_entries_to_recover(bencher: Bencher) {
    let document =
        feed_document().replace("A vote in", "Bread & Roses&nbsp;in").replace("</item>", "<x:y>1</x:y></item>");
    let document = format!("Notice: line 3\n{}", document.trim_end_matches("</channel></rss>"));
    let feed = feed::parse(document.as_bytes(), Source::default()).expect("a feed that can be recovered");
    assert_eq!(feed.entries.len(), 50);
    assert!(!feed.recovered.is_empty());
    let bytes = document.into_bytes();
    bencher.counter(BytesCount::new(bytes.len())).bench(|| feed::parse(black_box(&bytes), Source::default()));
}

#[divan::bench]
fn page_of_12_paragraphs(bencher: Bencher) {
    let link = "<li><a href=\"/other\">Another story of the day</a></li>".repeat(60);
    let body = text().replace('\n', "</p><p>");
    let html =
        format!("<html><body><nav><ul>{link}</ul></nav><article><h1>A vote</h1><p>{body}</p></article></body></html>");
    let page = Page { url: "https://news.test/a".parse().expect("an address"), html };
    bencher.counter(ItemsCount::new(1_usize)).bench(|| extract(black_box(&page)));
}

#[divan::bench]
fn analysis_of_12_paragraphs(bencher: Bencher) {
    let article = Article { text: text(), language: Some("en".to_owned()), ..Article::default() };
    let models = Models::embedded().expect("whole models");
    bencher.counter(BytesCount::of_str(&article.text)).bench(|| analyze(black_box(&article), &models));
}
