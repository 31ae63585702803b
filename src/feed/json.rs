//! JSON Feed, with the slips that feed-rs does not forgive mended: numbers for strings, members that are missing.

use feed_rs::model;
use serde_json::{Map, Value, json};
use url::Url;

use super::side::{ENTRIES, Note, Side};
use super::value::{LIMIT, escape};
use super::{hints, salvage};
use crate::error::JobError;
use crate::model::feed::{Format, Recovery};
use crate::text::steps;

/// Authors and tags of an item that are kept, each up to 300 characters.
const NAMES: usize = 20;

/// Reads a JSON Feed of any version.
///
/// # Errors
/// [`JobError::NotAFeed`] for JSON that is no feed, or no JSON after all. Nesting beyond 128 counts as the latter.
pub(super) fn read(text: &str, source: Option<&Url>) -> Result<(model::Feed, Side), JobError> {
    steps::count(text.len());
    let not = |detail: String| JobError::NotAFeed { detail };
    let value: Value = serde_json::from_str(text).map_err(|e| not(format!("JSON that cannot be read: {e}")))?;
    let version = string(&value, "version").unwrap_or_default();
    let items = value.get("items").and_then(Value::as_array);
    let Some(items) = items.filter(|_| version.contains("jsonfeed.org") || value.get("feed_url").is_some()) else {
        return Err(not("JSON, but no JSON Feed".to_owned()));
    };
    let mut side = Side { format: Format::Json, base: source.cloned(), ..Side::default() };
    if !version.starts_with("https://jsonfeed.org/version/1") {
        side.recovered.insert(Recovery::Root);
    }
    for (rel, key) in [("self", "feed_url"), ("next", "next_url")] {
        hints::link(&mut side.hints, rel, &string(&value, key).unwrap_or_default());
    }
    for hub in list(&value, "hubs") {
        hints::link(&mut side.hints, "hub", &string(hub, "url").unwrap_or_default());
    }
    let cut = items.len() > ENTRIES;
    let clean: Vec<Value> = items.iter().take(ENTRIES).map(|item| self::item(item, &mut side)).collect();
    if cut {
        side.recovered.insert(Recovery::Limits);
    }
    let document = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": string(&value, "title").unwrap_or_default(),
        "home_page_url": string(&value, "home_page_url"),
        "language": string(&value, "language"),
        "authors": authors(&value),
        "items": clean,
    });
    let feed = salvage::parse(&document.to_string()).map_err(|e| not(e.to_string()))?;
    Ok((feed, side))
}

/// An item with its members in order, and its note.
fn item(item: &Value, side: &mut Side) -> Value {
    let mut note = Note { id: string(item, "id").filter(|id| !id.is_empty()), permalink: true, ..Note::default() };
    note.published.add(0, &string(item, "date_published").unwrap_or_default());
    note.updated.add(0, &string(item, "date_modified").unwrap_or_default());
    let mut clean = Map::new();
    clean.insert("id".to_owned(), json!(side.notes.len().to_string()));
    clean.insert("url".to_owned(), json!(string(item, "url").or_else(|| string(item, "external_url"))));
    let html = string(item, "content_html").or_else(|| {
        let mut html = String::new();
        escape(&string(item, "content_text")?, &mut html);
        Some(html)
    });
    for (key, text) in [("title", string(item, "title")), ("summary", string(item, "summary")), ("content_html", html)]
    {
        let Some(mut text) = text else { continue };
        if text.len() > LIMIT {
            side.recovered.insert(Recovery::Limits);
            text.truncate(text.floor_char_boundary(LIMIT));
        }
        clean.insert(key.to_owned(), json!(text));
    }
    clean.insert("authors".to_owned(), authors(item));
    let tags: Vec<String> = list(item, "tags").filter_map(Value::as_str).take(NAMES).map(short).collect();
    clean.insert("tags".to_owned(), json!(tags));
    side.notes.push(note);
    Value::Object(clean)
}

fn authors(of: &Value) -> Value {
    let named = of.get("author").into_iter().chain(list(of, "authors")).filter_map(|a| string(a, "name"));
    named.take(NAMES).map(|name| json!({ "name": short(&name) })).collect()
}

fn short(name: &str) -> String {
    name.chars().take(300).collect()
}

/// A member as a string, whether it is one or a number.
fn string(of: &Value, key: &str) -> Option<String> {
    match of.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn list<'a>(of: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    of.get(key).and_then(Value::as_array).into_iter().flatten()
}
