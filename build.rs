//! Compiles the word lists of `data/` into static tables, and what must run before Rust's own start.

#[path = "build/lists/mod.rs"]
mod lists;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use lists::{Data, Entry, Folder, Language, List};

/// The kinds of match, as `data/README.md` describes them.
const MATCH_KINDS: [&str; 6] = ["contains", "line", "opening", "prefix", "suffix", "word"];

fn main() -> io::Result<()> {
    for path in ["build", "data/phrases", "data/lang", "data/lists.tsv", "data/languages.tsv"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let Data { lists, languages } = match lists::read(Path::new(".")) {
        Ok(data) => data,
        Err(errors) => {
            for error in errors {
                println!("cargo::error={error}");
            }
            return Ok(());
        }
    };
    let tables: String = lists.iter().map(table).chain([detected(&languages)]).collect();
    let folder = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    link_before_start(&folder);
    fs::write(folder.join("lists.rs"), tables)
}

/// Links `build/closed_stdout.c` into the program. Without it, a closed standard output is taken for `/dev/null`.
fn link_before_start(folder: &Path) {
    println!("cargo::rerun-if-env-changed=CC");
    let object = folder.join("closed_stdout.o");
    let compiler = env::var_os("CC").unwrap_or_else(|| "cc".into());
    let result = Command::new(compiler).args(["-O1", "-c", "build/closed_stdout.c", "-o"]).arg(&object).status();
    match result {
        Ok(status) if status.success() => println!("cargo::rustc-link-arg-bin=pressline={}", object.display()),
        result => println!("cargo::warning=build/closed_stdout.c is left out: {result:?}"),
    }
}

/// Returns a list as a static table of phrases, of words with their classes and languages, or of words alone.
fn table(list: &List) -> String {
    let (name, about) = (list.name.to_uppercase(), &list.about);
    // With classes of words for kinds, it is no list of phrases.
    let is_matched = list.kinds.iter().all(|kind| MATCH_KINDS.contains(&kind.as_str()));
    let of = match (list.folder, is_matched, list.kinds.is_empty()) {
        (Folder::Lang, ..) => "Word",
        (_, _, true) => "&str",
        (_, true, _) => "Phrase",
        (_, _, false) => "(&str, &str)",
    };
    let mut out = format!("/// {about}\npub(crate) static {name}: &[{of}] = &[\n");
    for Entry { phrase, language, kind, .. } in &list.entries {
        let line = match of {
            "Word" => format!("Word {{ text: {phrase:?}, language: {language:?}, class: {kind:?} }}"),
            "Phrase" => format!("Phrase {{ text: {phrase:?}, kind: PhraseKind::{} }}", variant(kind)),
            "&str" => format!("{phrase:?}"),
            _ => format!("({phrase:?}, {kind:?})"),
        };
        let _ = writeln!(out, "    {line},");
    }
    out.push_str("];\n");
    out
}

/// Returns the codes of the detector of languages, with the BCP 47 codes, as a static table.
fn detected(languages: &[Language]) -> String {
    let known = languages.iter().filter(|language| language.detected_as != "-");
    let lines =
        known.map(|Language { code, detected_as, name }| format!("    // {name}\n    ({detected_as:?}, {code:?}),\n"));
    let about = "/// The codes of the detector of languages (whatlang), with the BCP 47 codes.";
    format!("{about}\npub(crate) static DETECTED_LANGUAGES: &[(&str, &str)] = &[\n{}];\n", lines.collect::<String>())
}

/// Returns the name of a kind's variant: `Contains` for `contains`.
fn variant(kind: &str) -> String {
    let mut letters = kind.chars();
    letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters).collect()
}
