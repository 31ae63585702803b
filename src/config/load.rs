//! Reads the configuration: files, then the environment, then flags.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::{Spanned, Table, Value};

use super::problem::Problem;
use super::types::{Config, Feed, OutputKind};

/// Prefix of the variables that set a key: `PRESSLINE_FETCH__IN_FLIGHT=8`.
const PREFIX: &str = "PRESSLINE_";

/// Values from outside the files, later ones win: a place to name in errors, the key's path, the value as written.
#[derive(Clone, Debug, Default)]
pub struct Overrides(Vec<(String, Vec<String>, String)>);

impl Overrides {
    /// The variables among `variables` that set a key: those with the prefix and a section.
    pub fn from_environment(variables: impl Iterator<Item = (String, String)>) -> Self {
        let key = |name: &str| {
            let path = name.strip_prefix(PREFIX)?;
            path.contains("__").then(|| path.to_ascii_lowercase().split("__").map(str::to_owned).collect())
        };
        let mut found: Vec<_> =
            variables.filter_map(|(name, value)| Some((name.clone(), key(&name)?, value))).collect();
        found.sort();
        Self(found)
    }

    /// Adds a flag's value for `section.key`.
    pub fn flag(&mut self, flag: &str, section: &str, key: &str, value: String) {
        self.0.push((flag.to_owned(), vec![section.to_owned(), key.to_owned()], value));
    }
}

/// The part of a file of `feeds.d` that is read from it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeedsFile {
    #[serde(default)]
    feeds: Vec<Spanned<Feed>>,
}

/// Reads `pressline.toml` and `feeds.d/*.toml` of a directory, or one file alone.
///
/// # Errors
/// All problems that can be known at once, in the order of the files; at least one.
pub fn load(path: &Path, overrides: &Overrides) -> Result<Config, Vec<Problem>> {
    let (main, more) = files(path)?;
    let mut problems = Vec::new();
    let mut origin = BTreeMap::new();
    let text = read(&main).map_err(|p| vec![p])?;
    let mut config = match toml::from_str::<Config>(&text) {
        Ok(_) => override_with(&text, overrides).map_err(|p| vec![p])?,
        Err(error) => {
            problems.push(Problem::in_file(&main, &text, &error));
            Config::default()
        }
    };
    for feed in &config.feeds {
        check_feed(feed, &main, line_of_feed(&text, feed), &mut origin, &mut problems);
    }
    for file in more {
        match read(&file).and_then(|text| feeds_of(&file, &text)) {
            Ok(feeds) => {
                for (line, feed) in feeds {
                    check_feed(&feed, &file, Some(line), &mut origin, &mut problems);
                    config.feeds.push(feed);
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
    problems.extend(whole(&config).into_iter().map(|detail| Problem::overall(&main, detail)));
    if problems.is_empty() { Ok(config) } else { Err(problems) }
}

/// The main file, and those of `feeds.d` in the order of their names.
fn files(path: &Path) -> Result<(PathBuf, Vec<PathBuf>), Vec<Problem>> {
    if !path.is_dir() {
        return Ok((path.to_owned(), Vec::new()));
    }
    let folder = path.join("feeds.d");
    let mut more = Vec::new();
    if folder.is_dir() {
        let entries = folder.read_dir().map_err(|e| vec![Problem::unreadable(&folder, &e)])?;
        for entry in entries {
            more.push(entry.map_err(|e| vec![Problem::unreadable(&folder, &e)])?.path());
        }
        more.retain(|file| file.extension().is_some_and(|e| e == "toml"));
        more.sort();
    }
    Ok((path.join("pressline.toml"), more))
}

fn read(path: &Path) -> Result<String, Problem> {
    std::fs::read_to_string(path).map_err(|error| Problem::unreadable(path, &error))
}

/// Lays the overrides over the file one by one, so that the one at fault can be named.
fn override_with(text: &str, overrides: &Overrides) -> Result<Config, Problem> {
    let as_is = |error: &toml::de::Error| Problem::in_variable("configuration", error);
    let mut table: Table = text.parse().map_err(|e| as_is(&e))?;
    let mut config = Config::deserialize(table.clone()).map_err(|e| as_is(&e))?;
    for (place, path, written) in &overrides.0 {
        let mut last = None;
        let mut fits = false;
        for value in readings(written) {
            let mut with = table.clone();
            if let Err(detail) = set(&mut with, path, value) {
                return Err(Problem { place: place.clone(), line: None, detail });
            }
            match Config::deserialize(with.clone()) {
                Ok(read) => {
                    (config, table, fits) = (read, with, true);
                    break;
                }
                Err(error) => last = Some(error),
            }
        }
        if let (false, Some(error)) = (fits, last) {
            return Err(Problem::in_variable(place, &error));
        }
    }
    Ok(config)
}

/// What a value from outside may mean: TOML if it reads as such, else (and also) plain text.
fn readings(written: &str) -> impl Iterator<Item = Value> {
    let plain = Value::String(written.to_owned());
    let toml = format!("v = {written}").parse::<Table>().ok().and_then(|mut table| table.remove("v"));
    toml.into_iter().chain([plain])
}

fn set(table: &mut Table, path: &[String], value: Value) -> Result<(), String> {
    let [section, key] = path else {
        return Err("name one section and one key, as in PRESSLINE_FETCH__IN_FLIGHT".to_owned());
    };
    match table.entry(section.clone()).or_insert_with(|| Value::Table(Table::new())) {
        Value::Table(section) => {
            section.insert(key.clone(), value);
            Ok(())
        }
        _ => Err(format!("`{section}` is a list; set it in the file")),
    }
}

/// The feeds of one file of `feeds.d`, with their lines.
fn feeds_of(path: &Path, text: &str) -> Result<Vec<(usize, Feed)>, Problem> {
    let file: FeedsFile = toml::from_str(text).map_err(|error| Problem::in_file(path, text, &error))?;
    let line = |at: usize| text.bytes().take(at).filter(|b| *b == b'\n').count() + 1;
    Ok(file.feeds.into_iter().map(|feed| (line(feed.span().start), feed.into_inner())).collect())
}

/// Where a feed is named; of several places the last, which is the one to mend.
fn line_of_feed(text: &str, feed: &Feed) -> Option<usize> {
    let quoted = format!("\"{}\"", feed.name);
    let named = |line: &str| line.trim_start().starts_with("name") && line.contains(&quoted);
    text.lines().enumerate().filter(|(_, line)| named(line)).last().map(|(at, _)| at + 1)
}

/// Names must differ, since state and records go by them.
fn check_feed(
    feed: &Feed,
    file: &Path,
    line: Option<usize>,
    origin: &mut BTreeMap<String, PathBuf>,
    problems: &mut Vec<Problem>,
) {
    if let Some(other) = origin.insert(feed.name.to_string(), file.to_owned()) {
        let detail =
            format!("feed `{}` is named twice, first in {}; give one another name", feed.name, other.display());
        problems.push(Problem::of_feed(file, line, detail));
    }
}

/// What shows only when the whole is known.
fn whole(config: &Config) -> Vec<String> {
    let mut wrong = Vec::new();
    if config.poll.min_interval > config.poll.max_interval {
        wrong.push("`poll.min_interval` is longer than `poll.max_interval`".to_owned());
    }
    if config.fetch.in_flight == 0 || config.fetch.per_host == 0 {
        wrong.push("`fetch.in_flight` and `fetch.per_host` must be at least 1".to_owned());
    }
    if config.output.is_empty() {
        wrong.push("no `[[output]]`: records would go nowhere".to_owned());
    }
    if config.output.iter().filter(|o| o.kind == OutputKind::Stdout).count() > 1 {
        wrong.push("more than one `[[output]]` of kind \"stdout\"".to_owned());
    }
    let files = || config.output.iter().filter(|o| o.kind == OutputKind::Files);
    if files().any(|output| output.dir.is_none()) {
        wrong.push("an `[[output]]` of kind \"files\" needs a `dir`".to_owned());
    }
    let mut dirs: Vec<_> = files().filter_map(|output| output.dir.as_ref()).collect();
    dirs.sort();
    if dirs.windows(2).any(|pair| pair[0] == pair[1]) {
        wrong.push("two outputs write to one `dir`; give each its own".to_owned());
    }
    wrong
}
