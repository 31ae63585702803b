//! The files of a configuration, and those beside them that look as if they were meant to be read.

use std::io;
use std::path::{Path, PathBuf};

use super::problem::Problem;

/// The name of the main file.
pub(super) const MAIN: &str = "pressline.toml";
/// The folder of files with feeds, beside the main file.
const FEEDS: &str = "feeds.d";
/// What a list of feeds may be kept in, beside the main file as well (lower case).
const FOREIGN_LISTS: [&str; 5] = ["yaml", "yml", "opml", "csv", "xlsx"];

/// The files of a configuration.
pub(super) struct Files {
    pub main: PathBuf,
    /// The files of `feeds.d`, in the order of their names.
    pub more: Vec<PathBuf>,
    /// Files that are not read and were hardly put there for that.
    pub warnings: Vec<Problem>,
}

/// Returns the directory of a configuration: the path itself, or that of a main file; `None` for another file.
pub fn directory(path: &Path) -> Option<PathBuf> {
    if path.is_dir() {
        return Some(path.to_owned());
    }
    let parent = || path.parent().map(|parent| if parent.as_os_str().is_empty() { Path::new(".") } else { parent });
    parent().filter(|_| path.file_name().is_some_and(|name| name == MAIN)).map(Path::to_owned)
}

/// Returns warnings of the files in a folder that are not read since their names end otherwise.
///
/// Hidden files, folders and READMEs are passed over.
///
/// # Errors
/// A folder that cannot be read.
pub fn unread(folder: &Path, extension: &str) -> io::Result<Vec<Problem>> {
    list(folder, extension).map(|(_, unread)| unread)
}

/// Returns the files of a folder that are read, in the order of their names, and warnings of the others.
fn list(folder: &Path, extension: &str) -> io::Result<(Vec<PathBuf>, Vec<Problem>)> {
    let mut files: Vec<PathBuf> = folder.read_dir()?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    files.retain(|file| !is_hidden(file));
    files.sort();
    let is_read = |file: &PathBuf| file.extension().is_some_and(|e| e == extension);
    let (read, others): (Vec<_>, Vec<_>) = files.into_iter().partition(is_read);
    let others = others.into_iter().filter(|file| !has_extension(file, &["md"]));
    Ok((read, others.map(|file| warning(&file, extension)).collect()))
}

/// Returns the files that a configuration is read from, of those that are there now.
pub fn configuration_files(path: &Path) -> Vec<PathBuf> {
    let found = Files::find(path).map(|files| std::iter::once(files.main).chain(files.more).collect());
    found.unwrap_or_else(|_| vec![path.to_owned()])
}

impl Files {
    /// Finds the files of a configuration.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub(super) fn find(path: &Path) -> Result<Self, Problem> {
        let Some(dir) = directory(path) else {
            return Ok(Self { main: path.to_owned(), more: Vec::new(), warnings: Vec::new() });
        };
        let main = if path.is_dir() { path.join(MAIN) } else { path.to_owned() };
        let mut warnings = unread(&dir, "toml").map_err(|error| Problem::unreadable(&main, &error))?;
        warnings.retain(|warning| has_extension(Path::new(&warning.place), &FOREIGN_LISTS));
        let folder = dir.join(FEEDS);
        let mut more = Vec::new();
        if folder.exists() {
            let (read, unread) = list(&folder, "toml").map_err(|error| Problem::unreadable(&folder, &error))?;
            more = read;
            warnings.extend(unread);
        }
        Ok(Self { main, more, warnings })
    }
}

fn warning(file: &Path, extension: &str) -> Problem {
    let place = file.display().to_string();
    let detail = match file.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("opml" | "xml") => {
            format!("is not read; `pressline opml import {place}` prints its feeds as they stand in a *.{extension}")
        }
        _ if file.is_dir() => format!("is not read: only the *.{extension} of the folder itself are"),
        _ => format!("is not read: only *.{extension} are"),
    };
    Problem { place, line: None, detail }
}

/// Returns whether a file's name ends in one of some extensions, in capitals or not.
fn has_extension(file: &Path, extensions: &[&str]) -> bool {
    let extension = file.extension().and_then(|e| e.to_str());
    extension.is_some_and(|extension| extensions.iter().any(|e| e.eq_ignore_ascii_case(extension)))
}

fn is_hidden(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}
