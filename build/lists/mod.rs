//! The reader of the word lists in `data/`.
//!
//! `build.rs` compiles the lists in, and `xtask phrases` counts them; both read them with this module.
//! `data/README.md` describes the files.

mod checks;
mod registry;

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

pub(crate) use registry::{Folder, List};

/// A line of a list: a phrase, its language and its kind.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// The phrase, with its spaces.
    pub(crate) phrase: String,
    /// The language as a BCP 47 tag, `mul` for a phrase of several, or `und` for a phrase of none.
    pub(crate) language: String,
    /// The kind of match, or the class of a word; empty in a list without classes.
    pub(crate) kind: String,
    /// The path of the file below the root.
    pub(crate) file: String,
    /// The number of the line, from 1.
    pub(crate) line: usize,
}

impl Entry {
    fn error(&self, reason: &str) -> String {
        format!("{}:{}: {reason}", self.file, self.line)
    }
}

/// A language of `data/languages.tsv`.
#[derive(Debug, Clone)]
pub(crate) struct Language {
    /// The BCP 47 code.
    pub(crate) code: String,
    /// The code of the detector of languages, or `-`.
    pub(crate) detected_as: String,
    /// The name in English.
    pub(crate) name: String,
}

/// All lists, and the languages that they may name.
#[derive(Debug, Clone)]
pub(crate) struct Data {
    /// The lists, in the order of the registry.
    pub(crate) lists: Vec<List>,
    /// The languages, by their codes.
    pub(crate) languages: Vec<Language>,
}

/// Reads all lists in the folder `data` of `root`.
///
/// # Errors
///
/// One text for each fault, as `FILE:LINE: REASON`.
pub(crate) fn read(root: &Path) -> Result<Data, Vec<String>> {
    let mut errors = Vec::new();
    let languages = read_languages(root, &mut errors);
    let codes: BTreeSet<String> = languages.iter().map(|language| language.code.clone()).collect();
    let mut lists = registry::read(root, &mut errors);
    for (list, file, language) in files(root, &lists, &codes, &mut errors) {
        let Some(list) = lists.get_mut(list) else { continue };
        let entries = read_entries(root, list, &file, language.as_deref(), &codes, &mut errors);
        list.entries.extend(entries);
    }
    for list in &lists {
        checks::check_list(list, &mut errors);
    }
    checks::check_exclusions(&lists, &mut errors);
    if errors.is_empty() { Ok(Data { lists, languages }) } else { Err(errors) }
}

fn read_languages(root: &Path, errors: &mut Vec<String>) -> Vec<Language> {
    const FILE: &str = "data/languages.tsv";
    let mut languages = Vec::new();
    for (line, columns) in read_rows(root, FILE, errors) {
        match <[String; 3]>::try_from(columns) {
            Ok([code, detected_as, name]) => languages.push(Language { code, detected_as, name }),
            Err(columns) => errors.push(format!("{FILE}:{line}: {} columns instead of 3", columns.len())),
        }
    }
    languages
}

/// Returns each file with the index of its list, and its language where the folder says it; sorted by path.
fn files(
    root: &Path,
    lists: &[List],
    languages: &BTreeSet<String>,
    errors: &mut Vec<String>,
) -> Vec<(usize, String, Option<String>)> {
    let mut files = Vec::new();
    let mut add = |folder: Folder, path: String, language: Option<String>, errors: &mut Vec<String>| {
        let name = path.rsplit('/').next().unwrap_or_default().strip_suffix(".tsv").unwrap_or_default();
        match lists.iter().position(|list| list.folder == folder && list.name == name) {
            Some(list) => files.push((list, path, language)),
            None => errors.push(format!("{path}: data/lists.tsv has no such list in this folder")),
        }
    };
    for name in names_in(root, "data/phrases", errors) {
        add(Folder::Phrases, format!("data/phrases/{name}"), None, errors);
    }
    for language in names_in(root, "data/lang", errors) {
        if !is_known(&language, languages) {
            errors.push(format!("data/lang/{language}: not a language of data/languages.tsv"));
            continue;
        }
        for name in names_in(root, &format!("data/lang/{language}"), errors) {
            add(Folder::Lang, format!("data/lang/{language}/{name}"), Some(language.clone()), errors);
        }
    }
    files
}

/// Returns the names in a folder, sorted, without hidden ones; none if there is no such folder.
fn names_in(root: &Path, folder: &str, errors: &mut Vec<String>) -> Vec<String> {
    let entries = match fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Vec::new(),
        Err(error) => {
            errors.push(format!("{folder}: {error}"));
            return Vec::new();
        }
    };
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
    names.sort();
    names
}

/// Returns the entries of one file. `language` is that of the folder; without it, the second column says it.
fn read_entries(
    root: &Path,
    list: &List,
    file: &str,
    language: Option<&str>,
    languages: &BTreeSet<String>,
    errors: &mut Vec<String>,
) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (line, columns) in read_rows(root, file, errors) {
        let mut columns = columns.into_iter();
        let phrase = columns.next().unwrap_or_default();
        let own = if language.is_none() { columns.next() } else { None };
        let language = own.as_deref().or(language).unwrap_or_default().to_owned();
        let kind = columns.next().unwrap_or_default();
        let entry = Entry { phrase, language, kind, file: file.to_owned(), line };
        let faults = [
            (columns.next().is_some()).then(|| "too many columns".to_owned()),
            checks::phrase_fault(&entry.phrase, list),
            (!is_known(&entry.language, languages))
                .then(|| format!("`{}` is not a language of data/languages.tsv", entry.language)),
            list.kind_fault(&entry.kind),
        ];
        errors.extend(faults.into_iter().flatten().map(|reason| entry.error(&reason)));
        entries.push(Entry { phrase: entry.phrase.replace(SPACE, " "), ..entry });
    }
    entries
}

/// The sign that stands for a space at the beginning or end of a phrase, where no reader would see one.
const SPACE: char = '␣';

/// Returns whether a tag's language is known: `pt` in `pt-BR`.
fn is_known(tag: &str, languages: &BTreeSet<String>) -> bool {
    let subtags = tag.split('-').skip(1);
    let is_subtag = |subtag: &str| (2..=8).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphanumeric());
    languages.contains(tag.split('-').next().unwrap_or_default()) && { subtags }.all(is_subtag)
}

/// Returns the numbers and columns of a file's lines, without comments and empty lines.
fn read_rows(root: &Path, file: &str, errors: &mut Vec<String>) -> Vec<(usize, Vec<String>)> {
    let text = match fs::read_to_string(root.join(file)) {
        Ok(text) => text,
        Err(error) => {
            errors.push(format!("{file}: {error}"));
            return Vec::new();
        }
    };
    if text.contains(['\r', '\u{feff}']) {
        errors.push(format!("{file}: lines must end with LF alone, and no byte order mark stands at the beginning"));
    }
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.is_empty() && !line.starts_with('#'));
    lines.map(|(line, number)| (number, line.split('\t').map(str::to_owned).collect())).collect()
}
