//! The result of feed-rs and the extras, joined into one feed.

use feed_rs::model;
use url::Url;

use super::extras::{EntryExtras, FeedExtras};
use super::urls::{MAX_BASE_BYTES, web_url};
use crate::model::feed::Format;
use crate::model::{Entry, Feed, content_id};
use crate::text::markup::plain_text;

/// Returns the feed in the form that the rest of the program uses.
pub(super) fn convert(read: model::Feed, extras: FeedExtras) -> Feed {
    let link = read.links.iter().find_map(|l| web_url(&l.href, extras.base.as_ref()));
    let base = link.as_ref().filter(|l| l.as_str().len() <= MAX_BASE_BYTES).or(extras.base.as_ref());
    let feed_authors = if extras.format == Format::Rss { Vec::new() } else { person_names(&read.authors) };
    let entry = |entry: model::Entry| {
        let own = extras.of_entry(&entry.id)?;
        Some(convert_entry(entry, own, base, &feed_authors))
    };
    let entries = read.entries.into_iter().filter_map(entry).collect();
    Feed {
        format: extras.format,
        title: read.title.and_then(|t| non_empty(plain_text(&t.content))),
        entries,
        recovered: extras.recovered.into_iter().collect(),
        language: extras.language.or(read.language).and_then(|l| non_empty(plain_text(&l))),
        hints: extras.hints,
        link,
    }
}

fn convert_entry(read: model::Entry, extras: &EntryExtras, base: Option<&Url>, feed_authors: &[String]) -> Entry {
    let link = entry_link(&read.links, extras, base);
    let title = read.title.and_then(|t| non_empty(plain_text(&t.content)));
    let summary = read.summary.and_then(|t| non_empty(t.content));
    let content = read.content.and_then(|c| c.body).and_then(non_empty);
    let own_id = extras.id.clone().or_else(|| extras.rdf_about.clone());
    let id = own_id.or_else(|| link.as_ref().map(Url::to_string)).unwrap_or_else(|| {
        let parts = [title.as_deref(), summary.as_deref(), content.as_deref()];
        content_id("e_", &parts.map(Option::unwrap_or_default).join("\n"))
    });
    let authors = person_names(&read.authors);
    Entry {
        id,
        link,
        published: extras.published.best(),
        updated: extras.updated.best(),
        authors: if authors.is_empty() { feed_authors.to_vec() } else { authors },
        tags: read.categories.into_iter().filter_map(|c| non_empty(plain_text(&c.term))).collect(),
        title,
        summary,
        content,
    }
}

/// Returns the address of the entry's page: a link to HTML, else any link, else an id that is an address.
fn entry_link(links: &[model::Link], extras: &EntryExtras, base: Option<&Url>) -> Option<Url> {
    // Atom allows a link for each type
    let is_html = |l: &&model::Link| l.media_type.as_deref().is_none_or(|t| t.is_empty() || t.contains("html"));
    let mut by_preference = links.iter().filter(is_html).chain(links);
    by_preference
        .find_map(|l| web_url(&l.href, base))
        .or_else(|| extras.id.as_deref().filter(|_| extras.is_permalink).and_then(|id| web_url(id, None)))
        .or_else(|| extras.rdf_about.as_deref().and_then(|about| web_url(about, None)))
}

/// The persons of one entry whose names are kept (chosen).
const MAX_PERSONS: usize = 20;

/// Returns the persons' names, each once; an address where there is no name.
fn person_names(persons: &[model::Person]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for person in persons.iter().take(MAX_PERSONS) {
        let mut given = [&person.name, &person.email].into_iter().flatten().map(|text| plain_text(text));
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

fn non_empty(text: String) -> Option<String> {
    Some(text).filter(|t| !t.trim().is_empty())
}
