//! JSON Feed, with slips repaired that feed-rs does not accept: numbers for strings, and missing members.

use std::collections::BTreeSet;

use feed_rs::model;
use serde_json::{Map, Value, json};
use url::Url;

use super::error::ParseError;
use super::extras::{EntryExtras, FeedExtras};
use super::json_repair::{RepairedJson, repair_json};
use super::link_spelling::mended_address;
use super::newest::Newest;
use super::xml::content::{MAX_FIELD_BYTES, truncate};
use super::xml::escape::escape_text;
use super::{feed_rs_parser, poll_hints};
use crate::model::feed::{Format, Recovery};
use crate::text::steps;

/// A part of the address by which a JSON Feed states its version.
pub(super) const VERSION_MARK: &str = "jsonfeed.org/version";
/// The authors of an item, and its tags, that are kept (chosen).
const MAX_NAMES: usize = 20;
/// The characters of an author's name or a tag that are kept (chosen).
const MAX_NAME_CHARS: usize = 300;

/// Reads a JSON Feed of any version, or without one.
///
/// # Errors
/// [`ParseError::OtherJson`] for JSON that is not a feed, [`ParseError::InvalidJson`] for text that is not JSON and cannot be
/// repaired.
pub(super) fn parse_json_feed(text: &str, source: Option<&Url>) -> Result<(model::Feed, FeedExtras), ParseError> {
    let mut extras = FeedExtras::new(Format::Json, source);
    let mut value = read_json(text, &mut extras)?;
    let version = string(&value, "version").unwrap_or_default();
    let items = items_of(&mut value, version.contains("jsonfeed.org")).ok_or(ParseError::OtherJson)?;
    if !version.starts_with("https://jsonfeed.org/version/1") {
        extras.recovered.insert(Recovery::Root);
    }
    for (rel, key) in [("self", "feed_url"), ("next", "next_url")] {
        poll_hints::add_link(&mut extras.hints, rel, &string(&value, key).unwrap_or_default());
    }
    for hub in list(&value, "hubs") {
        poll_hints::add_link(&mut extras.hints, "hub", &string(hub, "url").unwrap_or_default());
    }
    let mut newest = Newest::default();
    let is_object = |item: &&Value| item.is_object();
    for item in items.iter().filter(is_object) {
        newest.push(clean_item(item, &mut extras.recovered), |(own, _): &CleanItem| own.time());
    }
    if newest.is_pruned() {
        extras.recovered.insert(Recovery::Limits);
    }
    let items: Vec<Value> = newest
        .finish(|(own, _)| own.time())
        .into_iter()
        .map(|(own, mut clean)| {
            clean.insert("id".to_owned(), json!(extras.add_entry(own).to_string()));
            Value::Object(clean)
        })
        .collect();
    let document = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": as_html(&string(&value, "title").unwrap_or_default()),
        "home_page_url": string(&value, "home_page_url"),
        "language": string(&value, "language"),
        "authors": authors(&value),
        "items": items,
    });
    let parsed = feed_rs_parser::parse(&document.to_string());
    Ok((parsed.map_err(|e| ParseError::Rejected { detail: e.to_string() })?, extras))
}

/// Reads JSON strictly or, where that fails, as far as its meaning is clear.
fn read_json(text: &str, extras: &mut FeedExtras) -> Result<Value, ParseError> {
    steps::count(text.len());
    let error = match serde_json::from_str(text) {
        Ok(value) => return Ok(value),
        Err(error) => ParseError::InvalidJson { detail: error.to_string() },
    };
    // a server's message or the name of a function may stand before
    let version = text.find(VERSION_MARK).unwrap_or_default();
    let start = text.split_at(version).0.rfind('{').unwrap_or_default();
    let RepairedJson { value, is_truncated } = repair_json(text.split_at(start).1).ok_or(error)?;
    extras.recovered.insert(Recovery::Json);
    if is_truncated {
        extras.recovered.insert(Recovery::Truncated);
    }
    if !text.split_at(start).0.trim().is_empty() {
        extras.recovered.insert(Recovery::LeadingJunk);
    }
    Ok(value)
}

/// Takes the items out of a feed; `None` for other JSON.
///
/// What has no version is a feed when it is a list of items, or names its site, and an item has what only a feed's items have.
fn items_of(value: &mut Value, has_version: bool) -> Option<Vec<Value>> {
    let has_any = |of: &Value, keys: &[&str]| keys.iter().any(|key| of.get(key).is_some());
    let is_of_site = value.is_array() || has_any(value, &["feed_url", "home_page_url", "title"]);
    let is_declared = has_version || has_any(value, &["feed_url"]);
    let items = if value.is_array() { value.as_array_mut() } else { value.get_mut("items")?.as_array_mut() }?;
    let is_item = |item: &Value| {
        has_any(item, &["content_html", "content_text", "date_published", "external_url"])
            && has_any(item, &["id", "url", "title"])
    };
    (is_declared || (is_of_site && items.iter().any(is_item))).then(|| std::mem::take(items))
}

/// The extras of an item, and the item in the form that feed-rs reads but without its id.
type CleanItem = (EntryExtras, Map<String, Value>);

/// Returns an item without its slips, and notes what was cut.
fn clean_item(item: &Value, recovered: &mut BTreeSet<Recovery>) -> CleanItem {
    let id = string(item, "id").filter(|id| !id.is_empty());
    let mut own = EntryExtras { id, is_permalink: true, ..EntryExtras::default() };
    own.published.add(0, &string(item, "date_published").unwrap_or_default());
    own.updated.add(0, &string(item, "date_modified").unwrap_or_default());
    let mut clean = Map::new();
    let address = |key| string(item, key).and_then(|address| mended_address(&address));
    clean.insert("url".to_owned(), json!(address("url").or_else(|| address("external_url"))));
    let html = string(item, "content_html").or_else(|| Some(as_html(&string(item, "content_text")?)));
    // JSON Feed 1.1: a title is plain text
    let title = string(item, "title").map(|title| as_html(&title));
    for (key, text) in [("title", title), ("summary", string(item, "summary")), ("content_html", html)] {
        let Some(mut text) = text else { continue };
        if text.len() > MAX_FIELD_BYTES {
            recovered.insert(Recovery::Limits);
            truncate(&mut text);
        }
        clean.insert(key.to_owned(), json!(text));
    }
    clean.insert("authors".to_owned(), authors(item));
    let tags: Vec<String> = list(item, "tags").filter_map(Value::as_str).take(MAX_NAMES).map(shortened).collect();
    clean.insert("tags".to_owned(), json!(tags));
    (own, clean)
}

/// Returns plain text as HTML.
fn as_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape_text(text, &mut html);
    html
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
