//! The laws of the house: who may import whom, that nobody imports in a circle, what is pure, how long a file may be.
//!
//! The tables are the rule; `ARCHITECTURE.md` shows them to people, and a test holds the two together.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

#[path = "architecture/cases.rs"]
mod cases;
#[path = "architecture/circles.rs"]
mod circles;
#[path = "architecture/docs.rs"]
mod docs;
#[path = "architecture/glossary.rs"]
mod glossary;
#[path = "architecture/imports.rs"]
mod imports;
#[path = "architecture/modules.rs"]
mod modules;
#[path = "architecture/resolve.rs"]
mod resolve;
#[path = "architecture/source.rs"]
mod source;
#[path = "architecture/tables.rs"]
mod tables;
#[path = "architecture/tokens.rs"]
mod tokens;

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use imports::{Found, Imports};
use modules::Tree;
use source::{Source, code, is_test, sources};
use tables::{ALL, ANALYZE, EXTRACT, MAY_USE, OPEN, OPEN_TO_ROOMS, RESERVED, Table};

const PURE: &[&str] = &["model", "error", "text", "dates", "identity", "feed", "extract", "analyze"];

/// What a pure module may not name: whatever waits, reads the world, or remembers.
const IMPURE_WORDS: &[&str] = &[
    "tokio",
    "reqwest",
    "tracing",
    "SystemTime",
    "Instant",
    "Mutex",
    "RwLock",
    "thread_local",
    "AtomicBool",
    "AtomicU32",
    "AtomicU64",
    "AtomicUsize",
];

/// The same, for names that mean harm only after a certain one.
const IMPURE_PATHS: &[(&str, &[&str])] =
    &[("std", &["fs", "net", "env", "process", "thread"]), ("Timestamp", &["now"]), ("Zoned", &["now"])];

/// A file that may name a word all the same: a counter that only tests can read, as its page says.
const MAY_NAME: &[(&str, &str)] = &[("src/text/steps.rs", "thread_local")];

const LONGEST: usize = 400;

/// The sources of this package and of `xtask`, and what they import of each other; read once for all tests.
static CRATES: LazyLock<(Vec<Source>, Found)> = LazyLock::new(|| {
    let files: Vec<Source> = sources("src").into_iter().chain(sources("xtask")).collect();
    let found = read(&files);
    (files, found)
});

/// Reads the crates whose roots are among `sources`.
fn read(sources: &[Source]) -> Found {
    let texts: HashMap<&str, &str> = sources.iter().map(|s| (s.path.as_str(), s.text.as_str())).collect();
    let mut tree = Tree::default();
    for (name, root) in [("pressline", "src/lib.rs"), ("main", "src/main.rs"), ("xtask", "xtask/src/main.rs")] {
        if texts.contains_key(root) {
            tree.add_crate(name, root, &texts);
        }
    }
    imports::imports(tree)
}

/// The imports that a table does not allow. `house` names the file's own room, none for files the table is not about;
/// `used` names the module or room of a file that is imported.
fn foreign_imports<'a>(
    imports: &'a Imports,
    (table, open): (Table, &[&str]),
    house: impl Fn(&'a str) -> Option<&'a str>,
    used: impl Fn(&'a str) -> Option<&'a str>,
) -> Vec<String> {
    let mut wrong = Vec::new();
    for ((from, to), uses) in imports {
        let (Some(of), Some(used)) = (house(from), used(to)) else { continue };
        let first = &uses[0];
        match table.iter().find(|(name, _)| *name == of) {
            _ if of == used || open.contains(&used) => {}
            Some((_, allowed)) if allowed.contains(&used) => {}
            Some(_) => wrong.push(format!("{from}:{} uses {}, but {of} may not use {used}", first.line, first.item)),
            None => wrong.push(format!("{from}: {of} is not in the table of tests/architecture.rs")),
        }
    }
    wrong.dedup();
    wrong
}

/// The imports among modules that `MAY_USE` does not allow.
fn foreign_modules(imports: &Imports) -> Vec<String> {
    foreign_imports(imports, (MAY_USE, OPEN), |path| room(path, "src/"), |path| room(path, "src/"))
}

/// The imports of the rooms below `prefix` that their table does not allow.
fn foreign_rooms(imports: &Imports, table: Table, prefix: &str) -> Vec<String> {
    let used = |path| room(path, prefix).or_else(|| room(path, "src/"));
    foreign_imports(imports, (table, OPEN_TO_ROOMS), |path| room(path, prefix), used)
}

/// The rooms of `table` that are not below `prefix`, and those below it that are not in the table.
fn misplaced(files: &[Source], table: Table, prefix: &str) -> Vec<String> {
    let rooms: BTreeSet<&str> = files.iter().filter_map(|s| room(&s.path, prefix)).collect();
    let placed: BTreeSet<&str> = table.iter().map(|(name, _)| *name).collect();
    let unplaced = rooms.difference(&placed).filter(|name| !["lib", "tests"].contains(name));
    let unplaced = unplaced.map(|name| format!("{prefix}{name} is not in the table of tests/architecture.rs"));
    let missing = placed.difference(&rooms).filter(|name| **name != RESERVED);
    unplaced.chain(missing.map(|name| format!("{prefix}{name} is in the table and nowhere else"))).collect()
}

/// The allowances of `table` that nobody makes use of: a table that allows more than is needed is no wall.
fn unused(imports: &Imports, table: Table, prefix: &str) -> Vec<String> {
    let used = |path| room(path, prefix).or_else(|| room(path, "src/"));
    let made: BTreeSet<_> = imports.keys().map(|(from, to)| (room(from, prefix), used(to))).collect();
    let table = table.iter().filter(|(of, allowed)| *of != RESERVED && *allowed != ALL);
    let allowed = table.flat_map(|(of, allowed)| allowed.iter().map(move |used| (*of, *used)));
    let unused = allowed.filter(|(of, used)| !made.contains(&(Some(*of), Some(*used))));
    unused.map(|(of, used)| format!("{prefix}{of} may use {used} and does not")).collect()
}

/// The module or room of a file: the first folder or file below `prefix`.
fn room<'a>(path: &'a str, prefix: &str) -> Option<&'a str> {
    path.strip_prefix(prefix)?.split(['/', '.']).next()
}

/// What `text` names though it is pure.
fn impurities(path: &str, text: &str) -> Vec<String> {
    let code = code(text);
    let words = IMPURE_WORDS.iter().filter(|word| code.names(word) && !MAY_NAME.contains(&(path, word)));
    let words = words.map(|word| (*word).to_owned());
    let paths = IMPURE_PATHS.iter().flat_map(|(first, seconds)| {
        let named = code.after(first);
        seconds.iter().filter(move |s| named.iter().any(|n| n == *s)).map(move |s| format!("{first}::{s}"))
    });
    words.chain(paths).map(|word| format!("{path} is pure but names {word}")).collect()
}

fn module_of(path: &str) -> &str {
    room(path, "src/").unwrap_or(path)
}

#[track_caller]
fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn imports_follow_the_table() {
    let (files, found) = &*CRATES;
    assert!(files.len() > 10, "the sources were not found");
    assert_none(&foreign_modules(&found.imports));
    assert_none(&misplaced(files, MAY_USE, "src/"));
    assert_none(&unused(&found.imports, MAY_USE, "src/"));
    // A name that the checker cannot trace would hide an import.
    assert_none(&found.unknown);
}

#[test]
fn rooms_follow_their_tables() {
    let (files, Found { imports, .. }) = &*CRATES;
    for (table, prefix) in [(EXTRACT, "src/extract/"), (ANALYZE, "src/analyze/")] {
        assert_none(&foreign_rooms(imports, table, prefix));
        assert_none(&misplaced(files, table, prefix));
        assert_none(&unused(imports, table, prefix));
    }
}

#[test]
fn files_import_each_other_in_no_circle() {
    let imports = &CRATES.1.imports;
    let circles = circles::circles(imports);
    assert_none(&circles.iter().map(|circle| circles::describe(circle, imports)).collect::<Vec<_>>());
}

#[test]
fn pure_modules_touch_nothing() {
    let pure: Vec<_> = sources("src").into_iter().filter(|s| PURE.contains(&module_of(&s.path))).collect();
    assert!(PURE.iter().all(|module| pure.iter().any(|s| module_of(&s.path) == *module)), "a pure module is missing");
    let wrong: Vec<_> = pure.iter().filter(|s| !is_test(&s.path)).flat_map(|s| impurities(&s.path, &s.text)).collect();
    assert_none(&wrong);
}

#[test]
fn files_are_read_in_one_sitting() {
    let mut files: Vec<Source> = sources("src").into_iter().chain(sources("xtask")).collect();
    files.sort_by_key(Source::lines);
    let (middle, longest) = (&files[files.len() / 2], &files[files.len() - 1]);
    println!("{} files; median {} lines; longest {} ({})", files.len(), middle.lines(), longest.lines(), longest.path);
    let long = files.iter().filter(|s| s.lines() > LONGEST);
    assert_none(&long.map(|s| format!("{} has {} lines, more than {LONGEST}", s.path, s.lines())).collect::<Vec<_>>());
}

#[test]
fn doc_comments_are_sentences() {
    let shipped = CRATES.0.iter().filter(|s| !is_test(&s.path));
    assert_none(&shipped.flat_map(|s| docs::faults(&s.path, &s.text)).collect::<Vec<_>>());
}

#[test]
fn the_glossary_names_what_the_code_has() {
    let page = fs::read_to_string("docs/GLOSSARY.md").unwrap();
    assert_none(&glossary::faults(&page, &CRATES.0, |path| Path::new(path).exists()));
}

#[test]
fn the_page_shows_the_tables() {
    let page = fs::read_to_string("ARCHITECTURE.md").unwrap();
    for (table, house) in [(MAY_USE, ""), (EXTRACT, "extract/"), (ANALYZE, "analyze/")] {
        let rows = table.iter().map(|(module, allowed)| {
            let names = allowed.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let shown = match (allowed.len(), *allowed == ALL) {
                (0, _) => "–",
                (_, true) => "every module",
                _ => &names,
            };
            format!("| `{house}{module}` | {shown} |")
        });
        let missing = rows.filter(|row| !page.lines().any(|line| line == row));
        assert_none(&missing.map(|row| format!("ARCHITECTURE.md lacks the row {row}")).collect::<Vec<_>>());
    }
}

/// A picture shows who uses whom by height: whoever is used stands lower.
#[test]
fn the_pictures_show_the_tables() {
    let page = fs::read_to_string("ARCHITECTURE.md").unwrap();
    let sections =
        [("## Who may import whom", MAY_USE), ("### Rooms of `extract`", EXTRACT), ("### Rooms of `analyze`", ANALYZE)];
    for (heading, table) in sections {
        let section = page.split_once(&format!("{heading}\n")).expect(heading).1;
        let picture = section.split("```").nth(1).expect("a section has a picture");
        let line_of = |name: &str| {
            let is_named = |line: &str| line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name);
            picture.lines().skip(1).position(is_named)
        };
        let (mut wrong, rooms) = (Vec::new(), table.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        for (of, allowed) in table {
            let Some(height) = line_of(of) else {
                wrong.push(format!("the picture of {heading} lacks {of}"));
                continue;
            };
            let lower = allowed.iter().filter(|used| rooms.contains(used) && line_of(used) <= Some(height));
            wrong.extend(lower.map(|used| format!("the picture of {heading} must show {used} below {of}")));
        }
        assert_none(&wrong);
    }
}

mod the_checker {
    use super::imports::Use;
    use super::*;

    /// Checks which modules an invented crate uses against the table, beside files of `extract`, `dates` and `model`.
    #[track_caller]
    fn check(path: &str, text: &str, expected: &[&str]) {
        let lib = "mod feed; mod extract; mod dates; mod model; pub mod store;";
        let others = [
            ("src/lib.rs", lib),
            ("src/extract/mod.rs", "pub mod body; pub fn extract() {}"),
            ("src/extract/body.rs", "pub struct Body; pub use crate::dates::Date;"),
            ("src/dates.rs", "pub struct Date;"),
            ("src/model.rs", "pub struct Feed;"),
            ("src/store.rs", "pub fn open() {}"),
            ("src/feed/mod.rs", "mod a;"),
            ("src/feed/a/mod.rs", "mod b;"),
        ];
        let mut files: Vec<Source> = others.map(|(path, text)| Source { path: path.into(), text: text.into() }).into();
        files.retain(|s| s.path != path);
        files.push(Source { path: path.into(), text: text.into() });
        let found = read(&files).imports;
        let wrong = foreign_modules(&found);
        let short: Vec<_> = wrong.iter().map(|f| f.rsplit(' ').next().unwrap()).collect();
        assert_eq!(short, expected, "in {text}");
    }

    #[track_caller]
    fn impure(text: &str, expected: &[&str]) {
        let found = impurities("src/feed/x.rs", text);
        let short: Vec<_> = found.iter().map(|f| f.rsplit(' ').next().unwrap()).collect();
        assert_eq!(short, expected, "in {text}");
    }

    #[test]
    fn refuses_what_the_table_does_not_allow() {
        let file = "src/feed/mod.rs";
        check(file, "use crate::model::Feed; use crate::dates::Date; mod a;", &[]);
        check(file, "use crate::extract::extract;", &["extract"]);
        check(file, "use crate::{dates::Date, extract::{body::Body, extract}};", &["extract", "extract"]);
        check(file, "fn f() { crate::store::open(); }", &["store"]);
        check(file, "use super::extract; fn f() { extract::extract() }", &["extract"]);
        check(file, "use super::extract::body::Date;", &[]);
        check("src/feed/a/b.rs", "use super::super::super::{extract::body::Body, dates::Date};", &["extract"]);
        check("src/main.rs", "fn main() { pressline::store::open() }", &["store"]);
    }

    fn import(from: &str, to: &str) -> Imports {
        Imports::from([((from.into(), to.into()), vec![Use { line: 1, item: "B".into() }])])
    }

    #[test]
    fn refuses_a_module_nobody_placed() {
        let wrong = foreign_modules(&import("src/attic.rs", "src/feed/mod.rs"));
        assert_eq!(wrong, ["src/attic.rs: attic is not in the table of tests/architecture.rs"]);
        assert_eq!(foreign_modules(&import("src/feed/mod.rs", "src/attic.rs")).len(), 1);
        let files = ["src/house/b.rs", "src/house/c/d.rs", "src/house/tests.rs", "src/a.rs"];
        let files = files.map(|path| Source { path: path.into(), text: String::new() });
        let wrong = misplaced(&files, &[("a", &[]), ("b", &[])], "src/house/");
        assert_eq!(
            wrong.iter().map(|w| w.split(' ').next().unwrap()).collect::<Vec<_>>(),
            ["src/house/c", "src/house/a"]
        );
    }

    #[test]
    fn refuses_what_a_room_may_not_use() {
        const TABLE: Table = &[("a", &["b"]), ("b", &["dates"]), ("mod", &["a"])];
        let check = |from: &str, to: &str, expected: usize| {
            assert_eq!(foreign_rooms(&import(from, to), TABLE, "src/house/").len(), expected, "{from} uses {to}");
        };
        check("src/house/a/x.rs", "src/house/b.rs", 0);
        check("src/house/a/x.rs", "src/house/a/y.rs", 0);
        check("src/house/a.rs", "src/text/hash.rs", 0);
        check("src/house/b.rs", "src/dates/mod.rs", 0);
        check("src/house/a.rs", "src/dates/mod.rs", 1);
        check("src/house/b.rs", "src/house/a/y.rs", 1);
        check("src/house/b.rs", "src/house/mod.rs", 1);
        check("src/other/b.rs", "src/house/b.rs", 0);
        assert_eq!(unused(&import("src/house/a/x.rs", "src/house/b.rs"), TABLE, "src/house/").len(), 2);
    }

    #[test]
    fn sees_each_way_to_be_impure() {
        impure("use std::time::Duration; let environment = envelope(\"tokio\"); // std::fs", &[]);
        impure("use tokio::fs;", &["tokio"]);
        impure("tracing::info!(\"x\");", &["tracing"]);
        impure("use std::{io, fs};", &["std::fs"]);
        impure("let home = std::env::var(\"HOME\");", &["std::env"]);
        impure("let now = jiff::Timestamp::now();", &["Timestamp::now"]);
        impure("use std::time::{Duration, Instant};", &["Instant"]);
        impure("static SEEN: Mutex<u8> = Mutex::new(0);", &["Mutex"]);
    }
}
