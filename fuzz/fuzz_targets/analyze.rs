#![no_main]
//! Any text is analyzed; every record of it can be drawn.

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use pressline::analyze::{Models, analyze};
use pressline::model::record::ArticleRecord;
use pressline::model::{Article, OffsetUnit};

static MODELS: LazyLock<Models> = LazyLock::new(|| Models::embedded().expect("whole models"));

fuzz_target!(|text: &str| {
    let article = Article { text: text.to_owned(), language: Some("en".to_owned()), ..Article::default() };
    let found = analyze(&article, &MODELS);
    let _ = ArticleRecord::new(None, &article, Some(&found), OffsetUnit::Codepoint);
});
