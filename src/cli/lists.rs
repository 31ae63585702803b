//! The user's watch lists and alias tables: read from their folders, and again when a file has changed.

use std::io;
use std::path::{Path, PathBuf};

use tokio::sync::watch;
use tokio::task::spawn_blocking;
use tracing::{error, info};

use super::snapshot::{CHECK_INTERVAL, ChangeWatch, Snapshot};
use crate::analyze::Models;
use crate::analyze::user_lists::{LineError, UserLists, UserListsBuilder};
use crate::config::{self, Problem};

/// The folders of the lists. A folder that does not exist holds none.
#[derive(Clone, Debug, Default)]
pub(super) struct Folders {
    /// The watch lists: a folder of `*.tsv`, or one file.
    pub watchlists: Option<PathBuf>,
    /// The alias tables: a folder of `*.tsv`, or one file.
    pub aliases: Option<PathBuf>,
}

/// The lists that were read.
pub(super) struct LoadedLists {
    pub lists: UserLists,
    /// The number of entries of watch lists, and of alias tables.
    pub count: (usize, usize),
    /// Files in the folders that are not read.
    pub warnings: Vec<Problem>,
    /// The files' state just before.
    pub snapshot: Snapshot,
}

impl Folders {
    /// Reads all lists.
    ///
    /// # Errors
    /// Everything that is wrong with them, each with its file and line.
    pub(super) fn read(&self) -> Result<LoadedLists, Vec<Problem>> {
        let snapshot = self.snapshot();
        let mut builder = UserListsBuilder::default();
        let mut problems = Vec::new();
        for file in files(self.watchlists.as_deref(), &mut problems) {
            add(&file, &mut problems, |name, bytes| builder.add_watchlist(name, bytes));
        }
        for file in files(self.aliases.as_deref(), &mut problems) {
            add(&file, &mut problems, |name, bytes| builder.add_alias_table(name, bytes));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let count = builder.count();
        match builder.build() {
            Ok(lists) => Ok(LoadedLists { lists, count, warnings: self.unread(), snapshot }),
            Err(fault) => {
                let place = self.watchlists.as_deref().unwrap_or(Path::new("watchlists"));
                Err(vec![problem(place, fault)])
            }
        }
    }

    /// Reads lists that were named on the command line, and so must exist.
    ///
    /// # Errors
    /// As [`Folders::read`], and a path that does not exist.
    pub(super) fn read_named(&self) -> Result<LoadedLists, Vec<Problem>> {
        let named = [&self.watchlists, &self.aliases].into_iter().flatten();
        let missing: Vec<Problem> =
            named.filter_map(|place| place.metadata().err().map(|error| problem(place, unreadable(&error)))).collect();
        if missing.is_empty() { self.read() } else { Err(missing) }
    }

    fn unread(&self) -> Vec<Problem> {
        let folders = [&self.watchlists, &self.aliases].into_iter().flatten().filter(|folder| folder.is_dir());
        folders.flat_map(|folder| config::unread(folder, "tsv").unwrap_or_default()).collect()
    }

    fn snapshot(&self) -> Snapshot {
        let folders = [&self.watchlists, &self.aliases];
        Snapshot::of(folders.into_iter().flat_map(|folder| files(folder.as_deref(), &mut Vec::new())))
    }
}

/// Checks the files without end and publishes lists that have changed.
///
/// Problems are logged, and the lists read before stay in use.
pub(super) async fn watch_lists(folders: Folders, read: Snapshot, models: watch::Sender<Models>) {
    let mut watch = ChangeWatch::new(read);
    loop {
        tokio::time::sleep(CHECK_INTERVAL).await;
        let from = folders.clone();
        let Ok(snapshot) = spawn_blocking(move || from.snapshot()).await else {
            error!("cannot look at the lists");
            continue;
        };
        if !watch.look(&snapshot) {
            continue;
        }
        let from = folders.clone();
        let Ok(found) = spawn_blocking(move || from.read()).await else {
            error!("cannot read the lists");
            continue;
        };
        watch.note_read(snapshot);
        match found {
            Ok(LoadedLists { lists, count: (watched, aliases), .. }) => {
                models.send_modify(|models| *models = models.with_lists(lists));
                info!(watched, aliases, "lists read again");
            }
            Err(problems) => {
                for problem in problems {
                    error!(%problem, "list not read; the lists read before stay in use");
                }
            }
        }
    }
}

/// Returns the `*.tsv` of a folder in the order of their names, or the one file.
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

fn add(file: &Path, problems: &mut Vec<Problem>, take: impl FnOnce(&str, &[u8]) -> Result<(), Vec<LineError>>) {
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    let outcome = std::fs::read(file).map_err(|error| vec![unreadable(&error)]).and_then(|bytes| take(&name, &bytes));
    problems.extend(outcome.err().into_iter().flatten().map(|fault| problem(file, fault)));
}

fn unreadable(error: &io::Error) -> LineError {
    LineError { line: None, detail: format!("cannot read: {error}") }
}

fn problem(place: &Path, fault: LineError) -> Problem {
    Problem { place: place.display().to_string(), line: fault.line, detail: fault.detail }
}
