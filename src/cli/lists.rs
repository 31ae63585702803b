//! The user's watch lists and alias tables: read from their folders, and read again when a file has changed.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tokio::sync::watch;
use tracing::{error, info};

use crate::analyze::Models;
use crate::analyze::user_lists::{Builder, Fault, Lists};
use crate::config::Problem;

/// How often the files are looked at. A change is read when it has stood for as long: nobody is still writing then.
const LOOK: Duration = Duration::from_secs(1);

/// Where lists stand; a folder that is not there holds none.
#[derive(Clone, Debug, Default)]
pub(super) struct Folders {
    /// Of `*.tsv`, or one file.
    pub watchlists: Option<PathBuf>,
    /// Of `*.tsv`, or one file.
    pub aliases: Option<PathBuf>,
}

/// What was read.
pub(super) struct Read {
    pub lists: Lists,
    /// Entries of watch lists, and of alias tables.
    pub count: (usize, usize),
    /// How the files looked just before.
    pub signs: Signs,
}

/// A file as far as a change shows: its path, its length, when it was changed.
type Sign = (PathBuf, u64, Option<SystemTime>);

/// All files as far as a change shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Signs(Vec<Sign>);

impl Folders {
    /// Reads all lists.
    ///
    /// # Errors
    /// Everything that is wrong with them, each with its file and line.
    pub(super) fn read(&self) -> Result<Read, Vec<Problem>> {
        let signs = self.signs();
        let mut builder = Builder::default();
        let mut problems = Vec::new();
        for file in files(self.watchlists.as_deref(), &mut problems) {
            add(&file, &mut problems, |name, bytes| builder.watchlist(name, bytes));
        }
        for file in files(self.aliases.as_deref(), &mut problems) {
            add(&file, &mut problems, |name, bytes| builder.aliases(name, bytes));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let count = builder.count();
        match builder.build() {
            Ok(lists) => Ok(Read { lists, count, signs }),
            Err(fault) => {
                let place = self.watchlists.as_deref().unwrap_or(Path::new("watchlists"));
                Err(vec![problem(place, fault)])
            }
        }
    }

    /// Reads lists that were asked for by name, and so must be there.
    ///
    /// # Errors
    /// As [`Folders::read`], and a place that is not there.
    pub(super) fn read_named(&self) -> Result<Read, Vec<Problem>> {
        let named = [&self.watchlists, &self.aliases].into_iter().flatten();
        let gone: Vec<Problem> =
            named.filter_map(|place| place.metadata().err().map(|error| problem(place, unreadable(&error)))).collect();
        if gone.is_empty() { self.read() } else { Err(gone) }
    }

    fn signs(&self) -> Signs {
        let folders = [&self.watchlists, &self.aliases];
        let files = folders.into_iter().flat_map(|folder| files(folder.as_deref(), &mut Vec::new()));
        let sign = |file: PathBuf| {
            let about = file.metadata().ok();
            let changed = about.as_ref().and_then(|about| about.modified().ok());
            (file, about.map_or(0, |about| about.len()), changed)
        };
        Signs(files.map(sign).collect())
    }
}

/// Looks at the files for ever and hands on what changes; files that are wrong are named in the log, and the lists read
/// before stay in use.
pub(super) async fn follow(folders: Folders, mut known: Signs, models: watch::Sender<Models>) {
    let mut last = known.clone();
    loop {
        tokio::time::sleep(LOOK).await;
        let (from, read, before) = (folders.clone(), known.clone(), last.clone());
        let looked = tokio::task::spawn_blocking(move || {
            let signs = from.signs();
            let found = (signs != read && signs == before).then(|| from.read());
            (signs, found)
        });
        let Ok((signs, found)) = looked.await else {
            error!("cannot look at the lists");
            continue;
        };
        last.clone_from(&signs);
        match found {
            Some(Ok(Read { lists, count: (watched, aliases), .. })) => {
                known = signs;
                models.send_modify(|models| *models = models.with(lists));
                info!(watched, aliases, "lists read again");
            }
            Some(Err(problems)) => {
                known = signs;
                for problem in problems {
                    error!(%problem, "list not read; the lists read before stay in use");
                }
            }
            None => {}
        }
    }
}

/// The `*.tsv` of a folder in the order of their names, or the one file.
fn files(place: Option<&Path>, problems: &mut Vec<Problem>) -> Vec<PathBuf> {
    let Some(place) = place else { return Vec::new() };
    if place.is_file() {
        return vec![place.to_owned()];
    }
    let listed = place.read_dir().and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
    match listed {
        Ok(files) => {
            let mut files: Vec<PathBuf> = files;
            files.retain(|file| file.extension().is_some_and(|e| e == "tsv"));
            files.sort();
            files
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            problems.push(problem(place, unreadable(&error)));
            Vec::new()
        }
    }
}

fn add(file: &Path, problems: &mut Vec<Problem>, take: impl FnOnce(&str, &[u8]) -> Result<(), Vec<Fault>>) {
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    let outcome = std::fs::read(file).map_err(|error| vec![unreadable(&error)]).and_then(|bytes| take(&name, &bytes));
    problems.extend(outcome.err().into_iter().flatten().map(|fault| problem(file, fault)));
}

fn unreadable(error: &io::Error) -> Fault {
    Fault { line: None, detail: format!("cannot read: {error}") }
}

fn problem(place: &Path, fault: Fault) -> Problem {
    Problem { place: place.display().to_string(), line: fault.line, detail: fault.detail }
}
