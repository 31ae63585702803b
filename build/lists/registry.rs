//! The registry of lists: `data/lists.tsv`.

use std::path::Path;

use super::{Entry, read_rows};

/// Where the files of a list are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Folder {
    /// One file in `data/phrases`; each line says its language.
    Phrases,
    /// One file in each folder of `data/lang`; the folder says the language.
    Lang,
}

/// A list, and what its lines may say.
#[derive(Debug, Clone)]
pub(crate) struct List {
    /// The name of its files, without `.tsv`.
    pub(crate) name: String,
    /// Where its files are.
    pub(crate) folder: Folder,
    /// Whether phrases are compared with text in lower case.
    pub(crate) lower: bool,
    /// The kinds that a line may have; none if the list has no third column, `*` for any.
    pub(crate) kinds: Vec<String>,
    /// Whether a phrase that another one makes useless is refused.
    pub(crate) refuses_useless: bool,
    /// The lists that share no phrase with this one.
    pub(crate) excludes: Vec<String>,
    /// What the list is, in one sentence.
    pub(crate) about: String,
    /// Its lines.
    pub(crate) entries: Vec<Entry>,
}

impl List {
    /// Returns what is wrong with the kind of a line.
    pub(super) fn kind_fault(&self, kind: &str) -> Option<String> {
        if self.kinds.is_empty() {
            return (!kind.is_empty()).then(|| "too many columns".to_owned());
        }
        let fits = self.kinds.iter().any(|known| known == kind || (known == "*" && !kind.is_empty()));
        (!fits).then(|| format!("`{kind}` is not a kind of this list; it knows: {}", self.kinds.join(", ")))
    }
}

/// Reads the registry.
pub(super) fn read(root: &Path, errors: &mut Vec<String>) -> Vec<List> {
    const FILE: &str = "data/lists.tsv";
    let mut lists: Vec<List> = Vec::new();
    for (line, columns) in read_rows(root, FILE, errors) {
        let list = match parse(&columns) {
            Ok(list) => list,
            Err(reason) => {
                errors.push(format!("{FILE}:{line}: {reason}"));
                continue;
            }
        };
        if lists.last().is_some_and(|last| last.name >= list.name) {
            errors.push(format!("{FILE}:{line}: `{}` is not in order, or twice there", list.name));
        }
        lists.push(list);
    }
    lists
}

fn parse(columns: &[String]) -> Result<List, String> {
    let [name, folder, case, kinds, useless, excludes, about] = columns else {
        return Err(format!("{} columns instead of 7", columns.len()));
    };
    let several = |column: &str| match column {
        "-" => Vec::new(),
        _ => column.split(',').map(str::to_owned).collect(),
    };
    let list = List {
        name: name.clone(),
        folder: match folder.as_str() {
            "phrases" => Folder::Phrases,
            "lang" => Folder::Lang,
            _ => return Err(format!("`{folder}` is not `phrases` or `lang`")),
        },
        lower: flag(case, "lower", "any")?,
        kinds: several(kinds),
        refuses_useless: flag(useless, "refused", "allowed")?,
        excludes: several(excludes),
        about: about.clone(),
        entries: Vec::new(),
    };
    if list.name.is_empty() || !list.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
        return Err(format!("`{name}` is not a name in lower case"));
    }
    Ok(list)
}

/// Returns whether a column has the first of two values.
fn flag(column: &str, yes: &str, no: &str) -> Result<bool, String> {
    match column {
        _ if column == yes => Ok(true),
        _ if column == no => Ok(false),
        _ => Err(format!("`{column}` is not `{yes}` or `{no}`")),
    }
}
