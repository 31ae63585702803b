//! Elements of the clean document.

use super::names::Field;
use super::value::escape;

/// Writes a text field; in Atom every text is HTML, as in RSS.
pub(super) fn text(atom: bool, field: Field, text: &str, out: &mut String) {
    let (open, close) = match (field, atom) {
        (Field::Title, false) => ("<title>", "</title>"),
        (Field::Title, true) => ("<title type=\"html\">", "</title>"),
        (Field::Summary, false) => ("<description>", "</description>"),
        (Field::Summary, true) => ("<summary type=\"html\">", "</summary>"),
        (Field::Content, false) => ("<content:encoded>", "</content:encoded>"),
        (Field::Content, true) => ("<content type=\"html\">", "</content>"),
        (Field::Author, false) => ("<author>", "</author>"),
        (Field::Author, true) => ("<author><name>", "</name></author>"),
        (Field::Category, false) => ("<category>", "</category>"),
        (Field::Category, true) => ("<category term=\"", "\"/>"),
        _ => return,
    };
    out.push_str(open);
    if open.ends_with('"') {
        attribute(text, out);
    } else {
        escape(text, out);
    }
    out.push_str(close);
}

/// Writes a link to a page.
pub(super) fn link(atom: bool, address: &str, kind: Option<&str>, out: &mut String) {
    if atom {
        out.push_str("<link rel=\"alternate\" type=\"");
        attribute(kind.unwrap_or_default(), out);
        out.push_str("\" href=\"");
        attribute(address, out);
        out.push_str("\"/>");
    } else {
        out.push_str("<link>");
        escape(address, out);
        out.push_str("</link>");
    }
}

fn attribute(text: &str, out: &mut String) {
    let mut escaped = String::with_capacity(text.len());
    escape(text, &mut escaped);
    out.push_str(&escaped.replace('"', "&quot;"));
}
