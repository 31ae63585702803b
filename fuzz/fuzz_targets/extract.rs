#![no_main]
//! Any bytes are a page; what is found in it joins to its text.

use libfuzzer_sys::fuzz_target;
use pressline::extract::{decode_html, extract};
use pressline::model::Page;

fuzz_target!(|bytes: &[u8]| {
    let page = Page { url: "https://news.test/a".parse().unwrap(), html: decode_html(bytes, None) };
    if let Ok(article) = extract(&page) {
        let paragraphs: Vec<&str> = article.paragraphs.iter().map(|p| p.span.of(&article.text)).collect();
        assert_eq!(paragraphs.join("\n"), article.text);
    }
});
