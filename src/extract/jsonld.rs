//! What JSON-LD says of the article.

mod writers;
mod written;

use std::collections::HashMap;

use serde_json::{Map, Value};
use url::Url;

use crate::text::char_refs::decode_char_refs;
use crate::text::markup::strip_tags;
use crate::text::whitespace::collapse_whitespace;
use writers::{Writers, signed};

/// The article as its publisher describes it for machines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Described {
    pub(super) headline: Option<String>,
    pub(super) description: Option<String>,
    /// The body; paragraphs may be divided by `\n`, or not at all.
    pub(super) body: Option<String>,
    pub(super) authors: Writers,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) section: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) image: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    pub(super) site: Option<String>,
    /// `isAccessibleForFree`.
    pub(super) free: Option<bool>,
}

/// What all scripts of a page say together.
#[derive(Clone, Debug, Default)]
pub(super) struct Linked {
    pub(super) article: Option<Described>,
    /// `datePublished` and `dateModified` of the page itself, as `WebPage`, `HowTo`, `Recipe` and the like have them.
    pub(super) page_dates: [Option<String>; 2],
    /// `isAccessibleForFree` of the page itself.
    pub(super) page_free: Option<bool>,
    /// Those of the article; of the page, where the article has none or nothing is called an article.
    pub(super) writers: Writers,
    /// Every type named, in lower case.
    pub(super) types: Vec<String>,
    /// The name of a publisher or web site.
    pub(super) site: Option<String>,
    /// The trail of links that leads from the front page to this one.
    pub(super) trail: Vec<String>,
    /// Whether the page is called a live blog.
    pub(super) live_blog: bool,
    /// The posts of a live blog: headline and text, in the order given.
    pub(super) posts: Vec<(Option<String>, String)>,
}

/// Levels that are looked into; serde stops at 128 of its own.
const DEPTH: usize = 24;
/// The type of a page of dated posts.
const LIVE: &str = "LiveBlogPosting";
/// Posts of a live blog that are read.
const MOST_POSTS: usize = 500;

/// Reads the scripts of the page found at `page`. O(n); what is not JSON is passed over.
pub(super) fn read(scripts: &[String], page: &Url) -> Linked {
    let values: Vec<Value> = scripts.iter().flat_map(|s| written::read(s)).collect();
    let mut found = Found::default();
    for value in &values {
        found.walk(value, 0, false);
    }
    let best = found.articles.iter().enumerate().max_by_key(|(i, o)| (rank(o, page), std::cmp::Reverse(*i)));
    let article = best.map(|(_, object)| describe(object, &found));
    let live = best.map(|(_, o)| *o).filter(|o| is(o, LIVE)).or_else(|| {
        // Beside an article of the same page.
        let other = |o: &&&Map<String, Value>| addresses(o).next().is_none() || is_own(o, page);
        found.articles.iter().filter(|o| is(o, LIVE)).find(other).copied()
    });
    let own = |o: &&&Map<String, Value>| addresses(o).next().is_none() || is_own(o, page);
    let pages = || found.objects.iter().filter(|o| types(o).any(is_page)).filter(own);
    let dated = pages().find(|o| o.contains_key("datePublished"));
    let date = |key: &str| dated.and_then(|o| date(o.get(key)?));
    let mut writers = article.as_ref().map(|a| a.authors.clone()).unwrap_or_default();
    if writers.is_empty() {
        writers = pages().map(|o| signed(o, &found)).find(|w| !w.is_empty()).unwrap_or_default();
    }
    let named = |kind: &str| found.objects.iter().find(|o| is(o, kind)).and_then(|o| text(o.get("name")?));
    Linked {
        article,
        page_dates: ["datePublished", "dateModified"].map(date),
        page_free: pages().find_map(|o| flag(o.get("isAccessibleForFree")?)),
        writers,
        types: found.objects.iter().flat_map(|o| types(o)).map(str::to_ascii_lowercase).collect(),
        site: named("WebSite").or_else(|| named("NewsMediaOrganization")),
        trail: found.objects.iter().find(|o| is(o, "BreadcrumbList")).map(|list| trail(list)).unwrap_or_default(),
        live_blog: live.is_some(),
        posts: live.map(posts).unwrap_or_default(),
    }
}

#[derive(Default)]
struct Found<'a> {
    objects: Vec<&'a Map<String, Value>>,
    articles: Vec<&'a Map<String, Value>>,
    /// The first object that says something under each `@id`.
    ids: HashMap<&'a str, &'a Map<String, Value>>,
}

impl<'a> Found<'a> {
    /// `aside` is set below properties that name other articles than the page's.
    fn walk(&mut self, value: &'a Value, depth: usize, aside: bool) {
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
                if !aside && types(object).any(is_article) {
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

    fn by_id(&self, id: &str) -> Option<&'a Map<String, Value>> {
        self.ids.get(id).copied()
    }
}

fn types(object: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let (one, many) = match object.get("@type") {
        Some(Value::String(one)) => (Some(one.as_str()), [].as_slice()),
        Some(Value::Array(many)) => (None, many.as_slice()),
        _ => (None, [].as_slice()),
    };
    one.into_iter().chain(many.iter().filter_map(Value::as_str)).map(|t| t.rsplit(['/', '#', ':']).next().unwrap_or(t))
}

fn is(object: &Map<String, Value>, kind: &str) -> bool {
    types(object).any(|t| t.eq_ignore_ascii_case(kind))
}

fn is_article(kind: &str) -> bool {
    kind.ends_with("Article")
        || kind.ends_with("Posting") && kind != "JobPosting"
        || kind == "Report"
        || kind == "Review"
}

/// What is written, though it is not called an article.
fn is_page(kind: &str) -> bool {
    kind.ends_with("Page") || matches!(kind, "HowTo" | "Recipe" | "CreativeWork" | "BlogPost" | "Blog")
}

/// How likely an object is to describe the page's own article.
fn rank(object: &Map<String, Value>, page: &Url) -> u32 {
    let has = |key: &str| object.contains_key(key);
    u32::from(is_own(object, page)) * 8
        + u32::from(has("headline")) * 4
        + u32::from(has("datePublished")) * 2
        + u32::from(has("author"))
}

fn addresses(object: &Map<String, Value>) -> impl Iterator<Item = String> {
    ["url", "mainEntityOfPage", "@id"].into_iter().filter_map(|k| address(object.get(k)?))
}

fn is_own(object: &Map<String, Value>, page: &Url) -> bool {
    addresses(object).any(|url| same_page(&url, page))
}

fn same_page(url: &str, page: &Url) -> bool {
    page.join(url).is_ok_and(|u| u.path().trim_end_matches('/') == page.path().trim_end_matches('/'))
}

fn address(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.trim().to_owned()).filter(|s| !s.is_empty()),
        Value::Array(items) => items.iter().find_map(address),
        Value::Object(object) => ["url", "@id", "contentUrl"].iter().find_map(|k| address(object.get(*k)?)),
        _ => None,
    }
}

/// Where a picture is; its `@id` is a name and no address.
fn picture(value: &Value, found: &Found<'_>) -> Option<String> {
    match value {
        Value::Array(items) => items.iter().find_map(|item| picture(item, found)),
        Value::Object(object) => {
            let held =
                |object: &Map<String, Value>| ["url", "contentUrl"].iter().find_map(|k| address(object.get(*k)?));
            held(object).or_else(|| held(found.by_id(object.get("@id")?.as_str()?)?))
        }
        _ => address(value),
    }
}

fn describe(object: &Map<String, Value>, found: &Found<'_>) -> Described {
    let string = |key: &str| object.get(key).and_then(text);
    let mut tags = Vec::new();
    for key in ["keywords", "about"] {
        if tags.is_empty()
            && let Some(value) = object.get(key)
        {
            words(value, &mut tags);
        }
    }
    Described {
        headline: string("headline").or_else(|| string("name")),
        description: string("description"),
        body: object.get("articleBody").or_else(|| object.get("text")).and_then(Value::as_str).map(str::to_owned),
        authors: signed(object, found),
        published: ["datePublished", "dateCreated"].iter().find_map(|k| date(object.get(*k)?)),
        modified: object.get("dateModified").and_then(date),
        section: object.get("articleSection").and_then(text),
        tags,
        image: ["image", "thumbnailUrl"].iter().find_map(|k| picture(object.get(*k)?, found)),
        url: ["url", "mainEntityOfPage"].iter().find_map(|k| address(object.get(*k)?)),
        language: string("inLanguage"),
        // Somebody who publishes what they write is no site.
        site: object
            .get("publisher")
            .and_then(|p| resolved(p, found))
            .filter(|p| !is(p, "Person"))
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

/// The steps of a trail of links after the front page.
fn trail(list: &Map<String, Value>) -> Vec<String> {
    let steps = list.get("itemListElement").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let name = |step: &Value| text(step.get("name").or_else(|| step.get("item")?.get("name"))?);
    steps.iter().skip(1).take(8).filter_map(name).collect()
}

/// What a live blog's posts say.
fn posts(blog: &Map<String, Value>) -> Vec<(Option<String>, String)> {
    let updates = blog.get("liveBlogUpdate").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let post = |update: &Value| {
        let body = update.get("articleBody").or_else(|| update.get("text"))?.as_str()?;
        Some((update.get("headline").and_then(text), body.to_owned()))
    };
    updates.iter().take(MOST_POSTS).filter_map(post).collect()
}

fn resolved<'a>(value: &'a Value, found: &Found<'a>) -> Option<&'a Map<String, Value>> {
    let object = match value {
        Value::Object(object) => object,
        Value::Array(items) => items.first()?.as_object()?,
        _ => return None,
    };
    match object.get("@id").and_then(Value::as_str) {
        Some(id) if !object.contains_key("name") => found.by_id(id).or(Some(object)),
        _ => Some(object),
    }
}

fn words(value: &Value, into: &mut Vec<String>) {
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

/// The words of a list in one string.
pub(super) fn listed(list: &str) -> impl Iterator<Item = String> {
    list.split([',', ';', '、']).map(collapse_whitespace).filter(|w| !w.is_empty())
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(collapse_whitespace(&strip_tags(&decode_char_refs(s)))).filter(|s| !s.is_empty()),
        Value::Array(items) => items.iter().find_map(text),
        Value::Object(object) => text(object.get("name").or_else(|| object.get("@value"))?),
        _ => None,
    }
}

/// A date as it is written; one in numbers counts seconds or milliseconds since 1970.
fn date(value: &Value) -> Option<String> {
    let Some(number) = value.as_i64() else { return text(value) };
    let seconds = if number > 100_000_000_000 { number / 1000 } else { number };
    jiff::Timestamp::from_second(seconds).ok().map(|at| at.to_string())
}

fn flag(value: &Value) -> Option<bool> {
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
