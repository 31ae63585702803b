//! The element of a field, and how its text, its link or its name is read.

use std::collections::BTreeSet;

use crate::feed::clean_document::Dialect;
use crate::feed::xml::content::{self, Content, MAX_FIELD_BYTES, has_elements, read_content};
use crate::feed::xml::escape::escape_text;
use crate::feed::xml::namespaces::Namespaces;
use crate::feed::xml::tag::StartTag;
use crate::feed::xml::tokenizer::{Token, Tokenizer};
use crate::feed::xml::vocabulary::Field;
use crate::model::feed::Recovery;

/// The characters of a person's name or of a category that are kept (chosen).
const MAX_NAME_CHARS: usize = 300;
/// The words of one element that are read for polling hints (chosen; `skipHours` has at most 24).
const MAX_WORDS: usize = 100;

/// An element that states a field.
pub(super) struct FieldElement<'a> {
    pub field: Field,
    pub tag: StartTag<'a>,
    /// What stands between its tags.
    pub inside: &'a str,
}

/// A link as written.
pub(super) struct Link {
    pub address: String,
    /// The relation in lower case; `None` for a link without one in the form of RSS.
    pub rel: Option<String>,
}

/// Reads the elements of fields, and notes what had to be repaired.
pub(super) struct FieldReader<'r> {
    pub dialect: Dialect,
    pub namespaces: &'r Namespaces,
    pub recovered: &'r mut BTreeSet<Recovery>,
}

impl FieldReader<'_> {
    /// Returns the element's text, as the clean document declares it: HTML.
    pub(super) fn text(&mut self, element: &FieldElement<'_>) -> String {
        let media_type = element.tag.attribute("type").unwrap_or_default().to_ascii_lowercase();
        let mode = element.tag.attribute("mode").unwrap_or_default();
        let is_declared_xml = media_type.contains("xhtml") || media_type.contains("xml") || mode == "xml";
        let is_xhtml = is_declared_xml || element.tag.name.ends_with("body");
        let Content { text, has_elements, has_unusual_references, is_truncated } =
            read_content(element.inside, is_xhtml, self.namespaces);
        let repairs = [
            (has_unusual_references, Recovery::Entities),
            (has_elements && !is_xhtml, Recovery::InlineMarkup),
            (is_truncated, Recovery::Limits),
        ];
        self.recovered.extend(repairs.into_iter().filter(|(happened, _)| *happened).map(|(_, repair)| repair));
        let is_plain_type = matches!(media_type.as_str(), "text" | "text/plain");
        if element.field == Field::Title || has_elements || !is_plain_type || self.dialect != Dialect::Atom {
            return text;
        }
        let mut html = String::with_capacity(text.len());
        escape_text(&text, &mut html);
        if html.len() > MAX_FIELD_BYTES {
            self.recovered.insert(Recovery::Limits);
            content::truncate(&mut html);
        }
        html
    }

    /// Returns the element's link, from its attributes or its text.
    pub(super) fn link(&mut self, element: &FieldElement<'_>) -> Option<Link> {
        let tag = &element.tag;
        if let Some(address) = tag.attribute("href") {
            let rel = tag.attribute("rel").map_or_else(|| "alternate".to_owned(), |r| r.trim().to_ascii_lowercase());
            return Some(Link { address, rel: Some(rel) });
        }
        let text = self.text(element).trim().to_owned();
        let address = if text.is_empty() { tag.attribute("rdf:resource")? } else { text };
        Some(Link { address, rel: tag.attribute("rel") })
    }

    /// Returns the name of a person or a category, in whatever form the element gives it.
    pub(super) fn name(&mut self, element: &FieldElement<'_>) -> String {
        let tag = &element.tag;
        let name = match element.field {
            Field::Category => tag.attribute("label").filter(|l| !l.is_empty()).or_else(|| tag.attribute("term")),
            // a person may have an address and no name
            _ if has_elements(element.inside) => {
                let child = |name| child_text(element.inside, self.namespaces, name);
                Some(child("name").or_else(|| child("email")).unwrap_or_default())
            }
            _ => None,
        };
        name.unwrap_or_else(|| self.text(element)).trim().chars().take(MAX_NAME_CHARS).collect()
    }
}

/// Returns the text of the first child of that name.
fn child_text(inside: &str, namespaces: &Namespaces, name: &str) -> Option<String> {
    let mut tokens = Tokenizer::new(inside);
    let is_child = |tag: &StartTag<'_>| !tag.is_self_closing && namespaces.resolve(tag.name).1 == name;
    tokens.find(|(_, token)| matches!(token, Token::Open(tag) if is_child(tag)))?;
    let from = tokens.position;
    let (end, _) = tokens.find(|(_, token)| matches!(token, Token::Close(_)))?;
    let text = read_content(tokens.slice(from, end), false, namespaces).text;
    (!text.trim().is_empty()).then_some(text)
}

/// Returns the words of all texts inside an element in lower case, at most [`MAX_WORDS`].
pub(super) fn words(inside: &str) -> Vec<String> {
    let texts = Tokenizer::new(inside).filter_map(|(_, token)| match token {
        Token::Text(text) | Token::CData(text) => Some(text),
        _ => None,
    });
    texts.flat_map(str::split_whitespace).map(str::to_ascii_lowercase).take(MAX_WORDS).collect()
}
