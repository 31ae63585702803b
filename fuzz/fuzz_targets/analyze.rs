#![no_main]
//! Any text is analyzed; every record of it can be drawn.

use libfuzzer_sys::fuzz_target;
use pressline::analyze::{Models, analyze};
use pressline::model::record::ArticleRecord;
use pressline::model::{Article, OffsetUnit};

fuzz_target!(|text: &str| {
    let article = Article { text: text.to_owned(), language: Some("en".to_owned()), ..Article::default() };
    let found = analyze(&article, &Models::embedded());
    let _ = ArticleRecord::new(None, &article, Some(&found), OffsetUnit::Codepoint);
});
