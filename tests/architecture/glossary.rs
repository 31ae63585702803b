//! What the glossary says of the code: each name in its last column is defined, where it says so.

use super::source::Source;

/// The words before the name of an item.
const ITEMS: [&str; 8] = ["struct", "enum", "trait", "type", "fn", "const", "static", "mod"];

/// Returns the names and paths of a glossary's last column that the sources do not have.
///
/// `exists` says whether there is a path. A name is that of an item, a field or a variant; with `in` and a path behind it,
/// one of that file.
pub(crate) fn faults(page: &str, sources: &[Source], exists: impl Fn(&str) -> bool) -> Vec<String> {
    let rows = page.lines().filter(|line| line.starts_with("| "));
    let cells = rows.filter_map(|row| row.trim_end().strip_suffix('|')?.rsplit_once('|').map(|(_, cell)| cell));
    let mut faults = Vec::new();
    for cell in cells.filter(|cell| cell.contains('`')) {
        // Text and code by turns.
        let parts: Vec<&str> = cell.split('`').collect();
        for (at, name) in parts.iter().enumerate().skip(1).step_by(2) {
            let is_known = if name.contains('/') {
                exists(name)
            } else {
                let path =
                    parts.get(at + 2).filter(|_| parts.get(at + 1).is_some_and(|between| between.trim() == "in"));
                let of_file = |s: &&Source| path.is_none_or(|path| s.path == *path || !path.contains('/'));
                sources.iter().filter(of_file).any(|s| defines(&s.text, name))
            };
            if !is_known {
                faults.push(format!("docs/GLOSSARY.md: no `{name}` as in{cell}"));
            }
        }
    }
    faults
}

/// Returns whether a file defines `Item`, or both parts of `Item::member`.
fn defines(text: &str, name: &str) -> bool {
    let words = |line: &str| -> Vec<String> {
        line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let is_item = |line: &str, item: &str| {
        words(line).windows(2).any(|pair| ITEMS.contains(&pair[0].as_str()) && pair[1] == item)
    };
    let is_member = |line: &str, member: &str| {
        let line = line.trim_start().trim_start_matches("pub ").trim_start_matches("pub(crate) ");
        line.strip_prefix(member).is_some_and(|rest| rest.starts_with([':', ',', '(', ' ']))
    };
    name.split("::").all(|part| {
        text.lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .any(|line| is_item(line, part) || is_member(line, part))
    })
}

#[test]
fn a_name_that_is_gone_is_named() {
    let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
    let sources = [
        source("src/a.rs", "pub struct Feed {\n    pub title: Option<String>,\n}"),
        source("src/b.rs", "fn poll() {}"),
    ];
    let check = |cell: &str, expected: &[&str]| {
        let page = format!("| term | meaning | in the code |\n|---|---|---|\n| a | A `Thing`. | {cell} |\n");
        let found = faults(&page, &sources, |path| path == "src/a.rs");
        let found: Vec<_> = found.iter().map(|fault| fault.split('`').nth(1).unwrap()).collect();
        assert_eq!(found, expected, "{cell}");
    };
    check("`Feed` in `src/a.rs`; `poll`", &[]);
    check("`Feed::title`, `src/a.rs`", &[]);
    check("`Feed` in `src/b.rs`", &["Feed", "src/b.rs"]);
    check("`Entry`", &["Entry"]);
    check("`Feed::link`", &["Feed::link"]);
}
