//! Pages in the manner of many newspapers' systems, held against what a careful reader finds in them.
//!
//! Each `fixtures/pages/NAME.toml` has a `NAME.html` beside it: what the record says (`title`, `authors`, `published` as a day),
//! how the body begins and ends (`first`, `last`), what it must contain and must not (`holds`, `absent`), the captions, the
//! people with the short names that mean them, and the things said. `words` of a quote are its pieces; only their letters are
//! compared, and a leading "that" may come or go. Whatever a file leaves out is not asked. A page that is no article has
//! `refused` alone: the reason. CONTRIBUTING.md shows an example.

use std::fs;
use std::path::{Path, PathBuf};

use pressline::analyze::{Models, analyze};
use pressline::extract::extract;
use pressline::model::annotation::{EntityType, MentionKind, Quote};
use pressline::model::{Annotations, Article, Page};
use serde::Deserialize;
use url::Url;

/// Of a hundred things said, how many must be found whole and with their speaker. Only ever raised.
const SAID_PERCENT: usize = 91;
/// Of a hundred people, how many must be found with all their short names. Only ever raised.
const PEOPLE_PERCENT: usize = 96;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// The page's address, where its own name makes no good one.
    url: Option<Url>,
    refused: Option<String>,
    title: Option<String>,
    authors: Option<Vec<String>>,
    published: Option<String>,
    first: Option<String>,
    last: Option<String>,
    #[serde(default)]
    holds: Vec<String>,
    #[serde(default)]
    absent: Vec<String>,
    captions: Option<Vec<Caption>>,
    #[serde(default)]
    people: Vec<Person>,
    #[serde(default)]
    quotes: Vec<Said>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
struct Caption {
    text: String,
    credit: Option<String>,
}

#[derive(Deserialize)]
struct Person {
    name: String,
    #[serde(default)]
    mentions: Vec<String>,
}

#[derive(Deserialize)]
struct Said {
    words: Vec<String>,
    speaker: String,
}

/// What differs, as lines to read, and of how many things it was asked.
#[derive(Default)]
struct Findings {
    asked: usize,
    wrong: Vec<String>,
}

impl Findings {
    fn check(&mut self, right: bool, deviation: impl FnOnce() -> String) {
        self.asked += 1;
        if !right {
            self.wrong.push(deviation());
        }
    }

    fn assert_percent(&self, least: usize) {
        let right = self.asked - self.wrong.len();
        let list = self.wrong.join("\n");
        eprintln!("{right} of {} are right\n{list}", self.asked);
        assert!(right * 100 >= self.asked * least, "{right} of {} are right, not {least} percent:\n{list}", self.asked);
    }
}

#[test]
fn a_page_yields_its_article_and_nothing_else() {
    let mut findings = Findings::default();
    for name in names() {
        let (page, expected) = read(&name);
        match (extract(&page), &expected.refused) {
            (Ok(article), None) => compare_article(&name, &article, &expected, &mut findings),
            (Ok(_), Some(reason)) => findings.check(false, || format!("{name}: an article, not {reason}")),
            (Err(got), Some(reason)) => findings.check(got.code() == reason, || format!("{name}: {}", got.code())),
            (Err(reason), None) => findings.check(false, || format!("{name}: no article: {reason}")),
        }
    }
    findings.assert_percent(100);
}

#[test]
fn people_are_merged_across_their_names() {
    let mut findings = Findings::default();
    for (name, article, notes, expected) in analyzed() {
        for person in &expected.people {
            let missing = missing_names(person, &article, &notes);
            findings.check(missing.is_empty(), || format!("{name}: {} is not found as {missing:?}", person.name));
        }
    }
    findings.assert_percent(PEOPLE_PERCENT);
}

#[test]
fn each_said_thing_has_its_speakers_full_name() {
    let mut findings = Findings::default();
    for (name, article, notes, expected) in analyzed() {
        for said in &expected.quotes {
            let found = find(&notes, &said.words, &article.text);
            let speaker = found.map(|quote| quote.speaker.as_ref().map_or("nobody", |speaker| speaker.name.as_str()));
            findings.check(speaker.is_some_and(|speaker| bare(speaker) == bare(&said.speaker)), || {
                let words = said.words.join(" … ");
                let got = speaker.map_or_else(|| near(&notes, &article.text, said), |by| format!("by {by}"));
                format!("{name}: “{words}” is by {}, got {got}", said.speaker)
            });
        }
    }
    findings.assert_percent(SAID_PERCENT);
}

fn compare_article(name: &str, article: &Article, expected: &Expected, findings: &mut Findings) {
    let text = article.text.as_str();
    let paragraph = |at: Option<&str>| at.unwrap_or_default().to_owned();
    if let Some(title) = &expected.title {
        findings.check(article.title.as_ref() == Some(title), || format!("{name}: title is {:?}", article.title));
    }
    if let Some(authors) = &expected.authors {
        findings.check(article.authors == *authors, || format!("{name}: authors are {:?}", article.authors));
    }
    if let Some(day) = &expected.published {
        let published = article.published.map(|moment| moment.date().to_string()).unwrap_or_default();
        findings.check(published == *day, || format!("{name}: published {published:?}"));
    }
    if let Some(first) = &expected.first {
        findings.check(text.starts_with(first), || format!("{name}: begins {:?}", paragraph(text.lines().next())));
    }
    if let Some(last) = &expected.last {
        findings.check(text.ends_with(last), || format!("{name}: ends {:?}", paragraph(text.lines().last())));
    }
    for words in &expected.holds {
        findings.check(text.contains(words.as_str()), || format!("{name}: lost {words:?}"));
    }
    for words in &expected.absent {
        findings.check(!text.contains(words.as_str()), || {
            let whole = text.lines().find(|line| line.contains(words.trim_end()));
            format!("{name}: {words:?} leaked in {:?}", paragraph(whole))
        });
    }
    if let Some(expected) = &expected.captions {
        let captions = article.captions.iter().map(|c| Caption { text: c.text.clone(), credit: c.credit.clone() });
        findings
            .check(captions.eq(expected.iter().cloned()), || format!("{name}: captions are {:?}", article.captions));
    }
}

/// Which of a person's names no person of the annotations bears together with the full name.
fn missing_names<'a>(person: &'a Person, article: &Article, notes: &Annotations) -> Vec<&'a str> {
    let entity = notes.entities.iter().find(|e| e.kind == EntityType::Person && e.name == person.name);
    let Some(entity) = entity else { return vec![person.name.as_str()] };
    let borne = |name: &str| {
        let mut named = entity.mentions.iter().filter(|mention| mention.kind == MentionKind::Name);
        named.any(|mention| mention.span.of(&article.text) == name)
    };
    person.mentions.iter().map(String::as_str).filter(|name| !borne(name)).collect()
}

/// The quote of these words: just these, or else one that holds them all.
fn find<'a>(notes: &'a Annotations, words: &[String], text: &str) -> Option<&'a Quote> {
    let wanted: Vec<String> = words.iter().map(|piece| letters(piece)).collect();
    let exactly = |quote: &&Quote| pieces(quote, text) == wanted.join(" ");
    let holding = |quote: &&Quote| wanted.iter().all(|piece| pieces(quote, text).contains(piece.as_str()));
    notes.quotes.iter().find(exactly).or_else(|| notes.quotes.iter().find(holding))
}

fn pieces(quote: &Quote, text: &str) -> String {
    quote.spans.iter().map(|span| letters(span.of(text))).collect::<Vec<_>>().join(" ")
}

/// A quote that shares words with what was asked for, to say what went wrong.
fn near(notes: &Annotations, text: &str, said: &Said) -> String {
    let wanted = said.words.iter().map(|words| letters(words)).collect::<Vec<_>>().join(" ");
    let mut found = notes
        .quotes
        .iter()
        .map(|quote| pieces(quote, text))
        .filter(|got| wanted.contains(got.as_str()) || got.contains(&wanted));
    found.next().map_or_else(|| "nothing".to_owned(), |got| format!("a part: {got:?}"))
}

/// Lower-case words without marks, and without a leading "that".
fn letters(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !matches!(c, '\'' | '’')).collect();
    let lower = plain.to_lowercase();
    let mut words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.first() == Some(&"that") {
        words.remove(0);
    }
    words.join(" ")
}

/// A speaker without the article before it: "the board" and "board" are one.
fn bare(speaker: &str) -> String {
    let lower = speaker.to_lowercase();
    let rest = ["the ", "a ", "an "].iter().find_map(|article| lower.strip_prefix(article));
    rest.unwrap_or(&lower).to_owned()
}

fn analyzed() -> impl Iterator<Item = (String, Article, Annotations, Expected)> {
    let models = Models::embedded().expect("whole models");
    names().into_iter().map(move |name| {
        let (page, expected) = read(&name);
        let article = extract(&page).unwrap_or_default();
        let notes = analyze(&article, &models);
        (name, article, notes, expected)
    })
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pages")
}

/// The pages' names, in order.
fn names() -> Vec<String> {
    let files = fs::read_dir(folder()).expect("the fixtures' folder is there");
    let paths = files.map(|file| file.expect("a folder's entry can be read").path());
    let pages = paths.filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
    let mut names: Vec<String> = pages.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    names
}

fn read(name: &str) -> (Page, Expected) {
    let file = |ending: &str| {
        let path = folder().join(format!("{name}.{ending}"));
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()))
    };
    let expected: Expected = toml::from_str(&file("toml")).unwrap_or_else(|error| panic!("{name}.toml: {error}"));
    let by_name = || Url::parse(&format!("https://paper.example/2026/{name}")).expect("a page's name makes an address");
    (Page { url: expected.url.clone().unwrap_or_else(by_name), html: file("html") }, expected)
}
