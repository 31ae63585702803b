//! The small, flat, well-formed document that feed-rs reads instead of the publisher's.

use super::extras::EntryKey;
use super::xml::escape::{escape_attribute, escape_text};
use super::xml::vocabulary::Field;

/// The format of a clean document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Dialect {
    /// RSS 2.0, also for feeds in RSS 0.9x and 1.0.
    #[default]
    Rss,
    /// Atom 1.0, also for feeds in Atom 0.3.
    Atom,
}

/// A clean document in its parts.
#[derive(Debug, Default)]
pub(super) struct CleanDocument {
    pub dialect: Dialect,
    /// The markup of the feed's own fields.
    pub head: String,
    pub entries: Vec<CleanEntry>,
}

/// An entry of a clean document.
#[derive(Debug)]
pub(super) struct CleanEntry {
    pub key: EntryKey,
    /// The markup of the entry's fields, without its id.
    pub fields: String,
}

/// Returns a whole document of a head and entries; each entry's id is its key.
pub(super) fn document<'a>(dialect: Dialect, head: &str, entries: impl Iterator<Item = &'a CleanEntry>) -> String {
    let (start, end) = match dialect {
        Dialect::Atom => ("<feed xmlns=\"http://www.w3.org/2005/Atom\">", "</feed>"),
        Dialect::Rss => (
            "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel>",
            "</channel></rss>",
        ),
    };
    let (entry_start, id_end, entry_end) = match dialect {
        Dialect::Atom => ("<entry><id>", "</id>", "</entry>"),
        Dialect::Rss => ("<item><guid>", "</guid>", "</item>"),
    };
    let mut out = String::from(start);
    out.push_str(head);
    for CleanEntry { key, fields } in entries {
        out.push_str(entry_start);
        out.push_str(&key.to_string());
        out.push_str(id_end);
        out.push_str(fields);
        out.push_str(entry_end);
    }
    out.push_str(end);
    out
}

/// Appends a text field. In Atom every text is declared as HTML, which is what RSS means by default.
pub(super) fn push_text(dialect: Dialect, field: Field, text: &str, out: &mut String) {
    let (open, close) = match (field, dialect) {
        (Field::Title, Dialect::Rss) => ("<title>", "</title>"),
        (Field::Title, Dialect::Atom) => ("<title type=\"html\">", "</title>"),
        (Field::Summary, Dialect::Rss) => ("<description>", "</description>"),
        (Field::Summary, Dialect::Atom) => ("<summary type=\"html\">", "</summary>"),
        (Field::Content, Dialect::Rss) => ("<content:encoded>", "</content:encoded>"),
        (Field::Content, Dialect::Atom) => ("<content type=\"html\">", "</content>"),
        (Field::Author, Dialect::Rss) => ("<author>", "</author>"),
        (Field::Author, Dialect::Atom) => ("<author><name>", "</name></author>"),
        (Field::Category, Dialect::Rss) => ("<category>", "</category>"),
        (Field::Category, Dialect::Atom) => ("<category term=\"", "\"/>"),
        _ => return,
    };
    out.push_str(open);
    if open.ends_with('"') {
        escape_attribute(text, out);
    } else {
        escape_text(text, out);
    }
    out.push_str(close);
}

/// Appends a link to a page; `media_type` is what Atom's `type` attribute states.
pub(super) fn push_link(dialect: Dialect, address: &str, media_type: Option<&str>, out: &mut String) {
    match dialect {
        Dialect::Atom => {
            out.push_str("<link rel=\"alternate\" type=\"");
            escape_attribute(media_type.unwrap_or_default(), out);
            out.push_str("\" href=\"");
            escape_attribute(address, out);
            out.push_str("\"/>");
        }
        Dialect::Rss => {
            out.push_str("<link>");
            escape_text(address, out);
            out.push_str("</link>");
        }
    }
}
