//! What doc comments must be: whole sentences, and short ones.

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, Lit, Meta, Visibility};

use super::modules::{attributes, is_test};

/// Words in the first sentence of a doc comment, at most; chosen.
const LONGEST_SENTENCE: usize = 25;

/// Returns what is wrong with the doc comments of a file.
pub(crate) fn faults(path: &str, text: &str) -> Vec<String> {
    let file = syn::parse_file(text).unwrap_or_else(|e| panic!("{path}:{}: {e}", e.span().start().line));
    let mut reader = Reader { path, faults: Vec::new() };
    if !is_test(&file.attrs) {
        reader.read(&file.attrs);
        reader.visit_file(&file);
    }
    reader.faults
}

struct Reader<'a> {
    path: &'a str,
    faults: Vec<String>,
}

impl Reader<'_> {
    fn read(&mut self, attributes: &[Attribute]) {
        let lines: Vec<(usize, String)> = attributes.iter().filter_map(doc_line).collect();
        let Some((line, _)) = lines.first() else { return };
        let text = lines.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n");
        if let Some(fault) = fault(&text) {
            self.faults.push(format!("{}:{line}: {fault}", self.path));
        }
    }

    fn read_public(&mut self, vis: &Visibility, attributes: &[Attribute]) {
        if !matches!(vis, Visibility::Inherited) {
            self.read(attributes);
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_test(attributes(item)) {
            self.read(attributes(item));
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.read_public(&item.vis, &item.attrs);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        self.read(&item.attrs);
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        self.read_public(&field.vis, &field.attrs);
    }

    fn visit_variant(&mut self, variant: &'ast syn::Variant) {
        self.read(&variant.attrs);
        visit::visit_variant(self, variant);
    }
}

/// Returns the line number and text of a doc comment's line.
fn doc_line(attribute: &Attribute) -> Option<(usize, String)> {
    let Meta::NameValue(pair) = &attribute.meta else { return None };
    match &pair.value {
        Expr::Lit(lit) if pair.path.is_ident("doc") => match &lit.lit {
            Lit::Str(text) => Some((attribute.span().start().line, text.value())),
            _ => None,
        },
        _ => None,
    }
}

/// Returns what is wrong with the first sentence of a doc comment.
fn fault(text: &str) -> Option<String> {
    let paragraph = text.trim().split("\n\n").next().unwrap_or_default();
    let paragraph = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = first_sentence(&paragraph);
    let words = sentence.split(' ').count();
    if paragraph.starts_with(char::is_lowercase) {
        Some(format!("begins with a small letter: {sentence}"))
    } else if is_example(&paragraph) {
        None
    } else if !sentence.trim_end_matches([')', '"', '*', '_', '`']).ends_with(['.', ':', '?']) {
        Some(format!("does not end with a full stop: {sentence}"))
    } else if words > LONGEST_SENTENCE {
        Some(format!("its first sentence has {words} words, more than {LONGEST_SENTENCE}: {sentence}"))
    } else {
        None
    }
}

/// Returns whether a doc comment is nothing but code or quoted words, as those of an enum's variants may be.
fn is_example(paragraph: &str) -> bool {
    let is_quote = |c: char| matches!(c, '`' | '"');
    paragraph.starts_with(is_quote) && paragraph.trim_end_matches(", …").ends_with(is_quote)
}

/// Returns the text up to a full stop that stands before a space and a new beginning.
fn first_sentence(paragraph: &str) -> &str {
    let mut sentence = paragraph;
    for (at, _) in paragraph.match_indices(". ") {
        let (before, after) = paragraph.split_at(at + 1);
        let is_short = ["e.g.", "i.e.", "cf."].iter().any(|short| before.ends_with(short));
        if !is_short && !after.trim_start().starts_with(char::is_lowercase) {
            sentence = before;
            break;
        }
    }
    sentence
}

#[test]
fn a_doc_comment_is_a_sentence() {
    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let found = fault(text);
        assert_eq!(found.as_deref().map(|f| f.split(':').next().unwrap_or(f)), expected, "{text}");
    }
    check(" Returns the body.", None);
    check(" Returns the body,\n as HTML 5.2 calls it.\n\n and more", None);
    check(" The text (of a page.)", None);
    check(" `true` for a page.", None);
    check(" 3 bytes, e.g. of Latin 1. The rest is long: a b c d e f g h i j k l m n o p q r s t u v w x y z.", None);
    check(" `18:45 Uhr`, `6:00 PM EST`", None);
    check(" the body.", Some("begins with a small letter"));
    check(" The body", Some("does not end with a full stop"));
    check(" The body\n\n of a page.", Some("does not end with a full stop"));
    check(&format!(" The {} body.", "very ".repeat(23)), None);
    check(&format!(" The {} body.", "very ".repeat(24)), Some("its first sentence has 26 words, more than 25"));
}

#[test]
fn public_items_and_modules_are_read() {
    let text = "//! a module\n\n/// an item\npub struct A {\n    /// a field\n    pub a: u8,\n    /// hidden\n    b: u8,\n}\n\
        impl A {\n    /// a method\n    pub fn a() {}\n    /// hidden\n    fn b() {}\n}\n#[cfg(test)]\nmod tests {\n    /// hidden\n    pub fn x() {}\n}\n";
    let lines: Vec<String> =
        faults("a.rs", text).iter().map(|f| f.split(':').nth(1).unwrap_or_default().to_owned()).collect();
    assert_eq!(lines, ["1", "3", "5", "11"]);
}
