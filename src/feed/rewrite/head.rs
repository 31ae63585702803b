//! The fields of the feed itself.

use url::Url;

use super::element::{FieldElement, FieldReader, words};
use crate::feed::clean_document::{Dialect, push_link, push_text};
use crate::feed::extras::FeedExtras;
use crate::feed::link_spelling::mended_address;
use crate::feed::poll_hints::{PollIntervals, add_link, add_timing};
use crate::feed::urls::{base_inside, resolve};
use crate::feed::xml::tag::StartTag;
use crate::feed::xml::vocabulary::Field;
use crate::model::feed::PollHints;

/// The bytes of the feed's own fields after which no more links and authors are added (chosen).
const MAX_HEAD_BYTES: usize = 1 << 16;

/// The feed's own fields, as far as they were read.
#[derive(Default)]
pub(super) struct FeedHead {
    /// The feed's `xml:base`, else its address.
    pub base: Option<Url>,
    /// The markup of the fields in the clean document.
    xml: String,
    language: Option<String>,
    hints: PollHints,
    intervals: PollIntervals,
}

impl FeedHead {
    /// Begins the head of a feed that was fetched from `source`.
    pub(super) fn new(source: Option<&Url>) -> Self {
        Self { base: source.cloned(), ..Self::default() }
    }

    /// Takes the base and the language of the feed's element or of its channel.
    pub(super) fn open_container(&mut self, tag: &StartTag<'_>) {
        self.base = base_inside(tag, self.base.as_ref());
        self.language = tag.attribute("xml:lang").filter(|l| !l.is_empty()).or(self.language.take());
    }

    /// Adds a field: it is written to the clean document, or kept among the extras.
    pub(super) fn add_field(&mut self, element: &FieldElement<'_>, reader: &mut FieldReader<'_>) {
        let has_room = self.xml.len() < MAX_HEAD_BYTES;
        match element.field {
            Field::Link => {
                let Some(link) = reader.link(element) else { return };
                let base = base_inside(&element.tag, self.base.as_ref());
                let Some(address) = mended_address(&link.address) else { return };
                let address = resolve(&address, base.as_ref());
                match link.rel {
                    Some(rel) if rel != "alternate" => add_link(&mut self.hints, &rel, &address),
                    _ if has_room => push_link(reader.dialect, &address, None, &mut self.xml),
                    _ => {}
                }
            }
            Field::Title => {
                let text = reader.text(element);
                if !text.trim().is_empty() && !self.xml.contains("<title") {
                    push_text(reader.dialect, Field::Title, &text, &mut self.xml);
                }
            }
            Field::Author => {
                let name = reader.name(element);
                if reader.dialect == Dialect::Atom && !name.is_empty() && has_room {
                    push_text(reader.dialect, Field::Author, &name, &mut self.xml);
                }
            }
            Field::Language => {
                let text = reader.text(element).trim().to_owned();
                if !text.is_empty() {
                    self.language.get_or_insert(text);
                }
            }
            Field::Ttl | Field::SkipHours | Field::SkipDays | Field::UpdatePeriod | Field::UpdateFrequency => {
                add_timing(&mut self.intervals, &mut self.hints, element.field, &words(element.inside));
            }
            _ => {}
        }
    }

    /// Moves language and polling hints to the extras, and returns the markup of the other fields.
    pub(super) fn finish(self, extras: &mut FeedExtras) -> String {
        extras.language = self.language;
        extras.hints = PollHints { interval: self.intervals.seconds(), ..self.hints };
        self.xml
    }
}
