//! The lists of feeds in the files, each feed with its place.

use std::collections::HashMap;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::lines::Lines;
use super::problem::Problem;
use super::types::Feed;

/// The key of the list in a file.
const LIST: &str = "feeds";

/// The feeds of all files read so far.
#[derive(Default)]
pub(super) struct FeedList {
    pub feeds: Vec<Feed>,
    /// Feeds that are allowed and hardly meant, such as two of one address.
    pub warnings: Vec<Problem>,
    /// The file and the line of each name.
    names: HashMap<String, (String, usize)>,
    /// The name of the first feed of each address.
    addresses: HashMap<String, String>,
}

impl FeedList {
    /// Reads a file of `feeds.d`, which holds feeds and nothing else.
    pub(super) fn read_file(&mut self, path: &Path, text: &str, problems: &mut Vec<Problem>) {
        let lines = Lines::of(text);
        let mut table = match DeTable::parse(text) {
            Ok(table) => table.into_inner(),
            Err(error) => return problems.push(Problem::in_file(path, &lines, &error)),
        };
        self.take(&mut table, path, &lines, problems);
        for (key, _) in table {
            let line = Some(lines.number(key.span().start));
            let detail = format!("unknown key `{}`; this file holds [[feeds]] alone", key.get_ref());
            problems.push(Problem { place: path.display().to_string(), line, detail });
        }
    }

    /// Takes the feeds out of a file's table.
    pub(super) fn take(
        &mut self,
        table: &mut DeTable<'_>,
        path: &Path,
        lines: &Lines<'_>,
        problems: &mut Vec<Problem>,
    ) {
        let Some((key, list)) = table.remove_entry(LIST) else { return };
        match list.into_inner() {
            DeValue::Array(list) => {
                for feed in list {
                    self.add(feed, path, lines, problems);
                }
            }
            _ => problems.push(Problem {
                place: path.display().to_string(),
                line: Some(lines.number(key.span().start)),
                detail: "`feeds` is a list; write each feed as [[feeds]] with a name and a url".to_owned(),
            }),
        }
    }

    /// Adds a feed, unless it is wrong or its name is taken: state and records refer to it.
    fn add(&mut self, feed: Spanned<DeValue<'_>>, path: &Path, lines: &Lines<'_>, problems: &mut Vec<Problem>) {
        let line = lines.number(feed.span().start);
        let place = path.display().to_string();
        let feed = match Feed::deserialize(ValueDeserializer::from(feed)) {
            Ok(feed) => feed,
            Err(error) => return problems.push(Problem::in_file(path, lines, &error)),
        };
        let name = feed.name.to_string();
        let at = |detail| Problem { place: place.clone(), line: Some(line), detail };
        if let Some((other, first)) = self.names.get(&name) {
            let detail = format!("feed `{name}` is named twice, first in {other}:{first}; give one another name");
            return problems.push(at(detail));
        }
        match self.addresses.get(feed.url.0.as_str()) {
            Some(other) => {
                let detail = format!("feed `{name}` has the address of feed `{other}`; both ask for the same articles");
                self.warnings.push(at(detail));
            }
            None => drop(self.addresses.insert(feed.url.0.to_string(), name.clone())),
        }
        self.names.insert(name, (place, line));
        self.feeds.push(feed);
    }
}
