//! Whom JSON-LD names as authors.

use serde_json::{Map, Value};

use super::{Found, is, text, types};
use crate::text::char_refs::decode_char_refs;
use crate::text::markup::strip_tags;
use crate::text::whitespace::collapse_whitespace;

/// Whom an object names as its authors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::extract) struct Writers {
    /// What is not said to be an organisation.
    pub(in crate::extract) people: Vec<String>,
    /// Organisations: the publisher, a desk, an agency.
    pub(in crate::extract) houses: Vec<String>,
}

impl Writers {
    pub(super) const fn is_empty(&self) -> bool {
        self.people.is_empty() && self.houses.is_empty()
    }
}

/// Whom an object names as its authors.
pub(super) fn signed(object: &Map<String, Value>, found: &Found<'_>) -> Writers {
    let mut writers = Writers::default();
    for key in ["author", "creator"] {
        if writers.is_empty()
            && let Some(value) = object.get(key)
        {
            people(value, found, &mut writers, false, 0);
        }
    }
    writers
}

fn people(value: &Value, found: &Found<'_>, into: &mut Writers, house: bool, depth: usize) {
    match value {
        _ if depth > 4 => {}
        Value::String(name) => {
            let list = if house { &mut into.houses } else { &mut into.people };
            list.extend(Some(collapse_whitespace(&strip_tags(&decode_char_refs(name)))).filter(|n| !n.is_empty()));
        }
        Value::Array(items) => items.iter().for_each(|item| people(item, found, into, house, depth + 1)),
        Value::Object(object) => {
            let named = |o: &Map<String, Value>| o.contains_key("name") || o.contains_key("familyName");
            let id = object.get("@id").and_then(Value::as_str).filter(|_| !named(object));
            let object = id.and_then(|id| found.by_id(id)).unwrap_or(object);
            let house = house
                || (types(object).any(|t| t.ends_with("Organization") || t == "Corporation") && !is(object, "Person"));
            if let Some(name) = object.get("name") {
                people(name, found, into, house, depth + 1);
            } else {
                let part = |key: &str| object.get(key).and_then(text);
                let parts: Vec<String> = ["givenName", "familyName"].into_iter().filter_map(part).collect();
                into.people.extend(Some(parts.join(" ")).filter(|n| !n.is_empty()));
            }
        }
        _ => {}
    }
}
