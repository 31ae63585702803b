mod around;
mod broken;
mod formats;
mod json;
mod laws;
mod links;
mod texts;

use std::fmt::Write;

use url::Url;

use super::{Source, parse};
use crate::model::Feed;

/// Reads a feed fetched from `https://quill.example/feed` and compares it with its picture: a line for the feed, a line
/// for each entry, what was mended at the end. Fields that are empty are left out.
#[track_caller]
fn check(document: &str, expected: &str) {
    check_bytes(document.as_bytes(), None, expected);
}

#[track_caller]
fn check_bytes(bytes: &[u8], content_type: Option<&str>, expected: &str) {
    let url = Url::parse("https://quill.example/feed").unwrap();
    let read = parse(bytes, Source { url: Some(&url), content_type });
    let picture = read.map_or_else(|error| error.to_string(), |feed| draw(&feed));
    let expected: Vec<&str> = expected.trim().lines().map(str::trim).collect();
    assert_eq!(picture.trim().lines().collect::<Vec<_>>(), expected);
}

fn draw(feed: &Feed) -> String {
    let mut out = format!("{:?}", feed.format).to_lowercase();
    let row = |parts: Vec<(&str, String)>, out: &mut String| {
        for (name, part) in parts.into_iter().filter(|(_, p)| !p.is_empty()) {
            write!(out, " {name}{part}").unwrap();
        }
        out.push('\n');
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let link = |url: &Option<Url>| url.as_ref().map(Url::to_string).unwrap_or_default();
    row(vec![("", text(&feed.title)), ("at ", link(&feed.link)), ("in ", text(&feed.language))], &mut out);
    for entry in &feed.entries {
        write!(out, "[{}]", entry.id).unwrap();
        let date = |m: Option<crate::model::Moment>| m.map(|m| m.to_string()).unwrap_or_default();
        let parts = vec![
            ("", text(&entry.title)),
            ("at ", link(&entry.link)),
            ("on ", date(entry.published)),
            ("updated ", date(entry.updated)),
            ("by ", entry.authors.join(" & ")),
            ("#", entry.tags.join(" #")),
            ("summary: ", text(&entry.summary)),
            ("content: ", text(&entry.content)),
        ];
        row(parts, &mut out);
    }
    if !feed.recovered.is_empty() {
        writeln!(out, "mended: {:?}", feed.recovered).unwrap();
    }
    out
}
