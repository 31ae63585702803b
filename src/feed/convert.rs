//! feed-rs's model and what it drops, brought together.

use feed_rs::model;
use url::Url;

use super::plain::plain;
use super::rewrite::BASE;
use super::side::{Note, Side};
use crate::model::feed::Format;
use crate::model::{Entry, Feed, content_id};

/// The feed as the rest of the program knows it.
pub(super) fn convert(read: model::Feed, side: Side) -> Feed {
    let link = read.links.iter().find_map(|l| address(&l.href, side.base.as_ref()));
    let base = link.as_ref().filter(|l| l.as_str().len() <= BASE).or(side.base.as_ref());
    let feed_authors = if side.format == Format::Rss { Vec::new() } else { names(&read.authors) };
    let entry = |entry: model::Entry| {
        let note = entry.id.parse().ok().and_then(|place: usize| side.notes.get(place))?;
        Some(self::entry(entry, note, base, &feed_authors))
    };
    let entries = read.entries.into_iter().filter_map(entry).collect();
    Feed {
        format: side.format,
        title: read.title.and_then(|t| filled(plain(&t.content))),
        entries,
        recovered: side.recovered.into_iter().collect(),
        language: side.language.or(read.language).and_then(|l| filled(plain(&l))),
        hints: side.hints,
        link,
    }
}

fn entry(read: model::Entry, note: &Note, base: Option<&Url>, feed_authors: &[String]) -> Entry {
    let title = read.title.and_then(|t| filled(plain(&t.content)));
    let summary = read.summary.and_then(|t| filled(t.content));
    let content = read.content.and_then(|c| c.body).and_then(filled);
    // Atom allows a link for each type; the page is the one in HTML
    let is_page = |l: &&model::Link| l.media_type.as_deref().is_none_or(|t| t.is_empty() || t.contains("html"));
    let mut pages = read.links.iter().filter(is_page).chain(&read.links);
    let link = pages
        .find_map(|l| address(&l.href, base))
        .or_else(|| note.id.as_deref().filter(|_| note.permalink).and_then(|id| address(id, None)))
        .or_else(|| note.about.as_deref().and_then(|about| address(about, None)));
    let id = note.id.clone().or_else(|| note.about.clone()).or_else(|| link.as_ref().map(Url::to_string));
    let id = id.unwrap_or_else(|| {
        let parts = [title.as_deref(), summary.as_deref(), content.as_deref()];
        content_id("e_", &parts.map(Option::unwrap_or_default).join("\n"))
    });
    let authors = names(&read.authors);
    Entry {
        id,
        link,
        published: note.published.best(),
        updated: note.updated.best(),
        authors: if authors.is_empty() { feed_authors.to_vec() } else { authors },
        tags: read.categories.into_iter().filter_map(|c| filled(plain(&c.term))).collect(),
        title,
        summary,
        content,
    }
}

/// Authors of one entry that are named.
const PEOPLE: usize = 20;

/// A web address, made absolute where there is a base.
fn address(text: &str, base: Option<&Url>) -> Option<Url> {
    let text = text.trim();
    let url = match (Url::parse(text), base) {
        (Ok(url), _) => Some(url),
        (Err(url::ParseError::RelativeUrlWithoutBase), Some(base)) if !text.is_empty() => base.join(text).ok(),
        _ => None,
    };
    url.filter(|u| matches!(u.scheme(), "http" | "https"))
}

fn names(people: &[model::Person]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for person in people.iter().take(PEOPLE) {
        let mut given = [&person.name, &person.email].into_iter().flatten().map(|text| plain(text));
        let name = given.find(|n| !n.is_empty()).unwrap_or_default();
        // RSS: `desk@quill.example (Ada Quill)`
        let inside = name.strip_prefix('(').and_then(|n| n.strip_suffix(')')).map(str::to_owned);
        let name = inside.unwrap_or(name);
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn filled(text: String) -> Option<String> {
    Some(text).filter(|t| !t.trim().is_empty())
}
