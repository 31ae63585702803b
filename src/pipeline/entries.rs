//! The entries of a polled feed, each with an identity of its own.

use std::collections::{HashMap, HashSet};

use url::Url;

use crate::identity::{normalized_url, page_key};
use crate::model::{Entry, Feed, content_id};
use crate::text::markup::plain_text;
use crate::work::job::{FullText, Identity};
use crate::work::ledger::EntryKey;

/// An entry of a feed, with what the ledger knows it by.
pub(super) struct FeedEntry<'a> {
    pub key: EntryKey,
    /// What makes two visits of it the same article.
    pub identity: Identity,
    pub entry: &'a Entry,
}

impl FeedEntry<'_> {
    /// Returns the entry's own text as HTML; its summary where it has no link and nothing else could be read.
    pub(super) fn content(&self) -> Option<&String> {
        let summary = self.entry.summary.as_ref().filter(|_| self.entry.link.is_none());
        self.entry.content.as_ref().or(summary)
    }

    /// Returns whether there is a page to visit or a text to read.
    pub(super) fn is_readable(&self) -> bool {
        self.entry.link.is_some() || self.content().is_some()
    }
}

/// What an entry is known by, and its place in the document.
pub(super) struct EntryIdentity {
    place: usize,
    key: EntryKey,
    identity: Identity,
}

/// Returns the entries of a feed with their identities, in the order of those.
pub(super) fn feed_entries<'a>(feed: &'a Feed, identities: &[EntryIdentity]) -> Vec<FeedEntry<'a>> {
    let joined = identities.iter().filter_map(|EntryIdentity { place, key, identity }| {
        Some(FeedEntry { key: key.clone(), identity: *identity, entry: feed.entries.get(*place)? })
    });
    joined.collect()
}

/// What tells entries of one id apart.
type LinkAndTitle<'a> = (Option<&'a Url>, Option<&'a str>);

/// Returns what a feed's entries are known by, each once, in the document's order. O(n) in the feed's texts.
///
/// An id that several entries of the document share says nothing; such entries are known by id, link and title.
pub(super) fn identities(feed: &Feed, full_text: FullText) -> Vec<EntryIdentity> {
    let mut words: HashMap<&str, Option<LinkAndTitle<'_>>> = HashMap::new();
    for entry in &feed.entries {
        let own = (entry.link.as_ref(), entry.title.as_deref());
        let first = words.entry(without_scheme(&entry.id)).or_insert(Some(own));
        *first = first.filter(|first| *first == own);
    }
    let mut seen = HashSet::new();
    let all = feed.entries.iter().enumerate().map(|(place, entry)| {
        let is_id_shared = words.get(without_scheme(&entry.id)).is_some_and(Option::is_none);
        let (key, identity) = entry_key(entry, full_text, is_id_shared);
        EntryIdentity { place, key, identity }
    });
    all.filter(|entry| seen.insert(entry.key.id.clone())).collect()
}

fn entry_key(entry: &Entry, full_text: FullText, is_id_shared: bool) -> (EntryKey, Identity) {
    let has_own_text = full_text == FullText::Feed && entry.content.is_some();
    let identity = if entry.link.is_none() || has_own_text { Identity::Entry } else { Identity::Page };
    let page = entry.link.as_ref().filter(|_| identity == Identity::Page);
    let mut key = EntryKey {
        id: without_scheme(&entry.id).to_owned(),
        old_id: entry.id.clone(),
        page: page.map(page_key).unwrap_or_default(),
        old_page: page.map(normalized_url).unwrap_or_default(),
        fingerprint: String::new(),
        old_fingerprint: old_fingerprint(entry),
    };
    if is_id_shared {
        let link = entry.link.as_ref().map(|link| without_scheme(link.as_str()));
        let parts = [Some(key.id.as_str()), link, entry.title.as_deref()];
        key.id = content_id("e_", &parts.map(Option::unwrap_or_default).join("\n"));
        key.old_id.clear();
    }
    key.fingerprint = fingerprint(entry, &key.page);
    (key, identity)
}

/// Returns an id without the scheme of a web address: sites that move to https change all their ids.
fn without_scheme(id: &str) -> &str {
    ["https:", "http:"]
        .iter()
        .find_map(|scheme| id.strip_prefix(scheme))
        .filter(|rest| rest.starts_with("//"))
        .unwrap_or(id)
}

/// Returns a hash of the words whose change makes an entry worth another visit: headline, authors, text and page.
///
/// Markup does not count, since counters and tracking pictures in it change with every poll.
fn fingerprint(entry: &Entry, page: &str) -> String {
    let text = entry.content.as_deref().or(entry.summary.as_deref()).map(plain_text).unwrap_or_default();
    let authors = entry.authors.join("\u{1f}");
    let title = entry.title.as_deref().unwrap_or_default();
    content_id("", &[title, &authors, &text, page].join("\n"))
}

/// Returns the hash that format 1 of the state kept: of headline, address and "updated".
fn old_fingerprint(entry: &Entry) -> String {
    let updated = entry.updated.map(|at| at.to_string());
    let link = entry.link.as_ref().map(Url::as_str);
    let parts = [entry.title.as_deref(), updated.as_deref(), link].map(Option::unwrap_or_default);
    content_id("", &parts.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, link: &str, title: &str) -> Entry {
        let link = if link.is_empty() { None } else { Some(link.parse().unwrap()) };
        Entry { id: id.to_owned(), link, title: Some(title.to_owned()), ..Entry::default() }
    }

    /// Checks which entries are told apart: each is drawn as the number of the first one of the same id.
    #[track_caller]
    fn check(entries: &[Entry], expected: &[usize]) {
        let id = |all: &[Entry], i: usize| {
            let feed = Feed { entries: all.to_vec(), ..Feed::default() };
            let title = &all[i].title;
            let found =
                feed_entries(&feed, &identities(&feed, FullText::Auto)).into_iter().find(|e| &e.entry.title == title);
            found.map(|e| e.key.id)
        };
        let ids: Vec<_> = (0..entries.len()).map(|i| id(entries, i)).collect();
        let first: Vec<_> = ids.iter().map(|id| ids.iter().position(|other| other == id).unwrap()).collect();
        assert_eq!(first, expected);
    }

    #[test]
    fn an_id_that_several_entries_share_says_nothing() {
        let page = |n: usize| format!("https://quill.example/{n}");
        check(&[entry("N/A", &page(1), "A"), entry("N/A", &page(2), "B"), entry("N/A", &page(3), "C")], &[0, 1, 2]);
        check(&[entry("0", &page(1), "A"), entry("0", &page(1), "B")], &[0, 1]);
        check(&[entry("0", "", "A"), entry("0", "", "B"), entry("7", "", "C")], &[0, 1, 2]);
        check(&[entry("a", &page(1), "A"), entry("b", &page(1), "B")], &[0, 1]);
        check(
            &[entry("https://quill.example/", &page(1), "A"), entry("http://quill.example/", &page(1), "B")],
            &[0, 1],
        );
    }

    #[test]
    fn the_same_entry_twice_is_one() {
        let twice = Feed { entries: vec![entry("a", "", "A"), entry("a", "", "A")], ..Feed::default() };
        assert_eq!(feed_entries(&twice, &identities(&twice, FullText::Auto)).len(), 1);
    }

    #[test]
    fn markup_and_tracking_are_no_change() {
        let said = |content: &str, link: &str| {
            let entry = Entry { content: Some(content.to_owned()), ..entry("a", link, "A") };
            let feed = Feed { entries: vec![entry], ..Feed::default() };
            feed_entries(&feed, &identities(&feed, FullText::Auto)).remove(0).key.fingerprint
        };
        let page = "https://quill.example/a";
        assert_eq!(
            said("<p>Ferry</p><img src='x?1'>", page),
            said("<p id=2>Ferry</p><img src='x?2'>", &format!("{page}?utm_term=9"))
        );
        assert_ne!(said("<p>Ferry</p>", page), said("<p>Ferries</p>", page));
        assert_ne!(said("<p>Ferry</p>", page), said("<p>Ferry</p>", "https://quill.example/b"));
    }
}
