//! The page's own article among the objects of its JSON-LD.

use serde_json::{Map, Value};
use url::Url;

use super::authors::read_authors;
use super::graph::{Graph, has_type};
use super::types::JsonLdArticle;
use super::values::{address, date, flag, text, words};

/// Bytes of a headline. Chosen, as for the values of `<meta>`: each line of the page is compared with it.
const LONGEST_HEADLINE: usize = 4096;

/// Posts of a live blog that are read.
const MOST_POSTS: usize = 500;

/// Returns whether a type names something written, though it is not called an article.
pub(crate) fn is_page(kind: &str) -> bool {
    kind.ends_with("Page") || matches!(kind, "HowTo" | "Recipe" | "CreativeWork" | "BlogPost" | "Blog")
}

/// Returns how likely an object is to describe the page's own article.
pub(crate) fn rank(object: &Map<String, Value>, page: &Url) -> u32 {
    let has = |key: &str| object.contains_key(key);
    u32::from(is_own(object, page)) * 8
        + u32::from(has("headline")) * 4
        + u32::from(has("datePublished")) * 2
        + u32::from(has("author"))
}

pub(crate) fn addresses(object: &Map<String, Value>) -> impl Iterator<Item = String> {
    ["url", "mainEntityOfPage", "@id"].into_iter().filter_map(|k| address(object.get(k)?))
}

pub(crate) fn is_own(object: &Map<String, Value>, page: &Url) -> bool {
    addresses(object).any(|url| same_page(&url, page))
}

fn same_page(url: &str, page: &Url) -> bool {
    page.join(url).is_ok_and(|u| u.path().trim_end_matches('/') == page.path().trim_end_matches('/'))
}

/// Returns where a picture is; its `@id` is a name and no address.
fn picture(value: &Value, graph: &Graph<'_>) -> Option<String> {
    match value {
        Value::Array(items) => items.iter().find_map(|item| picture(item, graph)),
        Value::Object(object) => {
            let held =
                |object: &Map<String, Value>| ["url", "contentUrl"].iter().find_map(|k| address(object.get(*k)?));
            held(object).or_else(|| held(graph.by_id(object.get("@id")?.as_str()?)?))
        }
        _ => address(value),
    }
}

fn headline(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(LONGEST_HEADLINE));
    text
}

pub(crate) fn describe(object: &Map<String, Value>, graph: &Graph<'_>) -> JsonLdArticle {
    let string = |key: &str| object.get(key).and_then(text);
    let mut tags = Vec::new();
    for key in ["keywords", "about"] {
        if tags.is_empty()
            && let Some(value) = object.get(key)
        {
            words(value, &mut tags);
        }
    }
    JsonLdArticle {
        headline: string("headline").or_else(|| string("name")).map(headline),
        description: string("description"),
        body: object.get("articleBody").or_else(|| object.get("text")).and_then(Value::as_str).map(str::to_owned),
        authors: read_authors(object, graph),
        published: ["datePublished", "dateCreated"].iter().find_map(|k| date(object.get(*k)?)),
        modified: object.get("dateModified").and_then(date),
        section: object.get("articleSection").and_then(text),
        tags,
        image: ["image", "thumbnailUrl"].iter().find_map(|k| picture(object.get(*k)?, graph)),
        url: ["url", "mainEntityOfPage"].iter().find_map(|k| address(object.get(*k)?)),
        language: string("inLanguage"),
        // Somebody who publishes what they write is no site.
        site: object
            .get("publisher")
            .and_then(|p| resolved(p, graph))
            .filter(|p| !has_type(p, "Person"))
            .and_then(|p| text(p.get("name")?)),
        free: object.get("isAccessibleForFree").and_then(flag).or_else(|| closed_part(object)),
    }
}

/// `false` where a part of the article is closed.
fn closed_part(object: &Map<String, Value>) -> Option<bool> {
    let part = object.get("hasPart")?;
    let parts = part.as_array().map_or(std::slice::from_ref(part), Vec::as_slice);
    parts.iter().filter_map(|p| flag(p.get("isAccessibleForFree")?)).find(|free| !free)
}

/// Returns the steps of a trail of links after the front page.
pub(crate) fn breadcrumbs(list: &Map<String, Value>) -> Vec<String> {
    let steps = list.get("itemListElement").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let name = |step: &Value| text(step.get("name").or_else(|| step.get("item")?.get("name"))?);
    steps.iter().skip(1).take(8).filter_map(name).collect()
}

/// Returns what a live blog's posts say.
pub(crate) fn posts(blog: &Map<String, Value>) -> Vec<(Option<String>, String)> {
    let updates = blog.get("liveBlogUpdate").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let post = |update: &Value| {
        let body = update.get("articleBody").or_else(|| update.get("text"))?.as_str()?;
        Some((update.get("headline").and_then(text), body.to_owned()))
    };
    updates.iter().take(MOST_POSTS).filter_map(post).collect()
}

fn resolved<'a>(value: &'a Value, graph: &Graph<'a>) -> Option<&'a Map<String, Value>> {
    let object = match value {
        Value::Object(object) => object,
        Value::Array(items) => items.first()?.as_object()?,
        _ => return None,
    };
    match object.get("@id").and_then(Value::as_str) {
        Some(id) if !object.contains_key("name") => graph.by_id(id).or(Some(object)),
        _ => Some(object),
    }
}
