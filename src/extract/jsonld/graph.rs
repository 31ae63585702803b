//! The objects of a page's JSON-LD, found by identifier and by type.

use std::collections::HashMap;

use crate::text::steps;
use serde_json::{Map, Value};

/// Levels that are looked into; serde stops at 128 of its own.
const DEPTH: usize = 24;

#[derive(Default)]
pub(crate) struct Graph<'a> {
    pub(crate) objects: Vec<&'a Map<String, Value>>,
    pub(crate) articles: Vec<&'a Map<String, Value>>,
    /// The first object that says something under each `@id`.
    ids: HashMap<&'a str, &'a Map<String, Value>>,
}

impl<'a> Graph<'a> {
    /// `aside` is set below properties that name other articles than the page's.
    pub(crate) fn walk(&mut self, value: &'a Value, depth: usize, aside: bool) {
        steps::count(1);
        if depth > DEPTH {
            return;
        }
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.walk(item, depth + 1, aside)),
            Value::Object(object) => {
                self.objects.push(object);
                if object.len() > 1
                    && let Some(id) = object.get("@id").and_then(Value::as_str)
                {
                    self.ids.entry(id).or_insert(object);
                }
                if !aside && schema_types(object).any(is_article) {
                    self.articles.push(object);
                }
                for (key, inner) in object {
                    let other = matches!(
                        key.as_str(),
                        "itemListElement"
                            | "hasPart"
                            | "isPartOf"
                            | "comment"
                            | "citation"
                            | "mentions"
                            | "liveBlogUpdate"
                            | "isBasedOn"
                            | "subjectOf"
                            | "review"
                            | "relatedLink"
                            | "author"
                    );
                    if inner.is_object() || inner.is_array() {
                        self.walk(inner, depth + 1, aside || other);
                    }
                }
            }
            _ => {}
        }
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&'a Map<String, Value>> {
        self.ids.get(id).copied()
    }
}

pub(crate) fn schema_types(object: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let (one, many) = match object.get("@type") {
        Some(Value::String(one)) => (Some(one.as_str()), [].as_slice()),
        Some(Value::Array(many)) => (None, many.as_slice()),
        _ => (None, [].as_slice()),
    };
    one.into_iter().chain(many.iter().filter_map(Value::as_str)).map(|t| t.rsplit(['/', '#', ':']).next().unwrap_or(t))
}

pub(crate) fn has_type(object: &Map<String, Value>, kind: &str) -> bool {
    schema_types(object).any(|t| t.eq_ignore_ascii_case(kind))
}

fn is_article(kind: &str) -> bool {
    kind.ends_with("Article")
        || kind.ends_with("Posting") && kind != "JobPosting"
        || kind == "Report"
        || kind == "Review"
}
