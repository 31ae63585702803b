//! Keys that were renamed. The former names work until 0.2, with a warning.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::lines::Lines;
use super::problem::Problem;

/// A key as section and name.
type Key = (&'static str, &'static str);

/// A key that was renamed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RenamedKey {
    former: Key,
    current: Key,
}

/// All keys that were renamed.
const RENAMED: [RenamedKey; 2] = [
    RenamedKey { former: ("fetch", "per_host"), current: ("fetch", "per_domain") },
    RenamedKey { former: ("analyze", "threads"), current: ("worker", "cpu_threads") },
];

/// Sections all of whose keys were renamed. An empty one is accepted.
const FORMER_SECTIONS: [&str; 1] = ["analyze"];

/// A place where a renamed key is set, under its former or its current name.
pub(super) struct KeyUse {
    key: &'static RenamedKey,
    is_former: bool,
    /// The file, the environment variable or the flag.
    place: String,
    /// The line in the file, from 1.
    line: Option<usize>,
}

/// Gives the renamed keys of a file their current names, and returns where they are set.
///
/// A file that sets both names keeps the current one; [`check_uses`] reports it.
pub(super) fn rename_in_file(table: &mut DeTable<'_>, place: &str, lines: &Lines<'_>) -> Vec<KeyUse> {
    let mut uses = Vec::new();
    let line = |at: usize| Some(lines.number(at));
    for key in &RENAMED {
        let place = place.to_owned();
        let current = section(table, key.current.0).and_then(|section| section.get_key_value(key.current.1));
        let is_current_set = current.is_some();
        if let Some((name, _)) = current {
            uses.push(KeyUse { key, is_former: false, place: place.clone(), line: line(name.span().start) });
        }
        let former = section_mut(table, key.former.0).and_then(|section| section.remove_entry(key.former.1));
        if let Some((name, value)) = former {
            let span = name.span();
            uses.push(KeyUse { key, is_former: true, place, line: line(span.start) });
            if !is_current_set {
                insert(table, key.current, Spanned::new(span, value.into_inner()));
            }
        }
    }
    for name in FORMER_SECTIONS {
        if section(table, name).is_some_and(DeTable::is_empty) {
            table.remove(name);
        }
    }
    uses
}

/// Gives a key from outside the files its current name, and returns its use if it was renamed.
pub(super) fn rename_path(path: &mut [String], place: &str) -> Option<KeyUse> {
    let [section, name] = path else { return None };
    let is = |key: Key| (section.as_str(), name.as_str()) == key;
    let key = RENAMED.iter().find(|key| is(key.former) || is(key.current))?;
    let is_former = is(key.former);
    key.current.0.clone_into(section);
    key.current.1.clone_into(name);
    Some(KeyUse { key, is_former, place: place.to_owned(), line: None })
}

/// Returns the warnings for former names, and the problems of keys that are set under both names.
pub(super) fn check_uses(uses: &[KeyUse]) -> (Vec<Problem>, Vec<Problem>) {
    let (mut warnings, mut problems) = (Vec::new(), Vec::new());
    for former in uses.iter().filter(|used| used.is_former) {
        let (old, new) = (dotted(former.key.former), dotted(former.key.current));
        let current = uses.iter().find(|used| used.key == former.key && !used.is_former);
        let (to, detail) = match current {
            None => (&mut warnings, format!("`{old}` is now called `{new}`; the former name works until 0.2")),
            Some(current) => {
                let line = current.line.map(|line| format!(":{line}")).unwrap_or_default();
                let also = format!("{}{line}", current.place);
                (&mut problems, format!("`{old}` is now called `{new}`, which {also} sets too; remove the former"))
            }
        };
        to.push(Problem { place: former.place.clone(), line: former.line, detail });
    }
    (warnings, problems)
}

/// Returns the former name of a key, without its section; `None` for a key that was not renamed.
pub(super) fn former_name(section: &str, name: &str) -> Option<&'static str> {
    RENAMED.iter().find(|key| key.current == (section, name)).map(|key| key.former.1)
}

fn dotted((section, name): Key) -> String {
    format!("{section}.{name}")
}

fn section<'a, 'i>(table: &'a DeTable<'i>, name: &str) -> Option<&'a DeTable<'i>> {
    table.get(name).and_then(|value| value.get_ref().as_table())
}

fn section_mut<'a, 'i>(table: &'a mut DeTable<'i>, name: &str) -> Option<&'a mut DeTable<'i>> {
    match table.get_mut(name)?.get_mut() {
        DeValue::Table(section) => Some(section),
        _ => None,
    }
}

/// Sets a key, in a new section if there is none yet. A section that is no table is left for the reader to refuse.
fn insert<'i>(table: &mut DeTable<'i>, (section, name): Key, value: Spanned<DeValue<'i>>) {
    let span = value.span();
    let key = |name: &'static str| Spanned::new(span.clone(), name.into());
    let new = || Spanned::new(span.clone(), DeValue::Table(DeTable::new()));
    if let DeValue::Table(section) = table.entry(key(section)).or_insert_with(new).get_mut() {
        section.insert(key(name), value);
    }
}
