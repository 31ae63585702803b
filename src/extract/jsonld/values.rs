//! JSON-LD values into texts, dates, flags and addresses.

use html5ever::data::NAMED_ENTITIES;
use serde_json::Value;

use crate::text::steps;
use crate::text::whitespace::collapse_whitespace;

/// Bytes of a tag that is looked for its end.
const LONGEST_TAG: usize = 512;

/// Bytes of a character reference's name.
const LONGEST_REFERENCE: usize = 24;

pub(crate) fn address(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.trim().to_owned()).filter(|s| !s.is_empty()),
        Value::Array(items) => items.iter().find_map(address),
        Value::Object(object) => ["url", "@id", "contentUrl"].iter().find_map(|k| address(object.get(*k)?)),
        _ => None,
    }
}

pub(crate) fn words(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(list) => into.extend(listed(&unescape(list))),
        Value::Array(items) => {
            if let [list @ Value::String(_)] = items.as_slice() {
                return words(list, into);
            }
            let one = |item: &Value| text(item.as_object().map_or(item, |o| o.get("name").unwrap_or(&Value::Null)));
            into.extend(items.iter().filter_map(one));
        }
        Value::Object(object) => into.extend(object.get("name").and_then(text)),
        _ => {}
    }
}

/// Returns the words of a list in one string.
pub(crate) fn listed(list: &str) -> impl Iterator<Item = String> {
    list.split([',', ';', '、']).map(collapse_whitespace).filter(|w| !w.is_empty())
}

pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(collapse_whitespace(&untagged(&unescape(s)))).filter(|s| !s.is_empty()),
        Value::Array(items) => items.iter().find_map(text),
        Value::Object(object) => text(object.get("name").or_else(|| object.get("@value"))?),
        _ => None,
    }
}

/// Returns a date as it is written; one in numbers counts seconds or milliseconds since 1970.
pub(crate) fn date(value: &Value) -> Option<String> {
    let Some(number) = value.as_i64() else { return text(value) };
    let seconds = if number > 100_000_000_000 { number / 1000 } else { number };
    jiff::Timestamp::from_second(seconds).ok().map(|at| at.to_string())
}

pub(crate) fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(b) => Some(*b),
        Value::Number(n) => n.as_u64().map(|n| n > 0),
        Value::String(s) => match s.to_ascii_lowercase().rsplit('/').next()? {
            "true" | "yes" | "1" => Some(true),
            "false" | "no" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Returns a text without the tags that some publishers leave in it.
pub(crate) fn untagged(text: &str) -> String {
    steps::count(text.len());
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        let end = after.bytes().take(LONGEST_TAG).position(|b| b == b'>').filter(|_| tag);
        let behind = end.and_then(|end| after.get(end + 1..));
        out.push(if behind.is_some() { ' ' } else { '<' });
        rest = behind.unwrap_or(after);
    }
    out.push_str(rest);
    out
}

/// Returns what a name stands for in HTML, where that is one character.
pub(crate) fn named(name: &str) -> Option<char> {
    let &(code, more) = NAMED_ENTITIES.get(format!("{name};").as_str())?;
    char::from_u32(code).filter(|_| more == 0).map(|c| if c == '\u{a0}' { ' ' } else { c })
}

/// Takes the character references back out that some publishers leave in JSON.
pub(crate) fn unescape(text: &str) -> String {
    steps::count(text.len());
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        rest = after;
        // Looked for near by only: a text may be all `&`.
        let end = after.bytes().take(LONGEST_REFERENCE + 1).position(|b| b == b';');
        let Some((name, tail)) = end.and_then(|end| Some((after.get(..end)?, after.get(end + 1..)?))) else {
            out.push('&');
            continue;
        };
        let number =
            name.strip_prefix("#x").or_else(|| name.strip_prefix("#X")).map(|hex| u32::from_str_radix(hex, 16));
        let number = number.or_else(|| name.strip_prefix('#').map(str::parse));
        let c = match number {
            Some(code) => code.ok().and_then(char::from_u32),
            None => named(name),
        };
        if let Some(c) = c {
            out.push(c);
            rest = tail;
        } else {
            out.push('&');
        }
    }
    out.push_str(rest);
    out
}
