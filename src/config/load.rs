//! Reads the configuration: files, then the environment, then flags.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::de::DeTable;
use toml::{Spanned, Table, Value};

use super::own_interval;
use super::problem::Problem;
use super::renamed::{KeyUse, check_uses, rename_in_file, rename_path};
use super::types::{Config, Feed, OutputKind};

/// The prefix of the variables that set a key: `PRESSLINE_FETCH__IN_FLIGHT=8`.
const PREFIX: &str = "PRESSLINE_";

/// Values from outside the files: a place to name in errors, the key's path, the value as written. Later ones win.
#[derive(Clone, Debug, Default)]
pub struct Overrides(Vec<(String, Vec<String>, String)>);

impl Overrides {
    /// Takes the variables that set a key: those with the prefix and a section.
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

/// A file of `feeds.d`.
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
    let mut is_min_interval_set = false;
    let mut config = match MainFile::parse(&main, &text) {
        Ok(file) => {
            let (config, table) = file.override_with(overrides)?;
            is_min_interval_set = is_set(&table, "poll", "min_interval");
            config
        }
        Err(problem) => {
            problems.push(problem);
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
    problems.extend(check_whole(&config).into_iter().map(|detail| Problem::overall(&main, detail)));
    own_interval::bind(&mut config, &main.display().to_string(), is_min_interval_set);
    if problems.is_empty() { Ok(config) } else { Err(problems) }
}

/// Returns whether a key has a value in a file or from outside.
fn is_set(table: &Table, section: &str, key: &str) -> bool {
    table.get(section).and_then(|section| section.get(key)).is_some()
}

/// The main file, parsed. Renamed keys have their current names.
struct MainFile {
    table: Table,
    config: Config,
    uses: Vec<KeyUse>,
}

impl MainFile {
    fn parse(path: &Path, text: &str) -> Result<Self, Problem> {
        let problem = |error: toml::de::Error| Problem::in_file(path, text, &error);
        let mut table = DeTable::parse(text).map_err(problem)?;
        let uses = rename_in_file(table.get_mut(), &path.display().to_string(), text);
        let config = Config::deserialize(toml::Deserializer::from(table.clone())).map_err(problem)?;
        let table = Table::deserialize(toml::Deserializer::from(table)).map_err(problem)?;
        Ok(Self { table, config, uses })
    }

    /// Sets the overrides one by one, so that the one at fault can be named.
    fn override_with(self, overrides: &Overrides) -> Result<(Config, Table), Vec<Problem>> {
        let Self { mut table, mut config, mut uses } = self;
        for (place, path, written) in &overrides.0 {
            let mut path = path.clone();
            uses.extend(rename_path(&mut path, place));
            (config, table) = override_one(&table, place, &path, written).map_err(|problem| vec![problem])?;
        }
        let (warnings, problems) = check_uses(&uses);
        config.warnings = warnings;
        if problems.is_empty() { Ok((config, table)) } else { Err(problems) }
    }
}

/// Returns the configuration with one more key set, by the first reading of `written` that fits.
fn override_one(table: &Table, place: &str, path: &[String], written: &str) -> Result<(Config, Table), Problem> {
    let mut last = None;
    for value in readings(written) {
        let mut with = table.clone();
        set(&mut with, path, value).map_err(|detail| Problem { place: place.to_owned(), line: None, detail })?;
        match Config::deserialize(with.clone()) {
            Ok(config) => return Ok((config, with)),
            Err(error) => last = Some(Problem::in_variable(place, &error)),
        }
    }
    // There is at least the reading as plain text.
    Err(last.unwrap_or_else(|| Problem { place: place.to_owned(), line: None, detail: "cannot be read".to_owned() }))
}

/// Returns the main file, and those of `feeds.d` in the order of their names.
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

/// Returns the readings of a value from outside: as TOML if it is such, and as plain text.
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

/// Returns the feeds of one file of `feeds.d`, with their lines.
fn feeds_of(path: &Path, text: &str) -> Result<Vec<(usize, Feed)>, Problem> {
    let file: FeedsFile = toml::from_str(text).map_err(|error| Problem::in_file(path, text, &error))?;
    let line = |at: usize| text.bytes().take(at).filter(|b| *b == b'\n').count() + 1;
    Ok(file.feeds.into_iter().map(|feed| (line(feed.span().start), feed.into_inner())).collect())
}

/// Returns the line that names a feed; of several the last, which is the one to correct.
fn line_of_feed(text: &str, feed: &Feed) -> Option<usize> {
    let quoted = format!("\"{}\"", feed.name);
    let is_name_of = |line: &str| line.trim_start().starts_with("name") && line.contains(&quoted);
    text.lines().enumerate().filter(|(_, line)| is_name_of(line)).last().map(|(at, _)| at + 1)
}

/// Checks that a feed's name is unique, since state and records refer to it.
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

/// Returns the problems of the configuration as a whole.
fn check_whole(config: &Config) -> Vec<String> {
    let mut wrong = Vec::new();
    if config.poll.min_interval > config.poll.max_interval {
        wrong.push("`poll.min_interval` is longer than `poll.max_interval`".to_owned());
    }
    if config.fetch.in_flight == 0 || config.fetch.per_domain == 0 {
        wrong.push("`fetch.in_flight` and `fetch.per_domain` must be at least 1".to_owned());
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
