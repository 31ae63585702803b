//! The result of feed-rs and the extras, joined into one feed.

use feed_rs::model;
use url::Url;

use super::authors::{Person, author_names};
use super::extras::{EntryExtras, FeedExtras};
use super::link_spelling::mended_address;
use super::urls::{MAX_BASE_BYTES, web_url};
use super::wrapper_links::unwrapped;
use crate::model::feed::Format;
use crate::model::{Entry, Feed, content_id};
use crate::text::markup::plain_text;

/// Returns the feed in the form that the rest of the program uses.
pub(super) fn convert(read: model::Feed, extras: FeedExtras) -> Feed {
    let link = read.links.iter().find_map(|l| web_url(&l.href, extras.base.as_ref()));
    let base = link.as_ref().filter(|l| l.as_str().len() <= MAX_BASE_BYTES).or(extras.base.as_ref());
    let feed_authors = if extras.format == Format::Rss { Vec::new() } else { person_names(&read.authors) };
    let has_pages_as_subjects = is_about_page(&read.entries, &extras, base);
    let links = LinkRules { base, format: extras.format, has_pages_as_subjects };
    let entry = |entry: model::Entry| {
        let own = extras.of_entry(&entry.id)?;
        Some(convert_entry(entry, own, &links, &feed_authors))
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

/// What holds for the links of all entries of a feed.
struct LinkRules<'a> {
    /// The address that resolves relative links.
    base: Option<&'a Url>,
    format: Format,
    /// Whether `rdf:about` of an entry names its page.
    has_pages_as_subjects: bool,
}

/// Returns whether `rdf:about` is the address of a page, as RSS 1.0 asks for: whether it is that of any entry with a link.
fn is_about_page(entries: &[model::Entry], extras: &FeedExtras, base: Option<&Url>) -> bool {
    entries.iter().any(|entry| {
        let about = extras.of_entry(&entry.id).and_then(|own| web_url(own.rdf_about.as_deref()?, None));
        about.is_some_and(|about| entry.links.iter().any(|l| web_url(&l.href, base).as_ref() == Some(&about)))
    })
}

fn convert_entry(read: model::Entry, extras: &EntryExtras, rules: &LinkRules<'_>, feed_authors: &[String]) -> Entry {
    let link = entry_link(&read.links, extras, rules).map(unwrapped);
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

/// Returns the address of the entry's page.
///
/// It is the one behind another site, a link to HTML, any link, an id that is a permalink, or the address of the entry's own
/// document or of its content, the first of these that there is.
fn entry_link(links: &[model::Link], extras: &EntryExtras, rules: &LinkRules<'_>) -> Option<Url> {
    // Atom allows a link for each type
    let is_html = |l: &&model::Link| l.media_type.as_deref().is_none_or(|t| t.is_empty() || t.contains("html"));
    let by_preference = links.iter().filter(is_html).chain(links).map(|l| l.href.as_str());
    let mut stated = extras.original_link.as_deref().into_iter().chain(by_preference);
    let mut others = extras.other_links.iter();
    let permalink = || {
        let id = extras.id.as_deref().filter(|_| extras.is_permalink)?;
        web_url(&mended_address(id)?, None)
    };
    // a guid is a permalink; the id of Atom may be no more than a name
    let is_id_first = rules.format != Format::Atom;
    stated
        .find_map(|address| web_url(address, rules.base))
        .or_else(|| permalink().filter(|_| is_id_first))
        .or_else(|| others.find_map(|address| web_url(address, rules.base)))
        .or_else(permalink)
        .or_else(|| web_url(extras.rdf_about.as_deref().filter(|_| rules.has_pages_as_subjects)?, None))
}

/// Returns the persons' names, each once; an address where there is no name.
fn person_names(persons: &[model::Person]) -> Vec<String> {
    let person = |p: &'_ model::Person| Person {
        name: p.name.clone().unwrap_or_default(),
        email: p.email.clone().unwrap_or_default(),
    };
    author_names(persons.iter().map(person))
}

fn non_empty(text: String) -> Option<String> {
    Some(text).filter(|t| !t.trim().is_empty())
}
