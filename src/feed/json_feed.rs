//! JSON Feed, with slips repaired that feed-rs does not accept: numbers for strings, and missing members.

use feed_rs::model;
use serde_json::{Map, Value, json};
use url::Url;

use super::error::ParseError;
use super::extras::{EntryExtras, FeedExtras, MAX_ENTRIES};
use super::xml::content::{MAX_FIELD_BYTES, truncate};
use super::xml::escape::escape_text;
use super::{feed_rs_parser, poll_hints};
use crate::model::feed::{Format, Recovery};
use crate::text::steps;

/// The authors of an item, and its tags, that are kept (chosen).
const MAX_NAMES: usize = 20;
/// The characters of an author's name or a tag that are kept (chosen).
const MAX_NAME_CHARS: usize = 300;

/// Reads a JSON Feed of any version.
///
/// # Errors
/// [`ParseError::OtherJson`] for JSON that is not a feed, [`ParseError::InvalidJson`] for text that is not JSON or is nested
/// more than 128 deep.
pub(super) fn parse_json_feed(text: &str, source: Option<&Url>) -> Result<(model::Feed, FeedExtras), ParseError> {
    steps::count(text.len());
    let value: Value = serde_json::from_str(text).map_err(|e| ParseError::InvalidJson { detail: e.to_string() })?;
    let version = string(&value, "version").unwrap_or_default();
    let is_feed = version.contains("jsonfeed.org") || value.get("feed_url").is_some();
    let items = value.get("items").and_then(Value::as_array);
    let items = items.filter(|_| is_feed).ok_or(ParseError::OtherJson)?;
    let mut extras = FeedExtras::new(Format::Json, source);
    if !version.starts_with("https://jsonfeed.org/version/1") {
        extras.recovered.insert(Recovery::Root);
    }
    for (rel, key) in [("self", "feed_url"), ("next", "next_url")] {
        poll_hints::add_link(&mut extras.hints, rel, &string(&value, key).unwrap_or_default());
    }
    for hub in list(&value, "hubs") {
        poll_hints::add_link(&mut extras.hints, "hub", &string(hub, "url").unwrap_or_default());
    }
    if items.len() > MAX_ENTRIES {
        extras.recovered.insert(Recovery::Limits);
    }
    let items: Vec<Value> = items.iter().take(MAX_ENTRIES).map(|item| clean_item(item, &mut extras)).collect();
    let document = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": string(&value, "title").unwrap_or_default(),
        "home_page_url": string(&value, "home_page_url"),
        "language": string(&value, "language"),
        "authors": authors(&value),
        "items": items,
    });
    let parsed = feed_rs_parser::parse(&document.to_string());
    Ok((parsed.map_err(|e| ParseError::Rejected { detail: e.to_string() })?, extras))
}

/// Returns an item in the form that feed-rs reads, its id the key of the extras that are added.
fn clean_item(item: &Value, extras: &mut FeedExtras) -> Value {
    let id = string(item, "id").filter(|id| !id.is_empty());
    let mut own = EntryExtras { id, is_permalink: true, ..EntryExtras::default() };
    own.published.add(0, &string(item, "date_published").unwrap_or_default());
    own.updated.add(0, &string(item, "date_modified").unwrap_or_default());
    let key = extras.add_entry(own);
    let mut clean = Map::new();
    clean.insert("id".to_owned(), json!(key.to_string()));
    clean.insert("url".to_owned(), json!(string(item, "url").or_else(|| string(item, "external_url"))));
    let html = string(item, "content_html").or_else(|| {
        let mut html = String::new();
        escape_text(&string(item, "content_text")?, &mut html);
        Some(html)
    });
    for (key, text) in [("title", string(item, "title")), ("summary", string(item, "summary")), ("content_html", html)]
    {
        let Some(mut text) = text else { continue };
        if text.len() > MAX_FIELD_BYTES {
            extras.recovered.insert(Recovery::Limits);
            truncate(&mut text);
        }
        clean.insert(key.to_owned(), json!(text));
    }
    clean.insert("authors".to_owned(), authors(item));
    let tags: Vec<String> = list(item, "tags").filter_map(Value::as_str).take(MAX_NAMES).map(shortened).collect();
    clean.insert("tags".to_owned(), json!(tags));
    Value::Object(clean)
}

/// Returns the authors of a feed or an item, in the form of version 1.1 whatever the version.
fn authors(of: &Value) -> Value {
    let named = of.get("author").into_iter().chain(list(of, "authors")).filter_map(|a| string(a, "name"));
    named.take(MAX_NAMES).map(|name| json!({ "name": shortened(&name) })).collect()
}

fn shortened(name: &str) -> String {
    name.chars().take(MAX_NAME_CHARS).collect()
}

/// Returns a member as a string, whether it is a string or a number.
fn string(of: &Value, key: &str) -> Option<String> {
    match of.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Returns the items of a member that is an array, none for any other.
fn list<'a>(of: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    of.get(key).and_then(Value::as_array).into_iter().flatten()
}
