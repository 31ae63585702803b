//! Whom JSON-LD names as authors.

use serde_json::{Map, Value};

use super::graph::{Graph, has_type, schema_types};
use super::types::Authors;
use super::values::text;
use crate::text::char_refs::decode_char_refs;
use crate::text::markup::strip_tags;
use crate::text::whitespace::collapse_whitespace;

/// Whom an object names as its authors.
pub(crate) fn read_authors(object: &Map<String, Value>, graph: &Graph<'_>) -> Authors {
    let mut authors = Authors::default();
    for key in ["author", "creator"] {
        if authors.is_empty()
            && let Some(value) = object.get(key)
        {
            people(value, graph, &mut authors, false, 0);
        }
    }
    authors
}

fn people(value: &Value, graph: &Graph<'_>, into: &mut Authors, organization: bool, depth: usize) {
    match value {
        _ if depth > 4 => {}
        Value::String(name) => {
            let list = if organization { &mut into.organizations } else { &mut into.people };
            list.extend(Some(collapse_whitespace(&strip_tags(&decode_char_refs(name)))).filter(|n| !n.is_empty()));
        }
        Value::Array(items) => items.iter().for_each(|item| people(item, graph, into, organization, depth + 1)),
        Value::Object(object) => {
            let named = |o: &Map<String, Value>| o.contains_key("name") || o.contains_key("familyName");
            let id = object.get("@id").and_then(Value::as_str).filter(|_| !named(object));
            let object = id.and_then(|id| graph.by_id(id)).unwrap_or(object);
            let organization = organization
                || (schema_types(object).any(|t| t.ends_with("Organization") || t == "Corporation")
                    && !has_type(object, "Person"));
            if let Some(name) = object.get("name") {
                people(name, graph, into, organization, depth + 1);
            } else {
                let part = |key: &str| object.get(key).and_then(text);
                let parts: Vec<String> = ["givenName", "familyName"].into_iter().filter_map(part).collect();
                into.people.extend(Some(parts.join(" ")).filter(|n| !n.is_empty()));
            }
        }
        _ => {}
    }
}
