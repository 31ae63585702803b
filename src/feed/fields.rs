//! The fields of feeds and entries: each is written to the clean document or kept beside it.

use super::hints;
use super::names::{Field, Spaces};
use super::rewrite::{Draft, Found, Rewriter, based, resolved};
use super::tokens::{Token, Tokens};
use super::value::has_elements;
use super::{value, write};

/// What is kept of an entry's links, of its authors and categories together, of each of their names in characters, and of
/// the feed's own fields in bytes. Far above what feeds have; without, a small document could be blown up by repetition.
const LINKS: usize = 8;
const NAMES: usize = 100;
const NAME: usize = 300;
const HEAD: usize = 1 << 16;

impl Rewriter<'_> {
    /// A field of an entry.
    pub(super) fn entry_field(&mut self, found: &Found<'_>, draft: &mut Draft) {
        let atom = self.is_atom();
        match found.field {
            Field::Link => {
                let Some((address, rel)) = self.link(found) else { return };
                if rel.is_none_or(|r| r == "alternate") && draft.links < LINKS {
                    draft.links += 1;
                    let base = based(draft.base.as_ref(), &found.tag);
                    let kind = found.tag.get("type");
                    write::link(atom, &resolved(base.as_ref(), &address), kind.as_deref(), &mut draft.xml);
                }
            }
            Field::Id => {
                let id = self.value(found).trim().to_owned();
                if draft.note.id.is_none() && !id.is_empty() {
                    draft.note.id = Some(id);
                    draft.note.permalink =
                        !found.tag.get("ispermalink").is_some_and(|p| p.trim().eq_ignore_ascii_case("false"));
                }
            }
            Field::Published(rank) => draft.note.published.add(rank, &self.value(found)),
            Field::Updated(rank) => draft.note.updated.add(rank, &self.value(found)),
            Field::Author | Field::OtherAuthor | Field::Category => {
                let text = self.short(found);
                if text.is_empty() || draft.names >= NAMES {
                    return;
                }
                draft.names += 1;
                if found.field == Field::OtherAuthor {
                    draft.spare(Field::Author, text);
                } else {
                    draft.written(found.field);
                    write::text(atom, found.field, &text, &mut draft.xml);
                }
            }
            Field::OtherTitle => draft.spare(Field::Title, self.value(found)),
            Field::OtherSummary => draft.spare(Field::Summary, self.value(found)),
            Field::Title | Field::Summary | Field::Content if !draft.has.contains(&found.field) => {
                let text = self.value(found);
                if !text.trim().is_empty() {
                    draft.written(found.field);
                    write::text(atom, found.field, &text, &mut draft.xml);
                }
            }
            _ => {}
        }
    }

    /// A field of the feed itself.
    pub(super) fn feed_field(&mut self, found: &Found<'_>) {
        let atom = self.is_atom();
        match found.field {
            Field::Link => {
                let Some((address, rel)) = self.link(found) else { return };
                let base = based(self.base(), &found.tag);
                let address = resolved(base.as_ref(), &address);
                match rel {
                    Some(rel) if rel != "alternate" => hints::link(&mut self.side().hints, &rel, &address),
                    _ if self.head().len() < HEAD => write::link(atom, &address, None, self.head()),
                    _ => {}
                }
            }
            Field::Title => {
                let text = self.value(found);
                if !text.trim().is_empty() && !self.head().contains("<title") {
                    write::text(atom, Field::Title, &text, self.head());
                }
            }
            Field::Author => {
                let text = self.short(found);
                if atom && !text.is_empty() && self.head().len() < HEAD {
                    write::text(atom, Field::Author, &text, self.head());
                }
            }
            Field::Language => {
                let text = self.value(found).trim().to_owned();
                if !text.is_empty() {
                    self.side().language.get_or_insert(text);
                }
            }
            Field::Ttl | Field::SkipHours | Field::SkipDays | Field::Period | Field::Frequency => {
                let words = words(found.inside);
                let side = self.side();
                hints::timing(&mut side.timing, &mut side.hints, found.field, &words);
            }
            _ => {}
        }
    }

    /// A link's address as written and, where the link has Atom's form, its relation.
    fn link(&mut self, found: &Found<'_>) -> Option<(String, Option<String>)> {
        if let Some(href) = found.tag.get("href") {
            let rel = found.tag.get("rel").map_or_else(|| "alternate".to_owned(), |r| r.trim().to_ascii_lowercase());
            return Some((href, Some(rel)));
        }
        let text = self.value(found).trim().to_owned();
        let text = if text.is_empty() { found.tag.get("rdf:resource")? } else { text };
        Some((text, found.tag.get("rel")))
    }

    /// A name or a category, whatever form it has.
    fn short(&mut self, found: &Found<'_>) -> String {
        let text = match found.field {
            Field::Category => found.tag.get("label").filter(|l| !l.is_empty()).or_else(|| found.tag.get("term")),
            // a person may have an address and no name
            _ if has_elements(found.inside) => {
                let named = |name| child(found.inside, self.spaces(), name);
                Some(named("name").or_else(|| named("email")).unwrap_or_default())
            }
            _ => None,
        };
        text.unwrap_or_else(|| self.value(found)).trim().chars().take(NAME).collect()
    }
}

/// The text of the first child of that name.
fn child(inside: &str, spaces: &Spaces, name: &str) -> Option<String> {
    let mut tokens = Tokens::new(inside);
    tokens.find(|(_, t)| matches!(t, Token::Open(tag) if !tag.empty && spaces.resolve(tag.name).1 == name))?;
    let from = tokens.at;
    let (end, _) = tokens.find(|(_, t)| matches!(t, Token::Close(_)))?;
    let text = value::read(tokens.cut(from, end), false, spaces).text;
    (!text.trim().is_empty()).then_some(text)
}

/// The words of all texts inside, at most a hundred.
fn words(inside: &str) -> Vec<String> {
    let texts = Tokens::new(inside).filter_map(|(_, t)| match t {
        Token::Text(text) | Token::CData(text) => Some(text),
        _ => None,
    });
    texts.flat_map(str::split_whitespace).map(str::to_ascii_lowercase).take(100).collect()
}
