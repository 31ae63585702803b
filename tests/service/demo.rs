//! The demo's records against what a careful reader finds in its newspaper (`src/cli/demo/pages/expected.toml`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::support::{code, of, pressline, records};
use serde::Deserialize;
use serde_json::Value;

/// Quotes whose words or speaker may be missed, of the hundred in the newspaper. Lower it with every gain.
const MISSED_QUOTES: usize = 13;

#[derive(Deserialize)]
struct Expected {
    article: Vec<Article>,
}

#[derive(Deserialize)]
struct Article {
    path: String,
    title: String,
    authors: Vec<String>,
    language: String,
    published: String,
    first: String,
    last: String,
    captions: Vec<Caption>,
    absent: Vec<String>,
    quotes: Vec<Quote>,
}

#[derive(Deserialize)]
struct Caption {
    text: String,
    credit: Option<String>,
}

#[derive(Deserialize)]
struct Quote {
    words: Vec<String>,
    speaker: String,
}

#[test]
fn a_reader_finds_in_the_demo_what_the_newspaper_says() {
    let output = pressline().arg("demo").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(code(&output), 0, "{said}");
    let records = records(&output.stdout);
    let path = |record: &Value| url::Url::parse(record["url"].as_str().unwrap()).unwrap().path().to_owned();
    let found: BTreeMap<String, &Value> = of(&records, "article").into_iter().map(|r| (path(r), r)).collect();
    let text = include_str!("../../src/cli/demo/pages/expected.toml");
    let expected: Expected = toml::from_str(text).unwrap();
    let (mut wrong, mut missed) = (String::new(), String::new());
    for article in &expected.article {
        match found.get(&article.path) {
            Some(record) => compare(article, record, &mut wrong, &mut missed),
            None => writeln!(wrong, "{}: no record", article.path).unwrap(),
        }
    }
    for extra in found.keys().filter(|path| !expected.article.iter().any(|a| a.path == **path)) {
        writeln!(wrong, "{extra}: taken for an article").unwrap();
    }
    let codes: BTreeSet<_> = of(&records, "error").iter().map(|e| e["code"].as_str().unwrap()).collect();
    assert_eq!(codes, BTreeSet::from(["http_status", "no_article_index", "not_a_feed"]), "{wrong}");
    assert!(wrong.is_empty(), "{wrong}");
    assert!(missed.lines().count() <= MISSED_QUOTES, "{} missed:\n{missed}", missed.lines().count());
    assert!(said.contains("4 feeds, 12 articles"), "{said}");
}

fn compare(article: &Article, record: &Value, wrong: &mut String, missed: &mut String) {
    let text = record["text"].as_str().unwrap();
    let mut differ = |what: &str, got: String, want: String| {
        if got != want {
            writeln!(wrong, "{} {what}: {got:?}, not {want:?}", article.path).unwrap();
        }
    };
    differ("title", record["title"].as_str().unwrap_or_default().into(), article.title.clone());
    differ("authors", record["authors"].to_string(), serde_json::to_string(&article.authors).unwrap());
    differ("language", record["language"].as_str().unwrap_or_default().into(), article.language.clone());
    differ(
        "published",
        record["published"].as_str().unwrap_or_default().chars().take(10).collect(),
        article.published.clone(),
    );
    differ("begins", text.chars().take(article.first.chars().count()).collect(), article.first.clone());
    let tail = text.chars().count().saturating_sub(article.last.chars().count());
    differ("ends", text.chars().skip(tail).collect(), article.last.clone());
    let captions = |pairs: Vec<(String, Option<String>)>| format!("{pairs:?}");
    let got = record["captions"].as_array().unwrap().iter();
    differ(
        "captions",
        captions(got.map(|c| (c["text"].as_str().unwrap().into(), c["credit"].as_str().map(str::to_owned))).collect()),
        captions(article.captions.iter().map(|c| (c.text.clone(), c.credit.clone())).collect()),
    );
    for clutter in article.absent.iter().filter(|clutter| text.contains(clutter.as_str())) {
        differ("holds", clutter.clone(), String::new());
    }
    for quote in &article.quotes {
        if !record["quotes"].as_array().unwrap().iter().any(|got| says(got, quote)) {
            writeln!(missed, "{}: {} said {:?}", article.path, quote.speaker, quote.words).unwrap();
        }
    }
}

/// Whether a record's quote has the words and the speaker: words alone count, a leading "that" may come or go.
fn says(got: &Value, want: &Quote) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase);
        words.skip_while(|word| word == "that").collect()
    };
    let name = |name: &str| name.to_lowercase().trim_start_matches("the ").to_owned();
    let speaker = got["speaker"]["name"].as_str().unwrap_or_default();
    let (got, want_words) = (words(got["text"].as_str().unwrap()), words(&want.words.join(" ")));
    let (a, b): (BTreeSet<_>, BTreeSet<_>) = (got.iter().collect(), want_words.iter().collect());
    let dice = 2.0 * a.intersection(&b).count() as f64 / (a.len() + b.len()).max(1) as f64;
    dice >= 0.8 && name(speaker) == name(&want.speaker)
}
