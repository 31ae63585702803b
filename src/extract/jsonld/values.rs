//! JSON-LD values into texts, dates, flags and addresses.

use serde_json::Value;

use crate::text::char_refs::decode_char_refs;
use crate::text::markup::strip_tags;
use crate::text::whitespace::collapse_whitespace;

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
        Value::String(list) => into.extend(listed(&decode_char_refs(list))),
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
        Value::String(s) => Some(collapse_whitespace(&strip_tags(&decode_char_refs(s)))).filter(|s| !s.is_empty()),
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
