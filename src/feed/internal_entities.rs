//! Entities that a document defines for itself in `<!DOCTYPE … [<!ENTITY name "text">]>`.
//!
//! An entity's text is put in the place of its references as it is written, once. One whose text refers to other entities is
//! left alone, so that nothing can grow from level to level, and what all of them add is limited.

use std::collections::HashMap;

use crate::text::steps;

/// The entities of one document that are read (chosen).
const MAX_ENTITIES: usize = 200;
/// The bytes of a name and of a text that are read (chosen: names of papers, addresses, characters).
const MAX_NAME_BYTES: usize = 64;
const MAX_TEXT_BYTES: usize = 1000;
/// The bytes that all texts together may add to a document (chosen).
const MAX_GROWTH: usize = 1 << 18;
/// The entities that XML itself defines, in any case (XML 1.0, section 4.6).
const PREDEFINED: [&str; 5] = ["amp", "lt", "gt", "quot", "apos"];

/// Returns a document with the entities resolved that stand before its root, which begins at a byte. O(n).
///
/// `None` when it defines none.
pub(super) fn resolve_entities(document: &str, root_at: usize) -> Option<String> {
    let (before, rest) = document.split_at(root_at);
    let entities = defined_entities(before);
    if entities.is_empty() {
        return None;
    }
    steps::count(rest.len());
    let mut out = String::with_capacity(document.len());
    out.push_str(before);
    let mut growth = 0;
    for section in rest.split_inclusive("]]>") {
        // references in a CDATA section are text
        let (markup, data) = section.split_at(section.find("<![CDATA[").unwrap_or(section.len()));
        let mut pieces = markup.split('&');
        out.extend(pieces.next());
        for piece in pieces {
            let name = piece.split_once(';').map(|(name, _)| name).filter(|name| name.len() <= MAX_NAME_BYTES);
            let text = name.and_then(|name| entities.get(name)).filter(|text| growth + text.len() <= MAX_GROWTH);
            if let (Some(name), Some(text)) = (name, text) {
                growth += text.len();
                out.push_str(text);
                out.push_str(piece.split_at(name.len() + 1).1);
            } else {
                out.push('&');
                out.push_str(piece);
            }
        }
        out.push_str(data);
    }
    Some(out)
}

/// Returns the texts of the entities that are defined in what stands before a root; the first definition counts.
fn defined_entities(before: &str) -> HashMap<&str, &str> {
    let mut entities = HashMap::new();
    if !before.contains("<!DOCTYPE") && !before.contains("<!doctype") {
        return entities;
    }
    steps::count(before.len());
    for definition in before.split("<!ENTITY").skip(1).take(MAX_ENTITIES) {
        let Some((name, text)) = definition.trim_start().split_once(char::is_whitespace) else { continue };
        let text = text.trim_start();
        let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
        let inside = text.strip_prefix(quote).and_then(|text| text.split_once(quote));
        let Some((text, _)) = inside.filter(|(text, _)| text.len() <= MAX_TEXT_BYTES) else { continue };
        if name.len() <= MAX_NAME_BYTES && !PREDEFINED.contains(&name) && is_final(text) {
            entities.entry(name).or_insert(text);
        }
    }
    entities
}

/// Returns whether a text refers to no entity but those that XML knows, and has no markup.
fn is_final(text: &str) -> bool {
    let is_known = |piece: &str| {
        let name = piece.split_once(';').map_or("", |(name, _)| name);
        name.starts_with('#') || PREDEFINED.contains(&name)
    };
    !text.contains(['<', '%']) && text.split('&').skip(1).all(is_known)
}

#[cfg(test)]
mod tests {
    use super::{MAX_GROWTH, resolve_entities};

    #[track_caller]
    fn check(subset: &str, text: &str, expected: &str) {
        let before = format!("<?xml version='1.0'?><!DOCTYPE rss [{subset}]>");
        let resolved = resolve_entities(&format!("{before}{text}"), before.len());
        assert_eq!(resolved.as_deref().map(|all| all.split_at(before.len()).1), Some(expected).filter(|e| *e != "-"));
    }

    #[test]
    fn a_document_defines_its_own() {
        check(
            "<!ENTITY paper \"Gull &amp; Tern\">",
            "<t>&paper; &amp; &paper;</t>",
            "<t>Gull &amp; Tern &amp; Gull &amp; Tern</t>",
        );
        check("<!ENTITY a 'x'>\n<!ENTITY b  \"y\" >", "&a;&b;&c; & &a", "xy&c; & &a");
        check("<!ENTITY nbsp \"&#160;\"><!ENTITY amp 'and'>", "a&nbsp;b &amp; c", "a&#160;b &amp; c");
        check("<!ENTITY a 'first'><!ENTITY a 'second'>", "&a;", "first");
        check("<!ENTITY a 'x'>", "&a;<![CDATA[&a;]]>&a;<![CDATA[ &a; ", "x<![CDATA[&a;]]>x<![CDATA[ &a; ");
        check("<!ENTITY a 'x\">", "&a;", "-");
    }

    #[test]
    fn nothing_grows_and_nothing_is_loaded() {
        check("<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>", "&a;&b;", "ha&b;");
        check("<!ENTITY x SYSTEM 'file:///etc/hostname'>", "&x;", "-");
        check("<!ENTITY % p 'x'><!ENTITY m '<item/>'><!ENTITY q '%p;'>", "&p;&m;&q;", "-");
        check(&format!("<!ENTITY long '{}'>", "x".repeat(5000)), "&long;", "-");
        let before = format!("<!DOCTYPE rss [<!ENTITY a '{}'>]>", "x".repeat(1000));
        let document = format!("{before}{}", "&a;".repeat(10_000));
        let resolved = resolve_entities(&document, before.len()).unwrap_or_default();
        assert!(resolved.len() <= document.len() + MAX_GROWTH && resolved.ends_with("&a;"));
    }
}
