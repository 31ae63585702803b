//! Any feed in XML, however broken, into a clean one that holds only what we use.
//!
//! The clean document has no nesting but feed, entry and field (so it is never deeper than five), every text is escaped,
//! and each entry's id is its place among [`Side::notes`].

use url::Url;

use super::names::{self, Field, Spaces};
use super::salvage::Clean;
use super::side::{ENTRIES, Note, Side};
use super::tokens::{Tag, Token, Tokens};
use super::value::{self, Value};
use super::write;
use crate::model::feed::{Format, Recovery};
use crate::text::steps;

/// Rewrites a document that [`super::kind`] takes for a feed.
///
/// Linear: looking ahead for an end tag that never comes is paid from a budget of twice the document's length.
pub(super) fn rewrite(text: &str, format: Format, source: Option<&Url>) -> (Clean, Side) {
    let mut rewriter = Rewriter {
        tokens: Tokens::new(text),
        spaces: Spaces::default(),
        clean: Clean { atom: format == Format::Atom, ..Clean::default() },
        side: Side { format, base: source.cloned(), ..Side::default() },
        root: None,
        channel: false,
        closed: false,
        full: false,
        base: source.cloned(),
        entry: None,
        budget: text.len() * 2 + 4096,
    };
    rewriter.run();
    (rewriter.clean, rewriter.side)
}

pub(super) struct Rewriter<'a> {
    tokens: Tokens<'a>,
    spaces: Spaces,
    clean: Clean,
    side: Side,
    /// The root's name.
    root: Option<String>,
    /// Whether there was a `<channel>`.
    channel: bool,
    /// Whether the root was closed.
    closed: bool,
    /// Whether there are as many entries as are read.
    full: bool,
    /// The feed's `xml:base`.
    base: Option<Url>,
    entry: Option<Draft>,
    budget: usize,
}

/// The entry that is being read.
#[derive(Default)]
pub(super) struct Draft {
    pub xml: String,
    pub note: Note,
    pub base: Option<Url>,
    /// Fields of which there is one.
    pub has: Vec<Field>,
    /// Second choices for fields that are still missing at the end.
    pub spare: Vec<(Field, String)>,
    /// How many links, and how many authors and categories.
    pub links: usize,
    pub names: usize,
}

impl Draft {
    /// Notes that there is such a field.
    pub(super) fn written(&mut self, field: Field) {
        if !self.has.contains(&field) {
            self.has.push(field);
        }
    }

    /// Keeps a second choice; one is enough.
    pub(super) fn spare(&mut self, field: Field, text: String) {
        if !text.trim().is_empty() && self.spare.iter().all(|(f, _)| *f != field) {
            self.spare.push((field, text));
        }
    }
}

/// A field as it stands in the document.
pub(super) struct Found<'a> {
    pub field: Field,
    pub tag: Tag<'a>,
    pub inside: &'a str,
}

impl<'a> Rewriter<'a> {
    fn run(&mut self) {
        while !self.full
            && let Some((_, token)) = self.tokens.next()
        {
            match token {
                Token::Open(tag) => self.open(tag),
                Token::Close(name) => self.close(name),
                Token::Text(text) | Token::CData(text) if self.root.is_none() && !text.trim().is_empty() => {
                    self.recovered(Recovery::LeadingJunk);
                }
                _ => {}
            }
        }
        if self.entry.is_some() || !(self.closed || self.full) {
            self.recovered(Recovery::Truncated);
        }
        self.finish();
        self.side.hints.interval = self.side.timing.interval();
        if self.root.as_deref() == Some("rss") && !self.channel {
            self.recovered(Recovery::Root);
        }
        if self.tokens.odd {
            self.recovered(Recovery::Entities);
        }
    }

    pub(super) fn recovered(&mut self, what: Recovery) {
        self.side.recovered.insert(what);
    }

    fn open(&mut self, tag: Tag<'a>) {
        self.spaces.declare(&tag);
        if self.root.is_none() && names::begins_feed(tag.name) {
            self.spaces.adopt(tag.name);
        }
        if self.spaces.is_entry(tag.name) {
            self.root(&tag);
            if self.entry.is_some() {
                self.recovered(Recovery::Tags);
                self.finish();
            }
            if self.clean.entries.len() >= ENTRIES {
                self.recovered(Recovery::Limits);
                self.full = true;
                return;
            }
            self.entry = Some(self.draft(&tag));
            if tag.empty {
                self.finish();
            }
        } else if self.spaces.is_holder(tag.name) {
            self.root(&tag);
            self.base = based(self.base.as_ref(), &tag);
            self.side.language = tag.get("xml:lang").filter(|l| !l.is_empty()).or(self.side.language.take());
            self.channel |= self.spaces.resolve(tag.name).1 == "channel";
        } else if self.root.is_none() {
            self.recovered(Recovery::LeadingJunk);
        } else {
            let (space, local) = self.spaces.resolve(tag.name);
            match names::field(space, &local) {
                Some(field) => self.field(field, tag),
                None if tag.empty || self.body(tag.name).is_some() => {}
                None => self.recovered(Recovery::Tags),
            }
        }
    }

    /// Notes what is wrong with the first tag of the feed.
    fn root(&mut self, tag: &Tag<'_>) {
        if self.root.is_some() {
            return;
        }
        let (_, local) = self.spaces.resolve(tag.name);
        let version = || tag.get("version").unwrap_or_default();
        let usual = match local.as_str() {
            "rss" => version().starts_with("2.0") || version().starts_with("0.9"),
            "feed" | "entry" => tag.mentions("http://www.w3.org/2005/Atom"),
            "rdf" => true,
            _ => false,
        };
        if !usual {
            self.recovered(Recovery::Root);
        }
        self.root = Some(local);
    }

    fn draft(&self, tag: &Tag<'_>) -> Draft {
        let mut draft = Draft { base: based(self.base.as_ref(), tag), ..Draft::default() };
        draft.note.about = tag.get("rdf:about").filter(|a| !a.trim().is_empty());
        if let Some(href) = tag.get("href") {
            write::link(self.clean.atom, &resolved(draft.base.as_ref(), &href), None, &mut draft.xml);
        }
        draft
    }

    fn close(&mut self, name: &str) {
        if self.spaces.is_entry(name) {
            self.finish();
            self.closed |= self.root.as_deref() == Some("entry");
        } else if self.spaces.is_holder(name) {
            let (_, local) = self.spaces.resolve(name);
            // RSS 1.0 has its entries after the channel, and some close the root alone
            if self.entry.is_some() {
                self.recovered(Recovery::Tags);
                self.finish();
            }
            self.closed |= Some(&local) == self.root.as_ref() || self.root.as_deref() == Some("rss");
        } else if self.root.is_some() {
            self.recovered(Recovery::Tags);
        }
    }

    /// Writes the entry that is being read.
    fn finish(&mut self) {
        let Some(mut draft) = self.entry.take() else { return };
        for (field, text) in std::mem::take(&mut draft.spare) {
            if !draft.has.contains(&field) {
                draft.written(field);
                write::text(self.clean.atom, field, &text, &mut draft.xml);
            }
        }
        self.clean.entries.push(draft.xml);
        self.side.notes.push(draft.note);
    }

    fn field(&mut self, field: Field, tag: Tag<'a>) {
        let inside = if tag.empty {
            ""
        } else if let Some(inside) = self.body(tag.name) {
            inside
        } else {
            self.recovered(Recovery::Tags);
            let text = self.text();
            if self.tokens.clone().next().is_none() {
                return; // the document broke off here, and half a text is worse than none
            }
            text
        };
        let found = Found { field, tag, inside };
        match self.entry.take() {
            Some(mut draft) => {
                self.entry_field(&found, &mut draft);
                self.entry = Some(draft);
            }
            None => self.feed_field(&found),
        }
    }

    /// What stands before the end tag of an element just opened, which is then behind us. `None`, and no step is taken,
    /// when an entry or the feed begins or ends first.
    fn body(&mut self, name: &str) -> Option<&'a str> {
        if self.budget == 0 {
            return None;
        }
        let (from, mut depth) = (self.tokens.at, 1_usize);
        let mut ahead = self.tokens.clone();
        while let Some((start, token)) = ahead.next() {
            steps::count(1);
            match token {
                Token::Open(tag) if tag.name.eq_ignore_ascii_case(name) => depth += usize::from(!tag.empty),
                Token::Close(closed) if closed.eq_ignore_ascii_case(name) => depth -= 1,
                Token::Open(Tag { name, .. }) | Token::Close(name)
                    if self.spaces.is_entry(name) || self.spaces.is_holder(name) =>
                {
                    break;
                }
                _ => {}
            }
            if depth == 0 {
                self.tokens = ahead;
                return Some(self.tokens.cut(from, start));
            }
        }
        self.budget = self.budget.saturating_sub(ahead.at - from + 1);
        self.tokens.remember(&ahead);
        None
    }

    /// The text up to the next tag.
    fn text(&mut self) -> &'a str {
        let from = self.tokens.at;
        let mut ahead = self.tokens.clone();
        while let Some((_, Token::Text(_) | Token::CData(_) | Token::Other)) = ahead.next() {
            self.tokens = ahead.clone();
        }
        self.tokens.cut(from, self.tokens.at)
    }

    /// The field's text, with what was mended noted.
    pub(super) fn value(&mut self, found: &Found<'_>) -> String {
        let kind = found.tag.get("type").unwrap_or_default().to_ascii_lowercase();
        let mode = found.tag.get("mode").unwrap_or_default();
        let declared = kind.contains("xhtml") || kind.contains("xml") || mode == "xml";
        let xhtml = declared || found.tag.name.ends_with("body");
        let Value { text, elements, entities, cut } = value::read(found.inside, xhtml, &self.spaces);
        let mended =
            [(entities, Recovery::Entities), (elements && !xhtml, Recovery::InlineMarkup), (cut, Recovery::Limits)];
        for (_, what) in mended.into_iter().filter(|(it, _)| *it) {
            self.recovered(what);
        }
        let plain = found.field != Field::Title && !elements && matches!(kind.as_str(), "text" | "text/plain");
        if plain && self.clean.atom {
            let mut html = String::with_capacity(text.len());
            value::escape(&text, &mut html);
            if html.len() > value::LIMIT {
                self.recovered(Recovery::Limits);
                html.truncate(html.floor_char_boundary(value::LIMIT));
            }
            return html;
        }
        text
    }

    pub(super) fn spaces(&self) -> &Spaces {
        &self.spaces
    }

    pub(super) fn is_atom(&self) -> bool {
        self.clean.atom
    }

    pub(super) fn side(&mut self) -> &mut Side {
        &mut self.side
    }

    /// The part of the clean document that stands before the entries.
    pub(super) fn head(&mut self) -> &mut String {
        &mut self.clean.head
    }

    pub(super) fn base(&self) -> Option<&Url> {
        self.base.as_ref()
    }
}

/// Bytes of a base address; a longer one would be repeated in every link.
pub(super) const BASE: usize = 1000;

/// The base inside a tag.
pub(super) fn based(outer: Option<&Url>, tag: &Tag<'_>) -> Option<Url> {
    let own = tag.get("xml:base").filter(|b| !b.trim().is_empty() && b.len() <= BASE);
    own.and_then(|b| Url::parse(&resolved(outer, &b)).ok()).or_else(|| outer.cloned())
}

/// An address made absolute where there is a base, else as written.
pub(super) fn resolved(base: Option<&Url>, address: &str) -> String {
    let address = address.trim();
    let joined = if Url::parse(address).is_ok() { None } else { base.and_then(|b| b.join(address).ok()) };
    joined.map_or_else(|| address.to_owned(), String::from)
}
