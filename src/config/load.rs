//! Reads the configuration: files, then the environment, then flags.

use std::path::Path;

use serde::Deserialize;
use toml::Table;
use toml::de::DeTable;

use super::bounds;
use super::feed_list::FeedList;
use super::files::Files;
use super::lines::Lines;
use super::overrides::Overrides;
use super::own_interval;
use super::places::Places;
use super::problem::Problem;
use super::renamed::{check_uses, rename_in_file};
use super::types::Config;

/// Reads `pressline.toml` and `feeds.d/*.toml` of a directory, or one file alone.
///
/// A `pressline.toml` stands for its directory. Costs time in step with the size of the files.
///
/// # Errors
/// All problems that can be known at once, in the order of the files; at least one.
pub fn load(path: &Path, overrides: &Overrides) -> Result<Config, Vec<Problem>> {
    let (config, problems) = load_partly(path, overrides);
    config.filter(|_| problems.is_empty()).ok_or(problems)
}

/// Reads as much of a configuration as can be read, as [`load`] does, and returns all problems beside it.
///
/// It serves to find a worker, which goes on with the configuration that it has read before.
pub fn load_partly(path: &Path, overrides: &Overrides) -> (Option<Config>, Vec<Problem>) {
    let read_main = || {
        let files = Files::find(path)?;
        let text = read(&files.main)?;
        Ok((files, text))
    };
    let (files, text) = match read_main() {
        Ok(read) => read,
        Err(problem) => return (None, vec![problem]),
    };
    let (mut problems, mut warnings) = overrides.findings();
    warnings.extend(files.warnings);
    let mut feeds = FeedList::default();
    let mut places = Places::new(&files.main);
    let main = Main { path: &files.main, lines: Lines::of(&text), overrides };
    let config = main.read(&text, &mut places, &mut feeds, &mut problems);
    for file in &files.more {
        match read(file) {
            Ok(text) => feeds.read_file(file, &text, &mut problems),
            Err(problem) => problems.push(problem),
        }
    }
    let Some(mut config) = config else { return (None, problems) };
    problems.extend(bounds::check(&config, &places));
    config.feeds = feeds.feeds;
    config.warnings.splice(..0, warnings);
    config.warnings.extend(feeds.warnings);
    own_interval::bind(&mut config, &files.main.display().to_string(), places.is_set("poll.min_interval"));
    (Some(config), problems)
}

fn read(path: &Path) -> Result<String, Problem> {
    std::fs::read_to_string(path).map_err(|error| Problem::unreadable(path, &error))
}

/// The main file, as text.
struct Main<'a> {
    path: &'a Path,
    lines: Lines<'a>,
    overrides: &'a Overrides,
}

impl Main<'_> {
    /// Returns the sections of the file with the values from outside; `None` where they cannot be read.
    fn read(
        &self,
        text: &str,
        places: &mut Places,
        feeds: &mut FeedList,
        problems: &mut Vec<Problem>,
    ) -> Option<Config> {
        let problem = |error: toml::de::Error| Problem::in_file(self.path, &self.lines, &error);
        let mut table = DeTable::parse(text).map_err(|error| problems.push(problem(error))).ok()?;
        let mut uses = rename_in_file(table.get_mut(), &self.path.display().to_string(), &self.lines);
        // Feeds are read one by one, and not again for each value from outside.
        feeds.take(table.get_mut(), self.path, &self.lines, problems);
        places.add_file(table.get_ref(), &self.lines);
        let config = Config::deserialize(toml::Deserializer::from(table.clone()));
        let mut config = config.map_err(|error| problems.push(problem(error))).ok()?;
        if !self.overrides.is_empty() {
            let plain =
                Table::deserialize(toml::Deserializer::from(table)).map_err(|error| problems.push(problem(error)));
            let (changed, more) = self.overrides.apply(plain.ok()?, config, places, problems);
            config = changed;
            uses.extend(more);
        }
        let (warnings, wrong) = check_uses(&uses);
        config.warnings = warnings;
        problems.extend(wrong);
        Some(config)
    }
}
