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
#[path = "architecture/imports.rs"]
mod imports;
#[path = "architecture/modules.rs"]
mod modules;
#[path = "architecture/resolve.rs"]
mod resolve;
#[path = "architecture/source.rs"]
mod source;
#[path = "architecture/tokens.rs"]
mod tokens;

use std::collections::HashMap;
use std::fs;

use imports::{Found, Imports};
use modules::Tree;
use source::{Source, code, is_test, sources};

/// Module, and the modules of this crate it may use. `model` and `error` are open to all.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("error", &[]),
    ("text", &[]),
    ("dates", &["text"]),
    ("feed", &["dates", "text"]),
    ("extract", &["dates", "text"]),
    ("analyze", &["dates", "text"]),
    ("fetch", &[]),
    ("emit", &[]),
    ("queue", &[]),
    ("ledger", &["queue"]),
    ("config", &[]),
    ("telemetry", &[]),
    ("store", &["ledger", "queue"]),
    ("cluster", &["ledger", "queue"]),
    ("pipeline", &["analyze", "emit", "extract", "feed", "fetch", "ledger", "queue", "telemetry"]),
    ("cli", ALL),
    ("main", &["cli"]),
];

/// Every module but `cli` itself and `main`, which is no module.
const ALL: &[&str] = &[
    "analyze",
    "cluster",
    "config",
    "dates",
    "emit",
    "extract",
    "feed",
    "fetch",
    "ledger",
    "pipeline",
    "queue",
    "store",
    "telemetry",
    "text",
];

const OPEN: &[&str] = &["model", "error"];

const PURE: &[&str] = &["model", "error", "text", "dates", "feed", "extract", "analyze"];

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

/// The imports that a table does not allow; `room` names the room of a file, or none for files that the table is not about.
fn foreign_imports<'a>(
    imports: &'a Imports,
    table: &[(&str, &[&str])],
    room: impl Fn(&'a str) -> Option<&'a str>,
) -> Vec<String> {
    let mut wrong = Vec::new();
    for ((from, to), uses) in imports {
        let (Some(of), Some(used)) = (room(from), room(to)) else { continue };
        let first = &uses[0];
        match table.iter().find(|(name, _)| *name == of) {
            _ if of == used || OPEN.contains(&used) => {}
            Some((_, allowed)) if allowed.contains(&used) => {}
            Some(_) => wrong.push(format!("{from}:{} uses {}, but {of} may not use {used}", first.line, first.item)),
            None => wrong.push(format!("{from}: {of} is not in the table of tests/architecture.rs")),
        }
    }
    wrong
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
    let files = sources("src");
    assert!(files.len() > 10, "the sources were not found");
    let found = read(&files);
    assert_none(&foreign_imports(&found.imports, MAY_USE, |path| room(path, "src/")));
    let modules = files.iter().map(|s| module_of(&s.path)).filter(|module| *module != "lib");
    let unplaced = modules.filter(|module| MAY_USE.iter().all(|(name, _)| name != module));
    assert_none(
        &unplaced.map(|module| format!("{module} is not in the table of tests/architecture.rs")).collect::<Vec<_>>(),
    );
    // A name that the checker cannot trace would hide an import.
    assert_none(&found.unknown);
}

#[test]
fn files_import_each_other_in_no_circle() {
    let files: Vec<Source> = sources("src").into_iter().chain(sources("xtask")).collect();
    let imports = read(&files).imports;
    let circles = circles::circles(&imports);
    for circle in &circles {
        println!("{}", circles::describe(circle, &imports));
    }
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
fn the_page_shows_the_table() {
    let page = fs::read_to_string("ARCHITECTURE.md").unwrap();
    for (module, allowed) in MAY_USE {
        let names = allowed.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let shown = match (allowed.len(), *allowed == ALL) {
            (0, _) => "–",
            (_, true) => "every module",
            _ => &names,
        };
        let row = format!("| `{module}` | {shown} |");
        assert!(page.lines().any(|line| line == row), "ARCHITECTURE.md lacks the row {row}");
    }
}

mod the_checker {
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
        let wrong = foreign_imports(&found, MAY_USE, |path| room(path, "src/"));
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

    #[test]
    fn refuses_a_module_nobody_placed() {
        let attic = |path: &str| room(path, "src/").map(|_| "attic");
        let found =
            Imports::from([(("src/a.rs".into(), "src/b.rs".into()), vec![imports::Use { line: 1, item: "B".into() }])]);
        assert_eq!(foreign_imports(&found, MAY_USE, attic).len(), 0);
        let wrong = foreign_imports(&found, MAY_USE, |path| room(path, "src/"));
        assert_eq!(wrong, ["src/a.rs: a is not in the table of tests/architecture.rs"]);
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
