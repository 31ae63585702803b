//! The element of a field, and how its text, its link or its name is read.

use std::collections::BTreeSet;

use crate::feed::base64::decode_base64;
use crate::feed::clean_document::Dialect;
use crate::feed::xml::content::{self, Content, MAX_FIELD_BYTES, has_elements, read_content, remove_section_marks};
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

/// What the attributes of a text's element say about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DeclaredType {
    /// Escaped HTML, which is what RSS means by default.
    Html,
    /// Elements within the document's own markup.
    Markup,
    /// Text in which `<` and `&` are characters.
    Plain,
    /// Bytes.
    Base64,
}

impl DeclaredType {
    fn of(element: &FieldElement<'_>, reader: &FieldReader<'_>) -> Self {
        let media_type = element.tag.attribute("type").unwrap_or_default().trim().to_ascii_lowercase();
        let mode = element.tag.attribute("mode").unwrap_or_default().trim().to_ascii_lowercase();
        let is_text = matches!(element.field, Field::Title | Field::Summary | Field::Content);
        let is_binary = media_type.contains('/') && !media_type.starts_with("text/") && !media_type.contains("html");
        if media_type.contains("xhtml")
            || media_type.contains("xml")
            || mode == "xml"
            || element.tag.name.ends_with("body")
        {
            return Self::Markup;
        }
        if reader.dialect != Dialect::Atom || !is_text {
            return Self::Html;
        }
        match media_type.as_str() {
            _ if mode == "base64" || is_binary => Self::Base64,
            "text" | "text/plain" => Self::Plain,
            // RFC 4287, 3.1.1: text is the default; but contents without a type are HTML more often than not
            "" if element.field == Field::Title && !reader.is_atom_03 => Self::Plain,
            _ => Self::Html,
        }
    }
}

/// Returns the name of a relation: RFC 4287 allows the short one and the address by which IANA lists it.
fn relation(rel: &str) -> String {
    let rel = rel.trim().to_ascii_lowercase();
    match rel.split_once("iana.org/assignments/") {
        Some((_, name)) => name.trim_end_matches('/').rsplit(['/', '#']).next().unwrap_or_default().to_owned(),
        None if rel.split_whitespace().any(|part| part == "alternate") => "alternate".to_owned(),
        None => rel,
    }
}

/// Reads the elements of fields, and notes what had to be repaired.
pub(super) struct FieldReader<'r> {
    pub dialect: Dialect,
    /// Whether the feed is in Atom 0.3, whose texts may be markup without saying so.
    pub is_atom_03: bool,
    pub namespaces: &'r Namespaces,
    pub recovered: &'r mut BTreeSet<Recovery>,
}

impl FieldReader<'_> {
    /// Returns the element's text, as the clean document declares it: HTML.
    pub(super) fn text(&mut self, element: &FieldElement<'_>) -> String {
        let declared = DeclaredType::of(element, self);
        let is_xhtml = declared == DeclaredType::Markup;
        let Content { mut text, has_elements, has_unusual_references, is_truncated } =
            read_content(element.inside, is_xhtml, self.namespaces);
        let repairs = [
            (has_unusual_references | remove_section_marks(&mut text), Recovery::Entities),
            (has_elements && !is_xhtml, Recovery::InlineMarkup),
            (is_truncated, Recovery::Limits),
        ];
        self.recovered.extend(repairs.into_iter().filter(|(happened, _)| *happened).map(|(_, repair)| repair));
        match declared {
            DeclaredType::Base64 => {
                decode_base64(&text).and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or(text)
            }
            DeclaredType::Plain if !has_elements => self.as_html(&text),
            _ => text,
        }
    }

    /// Returns plain text as HTML.
    fn as_html(&mut self, text: &str) -> String {
        let mut html = String::with_capacity(text.len());
        escape_text(text, &mut html);
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
            let rel = tag.attribute("rel").map_or_else(|| "alternate".to_owned(), |rel| relation(&rel));
            return Some(Link { address, rel: Some(rel) });
        }
        let text = self.text(element).trim().to_owned();
        let address = if text.is_empty() { tag.attribute("rdf:resource")? } else { text };
        Some(Link { address, rel: tag.attribute("rel").map(|rel| relation(&rel)) })
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
