//! The walls of the house: who may import whom, what is pure, how long a file may be.
//!
//! The table is the rule; `ARCHITECTURE.md` shows it to people, and a test holds the two together.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "architecture/source.rs"]
mod source;

use std::fs;

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

const LONGEST: usize = 400;

/// What `text`, the file `path` of `module`, imports against the table.
fn foreign_imports(module: &str, path: &str, text: &str) -> Vec<String> {
    let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == module) else {
        return vec![format!("{path}: {module} is not in the table of tests/architecture.rs")];
    };
    let code = code(text);
    let root = if module == "main" { "pressline" } else { "crate" };
    let mut targets = code.after(root);
    targets.extend(code.after_supers(depth(path)).into_iter().filter(|t| MAY_USE.iter().any(|(name, _)| name == t)));
    targets.retain(|t| t != module && !OPEN.contains(&t.as_str()) && !allowed.contains(&t.as_str()) && t != "self");
    targets.sort();
    targets.dedup();
    targets.iter().map(|target| format!("{path}: {module} may not use {target}")).collect()
}

/// How many `super` lead from a file to the crate's root.
fn depth(path: &str) -> usize {
    let below = path.strip_prefix("src/").unwrap_or(path);
    below.split('/').filter(|part| *part != "mod.rs").count()
}

/// What `text` names though it is pure.
fn impurities(path: &str, text: &str) -> Vec<String> {
    let code = code(text);
    let words = IMPURE_WORDS.iter().filter(|word| code.names(word)).map(|word| (*word).to_owned());
    let paths = IMPURE_PATHS.iter().flat_map(|(first, seconds)| {
        let named = code.after(first);
        seconds.iter().filter(move |s| named.iter().any(|n| n == *s)).map(move |s| format!("{first}::{s}"))
    });
    words.chain(paths).map(|word| format!("{path} is pure but names {word}")).collect()
}

fn module_of(path: &str) -> &str {
    let below = path.strip_prefix("src/").unwrap_or(path);
    below.split(['/', '.']).next().unwrap_or(below)
}

#[track_caller]
fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn imports_follow_the_table() {
    let files = sources("src");
    assert!(files.len() > 10, "the sources were not found");
    let shipped = files.iter().filter(|s| !is_test(&s.path) && s.path != "src/lib.rs");
    let wrong: Vec<_> = shipped.flat_map(|s| foreign_imports(module_of(&s.path), &s.path, &s.text)).collect();
    assert_none(&wrong);
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

    #[track_caller]
    fn imports(module: &str, path: &str, text: &str, expected: &[&str]) {
        let found = foreign_imports(module, path, text);
        let short: Vec<_> = found.iter().map(|f| f.rsplit(' ').next().unwrap()).collect();
        assert_eq!(short, expected, "in {text}");
    }

    #[track_caller]
    fn impure(text: &str, expected: &[&str]) {
        let found = impurities("src/feed/x.rs", text);
        let short: Vec<_> = found.iter().map(|f| f.rsplit(' ').next().unwrap()).collect();
        assert_eq!(short, expected, "in {text}");
    }

    #[test]
    fn sees_each_way_to_import() {
        let file = "src/feed/mod.rs";
        imports("feed", file, "use crate::model::Feed; use crate::dates; use crate::feed::x;", &[]);
        imports("feed", file, "use crate::extract::body;", &["extract"]);
        imports("feed", file, "use crate::{dates, extract::{a, fetch}, analyze};", &["analyze", "extract"]);
        imports("feed", file, "use crate :: {\n  store,\n};", &["store"]);
        imports("feed", file, "fn f() { crate::emit::line(); }", &["emit"]);
        imports("feed", file, "use super::extract;", &["extract"]);
        imports("feed", "src/feed/a/b.rs", "use super::super::super::{extract, dates};", &["extract"]);
        imports("feed", "src/feed/a/b.rs", "use super::super::extract;", &[]);
        imports("main", "src/main.rs", "fn main() { pressline::store::open() }", &["store"]);
        imports("store", "src/store/mod.rs", "use crate::{queue::Queue, ledger, cluster};", &["cluster"]);
    }

    #[test]
    fn passes_over_talk_and_tests() {
        let file = "src/feed/mod.rs";
        imports(
            "feed",
            file,
            "//! see crate::extract\n/* crate::emit /* crate::store */ */ const A: &str = \"crate::cli\";",
            &[],
        );
        imports(
            "feed",
            file,
            "const A: &str = r#\"a\" crate::cli\"#; const B: char = '\"'; use crate::emit;",
            &["emit"],
        );
        imports("feed", file, "fn f<'a>(x: &'a str) { crate::emit::x(x, '\\'', 'a') }", &["emit"]);
        imports("feed", file, "#[cfg(test)]\nmod tests { use crate::extract; fn f() {} }", &[]);
        imports("feed", file, "#[cfg(test)]\nmod tests;\nuse crate::extract;", &["extract"]);
        imports("feed", file, "#[cfg(test)] #[path = \"x\"] mod tests { } use crate::extract;", &["extract"]);
    }

    #[test]
    fn refuses_a_module_nobody_placed() {
        assert_eq!(foreign_imports("attic", "src/attic.rs", "").len(), 1);
        assert_eq!(foreign_imports("feed", "src/feed/mod.rs", "use crate::attic;").len(), 1);
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
