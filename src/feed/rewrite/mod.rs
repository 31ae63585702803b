//! Rewrites any feed in XML, however broken, into a clean document and the extras beside it.
//!
//! The clean document has no nesting but feed, entry and field, so it is never more than five deep. Every text is escaped, and
//! each entry's id is its [`EntryKey`](super::extras::EntryKey).

mod element;
mod entry;
mod head;

use jiff::Timestamp;
use url::Url;

use super::clean_document::{CleanDocument, CleanEntry, Dialect};
use super::extras::{EntryExtras, FeedExtras};
use super::link_spelling::is_web_address;
use super::newest::Newest;
use super::urls::base_inside;
use super::xml::namespaces::{Namespaces, is_feed_root};
use super::xml::tag::StartTag;
use super::xml::tokenizer::{Token, Tokenizer};
use super::xml::vocabulary::{Field, field_of};
use crate::model::feed::{Format, Recovery};
use element::{FieldElement, FieldReader};
use entry::EntryDraft;
use head::FeedHead;

/// The bytes that a search for end tags may look ahead, for each byte of the document and for a document of no bytes.
///
/// Both are chosen: the first keeps the whole linear, the second lets a small document be searched freely.
const LOOKAHEAD_PER_BYTE: usize = 2;
const MIN_LOOKAHEAD: usize = 4096;

/// Rewrites a document that [`sniff`](super::sniff::sniff) takes for a feed, from the byte at which its root begins.
///
/// `source` is the feed's address.
///
/// Linear: the search for an end tag that never comes is paid from a budget in proportion to the document.
pub(super) fn rewrite(text: &str, root_at: usize, format: Format, source: Option<&Url>) -> (CleanDocument, FeedExtras) {
    let (before, text) = text.split_at(root_at);
    let mut rewriter = Rewriter {
        tokens: Tokenizer::new(text),
        namespaces: Namespaces::default(),
        dialect: if format == Format::Atom { Dialect::Atom } else { Dialect::Rss },
        head: FeedHead::new(source),
        entry: None,
        entries: Newest::default(),
        extras: FeedExtras::new(format, source),
        root: Root::default(),
        has_channel: false,
        has_whole_entry: false,
        is_closed: false,
        lookahead_budget: text.len() * LOOKAHEAD_PER_BYTE + MIN_LOOKAHEAD,
    };
    if is_junk(before) {
        rewriter.note(Recovery::LeadingJunk);
    }
    rewriter.run();
    let Rewriter { dialect, head, entries, mut extras, .. } = rewriter;
    let head = head.finish(&mut extras);
    if entries.is_pruned() {
        extras.recovered.insert(Recovery::Limits);
    }
    let entries = entries.finish(entry_time).into_iter();
    let entries = entries.map(|(own, fields)| CleanEntry { key: extras.add_entry(own), fields }).collect();
    (CleanDocument { dialect, head, entries }, extras)
}

/// Returns whether there is more before the root than declarations, comments and space.
fn is_junk(before: &str) -> bool {
    Tokenizer::new(before).any(|(_, token)| match token {
        Token::Text(text) | Token::CData(text) => !text.trim().is_empty(),
        Token::Open(_) | Token::Close(_) => true,
        Token::Other => false,
    })
}

/// An entry of which all fields have been read: its extras, and the markup of its fields.
type WholeEntry = (EntryExtras, String);

fn entry_time((extras, _): &WholeEntry) -> Option<Timestamp> {
    extras.time()
}

/// The feed's first element.
#[derive(Default)]
struct Root {
    /// Its name, in lower case and without its prefix; `None` before it.
    name: Option<String>,
    /// How many elements of that name are open.
    depth: usize,
    is_atom_03: bool,
}

/// Roots behind whose end there is nothing more.
const WHOLE_ROOTS: [&str; 3] = ["rss", "rdf", "feed"];

/// The state of a document that is being rewritten.
struct Rewriter<'a> {
    tokens: Tokenizer<'a>,
    namespaces: Namespaces,
    dialect: Dialect,
    head: FeedHead,
    /// The entry that is being read.
    entry: Option<EntryDraft>,
    entries: Newest<WholeEntry>,
    extras: FeedExtras,
    root: Root,
    /// Whether there was a `<channel>`.
    has_channel: bool,
    /// Whether there was an entry with an end tag.
    has_whole_entry: bool,
    /// Whether the root was closed.
    is_closed: bool,
    /// The bytes that searches for end tags may still look ahead in vain.
    lookahead_budget: usize,
}

impl<'a> Rewriter<'a> {
    fn run(&mut self) {
        while !self.is_ended()
            && let Some((_, token)) = self.tokens.next()
        {
            match token {
                Token::Open(tag) => self.open(tag),
                Token::Close(name) => self.close(name),
                Token::Text(text) | Token::CData(text) if self.root.name.is_none() && !text.trim().is_empty() => {
                    self.note(Recovery::LeadingJunk);
                }
                _ => {}
            }
        }
        if self.is_ended() && is_junk(self.tokens.rest()) {
            self.note(Recovery::TrailingJunk);
        }
        if self.entry.is_some() || !self.is_closed {
            self.note(Recovery::Truncated);
        }
        // of a document that breaks off, the entry in which it does is not whole
        if self.is_closed || !self.has_whole_entry {
            self.finish_entry();
        }
        if self.root.name.as_deref() == Some("rss") && !self.has_channel {
            self.note(Recovery::Root);
        }
        if self.tokens.has_malformed_markup {
            self.note(Recovery::Entities);
        }
    }

    /// Returns whether the root was closed, so that what follows belongs to no feed.
    fn is_ended(&self) -> bool {
        self.root.depth == 0 && self.root.name.as_deref().is_some_and(|name| WHOLE_ROOTS.contains(&name))
    }

    fn note(&mut self, recovery: Recovery) {
        self.extras.recovered.insert(recovery);
    }

    fn open(&mut self, tag: StartTag<'a>) {
        self.namespaces.declare(&tag);
        if self.root.name.is_none() && is_feed_root(tag.name) {
            self.namespaces.adopt_root_prefix(tag.name);
        }
        if self.namespaces.is_entry(tag.name) {
            self.open_entry(&tag);
        } else if self.namespaces.is_container(tag.name) {
            self.open_root(&tag);
            self.head.open_container(&tag);
            let (_, local) = self.namespaces.resolve(tag.name);
            self.has_channel |= local == "channel";
            self.root.depth += usize::from(self.root.name.as_ref() == Some(&local) && !tag.is_self_closing);
        } else if self.root.name.is_none() {
            self.note(Recovery::LeadingJunk);
        } else {
            let (namespace, local) = self.namespaces.resolve(tag.name);
            match field_of(namespace, &local) {
                Some(field) => self.read_field(field, tag),
                None if tag.is_self_closing || self.take_content(tag.name).is_some() => {}
                None => self.note(Recovery::Tags),
            }
        }
    }

    fn open_entry(&mut self, tag: &StartTag<'_>) {
        self.open_root(tag);
        if self.entry.is_some() {
            self.note(Recovery::Tags);
            self.finish_entry();
        }
        let base = base_inside(tag, self.head.base.as_ref());
        self.entry = Some(EntryDraft::new(self.dialect, tag, base));
        if tag.is_self_closing {
            self.finish_entry();
        }
    }

    /// Notes what is wrong with the feed's first tag; later ones are ignored.
    fn open_root(&mut self, tag: &StartTag<'_>) {
        if self.root.name.is_some() {
            return;
        }
        let (_, local) = self.namespaces.resolve(tag.name);
        let version = || tag.attribute("version").unwrap_or_default();
        let is_usual = match local.as_str() {
            "rss" => version().starts_with("2.0") || version().starts_with("0.9"),
            "feed" | "entry" => tag.mentions("http://www.w3.org/2005/Atom"),
            "rdf" => true,
            _ => false,
        };
        if !is_usual {
            self.note(Recovery::Root);
        }
        self.root.is_atom_03 = tag.mentions("purl.org/atom/ns") || version() == "0.3";
        self.root.name = Some(local);
    }

    fn close(&mut self, name: &str) {
        if self.namespaces.is_entry(name) {
            self.has_whole_entry |= self.entry.is_some();
            self.finish_entry();
            self.is_closed |= self.root.name.as_deref() == Some("entry");
        } else if self.namespaces.is_container(name) {
            let (_, local) = self.namespaces.resolve(name);
            // RSS 1.0 has its entries after the channel, and some feeds close the root alone
            if self.entry.is_some() {
                self.note(Recovery::Tags);
                self.finish_entry();
            }
            let is_root = Some(&local) == self.root.name.as_ref();
            self.is_closed |= is_root || self.root.name.as_deref() == Some("rss");
            self.root.depth = self.root.depth.saturating_sub(usize::from(is_root));
        } else if self.root.name.is_some() {
            self.note(Recovery::Tags);
        }
    }

    fn finish_entry(&mut self) {
        let Some(draft) = self.entry.take() else { return };
        let (fields, extras) = draft.finish(self.dialect);
        self.entries.push((extras, fields), entry_time);
    }

    fn read_field(&mut self, field: Field, tag: StartTag<'a>) {
        let inside = if tag.is_self_closing {
            ""
        } else if let Some(inside) = self.take_content(tag.name) {
            inside
        } else {
            self.note(Recovery::Tags);
            let text = self.take_text();
            if self.tokens.clone().next().is_none() {
                return; // the document broke off here, and half a text is worse than none
            }
            text
        };
        let is_void_link = field == Field::Link && inside.trim().is_empty() && tag.attribute("href").is_none();
        let inside = if is_void_link { self.take_address().unwrap_or(inside) } else { inside };
        let element = FieldElement { field, tag, inside };
        let recovered = &mut self.extras.recovered;
        let is_atom_03 = self.root.is_atom_03;
        let mut reader = FieldReader { dialect: self.dialect, is_atom_03, namespaces: &self.namespaces, recovered };
        match &mut self.entry {
            Some(draft) => draft.add_field(&element, &mut reader),
            None => self.head.add_field(&element, &mut reader),
        }
    }

    /// Returns what stands before the end tag of an element just opened, and moves behind that tag.
    ///
    /// `None` when an entry or the feed begins or ends first; then the position stays.
    fn take_content(&mut self, name: &str) -> Option<&'a str> {
        if self.lookahead_budget == 0 {
            return None;
        }
        let (from, mut depth) = (self.tokens.position, 1_usize);
        let mut ahead = self.tokens.clone();
        while let Some((start, token)) = ahead.next() {
            match token {
                Token::Open(tag) if tag.name.eq_ignore_ascii_case(name) => depth += usize::from(!tag.is_self_closing),
                Token::Close(closed) if closed.eq_ignore_ascii_case(name) => depth -= 1,
                Token::Open(StartTag { name, .. }) | Token::Close(name)
                    if self.namespaces.is_entry(name) || self.namespaces.is_container(name) =>
                {
                    break;
                }
                _ => {}
            }
            if depth == 0 {
                self.tokens = ahead;
                return Some(self.tokens.slice(from, start));
            }
        }
        self.lookahead_budget = self.lookahead_budget.saturating_sub(ahead.position - from + 1);
        self.tokens.adopt_exhausted(&ahead);
        None
    }

    /// Returns the address behind an empty `<link>`, and moves behind it.
    ///
    /// HTML knows no content of that element, and a feed that went through HTML's tools has the address after it.
    fn take_address(&mut self) -> Option<&'a str> {
        let text = self.take_text();
        let bare = text.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
        is_web_address(bare).then_some(text)
    }

    /// Returns the text up to the next tag, and moves there.
    fn take_text(&mut self) -> &'a str {
        let from = self.tokens.position;
        let mut ahead = self.tokens.clone();
        while let Some((_, Token::Text(_) | Token::CData(_) | Token::Other)) = ahead.next() {
            self.tokens = ahead.clone();
        }
        self.tokens.slice(from, self.tokens.position)
    }
}
