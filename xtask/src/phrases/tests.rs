//! Wrong lines, and what is said of them.

use std::fs;
use std::path::PathBuf;

use super::{lists, table};

/// A data folder of its own for one test.
struct Data(PathBuf);

impl Data {
    /// Writes a registry with two lists of phrases and one of words, and these files.
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let root = std::env::temp_dir().join(format!("pressline-lists-{}-{name}", std::process::id()));
        let registry = "closings\tphrases\tlower\tsuffix,line\trefused\topenings\tEnds.\n\
                        openings\tphrases\tlower\tcontains,opening\trefused\t-\tBeginnings.\n\
                        titles\tlang\tany\t-\trefused\t-\tTitles.\n";
        let base = [
            ("lists.tsv", registry),
            ("languages.tsv", "da\tdan\tDanish\nen\teng\tEnglish\nund\t-\tNone\n"),
            ("phrases/closings.tsv", "the end\ten\tline\n"),
            ("phrases/openings.tsv", "read more\ten\topening\n"),
            ("lang/en/titles.tsv", "Mr\n"),
        ];
        for (path, text) in base.iter().chain(files) {
            let path = root.join("data").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self(root)
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Checks what is said of a file: the beginning of each error, and a part of it.
#[track_caller]
fn check(name: &str, file: (&str, &str), expected: &[(&str, &str)]) {
    let data = Data::new(name, &[file]);
    let errors = lists::read(&data.0).err().unwrap_or_default();
    assert_eq!(errors.len(), expected.len(), "{errors:#?}");
    for (error, (start, part)) in errors.iter().zip(expected) {
        assert!(error.starts_with(start) && error.contains(part), "{error}");
    }
}

#[test]
fn a_new_language_needs_no_more_than_lines_and_a_folder() {
    let files =
        [("phrases/openings.tsv", "læs også\tda\topening\nread more\ten\topening\n"), ("lang/da/titles.tsv", "hr.\n")];
    let data = Data::new("danish", &files);
    let lists = lists::read(&data.0).unwrap().lists;
    assert_eq!(
        table(&lists),
        "list     da en all\n\
         closings  .  1   1\n\
         openings  1  1   2\n\
         titles    1  1   2\n\
         all       2  3   5"
    );
}

#[test]
fn a_line_that_is_wrong_by_itself_is_named() {
    const FILE: &str = "phrases/openings.tsv";
    check(
        "language",
        (FILE, "read more\txx\topening\n"),
        &[("data/phrases/openings.tsv:1: ", "`xx` is not a language")],
    );
    check(
        "kind",
        (FILE, "# a comment\nread more\ten\tline\n"),
        &[("data/phrases/openings.tsv:2: ", "contains, opening")],
    );
    check("columns", (FILE, "read more\ten\topening\t\n"), &[("data/phrases/openings.tsv:1: ", "too many columns")]);
    check("case", (FILE, "Read more\ten\topening\n"), &[("data/phrases/openings.tsv:1: ", "read more")]);
    check("spaces", (FILE, "read more \ten\topening\n"), &[("data/phrases/openings.tsv:1: ", "␣")]);
    check("lookalike", (FILE, "сiчень\ten\topening\n"), &[("data/phrases/openings.tsv:1: ", "look alike")]);
    check("empty", (FILE, "\ten\topening\n"), &[("data/phrases/openings.tsv:1: ", "no phrase")]);
    check("none", (FILE, "# nothing\n"), &[("data/lists.tsv", "`openings` has no line")]);
}

#[test]
fn lines_that_are_wrong_together_are_named() {
    const FILE: &str = "phrases/openings.tsv";
    check(
        "order",
        (FILE, "see\ten\topening\nread\ten\topening\n"),
        &[("data/phrases/openings.tsv:2: ", "before `see`")],
    );
    check("double", (FILE, "see\tda\topening\nsee\ten\topening\n"), &[("data/phrases/openings.tsv:2: ", "line 1")]);
    check(
        "useless",
        (FILE, "see\ten\topening\nsee also\ten\topening\n"),
        &[("data/phrases/openings.tsv:2: ", "no use")],
    );
    check("useful", (FILE, "see\ten\topening\nseeing\ten\topening\n"), &[]);
    check("apart", (FILE, "the end\ten\topening\n"), &[("data/phrases/closings.tsv:1: ", "openings.tsv")]);
}

#[test]
fn a_file_that_no_list_has_is_named() {
    check("file", ("lang/en/title.tsv", "Mr\n"), &[("data/lang/en/title.tsv", "no such list")]);
    check("folder", ("lang/xx/titles.tsv", "Mr\n"), &[("data/lang/xx", "not a language")]);
}

#[test]
fn the_lists_of_the_project_are_described() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let page = fs::read_to_string(format!("{root}/data/README.md")).unwrap();
    let lists = lists::read(root.as_ref()).unwrap().lists;
    let missing: Vec<&str> =
        lists.iter().map(|l| l.name.as_str()).filter(|name| !page.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty(), "data/README.md lacks {missing:?}");
}
