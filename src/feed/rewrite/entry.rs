//! The entry that is being read.

use url::Url;

use super::element::{FieldElement, FieldReader};
use crate::feed::clean_document::{Dialect, push_link, push_text};
use crate::feed::extras::EntryExtras;
use crate::feed::link_spelling::mended_address;
use crate::feed::urls::{base_inside, resolve};
use crate::feed::xml::tag::StartTag;
use crate::feed::xml::vocabulary::Field;

/// The links of an entry that are kept (chosen). Without a limit, repetition would blow up a small document.
const MAX_LINKS: usize = 8;
/// The authors and categories of an entry, together, that are kept (chosen, for the same reason).
const MAX_NAMES: usize = 100;

/// The endings of files that are no pages.
const MEDIA_ENDINGS: [&str; 12] = ["mp3", "mp4", "m4a", "m4v", "mov", "ogg", "wav", "webm", "jpg", "png", "pdf", "zip"];

fn is_media_file(address: &str) -> bool {
    let ending = address.trim().rsplit('.').next().unwrap_or_default();
    MEDIA_ENDINGS.iter().any(|media| ending.eq_ignore_ascii_case(media))
}

/// An entry of which not all fields have been read.
#[derive(Default)]
pub(super) struct EntryDraft {
    /// The markup of the fields in the clean document.
    xml: String,
    extras: EntryExtras,
    base: Option<Url>,
    /// The fields that were written.
    present: Vec<Field>,
    /// Texts for fields that may still be missing at the end.
    fallbacks: Vec<(Field, String)>,
    link_count: usize,
    /// How many authors and categories were read.
    name_count: usize,
}

impl EntryDraft {
    /// Begins an entry with its start tag; `base` resolves its links.
    pub(super) fn new(dialect: Dialect, tag: &StartTag<'_>, base: Option<Url>) -> Self {
        let mut draft = Self { base, ..Self::default() };
        draft.extras.rdf_about = tag.attribute("rdf:about").filter(|a| !a.trim().is_empty());
        if let Some(href) = tag.attribute("href").and_then(|href| mended_address(&href)) {
            push_link(dialect, &resolve(&href, draft.base.as_ref()), None, &mut draft.xml);
        }
        draft
    }

    /// Adds a field: it is written to the clean document, or kept among the extras.
    pub(super) fn add_field(&mut self, element: &FieldElement<'_>, reader: &mut FieldReader<'_>) {
        match element.field {
            Field::Link => self.add_link(element, reader),
            Field::OriginalLink => {
                let address = mended_address(&reader.text(element));
                self.extras.original_link = self.extras.original_link.take().or(address);
            }
            Field::Id => {
                let id = reader.text(element).trim().to_owned();
                if self.extras.id.is_none() && !id.is_empty() {
                    self.extras.id = Some(id);
                    let is_permalink = element.tag.attribute("ispermalink");
                    self.extras.is_permalink = !is_permalink.is_some_and(|p| p.trim().eq_ignore_ascii_case("false"));
                }
            }
            Field::Published(rank) => self.extras.published.add(rank, &reader.text(element)),
            Field::Updated(rank) => self.extras.updated.add(rank, &reader.text(element)),
            Field::Author | Field::AlternativeAuthor | Field::Category => {
                let name = reader.name(element);
                if name.is_empty() || self.name_count >= MAX_NAMES {
                    return;
                }
                self.name_count += 1;
                if element.field == Field::AlternativeAuthor {
                    self.add_fallback(Field::Author, name);
                } else {
                    self.write(reader.dialect, element.field, &name);
                }
            }
            Field::AlternativeTitle => self.add_fallback(Field::Title, reader.text(element)),
            Field::AlternativeContent => self.add_fallback(Field::Content, reader.text(element)),
            Field::AlternativeSummary => self.add_fallback(Field::Summary, reader.text(element)),
            Field::Title | Field::Summary | Field::Content if !self.present.contains(&element.field) => {
                let media_type = element.tag.attribute("type").unwrap_or_default();
                let is_page = element.field == Field::Content && (media_type.is_empty() || media_type.contains("html"));
                if let Some(source) = element.tag.attribute("src").filter(|source| is_page && !is_media_file(source)) {
                    self.add_other_link(&source, &element.tag);
                }
                let text = reader.text(element);
                if !text.trim().is_empty() {
                    self.write(reader.dialect, element.field, &text);
                }
            }
            _ => {}
        }
    }

    fn add_link(&mut self, element: &FieldElement<'_>, reader: &mut FieldReader<'_>) {
        let Some(link) = reader.link(element) else { return };
        match link.rel.as_deref() {
            None | Some("alternate") if self.link_count < MAX_LINKS => {
                let Some(address) = mended_address(&link.address) else { return };
                self.link_count += 1;
                let base = base_inside(&element.tag, self.base.as_ref());
                let media_type = element.tag.attribute("type");
                push_link(reader.dialect, &resolve(&address, base.as_ref()), media_type.as_deref(), &mut self.xml);
            }
            Some("canonical" | "self") => self.add_other_link(&link.address, &element.tag),
            _ => {}
        }
    }

    /// Keeps an address that is the page's where no link says so.
    fn add_other_link(&mut self, address: &str, tag: &StartTag<'_>) {
        let address = mended_address(address).filter(|_| self.extras.other_links.len() < MAX_LINKS);
        let base = base_inside(tag, self.base.as_ref());
        self.extras.other_links.extend(address.map(|address| resolve(&address, base.as_ref())));
    }

    fn write(&mut self, dialect: Dialect, field: Field, text: &str) {
        if !self.present.contains(&field) {
            self.present.push(field);
        }
        push_text(dialect, field, text, &mut self.xml);
    }

    /// Keeps a text for a field that may be missing; the first is enough.
    fn add_fallback(&mut self, field: Field, text: String) {
        if !text.trim().is_empty() && self.fallbacks.iter().all(|(f, _)| *f != field) {
            self.fallbacks.push((field, text));
        }
    }

    /// Fills missing fields, and returns the markup of the entry's fields and its extras.
    pub(super) fn finish(mut self, dialect: Dialect) -> (String, EntryExtras) {
        for (field, text) in std::mem::take(&mut self.fallbacks) {
            if !self.present.contains(&field) {
                self.write(dialect, field, &text);
            }
        }
        (self.xml, self.extras)
    }
}
